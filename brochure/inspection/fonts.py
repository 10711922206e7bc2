"""The fonts in a PDF."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import pikepdf


@dataclass(frozen=True)
class Font:
    """A font in a file: its name without the letters that mark a subset, and how it is there."""

    name: str
    kind: str
    embedded: bool
    subset: bool


def fonts_of(pdf: pikepdf.Pdf) -> tuple[Font, ...]:
    """Give the fonts of a file, by name; a composite font is one font."""
    found = {_font(item) for item in _dictionaries(pdf) if "/CIDSystemInfo" not in item}
    return tuple(sorted(found, key=lambda font: font.name))


def _dictionaries(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Every font of a file: those with a number of their own, and those that stand within the resources of a page."""
    for item in pdf.objects:
        if isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
            if item.get("/Type") == "/Font":
                yield item
            for holder in (item, item.get("/Resources")):
                within = holder.get("/Font") if isinstance(holder, pikepdf.Dictionary | pikepdf.Stream) else None
                if isinstance(within, pikepdf.Dictionary):
                    yield from (font for font in within.values() if isinstance(font, pikepdf.Dictionary)
                                and not font.is_indirect and "/Subtype" in font)


def _font(font: Any) -> Font:
    carrier = font
    with suppress(AttributeError, IndexError, TypeError, ValueError):
        carrier = font.DescendantFonts[0]
    kind = str(font.get("/Subtype", "/no kind"))[1:]
    name = str(font.get("/BaseFont", f"/of {kind}"))[1:]
    descriptor = carrier.get("/FontDescriptor") if isinstance(carrier, pikepdf.Dictionary) else None
    programs = set(descriptor.keys()) if isinstance(descriptor, pikepdf.Dictionary) else set()
    embedded = kind == "Type3" or bool({"/FontFile", "/FontFile2", "/FontFile3"} & programs)
    return Font(name.split("+")[-1], kind, embedded, bool(re.match(r"[A-Z]{6}\+", name)))
