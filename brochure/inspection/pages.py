"""The pages of a PDF and their boxes, in mm from the top left corner of the trim, as they are shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pikepdf

from brochure.errors import BrochureError, Fault, Place
from brochure.geometry import Rectangle
from brochure.inspection.matrices import Matrix, around

MM = 25.4 / 72            # mm in a pt
LIMIT_SIDE = 200 * 25.4   # mm: ISO 32000-1, annex C.2
BOXES = ("/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox")
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Page:
    """A page: its number from 1, its boxes, how far it is turned (degrees), and how large its unit is (pt).

    `told` are the boxes that the file names itself; the others follow from them (ISO 32000-1, 14.11.2.1). `matrix`
    takes the page's own coordinates to mm.
    """

    number: int
    media: Rectangle
    crop: Rectangle
    bleed: Rectangle
    trim: Rectangle
    art: Rectangle
    told: frozenset[str]
    turned: int
    unit: float
    matrix: Matrix

    @property
    def width(self) -> float:
        """The width of the trim, in mm."""
        return self.trim.right - self.trim.left

    @property
    def height(self) -> float:
        """The height of the trim, in mm."""
        return self.trim.bottom - self.trim.top

    def place(self, left: float, bottom: float, right: float, top: float) -> Rectangle:
        """Give a rectangle of the page's own coordinates in mm."""
        return around(self.matrix, ((left, bottom), (right, top)))


def pages_of(pdf: pikepdf.Pdf, file: str) -> tuple[Page, ...]:
    """Give the pages of a file; raises BrochureError if one has no size, or is larger than a page can be."""
    pages, faults = [], []
    for number, page in enumerate(pdf.pages, 1):
        try:
            pages.append(_page(number, page.obj))
        except ValueError as error:
            faults.append(Fault(f"page {number} {error}", Place(file)))
    if faults:
        raise BrochureError(faults=faults[:5])
    return tuple(pages)


def _page(number: int, page: Any) -> Page:
    found = {name: box for name in BOXES if (box := box_of(_inherited(page, name)))}
    if "/MediaBox" not in found:
        raise ValueError("has no size")
    media = found["/MediaBox"]
    crop = _within(found.get("/CropBox", media), media)
    trim = found.get("/TrimBox", crop)
    unit = _number(page.get("/UserUnit"), 1.0)
    turned = round(_number(_inherited(page, "/Rotate"), 0.0) / 90) * 90 % 360
    matrix = _matrix(trim, turned, unit)
    bleed, art = found.get("/BleedBox", crop), found.get("/ArtBox", crop)
    sheet, shown, reach, cut, content = (around(matrix, (box[:2], box[2:])) for box in (media, crop, bleed, trim, art))
    longest = max(sheet.right - sheet.left, sheet.bottom - sheet.top)
    if longest > LIMIT_SIDE:
        raise ValueError(f"is {longest / 1000:,.1f} m long; {LIMIT_SIDE / 1000:.2f} m are the most")
    return Page(number, sheet, shown, reach, cut, content, frozenset(found), turned, unit, matrix)


def _matrix(trim: Box, turned: int, unit: float) -> Matrix:
    left, bottom, right, top = trim
    one = MM * unit
    return {
        0: (one, 0.0, 0.0, -one, -left * one, top * one),
        90: (0.0, one, one, 0.0, -bottom * one, -left * one),
        180: (-one, 0.0, 0.0, one, right * one, -bottom * one),
        270: (0.0, -one, -one, 0.0, top * one, right * one),
    }[turned]


def box_of(told: Any) -> Box | None:
    """Give the edges of a box in order: left, bottom, right, top; or None if it is none, or has no area."""
    if not isinstance(told, pikepdf.Array) or len(told) != 4:
        return None
    try:
        x1, y1, x2, y2 = (float(edge) for edge in told)
    except (TypeError, ValueError):
        return None
    left, right, bottom, top = min(x1, x2), max(x1, x2), min(y1, y2), max(y1, y2)
    return (left, bottom, right, top) if right - left > 0.01 and top - bottom > 0.01 else None


def _within(box: Box, media: Box) -> Box:
    """The part of a box that is on the medium, or the medium, if none is."""
    cut = (max(box[0], media[0]), max(box[1], media[1]), min(box[2], media[2]), min(box[3], media[3]))
    return cut if cut[2] > cut[0] and cut[3] > cut[1] else media


def _inherited(page: Any, name: str) -> Any:
    """An attribute of a page, or of what it lies in (ISO 32000-1, 7.7.3.4)."""
    for _ in range(100):
        if not isinstance(page, pikepdf.Dictionary):
            return None
        if name in page:
            return page[name]
        page = page.get("/Parent")
    return None


def _number(told: Any, otherwise: float) -> float:
    try:
        return float(told)
    except (TypeError, ValueError):
        return otherwise
