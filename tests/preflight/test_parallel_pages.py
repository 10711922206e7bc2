from __future__ import annotations

import pikepdf
import pytest
from judged import Break, messages, printed, promising, with_pdf

from brochure.preflight import run


def _drawn(before: bytes, number: int = 0) -> Break:
    """Draw a sheet otherwise."""

    def change(pdf: pikepdf.Pdf) -> None:
        sheet = pdf.pages[number]
        sheet.Contents = pdf.make_stream(before + b" " + sheet.Contents.read_bytes())

    return lambda subject: with_pdf(subject, change)


def _larger(pdf: pikepdf.Pdf) -> None:
    for page in pdf.pages:
        for box in ("/MediaBox", "/TrimBox", "/BleedBox"):
            page[box] = [0, 0, 862, 595.276]


def _sheet_lost(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[2]


BREAKS = {
    "moved down": ("parallel", _drawn(b"1 0 0 1 0 -14 cm", 1)),
    "moved to the right": ("parallel", _drawn(b"1 0 0 1 420.945 0 cm", 1)),
    "made smaller": ("parallel", _drawn(b".95 0 0 .95 21 15 cm", 1)),
    "another paper": ("parallel", lambda subject: with_pdf(subject, _larger)),
    "a sheet is lost": ("parallel", lambda subject: with_pdf(subject, _sheet_lost)),
    "a half that should be blank": ("parallel", lambda subject: promising(
        subject, halves=((0, 5), (2, 6), (3, 7), (4, 8)))),
}
# What is moved is no longer where its tags and links say, and lost with its sheet.
ALSO = {"parallel/languages", "text/complete", "reading/order", "images/alt", "booklet/printable-area", "ua/valid",
        "archive/valid", "links/work", "text/size"}


@pytest.mark.parametrize(("blank", "told"), [(0, "4 sheets"), (1, "4 sheets, 1 half blank"),
                                             (2, "4 sheets, 2 halves blank")])
def test_what_was_seen(blank: int, told: str) -> None:
    subject = promising(printed("parallel"), halves=tuple((number, 0 if number <= blank else number + 4)
                                                          for number in range(1, 5)))
    [result] = run(subject, among=lambda check: check.id == "parallel/pages")
    assert result.saw == told


@pytest.mark.parametrize(("way", "told"), [
    ("moved down", [
        f"page 2: the {half} half holds page 2 of {code}, but not upright and whole: “{line}” is not in its place"
        for half, code, line in (("left", "nb", "Første del"), ("right", "en", "First part"))]),
    ("moved to the right", ["page 2: the left half holds no words, where page 2 of nb belongs",
                            "page 2: the right half holds page 2 of nb, where page 2 of en belongs"]),
    ("a half that should be blank", ["page 1: the left half holds page 1 of nb, where nothing belongs"]),
])
def test_what_is_told(way: str, told: list[str]) -> None:
    assert messages("parallel/pages", BREAKS[way][1](printed("parallel"))) == told
