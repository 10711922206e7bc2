"""What a PDF says of itself: in its metadata (XMP), in the document information, and to the program that shows it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import pikepdf

_ENTRIES = {   # where each stands in XMP, and in the document information
    "title": ("dc:title", "/Title"), "author": ("dc:creator", "/Author"), "subject": ("dc:description", "/Subject"),
    "keywords": ("pdf:Keywords", "/Keywords"), "creator": ("xmp:CreatorTool", "/Creator"),
    "producer": ("pdf:Producer", "/Producer"), "created": ("xmp:CreateDate", "/CreationDate"),
    "modified": ("xmp:ModifyDate", "/ModDate"),
}


@dataclass(frozen=True)
class Metadata:
    """What a file says of itself. `xmp` and `info` have the keys title, author, subject, keywords, creator, producer,
    created and modified, where the file tells them.

    `shows_title` is whether a reader shows the title, not the file's name, in its window. `version` is that of PDF.
    """

    xmp: dict[str, str]
    info: dict[str, str]
    has_xmp: bool
    shows_title: bool
    version: str
    language: str
    encrypted: bool
    attachments: tuple[str, ...]
    scripts: bool

    @property
    def title(self) -> str:
        """The title, from where it is."""
        return self.xmp.get("title") or self.info.get("title", "")


def metadata_of(pdf: pikepdf.Pdf) -> Metadata:
    """Give what a file says of itself; what cannot be read is not said."""
    info: dict[str, str] = {}
    told = pdf.trailer.get("/Info")
    if isinstance(told, pikepdf.Dictionary):
        for name, (_, key) in _ENTRIES.items():
            with suppress(TypeError, ValueError):
                if words := str(told.get(key, "")).strip():
                    info[name] = words
    preferences, names = pdf.Root.get("/ViewerPreferences"), pdf.Root.get("/Names")
    action = pdf.Root.get("/OpenAction")
    scripts = (isinstance(names, pikepdf.Dictionary) and "/JavaScript" in names) or (
        isinstance(action, pikepdf.Dictionary) and action.get("/S") == "/JavaScript")
    attachments: tuple[str, ...] = ()
    with suppress(Exception):   # a tree of names that is broken has none that can be read
        attachments = tuple(sorted(pdf.attachments))[:100]
    return Metadata(
        _xmp(pdf), info, "/Metadata" in pdf.Root,
        isinstance(preferences, pikepdf.Dictionary) and bool(preferences.get("/DisplayDocTitle", False)),
        str(pdf.pdf_version), _text(pdf.Root.get("/Lang")), bool(pdf.is_encrypted), attachments, scripts)


def _xmp(pdf: pikepdf.Pdf) -> dict[str, str]:
    found = {}
    with suppress(Exception):   # whatever the parser makes of bytes that are no metadata, nothing is said in them
        told = pdf.open_metadata()
        for name, (key, _) in _ENTRIES.items():
            value: Any = told.get(key)
            words = ", ".join(value) if isinstance(value, list | set | tuple) else str(value or "")
            if words.strip():
                found[name] = words.strip()
    return found


def _text(told: Any) -> str:
    with suppress(TypeError, ValueError):
        return "" if told is None else str(told)
    return ""
