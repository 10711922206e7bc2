"""The boxes of pages: what is printed, where it is cut, and how far the art goes on beyond the cut."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from brochure.inspection import Document

MM = 25.4 / 72
Box = tuple[float, float, float, float]   # left, bottom, right, top in mm


@dataclass(frozen=True)
class Boxes:
    """The boxes of a page in mm, from the lower left corner of its coordinates; None where the page has none.

    ISO 32000-1, 14.11.2. `media` is the whole sheet, `trim` what is left after cutting, `bleed` how far art goes.
    """

    media: Box
    trim: Box | None
    bleed: Box | None

    @property
    def beyond(self) -> tuple[float, float, float, float]:
        """How far the bleed goes beyond the trim: left, bottom, right, top, in mm; nothing where there is none."""
        trim, bleed = self.trim or self.media, self.bleed or self.trim or self.media
        return trim[0] - bleed[0], trim[1] - bleed[1], bleed[2] - trim[2], bleed[3] - trim[3]


def boxes_of(document: Document) -> tuple[Boxes, ...]:
    """Give the boxes of each page."""
    return tuple(Boxes(_box(page.mediabox), _box_of(page.obj, "/TrimBox"), _box_of(page.obj, "/BleedBox"))
                 for page in document.pdf.pages)


def inside(inner: Box, outer: Box, tolerance: float = 0.02) -> bool:
    """Whether a box lies inside of another one (mm)."""
    return (inner[0] >= outer[0] - tolerance and inner[1] >= outer[1] - tolerance
            and inner[2] <= outer[2] + tolerance and inner[3] <= outer[3] + tolerance)


def _box_of(page: Any, name: str) -> Box | None:
    return _box(page[name]) if name in page else None


def _box(sides: Any) -> Box:
    left, bottom, right, top = (float(side) * MM for side in sides)
    return min(left, right), min(bottom, top), max(left, right), max(bottom, top)
