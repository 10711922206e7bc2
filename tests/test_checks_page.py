"""docs/CHECKS.md is true: its waiver can be read, its keys are those of the JSON (its table: test_house.py)."""

from __future__ import annotations

import json
import re
from pathlib import Path

from conftest import ROOT, Run
from judged import printed

from brochure.project import Project
from brochure.waivers import read_waivers

PAGE = ROOT / "docs/CHECKS.md"


def test_the_waivers_can_be_read(mini: Path) -> None:
    of_files, of_words = re.findall(r"```toml\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    (mini / "content/mini.waivers.toml").write_text(of_files, "utf-8")
    (mini / "locales/en/mini.waivers.toml").write_text(of_words, "utf-8")
    waiver, other = read_waivers(Project(mini), "mini")
    assert (waiver.by, waiver.locale, waiver.format, waiver.words) == ("Kari Nordmann", "nb", "screen", "page 3:")
    assert (other.check, other.locale, other.unit) == ("words/negation", "en", "advice.rest")


def test_the_keys_are_those_of_the_json(tmp_path: Path, check: Run) -> None:
    (tmp_path / "a.pdf").write_bytes(printed("screen").content)
    told = json.loads(check(tmp_path / "a.pdf", "--json").out)
    text = PAGE.read_text("utf-8").split("## For programs")[1].split("## All checks")[0]
    rows = [line.split("|") for line in text.splitlines() if line.startswith("| `")]
    assert [name for row in rows for name in re.findall(r"`(\w+)`", row[1])] == list(told["files"][0])
    words = set(re.findall(r"`(\w+)`", text))
    assert {*told, *told["files"][0]["results"][0]} <= words
