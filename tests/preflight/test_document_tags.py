from __future__ import annotations

import pikepdf
from judged import with_pdf


def _no_tags(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.StructTreeRoot


def _not_said(pdf: pikepdf.Pdf) -> None:
    pdf.Root.MarkInfo.Marked = False


def _empty(pdf: pikepdf.Pdf) -> None:
    tree = pdf.Root.StructTreeRoot
    (tree.K[0] if isinstance(tree.K, pikepdf.Array) else tree.K).K = pikepdf.Array()


BREAKS = {
    "no tags": ("screen", lambda subject: with_pdf(subject, _no_tags)),
    "not said": ("screen", lambda subject: with_pdf(subject, _not_said)),
    "nothing in them": ("screen", lambda subject: with_pdf(subject, _empty)),
}
ALSO = {"archive/valid", "ua/valid"}
