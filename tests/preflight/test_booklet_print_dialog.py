from __future__ import annotations

import pikepdf
import pytest
from judged import Break, messages, printed, promising, with_pdf
from pikepdf import Name


def _saying(**changed: object) -> tuple[str, Break]:
    """Set viewer preferences; None takes one away."""

    def change(pdf: pikepdf.Pdf) -> None:
        for key, value in changed.items():
            if value is None:
                del pdf.Root.ViewerPreferences[f"/{key}"]
            else:
                pdf.Root.ViewerPreferences[f"/{key}"] = value

    return "booklet", lambda subject: with_pdf(subject, change)


def _without(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.ViewerPreferences


BREAKS = {
    "one side": _saying(Duplex=None),
    "the long edge": _saying(Duplex=Name.DuplexFlipLongEdge),
    "scaled": _saying(PrintScaling=Name.AppDefault),
    "any paper": _saying(PickTrayByPDFSize=False),
    "right to left": _saying(Direction=Name.R2L),
    "nothing said": ("booklet", lambda subject: with_pdf(subject, _without)),
}


@pytest.mark.parametrize(("way", "told"), [
    ("the long edge", ["the print dialog does not open with “on both sides, flipped on the short edge” (/Duplex)"]),
    ("scaled", ["the print dialog does not open with “at its own size” (/PrintScaling)"]),
    ("any paper", ["the print dialog does not open with “on paper of the file's size” (/PickTrayByPDFSize)"]),
    ("right to left", ["the file says that it is read from right to left (/Direction)"]),
])
def test_what_is_told(way: str, told: list[str]) -> None:
    assert messages("booklet/print-dialog", BREAKS[way][1](printed("booklet"))) == told


def test_a_book_from_right_to_left_says_so() -> None:
    subject = promising(printed("booklet"), direction="rtl")
    assert messages("booklet/print-dialog", subject) == [
        "the file does not say that it is read from right to left (/Direction)"]
    assert messages("booklet/print-dialog", _saying(Direction=Name.R2L)[1](subject)) == []
