"""Logos of clinics, which anybody can hand in: an SVG, PNG or JPEG becomes one of our own making, or is refused.

Nothing of the file that was handed in is passed on: an SVG is drawn anew from its outlines, a bitmap from its pixels.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import Literal

from brochure.artwork import Colour, Logo, Shape
from brochure.errors import BrochureError, Place, short
from brochure.files import is_file, read_bytes
from brochure.logo import bitmap, svg

BOX = (50.0, 20.0)   # mm: the width and height that a logo is fitted into, where nothing else is said
SVG_OR_PNG = "Hand the logo in as SVG, PNG or JPEG."
_KINDS: dict[str, Literal["svg", "png", "jpeg"]] = {".svg": "svg", ".png": "png", ".jpg": "jpeg", ".jpeg": "jpeg"}
_NAMES = {"svg": "an SVG", "png": "a PNG", "jpeg": "a JPEG"}
# Other files, by how they begin (and, of two, by what stands at the 8th byte), and what they are called.
_OTHERS = ((b"GIF8", "a GIF"), (b"BM", "a BMP"), (b"II*\0", "a TIFF"), (b"MM\0*", "a TIFF"), (b"%PDF", "a PDF"),
           (b"%!PS", "an EPS"), (b"\xc5\xd0\xd3\xc6", "an EPS"), (b"8BPS", "a Photoshop file"),
           (b"\0\0\1\0", "an icon"), (b"\x1f\x8b", "a packed file"), (b"PK\3\4", "a packed file or an Office document"),
           (b"\xd0\xcf\x11\xe0", "an Office document"), (b"MZ", "a program"), (b"\x7fELF", "a program"))
_CONTAINERS = ((b"RIFF", 8, b"WEBP", "a WebP"), (b"", 4, b"ftyphe", "a HEIC picture"),
               (b"", 4, b"ftypmif1", "a HEIC picture"), (b"", 4, b"ftypavif", "an AVIF picture"))


def read_logo(path: Path, place: Place, *, box: tuple[float, float] = BOX, inks: bytes = b"") -> Logo:
    """Give the logo of a file, safe to print; the same file gives the same bytes.

    `place` is where the logo is named, which faults are reported at; `box` the width and height in mm into which it is
    printed, for which a bitmap must have pixels enough, and of which it gets no more than 600 an inch; `inks` the ICC
    profile that a JPEG in CMYK is taken to be in if it brings none. Raises BrochureError with all that is wrong.
    """
    try:
        return _read(path, box, inks)
    except BrochureError as error:
        named = f"the logo {short(path.name)}"
        raise BrochureError(faults=[replace(fault, message=f"{named} {fault.message}", place=place, hint=fault.hint)
                                    for fault in error.faults]) from None


def _read(path: Path, box: tuple[float, float], inks: bytes) -> Logo:
    if not is_file(path):
        raise BrochureError("is not there", None, "Put the file beside the clinic's file, or take the line out.")
    ending = path.suffix.lower()
    if ending not in _KINDS:
        raise BrochureError(f"is {'of the kind “' + short(ending) + '”' if ending else 'without an ending'}, which is "
                            "not printed", None, SVG_OR_PNG)
    limit = svg.LIMIT_BYTES if ending == ".svg" else bitmap.LIMIT_BYTES
    try:
        content = read_bytes(path, "", limit)
    except BrochureError as error:
        too_large = "too large" in error.faults[0].message
        raise BrochureError(f"is too large: {limit / 1e6:g} MB is the most" if too_large else "cannot be read", None,
                            "Export it with fewer points or pixels." if too_large else SVG_OR_PNG) from None
    kind, found = _KINDS[ending], _kind_of(content)
    if found != _NAMES[kind]:
        message = f"is {found}, not {_NAMES[kind]} as its ending says" if found else f"is not {_NAMES[kind]}"
        raise BrochureError(message if content else "is empty", None,
                            f"Export it as {_NAMES[kind]}, or give the file its right ending. {SVG_OR_PNG}")
    if kind == "svg":
        shapes, width, height = svg.read_svg(content)
        if all(_luma(colour) >= bitmap.FAINTEST for colour in colours_of(shapes)):
            raise BrochureError("is nearly white: it would not be seen on the page", None, bitmap.FOR_LIGHT)
        return vector(shapes, width, height)
    return bitmap.read_bitmap(content, kind, box, inks)


def vector(shapes: tuple[Shape, ...], width: float, height: float) -> Logo:
    """Give shapes as a logo."""
    content = svg.written(shapes, width, height)
    return Logo("svg", content, width, height, hashlib.sha256(content).hexdigest(), shapes)


def colours_of(shapes: tuple[Shape, ...]) -> set[Colour]:
    """Give every colour that is filled or drawn with."""
    return {colour for shape in shapes for colour in (shape.fill, shape.stroke and shape.stroke.colour) if colour}


def _luma(colour: Colour) -> float:
    """How light a colour is, from 0 to 255, as Pillow counts it (ITU-R BT.601)."""
    return 0.299 * colour[0] + 0.587 * colour[1] + 0.114 * colour[2]


def _kind_of(content: bytes) -> str:
    """What a file is by its first bytes, or nothing."""
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return _NAMES["png"]
    if content.startswith(b"\xff\xd8\xff"):
        return _NAMES["jpeg"]
    for begins, at, then, name in _CONTAINERS:
        if content.startswith(begins) and content[at:].startswith(then):
            return name
    for begins, name in _OTHERS:
        if content.startswith(begins):
            return name
    start = content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    return _NAMES["svg"] if start == b"<" or content[:2] in (b"\xff\xfe", b"\xfe\xff") else ""
