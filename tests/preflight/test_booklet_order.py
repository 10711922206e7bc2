from __future__ import annotations

from dataclasses import replace

import pikepdf
import pytest
from judged import Break, messages, printed, promising, with_pdf

from brochure.preflight import Subject
from brochure.sheets import impose


def _backs_first(pdf: pikepdf.Pdf) -> None:
    pdf.pages.reverse()


def _halves_exchanged(pdf: pikepdf.Pdf) -> None:
    forms = pdf.pages[0].Resources.XObject
    forms["/Page1"], forms["/Page4"] = forms["/Page4"], forms["/Page1"]


def _drawn(before: bytes) -> Break:
    """Draw the first side otherwise."""

    def change(pdf: pikepdf.Pdf) -> None:
        side = pdf.pages[0]
        side.Contents = pdf.make_stream(before + b" " + side.Contents.read_bytes())

    return lambda subject: with_pdf(subject, change)


def _last_page_blank(subject: Subject) -> Subject:
    """A page was promised to have no words, but has some."""
    *pages, last = subject.promised.layout
    return promising(subject, layout=(*pages, replace(last, pieces=(), margins=())))


def _right_to_left(pdf: pikepdf.Pdf) -> None:
    pdf.Root.ViewerPreferences.Direction = pikepdf.Name.R2L


BREAKS = {
    "the backs first": ("booklet", lambda subject: with_pdf(subject, _backs_first)),
    "the halves exchanged": ("booklet", lambda subject: with_pdf(subject, _halves_exchanged)),
    "on its head": ("booklet", _drawn(b"-1 0 0 -1 841.89 595.276 cm")),
    "mirrored": ("booklet", _drawn(b"-1 0 0 1 841.89 0 cm")),
    "made smaller": ("booklet", _drawn(b".95 0 0 .95 21 15 cm")),
    "moved down": ("booklet", _drawn(b"1 0 0 1 0 -14 cm")),
    "words on a blank page": ("booklet", _last_page_blank),
    "imposed for the other direction": ("booklet", lambda subject: with_pdf(promising(
        subject, direction="rtl"), _right_to_left)),
}
# What stands on its head or is read in the other direction is copied so, too; a cover on the left bleeds off the sheet.
ALSO = {"text/complete", "booklet/printable-area"}


@pytest.mark.parametrize(("way", "told"), [
    ("the backs first", [
        "page 1: the right half holds page 3, where page 1 belongs",
        "page 2: the left half holds page 4, where page 2 belongs",
        "page 2: the right half holds page 1, where page 3 belongs",
        "page 1: the left half holds page 2, where page 4 belongs"]),
    ("the halves exchanged", [
        "page 1: the right half holds page 4, where page 1 belongs",
        "page 1: the left half holds page 1, where page 4 belongs"]),
    ("moved down", [
        "page 1: the right half holds page 1, but not upright and whole beside the fold: “Informasjon” is not in "
        "its place",
        "page 1: the left half holds page 4, but not upright and whole beside the fold: “Informasjon” is not in "
        "its place"]),
    ("words on a blank page", [
        "page 1: the left half holds other words, where a page without words belongs"]),
])
def test_what_is_told(way: str, told: list[str]) -> None:
    assert messages("booklet/order", BREAKS[way][1](printed("booklet"))) == told


def _twice(pdf: pikepdf.Pdf) -> None:
    pdf.pages.extend(pdf.pages)


@pytest.mark.parametrize("right_to_left", [False, True])
@pytest.mark.parametrize("creep", [0, 1])
def test_more_sheets_than_one_pass_with_creep_and_in_both_directions(creep: float, right_to_left: bool) -> None:
    pages = with_pdf(printed("screen"), _twice)
    pages = promising(pages, layout=pages.promised.layout * 2, direction="rtl" if right_to_left else "ltr")
    imposed, otherwise = (replace(pages, content=impose(pages.content, "mini.pdf", right_to_left=direction,
                                                        creep=creep).content)
                          for direction in (right_to_left, not right_to_left))
    assert messages("booklet/order", imposed) == []
    assert len(messages("booklet/order", otherwise)) == 8
