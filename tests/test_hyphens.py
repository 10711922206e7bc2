"""A word with soft hyphens asks for no more room than it takes; without the repair it does (WeasyPrint 70.0).

When the second test here fails after an update of WeasyPrint, the engine does it by itself, and the repair can go.
"""

from __future__ import annotations

from contextlib import nullcontext

import pytest
from conftest import ROOT

import brochure.press
from brochure.press import Press, Sheet

WIDTH = 118   # mm
CSS = f"""@page {{ size: {WIDTH}mm 100mm; margin: 0 }} html {{ font-family: "Fira Sans"; font-size: 10pt }}
body {{ margin: 0; hyphenate-character: "-" }} div {{ display: flex }}
figure {{ flex: 1 1 auto; margin: 0; hyphens: manual }}"""
HTML = """<!DOCTYPE html><html lang="nn"><title>Prøve</title><body><div>
<figure id="left">Ein god variasjon av sittestillinga, som gir ei lett tøying av WORD. Ho gjer godt.</figure>
<figure id="right">Å ligge på sida med ei pute mellom kne og anklar kan avlaste bekkenet godt. Ei pute framfor magen kan
også brukast.</figure></div>"""


@pytest.fixture(scope="module")
def press(tmp_path_factory: pytest.TempPathFactory) -> Press:
    return Press(ROOT / "fonts", tmp_path_factory.mktemp("press"))


def lines(press: Press, word: str) -> list[tuple[str, str, float]]:
    """The lines of both columns: their column, their words, and how far to the right they reach, in mm."""
    page, = press.lay_out(HTML.replace("WORD", word), [Sheet("test.css", CSS)], {}).pages
    return [(piece.block, piece.text.replace("\u00ad", ""), piece.at.right) for piece in page.pieces]


@pytest.mark.parametrize("word", ["sete\u00admusklane", "sete\u00admusk\u00adlane", "<em>sete\u00admusklane</em>"])
def test_columns_are_as_wide_as_without_soft_hyphens(word: str, press: Press) -> None:
    plain = lines(press, word.replace("\u00ad", ""))
    assert len(plain) > 6
    assert max(right for _, _, right in plain) <= WIDTH
    assert lines(press, word) == plain


def test_the_engine_asks_for_the_room_of_all_words_before(press: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(brochure.press, "words_one_by_one", nullcontext)
    right = {word: max(right for column, _, right in lines(press, word) if column == "left")
             for word in ("setemusklane", "sete\u00admusklane")}
    assert right["sete\u00admusklane"] > right["setemusklane"] + 10


def test_a_word_breaks_at_its_soft_hyphen_where_it_must(press: Press) -> None:
    told = lines(press, "sete\u00admusklane" * 5)
    assert max(right for _, _, right in told) <= WIDTH
    assert [words for _, words, _ in told if words.endswith("sete-")]
