"""The drawing of an SVG logo as the operators of a PDF, for who writes a page without the engine of the press."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from brochure.artwork import Colour, Logo, Outline, Shape, Stroke

_CAPS = {"butt": 0, "round": 1, "square": 2}
_JOINS = {"miter": 0, "round": 1, "bevel": 2}
_OPERATORS = {"M": "m", "L": "l", "C": "c", "Z": "h"}


@dataclass(frozen=True)
class Form:
    """What a form XObject holds: its BBox is 0, 0, width, height, and its operators draw upright in it.

    `opacities` are the graphics states that they name: /A0 sets CA and ca to the first one, and so on.
    """

    content: bytes
    width: float
    height: float
    opacities: tuple[float, ...]


def form(logo: Logo) -> Form:
    """Give an SVG logo as a form; its colours are DeviceRGB, or DeviceCMYK where it is in inks."""
    opacities = tuple(sorted({shape.opacity for shape in logo.shapes if shape.opacity < 1}))
    lines = [f"1 0 0 -1 0 {_number(logo.height)} cm"]
    for shape in logo.shapes:
        lines += ["q", *_shape(shape, opacities), "Q"]
    return Form("\n".join(lines).encode("ascii"), logo.width, logo.height, opacities)


def _shape(shape: Shape, opacities: tuple[float, ...]) -> Iterator[str]:
    for clip in shape.clips:
        yield f"{_outline(clip)} W n"
    if shape.opacity < 1:
        yield f"/A{opacities.index(shape.opacity)} gs"
    if shape.matrix:
        yield f"{_numbers(shape.matrix)} cm"
    if shape.fill:
        yield _colour(shape.fill, "rg", "k")
    if shape.stroke:
        yield from _stroke(shape.stroke)
    star = "*" if shape.evenodd and shape.fill else ""
    yield f"{_outline(shape.outline)} {('B' if shape.fill else 'S') if shape.stroke else 'f'}{star}"


def _stroke(stroke: Stroke) -> Iterator[str]:
    yield _colour(stroke.colour, "RG", "K")
    yield (f"{_number(stroke.width)} w {_CAPS[stroke.cap]} J {_JOINS[stroke.join]} j {_number(stroke.miter)} M "
           f"[{_numbers(stroke.dashes)}] {_number(stroke.offset)} d")


def _colour(colour: Colour, screen: str, press: str) -> str:
    whole, operator = (255, screen) if len(colour) == 3 else (100, press)
    return f"{_numbers(tuple(round(value / whole, 4) for value in colour))} {operator}"


def _outline(outline: Outline) -> str:
    return " ".join(f"{_numbers(values)} {_OPERATORS[name]}".lstrip() for name, values in outline)


def _numbers(values: tuple[float, ...]) -> str:
    return " ".join(map(_number, values))


def _number(value: float) -> str:
    return f"{value:.6f}".rstrip("0").rstrip(".")
