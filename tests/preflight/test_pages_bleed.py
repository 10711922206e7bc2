from __future__ import annotations

import pikepdf
from built import A5, pdf_of
from judged import messages, stranger, with_pdf


def _no_bleed(pdf: pikepdf.Pdf) -> None:
    pdf.pages[1].obj.BleedBox = pdf.pages[1].obj.TrimBox


BREAKS = {"a page without": ("press", lambda subject: with_pdf(subject, _no_bleed))}
ALSO = {"press/boxes", "press/bleed-reached"}


def test_little_bleed_is_told() -> None:
    pdf = pdf_of("", TrimBox=pikepdf.Array([5, 5, A5[0] - 5, A5[1] - 5]))
    assert messages("pages/bleed", stranger(pdf)) == ["page 1: its bleed is 1.8 mm"]
    assert messages("pages/bleed", stranger(pdf_of(""))) == []
