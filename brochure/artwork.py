"""The nouns of artwork that anybody hands in: outlines, strokes, shapes, logos; frozen, without input or output."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Colour = tuple[float, ...]   # red, green and blue from 0 to 255; or cyan, magenta, yellow and black in per cent
# Moves, lines, curves and closings: ("M", (x, y)), ("L", (x, y)), ("C", (x1, y1, x2, y2, x, y)), ("Z", ())
Outline = tuple[tuple[str, tuple[float, ...]], ...]
Matrix = tuple[float, float, float, float, float, float]   # a, b, c, d, e, f, as in SVG and PDF


@dataclass(frozen=True)
class Stroke:
    """How an outline is drawn: width, dashes and their offset in units of the outline."""

    colour: Colour
    width: float
    cap: Literal["butt", "round", "square"] = "butt"
    join: Literal["miter", "round", "bevel"] = "miter"
    miter: float = 4.0
    dashes: tuple[float, ...] = ()
    offset: float = 0.0


@dataclass(frozen=True)
class Shape:
    """An outline that is filled, drawn, or both; it is seen inside of all its clips only.

    Where it is not opaque, it is only one of the two. `matrix` stands where the stroke is not as wide in every
    direction; the clips are not under it.
    """

    outline: Outline
    fill: Colour | None = None
    evenodd: bool = False
    stroke: Stroke | None = None
    opacity: float = 1.0
    matrix: Matrix | None = None
    clips: tuple[Outline, ...] = ()


@dataclass(frozen=True)
class Logo:
    """A clinic's logo, safe to print: `content` was written by us, and not by whoever handed it in.

    Width and height are px of a bitmap, or units of an SVG from its top left corner. `shapes` are what an SVG draws,
    in this order, with the numbers that stand in its content.
    """

    kind: Literal["svg", "png", "jpeg"]
    content: bytes
    width: float
    height: float
    sha256: str
    shapes: tuple[Shape, ...] = ()

    @property
    def name(self) -> str:
        """The name under which pages find it; another logo has another name."""
        return f"logos/{self.sha256[:16]}.{self.kind}"
