"""What an outline is painted with: flat colours, strokes, and how far they reach."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise

from fontTools.misc.transform import Transform

from brochure.artwork import Colour, Outline, Shape, Stroke
from brochure.logo.paths import Box, bounds, is_simple, lie_apart, moved, rounded
from brochure.logo.styles import Styles
from brochure.logo.tree import Element, local
from brochure.logo.values import colour, length, number, share

FARTHEST = 1e6         # units
_EVEN = 1e-3           # share by which a stroke may be wider in one direction
_MOST_DASHES = 64      # in a pattern
_BLACK: Colour = (0.0, 0.0, 0.0)
_WHITE: Colour = (255.0, 255.0, 255.0)
_CAPS, _JOINS = ("butt", "round", "square"), ("miter", "round", "bevel")

Paint = tuple[Colour, float] | None   # a colour and how opaque it is


class UnevenPaint(Exception):
    """A paint that is no flat colour; the words say what it is."""


def paint(name: str, properties: Mapping[str, str], ids: Mapping[str, Element], styles: Styles) -> Paint:
    """Give what `fill` or `stroke` paints with, None for nothing; raises UnevenPaint, or ValueError for no colour."""
    value = properties.get(name, "black" if name == "fill" else "none")
    if value.startswith("url("):
        address, _, otherwise = value.partition(")")
        source = ids.get(local(f"{address})") or "")
        if source is not None:
            return _even(source, ids, styles, properties)
        value = otherwise.strip() or "none"
    return None if value in ("none", "transparent") else _colour(value, properties.get("color", "black"))


def _colour(value: str, current: str) -> tuple[Colour, float]:
    return colour(value) or colour(current) or (_BLACK, 1.0)


def _even(source: Element, ids: Mapping[str, Element], styles: Styles, properties: Mapping[str, str]) -> Paint:
    """The colour of a gradient that has only one, as Inkscape writes swatches."""
    if source.name not in ("linearGradient", "radialGradient"):
        raise UnevenPaint("has a pattern" if source.name == "pattern" else "has a paint that is no flat colour")
    for _ in range(10):
        stops = [child for child in source.children if child.name == "stop"]
        other = ids.get(local(styles.of(source).get("href", "")) or "")
        if stops or other is None:
            break
        source = other
    colours = set()
    for stop in stops:
        own = styles.of(stop)
        flat, opacity = _colour(own.get("stop-color", "black"), own.get("color", properties.get("color", "black")))
        colours.add((flat, opacity * share(own.get("stop-opacity", "1"))))
    if len(colours) > 1:
        raise UnevenPaint("has a gradient")
    return colours.pop() if colours else None


def shapes(outline: Outline, properties: Mapping[str, str], matrix: Transform, clips: tuple[Outline, ...],
           fill: Paint, stroke: Paint, diagonal: float) -> list[Shape]:
    """Give an outline as shapes in the units of the logo; one that is filled and drawn, and not opaque, as two."""
    rough = Transform(*map(six, matrix))
    if abs(rough[0] * rough[3] - rough[1] * rough[2]) < 1e-9:
        return []
    plain = rounded(moved(outline, matrix), hundredth)
    flat = fill if len(plain) > 2 else None   # a line has nothing to fill
    inside = _opacity(flat, properties, "fill-opacity")
    drawn = _stroke(stroke, properties, diagonal) if stroke else None
    around = _opacity(stroke, properties, "stroke-opacity") if drawn else 0.0
    base = Shape((), evenodd=properties.get("fill-rule") == "evenodd", clips=clips)
    found: list[Shape] = []
    if flat and inside:
        found.append(replace(base, outline=plain, fill=flat[0], opacity=inside))
    if drawn and around and (stroked := _drawn(outline, drawn, rough, plain)).stroke:
        found.append(replace(stroked, clips=clips, opacity=around))
    if len(found) == 2:
        both = found[0].opacity == found[1].opacity == 1 and found[1].matrix is None
        if properties.get("paint-order", "normal").startswith(("stroke", "markers stroke")):
            found.reverse()
        elif both:
            found = [replace(found[0], stroke=found[1].stroke)]
    if any(abs(value) > FARTHEST for shape in found for _, values in shape.outline for value in values):
        raise ValueError("too far away")
    return found


def _opacity(given: Paint, properties: Mapping[str, str], name: str) -> float:
    return round(given[1] * share(properties.get(name, "1")), 4) if given else 0.0


def _stroke(given: tuple[Colour, float], properties: Mapping[str, str], diagonal: float) -> Stroke | None:
    width = length(properties.get("stroke-width", "1"), diagonal)
    if width < 0:
        raise ValueError("negative")
    cap, join = properties.get("stroke-linecap", "butt"), properties.get("stroke-linejoin", "miter")
    text = properties.get("stroke-dasharray", "none").replace(",", " ")
    dashes = () if text.strip() == "none" else tuple(length(word, diagonal) for word in text.split()[:_MOST_DASHES + 1])
    dashes = dashes * 2 if len(dashes) % 2 else dashes
    if len(dashes) > _MOST_DASHES or any(dash < 0 for dash in dashes):
        raise ValueError("dashes")
    return Stroke(given[0], width, cap if cap in _CAPS else "butt", join if join in _JOINS else "miter",  # type: ignore[arg-type]
                  max(1.0, number(properties.get("stroke-miterlimit", "4"))), dashes if sum(dashes) else (),
                  length(properties.get("stroke-dashoffset", "0"), diagonal)) if width else None


def _drawn(outline: Outline, stroke: Stroke, rough: Transform, plain: Outline) -> Shape:
    """A drawn outline: in the units of the logo where its stroke stays as wide in every direction."""
    one, two = math.hypot(rough[0], rough[1]), math.hypot(rough[2], rough[3])
    slant = rough[0] * rough[2] + rough[1] * rough[3]
    if abs(one - two) <= _EVEN * max(one, two) and abs(slant) <= _EVEN * one * two:
        return Shape(plain, stroke=_wider(stroke, one))
    return Shape(rounded(outline, six), stroke=_wider(stroke, 1.0), matrix=tuple(rough))


def _wider(stroke: Stroke, factor: float) -> Stroke | None:
    """A stroke that many times as wide; none if that is nothing."""
    dashes = tuple(six(dash * factor) for dash in stroke.dashes)
    width = six(stroke.width * factor)
    return None if not width else replace(stroke, width=width, dashes=dashes if sum(dashes) else (),
                   offset=six(stroke.offset * factor) if sum(dashes) else 0.0, miter=six(stroke.miter))


def hundredth(value: float) -> float:
    """Give a number with two digits behind the point: of a logo 1000 units wide, a thousandth of a millimetre."""
    return round(value, 2) + 0.0   # no -0


def six(value: float) -> float:
    """Give a number with six digits that count; less than a millionth is nothing."""
    return 0.0 if abs(value) < 1e-6 else float(f"{value:.6g}")


def reach(shape: Shape) -> Box:
    """Give a box, in units of the logo, outside of which a shape paints nothing."""
    box = bounds(shape.outline)
    if shape.stroke:
        more = shape.stroke.width / 2 * (shape.stroke.miter if shape.stroke.join == "miter" else math.sqrt(2))
        box = (box[0] - more, box[1] - more, box[2] + more, box[3] + more)
    if shape.matrix:
        left, top, right, bottom = box
        corners = (("L", (left, top)), ("L", (right, top)), ("L", (right, bottom)), ("L", (left, bottom)))
        box = bounds(moved(corners, Transform(*shape.matrix)))
    return box


def dashes(shape: Shape) -> float:
    """Give of how many dashes a shape is drawn, about."""
    if not shape.stroke or not shape.stroke.dashes:
        return 0
    handles = [values[at:at + 2] for _, values in shape.outline for at in range(0, len(values), 2)]
    way = sum(math.dist(one, other) for one, other in pairwise(handles))
    return (way + math.dist(handles[0], handles[-1])) / sum(shape.stroke.dashes) * len(shape.stroke.dashes)


def as_mask(drawn: list[Shape], luminance: bool) -> list[tuple[Outline, bool]] | None:
    """Give the outlines of a mask that hides or shows, with whether their rule is “evenodd”; None if it fades."""
    if any(shape.stroke or shape.clips or shape.opacity < 1 or (luminance and shape.fill != _WHITE) for shape in drawn):
        return None
    return [(shape.outline, shape.evenodd) for shape in drawn]


def joined(parts: list[tuple[Outline, bool]]) -> Outline | None:
    """Give the outlines of a clip as one, which any rule fills in the same way; None where that cannot be.

    WeasyPrint 70.0 clips by the rule “nonzero” whatever is asked for.
    """
    boxes = [bounds(outline) for outline, _ in parts]
    if len(parts) > 100 or not all(lie_apart(one, other) for at, one in enumerate(boxes) for other in boxes[:at]):
        return None
    if any(evenodd and not is_simple(outline) for outline, evenodd in parts):
        return None
    return tuple(segment for outline, _ in parts for segment in outline)
