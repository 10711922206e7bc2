from __future__ import annotations

import pikepdf
from judged import with_pdf


def _two_programs(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo["/Producer"] = "Another"


def _nobody(pdf: pikepdf.Pdf) -> None:
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as told:
        del told["dc:creator"]
    del pdf.docinfo["/Author"]


BREAKS = {
    "two programs": ("screen", lambda subject: with_pdf(subject, _two_programs)),
    "nobody": ("screen", lambda subject: with_pdf(subject, _nobody)),
}
ALSO = {"archive/valid"}
