"""Numbers, lengths, colours and transforms as SVG writes them; ValueError for what is none."""

from __future__ import annotations

import math
import re

from fontTools.misc.transform import Transform
from tinycss2.color4 import parse_color

from brochure.artwork import Colour

NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
LARGEST = 1e9
_LONGEST = 1000   # letters in a transform
# CSS Values and Units 4, 6.2: px of each unit.
_UNITS = {"": 1.0, "px": 1.0, "pt": 96 / 72, "pc": 16.0, "in": 96.0, "cm": 96 / 2.54, "mm": 96 / 25.4, "q": 96 / 101.6}
_ANGLES = {"": 1.0, "deg": 1.0, "rad": 180 / math.pi, "grad": 0.9, "turn": 360.0}
_CALL = re.compile(r"[\s,]*([A-Za-z]+)\s*\(([^()]*)\)[\s,]*")
_COUNTS = {"matrix": (6,), "translate": (1, 2), "scale": (1, 2), "rotate": (1, 3), "skewX": (1,), "skewY": (1,),
           "translateX": (1,), "translateY": (1,), "scaleX": (1,), "scaleY": (1,)}


def number(text: str) -> float:
    """Give a number.

    >>> number(" -.5e1 ")
    -5.0
    """
    text = text.strip()
    if not NUMBER.fullmatch(text) or abs(value := float(text)) > LARGEST:
        raise ValueError(text)
    return value


def numbers(text: str) -> list[float]:
    """Give a list of numbers, as in `points` and `viewBox`."""
    rest = NUMBER.sub("", text)
    if rest.strip(" \t\r\n\f,"):
        raise ValueError(text)
    return [number(found) for found in NUMBER.findall(text)]


def length(text: str, whole: float) -> float:
    """Give a length in px; a percentage is one of the whole.

    >>> length("12pt", 0), length("50%", 8)
    (16.0, 4.0)
    """
    value, unit = _measure(text)
    if unit == "%":
        return value * whole / 100
    return value * _UNITS[unit] if unit in _UNITS else _none(text)


def share(text: str) -> float:
    """Give an opacity, from 0 to 1."""
    value, unit = _measure(text)
    if unit not in ("", "%"):
        raise ValueError(text)
    return min(1.0, max(0.0, value / 100 if unit else value))


def _measure(text: str) -> tuple[float, str]:
    text = text.strip()
    found = NUMBER.match(text)
    if not found:
        raise ValueError(text)
    return number(found[0]), text[found.end():].lower()


def _none(text: str) -> float:
    raise ValueError(text)


def colour(text: str) -> tuple[Colour, float] | None:
    """Give a colour in red, green and blue, and its opacity; None for `currentColor`."""
    found = parse_color(text.partition(" icc-color(")[0])   # what follows is for programs that know profiles
    if found is None:
        raise ValueError(text)
    if found == "currentcolor":
        return None
    try:
        shares = [float(value) for value in found.to("srgb").coordinates]
        opacity = float(found.alpha)
    except (TypeError, RuntimeError, ArithmeticError):
        raise ValueError(text) from None
    if not all(map(math.isfinite, [*shares, opacity])):
        raise ValueError(text)
    return tuple(float(round(255 * min(1.0, max(0.0, value)))) for value in shares), min(1.0, max(0.0, opacity))


def transform(text: str) -> Transform:
    """Give the matrix of a `transform`.

    >>> tuple(transform("translate(3,4) scale(2)"))
    (2.0, 0.0, 0.0, 2.0, 3.0, 4.0)
    """
    result, at = Transform(), 0
    if len(text) > _LONGEST:
        raise ValueError(text)
    while at < len(text.rstrip()):
        call = _CALL.match(text, at)
        if not call:
            raise ValueError(text)
        result, at = result.transform(_one(call[1], call[2].replace(",", " ").split())), call.end()
    if not all(math.isfinite(value) and abs(value) <= LARGEST for value in result):
        raise ValueError(text)
    return Transform(*map(float, result))


def _one(name: str, arguments: list[str]) -> Transform:
    if len(arguments) not in _COUNTS.get(name, ()):
        raise ValueError(name)
    if name in ("rotate", "skewX", "skewY"):
        angle, unit = _measure(arguments[0])
        if unit not in _ANGLES:
            raise ValueError(arguments[0])
        turn = math.radians(angle * _ANGLES[unit])
        if name == "skewX":
            return Transform(1, 0, math.tan(turn), 1, 0, 0)
        if name == "skewY":
            return Transform(1, math.tan(turn), 0, 1, 0, 0)
        x, y = (length(arguments[1], 0), length(arguments[2], 0)) if len(arguments) == 3 else (0.0, 0.0)
        sine, cosine = math.sin(turn), math.cos(turn)
        return Transform(1, 0, 0, 1, x, y).transform((cosine, sine, -sine, cosine, 0, 0)).translate(-x, -y)
    values = [length(argument, 0) for argument in arguments]
    if name == "matrix":
        return Transform(*values)
    if name.startswith("translate"):
        x, y = (0.0, values[0]) if name.endswith("Y") else (values[0], values[1] if len(values) == 2 else 0.0)
        return Transform(1, 0, 0, 1, x, y)
    x, y = values[0], values[-1]
    return Transform(1.0 if name.endswith("Y") else x, 0, 0, 1.0 if name.endswith("X") else y, 0, 0)
