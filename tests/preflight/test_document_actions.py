from __future__ import annotations

import pikepdf
from judged import with_pdf


def _script(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="x")


def _attachment(pdf: pikepdf.Pdf) -> None:
    pdf.attachments["a.exe"] = b"x"


def _launch(pdf: pikepdf.Pdf) -> None:
    action = pdf.pages[3].obj.Annots[0].A
    action.S, action.F = pikepdf.Name.Launch, "a.exe"
    del action.URI


BREAKS = {
    "a script": ("screen", lambda subject: with_pdf(subject, _script)),
    "an attachment": ("screen", lambda subject: with_pdf(subject, _attachment)),
    "a link that starts something": ("screen", lambda subject: with_pdf(subject, _launch)),
}
ALSO = {"archive/valid", "ua/valid", "links/work"}
