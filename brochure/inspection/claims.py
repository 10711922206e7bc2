"""What a PDF says that it is, in its metadata."""

from __future__ import annotations

from typing import Any

from brochure.inspection import Document


def claimed(document: Document) -> frozenset[str]:
    """Give the standards that a file names in its metadata, such as PDF/UA-1, PDF/A-2a or PDF/X-4.

    ISO 14289-1, 5; ISO 19005-2, 6.6.4; ISO 15930-7, 6.7.2. A file without readable metadata claims nothing.
    """
    try:
        told = document.pdf.open_metadata()
        ua, archive, press = told.get("pdfuaid:part"), told.pdfa_status, told.pdfx_status
    except Exception:   # whatever the parser makes of bytes that are no metadata, nothing is claimed in them
        ua = archive = press = ""
    names = (_name("PDF/UA-", ua), _name("PDF/A-", _archive(archive)), _name("", press or _old_press(document.pdf)))
    return frozenset(name for name in names if name)


def _name(family: str, part: Any) -> str:
    return f"{family}{str(part).strip()[:20]}" if part else ""


def _archive(status: Any) -> str:
    """The part and, in small letters as the standard is quoted, the level: 2A is 2a."""
    return str(status or "").lower()


def _old_press(pdf: Any) -> str:
    """The version before PDF/X-4 stands in the document information: ISO 15930-3, 6.7."""
    info = pdf.trailer.get("/Info")
    return str(info.get("/GTS_PDFXVersion", "")) if hasattr(info, "get") else ""
