from __future__ import annotations

import pikepdf
import pytest
from judged import messages, printed, promising, with_pdf
from pikepdf import Dictionary, Name


def _bound_on_the_right(pdf: pikepdf.Pdf) -> None:
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True, Direction=Name.R2L)


BREAKS = {
    "bound on the right": ("screen", lambda subject: with_pdf(subject, _bound_on_the_right)),
    "for a press": ("press", lambda subject: with_pdf(subject, _bound_on_the_right)),
    "bound on the left": ("screen", lambda subject: promising(subject, direction="rtl")),
}


@pytest.mark.parametrize(("way", "told"), [
    ("bound on the right", ["the file is bound on the right, but nb is read from the left (/Direction)"]),
    ("bound on the left", ["the file is bound on the left, but nb is read from the right (/Direction)"]),
])
def test_what_is_told(way: str, told: list[str]) -> None:
    assert messages("pages/binding", BREAKS[way][1](printed("screen"))) == told
