from __future__ import annotations

import pikepdf
from judged import with_pdf


def _small(pdf: pikepdf.Pdf) -> None:
    page = pdf.pages[1]
    font = next(iter(page.obj.Resources.Font.keys()))
    page.contents_add(pdf.make_stream(b"/Artifact BMC BT %s 12 Tf 1 0 0 1 200 60 Tm <0003> Tj ET EMC" % font.encode()))


BREAKS = {"letters of 12 pt": ("large-print", lambda subject: with_pdf(subject, _small))}
ALSO = {"archive/valid", "ua/valid"}   # the letter is not in the font
