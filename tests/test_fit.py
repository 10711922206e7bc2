"""The type size that fills the pages: what the search finds, and what it says when nothing fits."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import LOCALES, ROOT, Run

from brochure.desk import Desk
from brochure.edition import read_source
from brochure.fit import Overflow, find, overflow
from brochure.formats import FORMATS
from brochure.geometry import PageLayout, Piece, Rectangle
from brochure.layouts import Layout, Range
from brochure.press import Press
from brochure.project import Project

LAYOUT = Layout("test", Path(), 148, 210, 120, 10, Range(10, 12, 0.25), Range(0.71, 1.0, 0.01), {})


def page(role: str, *blocks: str) -> PageLayout:
    return PageLayout(role, 148, 210, tuple(Piece("line", block, Rectangle(0, 0, 1, 1)) for block in blocks), ())


def book(inner: int) -> tuple[PageLayout, ...]:
    inside = (page("", f"block.{number}", "more") for number in range(inner))
    return (page("cover", "title"), *inside, page("back", "end"))


def test_steps_go_from_the_largest_down() -> None:
    assert Range(10, 12, 0.25).down() == (12, 11.75, 11.5, 11.25, 11, 10.75, 10.5, 10.25, 10)


def test_overflow_names_the_first_block_beyond_and_the_lines() -> None:
    assert overflow(book(6), 8) is None
    assert overflow(book(8), 8) == Overflow("block.6", 4, "")
    assert overflow((*book(6), page("back", "colophon")), 8) == Overflow("colophon", 1, "back")
    assert overflow((page("cover", "a"), *book(6)), 8) == Overflow("title", 1, "cover")


@pytest.mark.parametrize(("limit", "expected"), [(12.0, 12.0), (11.3, 11.25), (10.0, 10.0)])
def test_the_largest_size_that_fits_is_found_then_the_largest_drawings(limit: float, expected: float) -> None:
    def lay_out(size: float, drawings: float) -> tuple[PageLayout, ...]:
        return book(6 if size <= limit and (drawings <= 0.8 or size < limit - 1) else 7)

    fit = find(lay_out, LAYOUT, 8, None, None)
    assert (fit.size, fit.drawings, fit.overflow) == (expected, 0.8, None)


def test_a_larger_size_that_fits_is_found_above_one_that_does_not() -> None:
    fit = find(lambda size, _: book(6 if size in (11.5, 10.0) else 7), LAYOUT, 8, None, 0.71)
    assert fit.size == 11.5


def test_nothing_fits() -> None:
    fit = find(lambda *_: book(9), LAYOUT, 8, None, None)
    assert (fit.size, fit.overflow) == (10, Overflow("block.6", 6, ""))


def test_a_size_that_is_set_is_not_searched() -> None:
    tried = []

    def lay_out(size: float, drawings: float) -> tuple[PageLayout, ...]:
        tried.append((size, drawings))
        return book(6)

    assert find(lay_out, LAYOUT, 8, 10.5, 0.8).size == 10.5
    assert tried == [(10.5, 0.8)]


@pytest.mark.verify   # a search sets the pages a dozen times
@pytest.mark.parametrize("code", LOCALES)
def test_the_shipped_sizes_are_what_the_search_finds(code: str, tmp_path: Path) -> None:
    project = Project(ROOT)
    source = read_source(project, "bekkenleddsmerter")
    desk = Desk(project, source, code, FORMATS["screen"], Press(project.fonts, tmp_path))
    found = desk.search(None, None)
    assert (found.size, found.drawings) == (desk.edition.locale.size, desk.edition.locale.drawings)


def test_a_text_that_never_fits_is_an_error_with_its_first_block_and_lines(mini: Path, run: Run) -> None:
    content = mini / "content/mini.yaml"
    words = "Dette er en setning som fyller siden. " * 400
    before = content.read_text("utf-8")
    content.write_text(before.replace("box: \"**Ring legen** ved behov.\"", f"box: {words}"), "utf-8")
    locale = mini / "locales/nb/locale.toml"
    locale.write_text(locale.read_text("utf-8").replace("size = 10", 'size = "fit"'), "utf-8")
    result = run("build", "nb")
    assert result.code == 1
    assert "locales/nb/locale.toml: the text of nb does not fit 4 pages at 10 pt: from “" in result.err
    assert "lines are beyond the last page" in result.err


@pytest.mark.parametrize("hundredths", range(71, 101))
def test_every_scale_can_be_found(hundredths: int) -> None:
    limit = hundredths / 100
    fit = find(lambda _, drawings: book(6 if drawings <= limit + 1e-9 else 7), LAYOUT, 8, 10.0, None)
    assert fit.drawings == limit
