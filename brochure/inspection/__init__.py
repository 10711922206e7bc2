"""Opens a finished PDF and tells what is in it, for the checks: pages and their boxes, fonts.

It shares no code with what makes the files, so that it cannot repeat its mistakes.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pikepdf

from brochure.errors import BrochureError, Place
from brochure.inspection.text import page_texts

_ANEW = "Make it anew with the program that it comes from."


@dataclass(frozen=True)
class Font:
    """A font in a file: its name without the letters that mark a subset, and how it is there."""

    name: str
    kind: str
    embedded: bool
    subset: bool


class Document:
    """A PDF, opened once for all checks."""

    def __init__(self, content: bytes, file: str) -> None:
        """Open a file from its bytes; raises BrochureError, with what to do, if it cannot be read."""
        self.content, self.file = content, file
        try:
            self.pdf = pikepdf.open(io.BytesIO(content))
            empty = not self.pdf.pages
        except pikepdf.PasswordError:
            raise BrochureError("the file is locked with a password", Place(file),
                                "Save it without a password, and try again.") from None
        except pikepdf.PdfError:
            raise BrochureError("the file is no PDF, or it is broken", Place(file), _ANEW) from None
        if empty:
            raise BrochureError("the file has no pages", Place(file), _ANEW)

    @cached_property
    def page_count(self) -> int:
        """How many pages the file has."""
        return len(self.pdf.pages)

    @cached_property
    def page_texts(self) -> tuple[str, ...]:
        """The words of each page, as a reader copies them."""
        return page_texts(self.content)

    @cached_property
    def fonts(self) -> tuple[Font, ...]:
        """The fonts of the file, by name."""
        found = {_font(item) for item in self.pdf.objects if isinstance(item, pikepdf.Dictionary)
                 and item.get("/Type") == "/Font" and "/CIDSystemInfo" not in item}
        return tuple(sorted(found, key=lambda font: font.name))


def _font(font: Any) -> Font:
    carrier = font.DescendantFonts[0] if "/DescendantFonts" in font else font
    kind = str(font.get("/Subtype", "/no kind"))[1:]
    name = str(font.get("/BaseFont", f"/of {kind}"))[1:]
    descriptor = carrier.get("/FontDescriptor", {})
    embedded = all((kind == "Type3",)) or bool({"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor.keys()))
    return Font(name.split("+")[-1], kind, embedded, bool(re.match(r"[A-Z]{6}\+", name)))
