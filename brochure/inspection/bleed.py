"""Where ink reaches the edge of a page, and whether it goes on to the end of the bleed: on a picture of the page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from brochure.inspection import Document
from brochure.inspection.pages import Page

if TYPE_CHECKING:
    from PIL.Image import Image

_DPI = 100            # 0.25 mm a pixel
_WHITE = 252          # of 255 in each of red, green and blue: the lightest tint that can be printed is darker
_ASIDE = 6.0          # mm: slanting art meets the end of the bleed beside where it met the trim


@dataclass(frozen=True)
class Edge:
    """A side of a page (`left`, `foot`, `right`, `head`) that ink reaches: on how many mm, and how many lack bleed."""

    page: int
    side: str
    inked: float
    lacking: float


def edges(document: Document, bleed: float) -> Iterator[Edge]:
    """Give each side of a page at whose trim there is ink; `bleed` (mm) is how far it should go on.

    A page that does not say where it is cut has no edge to look at. May raise Unreadable.
    """
    for page in document.pages:
        if "/TrimBox" in page.told:
            yield from _edges(page, document.picture(page.number, _DPI), bleed)


def _edges(page: Page, picture: Image, bleed: float) -> Iterator[Edge]:
    from PIL import ImageChops

    red, green, blue = picture.convert("RGB").split()
    darkest = ImageChops.darker(ImageChops.darker(red, green), blue)
    pixel = (page.crop.right - page.crop.left) / picture.width
    reach, aside = bleed / pixel, round(_ASIDE / pixel)
    left, right = ((edge - page.crop.left) / pixel for edge in (page.trim.left, page.trim.right))
    head, foot = ((edge - page.crop.top) / pixel for edge in (page.trim.top, page.trim.bottom))
    along, down = (int(left) + 1, int(right)), (int(head) + 1, int(foot))
    # The first whole pixel inside of the trim, and the last whole one before the end of the bleed.
    for side, upright, inner, outer in (
            ("left", True, int(left) + 1, round(left - reach) + 1),
            ("right", True, int(right) - 1, round(right + reach) - 2),
            ("head", False, int(head) + 1, round(head - reach) + 1),
            ("foot", False, int(foot) - 1, round(foot + reach) - 2)):
        here, there = (_inked(darkest, at, down if upright else along, upright=upright) for at in (inner, outer))
        if any(here):
            lacking = sum(ink and not any(there[max(0, at - aside):at + aside + 1]) for at, ink in enumerate(here))
            yield Edge(page.number, side, sum(here) * pixel, lacking * pixel)


def _inked(picture: Image, at: int, along: tuple[int, int], *, upright: bool) -> list[bool]:
    """Whether there is ink in each pixel of a row or column of the picture; beyond the picture there is none."""
    width, height = picture.size
    if not 0 <= at < (width if upright else height):
        return [False] * (along[1] - along[0])
    box = (at, along[0], at + 1, along[1]) if upright else (along[0], at, along[1], at + 1)
    return [value < _WHITE for value in picture.crop(box).tobytes()]
