from __future__ import annotations

from functools import cache

import pikepdf
import pytest
from judged import Break, messages, printed, stranger, with_pdf
from pikepdf import Array, Dictionary, Name

ALL = Array([Name.Separation, Name.All, Name.DeviceCMYK,
             Dictionary(FunctionType=2, Domain=[0, 1], C0=[0, 0, 0, 0], C1=[1, 1, 1, 1], N=1)])


def _drawing(content: str) -> Break:
    def broken(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[0]
        page.obj.Resources = Dictionary(page.obj.Resources)
        page.obj.Resources.ColorSpace = Dictionary(All=ALL)
        page.contents_add(f"q /All CS 1 SCN /All cs 1 scn {content} Q".encode())

    return lambda subject: with_pdf(subject, broken)


BREAKS = {
    "inside of the bleed": ("press", _drawing("4 8.5 m 8 8.5 l S")),
    "beyond the sheet": ("press", _drawing("900 8.5 m 920 8.5 l S")),
}


@cache
def _page(content: str) -> list[str]:
    """What is said of a page cut from 100 to 300 pt with 10 pt of bleed, on a sheet of 400 pt."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(400, 400)).obj
    page.TrimBox, page.BleedBox = [100, 100, 300, 300], [90, 90, 310, 310]
    page.Resources = Dictionary(ColorSpace=Dictionary(R=ALL, S=Array([Name.Separation, Name.Gold, Name.DeviceCMYK,
                                                                     ALL[3]])))
    page.Contents = pikepdf.Stream(pdf, content.encode())
    return messages("press/marks", stranger(pdf))


@pytest.mark.parametrize("content", [
    "/R CS 1 SCN 50 100 m 90 100 l S",                              # it ends at the bleed
    "/R CS 1 SCN q 1 0 0 1 300 0 cm 20 20 m 20 60 l S Q",
    "/S CS 1 SCN 150 150 m 190 150 l S",                            # another colour
    "/R CS 1 SCN 0 G 150 150 m 190 150 l S",                        # no longer
    "q /R CS 1 SCN Q 150 150 m 190 150 l S",
    "/R cs 1 scn 150 150 20 20 re S",                               # it is not filled
    "/R CS 1 SCN 150 150 m 190 150 l n",                            # it is not drawn
    "/R CS 1 SCN 10 10 m 20 20 l 380 380 m 390 390 l S",            # two, not one across the page
])
def test_marks_outside(content: str) -> None:
    assert _page(content) == []


@pytest.mark.parametrize("content", [
    "/R CS 1 SCN 50 100 m 95 100 l S",
    "/R CS 1 SCN q 1 0 0 1 100 0 cm 20 120 m 20 160 l S Q",
    "/R cs 1 scn 150 150 20 20 re f",
    "/R CS 1 SCN 80 80 m 70 200 60 90 120 95 c S",
    "/R cs 1 scn 1 0 0 1 150 150 cm /Fm Do",
    "/R CS 1 SCN q 0 G Q 150 150 m 190 150 l B",
])
def test_marks_inside(content: str) -> None:
    assert _page(content) == ["page 1: 1 of 1 marks stand inside of the bleed"]


def test_ours_have_none_unless_they_are_asked_for() -> None:
    assert messages("press/marks", printed("press")) == []
