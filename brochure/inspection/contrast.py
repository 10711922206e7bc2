"""How much words stand out from what is behind them, on a picture of the page: WCAG 2.2, 1.4.3."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brochure.geometry import Rectangle
from brochure.inspection.rasters import picture_of, pixels_of

if TYPE_CHECKING:
    from PIL.Image import Image

    from brochure.inspection import Document
    from brochure.inspection.words import Words

RGB = tuple[int, int, int]
DPI, _CLOSER = 150, 450
_NEAR = 60         # the sum of differences of red, green and blue within which two colours count as one
_GROUND = 0.15     # the share of the pixels that are no letters: less is an edge, not a ground
_DOUBTFUL = 4.6    # what has less is looked at more closely: the edges of letters are paler than the letters
_MARGIN = 0.35     # mm around the words


def contrast_of(document: Document, words: Words) -> float | None:
    """Give the contrast of some words with their ground, 1 to 21; the least, if they stand on several grounds.

    None if they are not within what the page shows. Words that cannot be told from their ground have 1.
    """
    page = document.pages[words.page - 1]
    around = Rectangle(words.at.left - _MARGIN, words.at.top - _MARGIN, words.at.right + _MARGIN,
                       words.at.bottom + _MARGIN)
    picture = document.picture(words.page, DPI)
    box = pixels_of(around, page, picture)
    if box[2] - box[0] < 2 or box[3] - box[1] < 2:
        return None
    found = _contrast(picture.crop(box), words.colour)
    if found < _DOUBTFUL:
        part = Rectangle(max(around.left, page.crop.left), max(around.top, page.crop.top),
                         min(around.right, page.crop.right), min(around.bottom, page.crop.bottom))
        found = _contrast(picture_of(document.shown, page, _CLOSER, grey=False, part=part), words.colour)
    return found


def _contrast(picture: Image, told: RGB | None) -> float:
    """The contrast between the colour of the letters and each ground that is behind a good part of them."""
    counted = sorted(picture.getcolors(picture.width * picture.height) or (), key=_count, reverse=True)
    colours: list[tuple[int, RGB]] = [(count, (rgb[0], rgb[1], rgb[2])) for count, rgb in counted]  # type: ignore[index]
    letters = _letters(colours, told)
    grounds: list[tuple[int, RGB]] = []
    for count, colour in colours:
        if _distance(colour, letters) > _NEAR:
            for index, (most, ground) in enumerate(grounds):
                if _distance(colour, ground) <= _NEAR // 2:
                    grounds[index] = (most + count, ground)
                    break
            else:
                if len(grounds) < 6:
                    grounds.append((count, colour))
    all_ = sum(count for count, _ in grounds)
    behind = [colour for count, colour in grounds if count >= _GROUND * all_]
    return min((ratio(letters, colour) for colour in behind), default=1.0)


def _count(entry: tuple[int, object]) -> int:
    return entry[0]


def _letters(colours: list[tuple[int, RGB]], told: RGB | None) -> RGB:
    """The colour of the letters as shown: the nearest to what is told, or that which differs most from the rest."""
    if told is not None:
        near = min(colours, key=lambda entry: _distance(entry[1], told))[1]
        if _distance(near, told) <= _NEAR:
            return near
    common = colours[0][1]
    frequent = [colour for count, colour in colours if count > 1] or [common]
    return max(frequent, key=lambda colour: ratio(colour, common))


def _distance(first: RGB, second: RGB) -> int:
    return abs(first[0] - second[0]) + abs(first[1] - second[1]) + abs(first[2] - second[2])


def ratio(first: RGB, second: RGB) -> float:
    """Give the contrast of two colours.

    >>> round(ratio((0, 0, 0), (255, 255, 255)), 1), round(ratio((118, 118, 118), (255, 255, 255)), 2)
    (21.0, 4.54)
    """
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: RGB) -> float:
    red, green, blue = (_linear(value / 255) for value in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(value: float) -> float:
    return float(value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4)
