"""Where ink reaches the edge of a page, and whether it goes on to the end of the bleed: on a picture of the page."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from brochure.inspection import Document
from brochure.inspection.boxes import MM, Boxes, boxes_of

if TYPE_CHECKING:
    from PIL.Image import Image

_SCALE = 1.5          # pixels a pt: 0.24 mm each
_WHITE = 252          # of 255 in each of red, green and blue: the lightest tint that can be printed is darker
_ASIDE = 6.0          # mm: slanting art meets the end of the bleed beside where it met the trim
_SIDES = ("left", "foot", "right", "head")


@dataclass(frozen=True)
class Edge:
    """A side of a page (`left`, `foot`, `right`, `head`) that ink reaches: on how many mm, and how many lack bleed."""

    page: int
    side: str
    inked: float
    lacking: float


def edges(document: Document, bleed: float) -> Iterator[Edge]:
    """Give each side of a page at whose trim there is ink; `bleed` (mm) is how far it should go on.

    A page that has no trim has no edge to look at.
    """
    import pypdfium2

    pdf = pypdfium2.PdfDocument(io.BytesIO(document.content))
    try:
        for number, (page, boxes) in enumerate(zip(pdf, boxes_of(document), strict=True), 1):
            if boxes.trim:
                yield from _edges(number, _picture(page, boxes), boxes, bleed)
    finally:
        pdf.close()


def _picture(page: Any, boxes: Boxes) -> Image:
    """The whole sheet, upright as its coordinates are, in the darkest of its three channels."""
    from PIL import ImageChops

    page.set_rotation(0)
    page.set_cropbox(*(side / MM for side in boxes.media))
    red, green, blue = page.render(scale=_SCALE).to_pil().convert("RGB").split()
    return ImageChops.darker(ImageChops.darker(red, green), blue)


def _edges(number: int, picture: Image, boxes: Boxes, bleed: float) -> Iterator[Edge]:
    assert boxes.trim
    pixel = MM / _SCALE
    left, bottom, right, top = boxes.trim
    media_left, _, _, media_top = boxes.media
    # The trim in pixels from the picture's top left corner, and the last pixels of the bleed beyond it.
    trim = ((left - media_left) / pixel, (media_top - bottom) / pixel, (right - media_left) / pixel,
            (media_top - top) / pixel)
    reach, aside = bleed / pixel, round(_ASIDE / pixel)
    for side, name in enumerate(_SIDES):
        outwards = -1 if name in ("left", "head") else 1
        # The first whole pixel inside of the trim, and the last whole one before the end of the bleed.
        inner = int(trim[side]) + 1 if outwards < 0 else int(trim[side]) - 1
        outer = round(trim[side] - reach) + 1 if outwards < 0 else round(trim[side] + reach) - 2
        along = (int(trim[3]) + 1, int(trim[1]) - 1) if name in ("left", "right") else (int(trim[0]) + 1,
                                                                                       int(trim[2]) - 1)
        here, there = (_inked(picture, at, along, upright=name in ("left", "right")) for at in (inner, outer))
        if any(here):
            lacking = sum(ink and not any(there[max(0, at - aside):at + aside + 1]) for at, ink in enumerate(here))
            yield Edge(number, name, sum(here) * pixel, lacking * pixel)


def _inked(picture: Image, at: int, along: tuple[int, int], *, upright: bool) -> list[bool]:
    """Whether there is ink in each pixel of a row or column of the picture."""
    width, height = picture.size
    if not 0 <= at < (width if upright else height):
        return [False] * (along[1] - along[0])
    box = (at, along[0], at + 1, along[1]) if upright else (along[0], at, along[1], at + 1)
    return [value < _WHITE for value in picture.crop(box).tobytes()]
