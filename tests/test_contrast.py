"""Every pair of colours that carries words has a contrast of 4.5:1 (WCAG 2.2, 1.4.3), computed from the tokens."""

from __future__ import annotations

import re

import pytest
from conftest import ROOT

TOKENS, DARK = (dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", (ROOT / "layouts/base" / name).read_text("utf-8")))
                for name in ("tokens.css", "dark.css"))
PAIRS = [("ink", "paper"), ("ink", "teal-tint"), ("ink", "sand"), ("teal", "paper"), ("teal", "teal-tint"),
         ("teal", "sand"), ("ink", "mark")]


def luminance(colour: str) -> float:
    channels = [int(colour[index:index + 2], 16) / 255 for index in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_tokens_are_found() -> None:
    assert set(TOKENS) == {"ink", "teal", "teal-tint", "sand", "coral", "paper", "mark"}
    assert set(DARK) == set(TOKENS)
    assert "--small: var(--teal);" in (ROOT / "layouts/base/tokens.css").read_text("utf-8")
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("tokens", [TOKENS, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("words", "ground"), PAIRS)
def test_words_stand_out_from_their_ground(words: str, ground: str, tokens: dict[str, str]) -> None:
    assert contrast(tokens[words], tokens[ground]) >= 4.5


@pytest.mark.parametrize("tokens", [TOKENS, DARK], ids=["light", "dark"])
def test_leaders_and_rules_stand_out_from_their_ground(tokens: dict[str, str]) -> None:
    """Graphics need 3:1 (WCAG 2.2, 1.4.11)."""
    assert contrast(tokens["coral"], tokens["teal-tint"]) >= 3
    assert contrast(tokens["teal"], tokens["sand"]) >= 3


def test_the_stylesheets_colour_words_with_tokens_only() -> None:
    sheets = sorted((ROOT / "layouts").rglob("*.css"))
    assert len(sheets) >= 4
    used = [value for sheet in sheets for value in re.findall(r"(?<![-\w])color:\s*([^;}]+)", sheet.read_text("utf-8"))]
    assert len(used) > 8
    assert set(used) <= {"var(--ink)", "var(--teal)", "var(--small)"}


def test_a_drawing_on_the_web_stands_on_the_light_colours() -> None:
    """Also on a dark screen; what stands on it has the contrast that is computed above."""
    [rule] = re.findall(r"^\.picture \{([^}]*)\}", (ROOT / "layouts/formats/web.css").read_text("utf-8"), re.MULTILINE)
    assert dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", rule)) == {name: TOKENS[name] for name in ("ink", "coral")}
    assert f"background: {TOKENS['teal-tint']};" in rule
