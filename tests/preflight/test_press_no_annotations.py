from __future__ import annotations

import pikepdf
from judged import with_pdf
from pikepdf import Array, Dictionary, Name


def _link(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.Annots = Array([Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9])])


def _form(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm = Dictionary(Fields=Array())


BREAKS = {
    "a link": ("press", lambda subject: with_pdf(subject, _link)),
    "a form": ("press", lambda subject: with_pdf(subject, _form)),
}
