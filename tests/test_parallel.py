"""Two languages side by side: the format by its front door, and which page stands beside which."""

from __future__ import annotations

import json
import re
import shutil
from itertools import combinations
from pathlib import Path

import pypdfium2
import pytest
from conftest import Run
from hypothesis import given
from hypothesis import strategies as st
from judged import printed
from pdf_reader import Reader

from brochure.geometry import PageLayout, Piece, Rectangle
from brochure.parallel import Pair, in_step, placed

_NAME = "mini-en-parallel.pdf"
_MIDDLE = 297 / 2 * 72 / 25.4   # pt


def pages(*blocks: str) -> list[PageLayout]:
    """Pages on each of which some blocks begin or go on, told by a letter each."""
    return [PageLayout("", 148, 210, tuple(Piece("line", block, Rectangle(0, 0, 1, 1)) for block in page), ())
            for page in blocks]


@pytest.mark.parametrize(("first", "second", "pairs"), [
    (["a", "b", "c"], ["a", "b", "c"], [(1, 1), (2, 2), (3, 3)]),
    (["a", "bc", "d"], ["a", "b", "c", "d"], [(1, 1), (2, 2), (0, 3), (3, 4)]),
    (["a", "bc", "d"], ["a", "b", "bc", "cd", "d"], [(1, 1), (2, 2), (0, 3), (3, 4), (0, 5)]),
    (["a", "b", "c", "d"], ["ab", "cd"], [(1, 1), (2, 0), (3, 2), (4, 0)]),
    ([], ["a", "b"], [(0, 1), (0, 2)]),
    ([], [], []),
])
def test_blank_halves_part_as_few_texts_as_can_be(first: list[str], second: list[str], pairs: list[Pair]) -> None:
    assert list(in_step(pages(*first), pages(*second))) == pairs


@given(st.lists(st.text("abcdefgh", max_size=3), max_size=4), st.lists(st.text("abcdefgh", max_size=3), max_size=6))
def test_no_other_way_parts_fewer(first: list[str], second: list[str]) -> None:
    """All ways of leaving halves blank are tried."""
    if len(first) > len(second):
        first, second = second, first
    found = in_step(pages(*first), pages(*second))
    assert [right for _, right in found] == [*range(1, len(second) + 1)]
    assert [left for left, _ in found if left] == [*range(1, len(first) + 1)]

    def apart(sheets: tuple[int, ...]) -> int:
        begins = ({letter: number for number, page in reversed([*enumerate(book)]) for letter in page}
                  for book in (first, second))
        left, right = begins
        return sum(abs(sheets[left[letter]] - right[letter]) for letter in left.keys() & right.keys())

    ways = combinations(range(len(second)), len(first))
    assert apart(tuple(sheet for sheet, (left, _) in enumerate(found) if left)) == min(map(apart, ways))


def test_pages_stand_in_the_middle_of_their_halves() -> None:
    (left, right), (alone,) = placed([(1, 1), (0, 2)], 148, 210)
    assert (left.document, left.page, left.left, left.top, left.scale) == (0, 1, 0.25, 0, 1)
    assert (right.document, right.page, right.left) == (1, 1, 148.75)
    assert (alone.document, alone.page, alone.left) == (1, 2, 148.75)
    ((large, _),) = placed([(1, 1)], 210, 297)
    assert (large.scale, large.left, large.top) == pytest.approx((0.7071, 0, 0), abs=0.01)


