"""Outlines: what shapes of SVG draw, as moves, lines, curves and closings in absolute numbers."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from fontTools.misc.transform import Transform
from fontTools.pens.basePen import BasePen
from fontTools.svgLib.path.parser import parse_path

from brochure.artwork import Outline
from brochure.logo.values import LARGEST, NUMBER, number, numbers

MOST_SEGMENTS = 20_000
SHAPES = ("path", "rect", "circle", "ellipse", "line", "polyline", "polygon")
Box = tuple[float, float, float, float]   # left, top, right, bottom
Measure = Callable[[str, str], float]   # an attribute, and along what a percentage is one: "x", "y" or "r"
_COMMAND = re.compile(r"([MmZzLlHhVvCcSsQqTtAa])")
_SPACE = re.compile(r"[\s,]*")
_NUMBERS = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "A": 7, "Z": 1}   # of one segment
_FLAG = re.compile("[01]")


class TooMuch(Exception):
    """An outline with more segments than are drawn."""


class _Pen(BasePen):  # type: ignore[misc]
    def __init__(self) -> None:
        super().__init__()
        self.segments: list[tuple[str, tuple[float, ...]]] = []

    def _add(self, name: str, *points: tuple[float, float]) -> None:
        if len(self.segments) >= MOST_SEGMENTS:
            raise TooMuch
        self.segments.append((name, tuple(float(value) for point in points for value in point)))

    def _moveTo(self, pt: Any) -> None:
        self._add("M", pt)

    def _lineTo(self, pt: Any) -> None:
        self._add("L", pt)

    def _curveToOne(self, pt1: Any, pt2: Any, pt3: Any) -> None:
        self._add("C", pt1, pt2, pt3)

    def _closePath(self) -> None:
        self._add("Z")


def outline_of(name: str, values: Mapping[str, str], measure: Measure) -> Outline:
    """Give what a shape draws, nothing for one of no size; ValueError for what cannot be read, TooMuch for too much."""
    if name == "path":
        return _outline(values.get("d", ""))
    return _outline(_DATA[name](values, measure) if name in _DATA else _points(name, values))


def _rect(_values: Mapping[str, str], of: Measure) -> str:
    x, y, width, height = of("x", "x"), of("y", "y"), of("width", "x"), of("height", "y")
    if width < 0 or height < 0:
        raise ValueError("negative")
    if not (width and height):
        return ""
    given = {name: of(name, along) for name, along in (("rx", "x"), ("ry", "y")) if _values.get(name, "auto") != "auto"}
    rx, ry = (given.get(name, next(iter(given.values()), 0.0)) for name in ("rx", "ry"))
    rx, ry = min(max(rx, 0), width / 2), min(max(ry, 0), height / 2)
    if not (rx and ry):
        return f"M{x} {y}H{x + width}V{y + height}H{x}Z"
    arc = f"a{rx} {ry} 0 0 1"
    return (f"M{x + rx} {y}H{x + width - rx}{arc} {rx} {ry}V{y + height - ry}{arc} {-rx} {ry}"
            f"H{x + rx}{arc} {-rx} {-ry}V{y + ry}{arc} {rx} {-ry}Z")


def _ellipse(values: Mapping[str, str], of: Measure) -> str:
    if "r" in values:
        rx = ry = of("r", "r")
    else:
        rx, ry = (of(name, along) if values.get(name, "auto") != "auto" else math.nan
                  for name, along in (("rx", "x"), ("ry", "y")))
        rx, ry = (0.0 if math.isnan(one) and math.isnan(other) else other if math.isnan(one) else one
                  for one, other in ((rx, ry), (ry, rx)))
    if rx < 0 or ry < 0:
        raise ValueError("negative")
    x, y = of("cx", "x"), of("cy", "y")
    if not (rx and ry):
        return ""
    return (f"M{x + rx} {y}A{rx} {ry} 0 0 1 {x} {y + ry}A{rx} {ry} 0 0 1 {x - rx} {y}"
            f"A{rx} {ry} 0 0 1 {x} {y - ry}A{rx} {ry} 0 0 1 {x + rx} {y}Z")


def _line(_values: Mapping[str, str], of: Measure) -> str:
    return f"M{of('x1', 'x')} {of('y1', 'y')}L{of('x2', 'x')} {of('y2', 'y')}"


def _points(name: str, values: Mapping[str, str]) -> str:
    given = numbers(values.get("points", ""))
    if len(given) % 2:
        raise ValueError("odd")
    path = " ".join(map(repr, given))
    return f"M{path}{'Z' if name == 'polygon' else ''}" if given else ""


_DATA: Mapping[str, Callable[[Mapping[str, str], Measure], str]] = {
    "rect": _rect, "circle": _ellipse, "ellipse": _ellipse, "line": _line}


def _outline(data: str) -> Outline:
    """The outline of path data.

    fontTools 4.68.0 takes “01” for two numbers and does not split arcs at line ends: it is handed plain numbers.
    """
    if data.strip() in ("", "none"):
        return ()
    pen = _Pen()
    try:
        parse_path("".join(_plain(data)), pen)
    except (ValueError, IndexError, ArithmeticError, AssertionError, TypeError) as error:
        raise ValueError(str(error)) from None
    if not all(math.isfinite(value) and abs(value) <= LARGEST for _, values in pen.segments for value in values):
        raise ValueError("too far away")
    return _tidy(pen.segments)


def _tidy(segments: Iterable[tuple[str, tuple[float, ...]]]) -> Outline:
    """Segments without moves from which nothing is drawn, and without lines to where a closing leads anyway."""
    drawn: list[tuple[str, tuple[float, ...]]] = []
    start: tuple[float, ...] = ()
    for segment in segments:
        while segment[0] == "Z" and drawn[-1] == ("L", start):
            drawn.pop()
        if segment[0] == "M":
            start = segment[1]
            if drawn and drawn[-1][0] == "M":
                drawn.pop()
        drawn.append(segment)
    if drawn and drawn[-1][0] == "M":
        drawn.pop()
    return tuple(drawn)


def _plain(data: str) -> list[str]:
    parts = _COMMAND.split(data)
    if parts[0].strip():
        raise ValueError("no command")
    plain, count = [], 0.0
    for command, text in zip(parts[1::2], parts[2::2], strict=True):
        given: list[str] = []
        at = _end(text, 0)
        while at < len(text):
            flag = command in "Aa" and len(given) % 7 in (3, 4)
            found = (_FLAG if flag else NUMBER).match(text, at)
            if not found:
                raise ValueError("no number")
            given.append(found[0] if flag else repr(number(found[0])))
            at = _end(text, found.end())
            if count + len(given) / _NUMBERS[command.upper()] > MOST_SEGMENTS:
                raise TooMuch
        count += max(1, len(given)) / _NUMBERS[command.upper()]
        plain.append(f"{command}{' '.join(given)}")
    return plain


def _end(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


def moved(outline: Outline, matrix: Transform) -> Outline:
    """Give an outline under a matrix."""
    a, b, c, d, e, f = matrix
    return tuple((name, tuple(value for x, y in zip(values[::2], values[1::2], strict=True)
                              for value in (a * x + c * y + e, b * x + d * y + f))) for name, values in outline)


def rounded(outline: Outline, rule: Callable[[float], float]) -> Outline:
    """Give an outline with each of its numbers rounded by a rule."""
    return _tidy((name, tuple(map(rule, values))) for name, values in outline)


def bounds(outline: Outline) -> Box:
    """Give a box around an outline and the handles of its curves; of none, an empty one."""
    xs = [x for _, values in outline for x in values[::2]]
    ys = [y for _, values in outline for y in values[1::2]]
    return (min(xs), min(ys), max(xs), max(ys)) if xs else (0.0, 0.0, 0.0, 0.0)


def lie_apart(one: Box, other: Box) -> bool:
    """Whether two boxes do not lie over each other."""
    return one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


def covers(outline: Outline, box: Box, tolerance: float) -> bool:
    """Whether an outline is a rectangle without slant that holds a box."""
    points = [values for name, values in outline if name in "ML"]
    if not 4 <= len(points) <= 5 or any(name == "C" for name, _ in outline) or not is_simple(outline):
        return False
    left, top, right, bottom = bounds(outline)
    at_corners = all(min(abs(x - left), abs(x - right)) <= tolerance and min(abs(y - top), abs(y - bottom)) <= tolerance
                     for x, y in points)
    return (at_corners and left <= box[0] + tolerance and top <= box[1] + tolerance
            and right >= box[2] - tolerance and bottom >= box[3] - tolerance)


def is_simple(outline: Outline) -> bool:
    """Whether an outline has one part and turns once, always to the same side: every rule fills it in the same way."""
    if [name for name, _ in outline].count("M") != 1:
        return False
    points: list[tuple[float, float]] = []
    for _, values in outline:
        for point in zip(values[::2], values[1::2], strict=True):
            if not points or math.dist(point, points[-1]) > 1e-6:
                points.append(point)
    if len(points) > 1 and math.dist(points[0], points[-1]) <= 1e-6:
        points.pop()
    total = 0.0
    for before, here, after in zip([points[-1], *points], points, [*points[1:], points[0]], strict=False):
        one, two = (here[0] - before[0], here[1] - before[1]), (after[0] - here[0], after[1] - here[1])
        turn = math.atan2(one[0] * two[1] - one[1] * two[0], one[0] * two[0] + one[1] * two[1])
        if total * turn < -1e-9:
            return False
        total += turn
    return abs(total) < 2 * math.pi + 0.1
