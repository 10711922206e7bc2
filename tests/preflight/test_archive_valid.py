from __future__ import annotations

import pikepdf
from judged import with_pdf


def _run_script(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="x")


BREAKS = {"a script": ("screen", lambda subject: with_pdf(subject, _run_script))}
ALSO = {"document/actions"}
