from __future__ import annotations

import pikepdf
from judged import with_pdf


def _hide_title(pdf: pikepdf.Pdf) -> None:
    pdf.Root.ViewerPreferences.DisplayDocTitle = False


BREAKS = {"the title not shown": ("screen", lambda subject: with_pdf(subject, _hide_title))}
ALSO = {"document/title"}