def test_the_norwegian_page_stands_beside_that_of_the_translation(mini: Path, run: Run) -> None:
    result = run("build", "en", "--format", "parallel")
    assert (result.code, result.err) == (0, "")
    told, folding = result.out.splitlines()
    assert re.fullmatch(r"build/mini-en-parallel\.pdf: 4 pages, .* kB", told)
    assert folding == "  print on both sides, flip on the short edge"
    path = mini / "build" / _NAME
    content = path.read_bytes()
    assert run("build", "nb", "en", "--jobs", 1).code == 0
    alone = {code: pypdfium2.PdfDocument(mini / f"build/mini-{code}.pdf") for code in ("nb", "en")}
    sheets = pypdfium2.PdfDocument(path)
    assert len(sheets) == 4
    for number, sheet in enumerate(sheets):
        assert [round(length) for length in sheet.get_size()] == [842, 595]
        words = sheet.get_textpage()
        for code, edges in (("nb", (0, 0, _MIDDLE, 596)), ("en", (_MIDDLE, 0, 842, 596))):
                found, wanted = words.get_text_bounded(*edges), alone[code][number].get_textpage().get_text_bounded()
                assert found == wanted
                assert found
    for document in (sheets, *alone.values()):
        document.close()

    # What is unchanged is not made again; files of both languages count.
    entry = json.loads(run("build", "en", "--format", "parallel", "--json").out)[0]
    assert (entry["unchanged"], entry["pages"], entry["blank"]) == (True, 4, 0)
    locale = mini / "locales/nb/locale.toml"
    locale.write_text(locale.read_text("utf-8") + "\n", "utf-8")
    (again,) = json.loads(run("build", "en", "--format", "parallel", "--json").out)
    assert not again["unchanged"]
    assert path.read_bytes() == content


def test_one_language_is_read_aloud_after_the_other(tmp_path: Path) -> None:
    path = tmp_path / _NAME
    path.write_bytes(printed("parallel").content)
    reader = Reader(path)
    parts = reader.root.children
    assert [(part.type, str(part.node.Lang)) for part in parts] == [("Part", "nb"), ("Part", "en")]
    titles = [reader.words(part.all("H1")[0]).strip() for part in parts]
    assert titles == ["Prøve", "Sample"]
    assert reader.pdf.Root.Lang == "en"
    assert str(reader.pdf.docinfo.Title) == "Prøve · Sample"
    for part, sides in zip(parts, ((0, _MIDDLE), (_MIDDLE, 842)), strict=True):
        figures = part.all("Figure")
        assert figures
        for figure in figures:
            told = [float(edge) for edge in figure.node.A.BBox]
            assert sides[0] < told[0] < told[2] < sides[1]
            drawn = reader.bounds(figure)   # a drawing does not quite keep to its rectangle
            assert told[0] - 5 < drawn[0] < drawn[2] < told[2] + 5
            assert told[1] - 5 < drawn[1] < drawn[3] < told[3] + 5
    with reader.pdf.open_outline() as outline:
        assert [entry.title for entry in outline.root] == ["Sample"]
    preferences = reader.pdf.Root.ViewerPreferences
    assert (preferences.Duplex, preferences.PrintScaling) == ("/DuplexFlipShortEdge", "/None")
    addresses = [(str(link.A.URI), float(link.Rect[0]) > _MIDDLE) for page in reader.pdf.pages
                 for link in page.get("/Annots", ())]
    left, right = ({address for address, on_the_right in addresses if on_the_right is side} for side in (False, True))
    assert left == right
    assert len(left) == 3


def test_a_longer_language_leaves_halves_blank_and_they_are_told(mini: Path, run: Run) -> None:
    catalogue, locale = mini / "locales/en/LC_MESSAGES/mini.po", mini / "locales/en/locale.toml"
    text = catalogue.read_text("utf-8")
    found = re.search(r'msgctxt "first.box"\nmsgid .*\nmsgstr "(.*)"', text)
    assert found
    catalogue.write_text(text.replace(found[0], found[0][:-1] + " Once more." * 300 + '"'), "utf-8")
    locale.write_text("pages = 8\n" + locale.read_text("utf-8"), "utf-8")
    result = run("build", "--format", "parallel", "--json")   # of all languages of which there is one
    assert (result.code, result.err) == (0, "")
    (entry,) = json.loads(result.out)
    assert (entry["file"], entry["pages"], entry["blank"]) == (_NAME, 6, 2)
    assert run("build", "en", "--format", "parallel").out.splitlines()[-1] == (
        "  print on both sides, flip on the short edge; 2 halves are blank, as the languages are not equally long")


def test_there_is_none_of_the_source_language(mini: Path, run: Run) -> None:
    shutil.rmtree(mini / "locales/en")
    result = run("build", "--format", "parallel")
    assert result.err.startswith("error: there is no parallel edition of any language: it is the source language")
    assert result.code == 2
