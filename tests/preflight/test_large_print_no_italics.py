from __future__ import annotations

import pikepdf
from judged import with_pdf


def _slant(pdf: pikepdf.Pdf) -> None:
    """Call a font slanted wherever it is called by its name."""
    for item in pdf.objects:
        if isinstance(item, pikepdf.Dictionary):
            for key in ("/BaseFont", "/FontName"):
                if str(item.get(key, "")).endswith("Semi-Bold"):
                    item[key] = pikepdf.Name(f"{item[key]}-Italic")


BREAKS = {"an italic font": ("large-print", lambda subject: with_pdf(subject, _slant))}
