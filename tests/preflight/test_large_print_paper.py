from __future__ import annotations

import pikepdf
from judged import with_pdf


def _smaller(pdf: pikepdf.Pdf) -> None:
    pdf.pages[1].mediabox = [0, 0, 420, 595]   # A5


def _landscape(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].mediabox = [0, 0, 842, 595]


BREAKS = {
    "A5": ("large-print", lambda subject: with_pdf(subject, _smaller)),
    "landscape": ("large-print", lambda subject: with_pdf(subject, _landscape)),
}
ALSO = {"pages/size"}
