"""The type size, and then the scale of the drawings, at which an edition fills its pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from brochure.geometry import PageLayout
from brochure.layouts import Layout

_LEAP = 5
LayOut = Callable[[float, float], tuple[PageLayout, ...]]


@dataclass(frozen=True)
class Overflow:
    """What does not fit: the first block beyond the last page of its part, and how many lines are beyond."""

    block: str
    lines: int
    part: str


@dataclass(frozen=True)
class Fit:
    """The type size (pt) and the scale of the drawings that were found or set; `overflow` if they do not fit."""

    size: float
    drawings: float
    overflow: Overflow | None


def overflow(pages: tuple[PageLayout, ...], planned: int) -> Overflow | None:
    """Give what stands beyond the planned pages: one cover, one back page, and the rest between."""
    for part, room in (("cover", 1), ("", planned - 2), ("back", 1)):
        beyond = [page for page in pages if page.role == part][room:]
        pieces = [piece for page in beyond for piece in page.pieces]
        if pieces:
            return Overflow(pieces[0].block, sum(piece.kind == "line" for piece in pieces), part)
    return None


def find(lay_out: LayOut, layout: Layout, planned: int, size: float | None, drawings: float | None) -> Fit:
    """Search the largest type at which everything fits with the smallest drawings, then the largest drawings.

    A size or scale that is set is taken as it is. `lay_out` gives the pages at a type size (pt) and a scale. Every
    size is tried from the top down, because a larger one can fit where a smaller one does not: page breaks jump.
    """
    sizes = layout.type.down() if size is None else (size,)
    smallest = layout.drawings.smallest if drawings is None else drawings
    problem = None
    for tried in sizes:
        problem = overflow(lay_out(tried, smallest), planned)
        if problem is None:
            scale = _largest_drawings(lay_out, layout, planned, tried) if drawings is None else drawings
            return Fit(tried, scale, None)
    return Fit(sizes[-1], smallest, problem)


def _largest_drawings(lay_out: LayOut, layout: Layout, planned: int, size: float) -> float:
    """Search in leaps of five steps from the largest scale down, then the steps of the last leap."""
    scales = layout.drawings.down()
    for leap in range(0, len(scales), _LEAP):
        if overflow(lay_out(size, scales[leap]), planned) is None:
            between = scales[max(leap - _LEAP + 1, 0):leap]
            return next((scale for scale in between if overflow(lay_out(size, scale), planned) is None), scales[leap])
    rest = scales[len(scales) - (len(scales) - 1) % _LEAP:-1]
    return next((scale for scale in rest if overflow(lay_out(size, scale), planned) is None), scales[-1])
