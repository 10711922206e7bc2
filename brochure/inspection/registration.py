"""What is drawn in the colour that prints on every plate: crop and registration marks, and where they stand."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pikepdf

from brochure.geometry import Rectangle
from brochure.inspection import Document
from brochure.inspection.matrices import NOTHING, Matrix, around, matrix_of, times
from brochure.inspection.pages import Page

_PATH = {"m", "l", "c", "v", "y", "re"}
_STROKES, _FILLS = {"S", "s", "B", "B*", "b", "b*"}, {"f", "F", "f*", "B", "B*", "b", "b*"}
_SHOWS = {"Tj", "TJ", "'", '"', "Do", "sh"}
_OTHER = {"G", "RG", "K", "g", "rg", "k"}
Corners = tuple[tuple[float, float], tuple[float, float]]


@dataclass(frozen=True)
class _State:
    matrix: Matrix = NOTHING
    stroke: bool = False   # whether it is in registration colour
    fill: bool = False


def registration_of(document: Document, page: Page) -> tuple[Rectangle, ...]:
    """Give where lines and areas in registration colour stand on a page, in mm.

    Words and pictures in it give the point where they begin. ISO 32000-1, 8.6.6.4: /Separation /All.
    """
    raw = document.pdf.pages[page.number - 1]
    spaces = raw.obj.get("/Resources", pikepdf.Dictionary()).get("/ColorSpace", pikepdf.Dictionary())
    names = {name for name, space in spaces.items() if _is_all(space)}
    return tuple(page.place(*first, *last) for first, last in _drawn(raw, names)) if names else ()


def _is_all(space: Any) -> bool:
    return isinstance(space, pikepdf.Array) and len(space) > 1 and space[0] == "/Separation" and space[1] == "/All"


def _drawn(page: pikepdf.Page, names: set[str]) -> list[Corners]:
    state, kept = _State(), list[_State]()
    parts: list[list[tuple[float, float]]] = []
    found: list[Corners] = []
    for instruction in pikepdf.parse_content_stream(page):
        operator, operands = str(instruction.operator), instruction.operands
        if operator == "q":
            kept.append(state)
        elif operator == "Q" and kept:
            state = kept.pop()
        elif operator == "cm":
            state = replace(state, matrix=times(matrix_of(operands), state.matrix))
        elif operator in ("CS", "cs"):
            chosen = str(operands[0]) in names
            state = replace(state, stroke=chosen) if operator == "CS" else replace(state, fill=chosen)
        elif operator in _OTHER:
            state = replace(state, stroke=False) if operator.isupper() else replace(state, fill=False)
        elif operator in _PATH:
            numbers = [float(number) for number in operands]
            if operator == "re":
                numbers = [*numbers[:2], numbers[0] + numbers[2], numbers[1] + numbers[3]]
            if operator in ("m", "re") or not parts:
                parts.append([])
            parts[-1] += [_moved(state.matrix, x, y) for x, y in zip(numbers[::2], numbers[1::2], strict=True)]
        elif operator in _STROKES | _FILLS | {"n"}:
            if (operator in _STROKES and state.stroke) or (operator in _FILLS and state.fill):
                found += map(_corners, parts)
            parts = []
        elif operator in _SHOWS and state.fill:
            found.append(_corners([_moved(state.matrix, 0, 0)]))
    return found


def _moved(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    point = around(matrix, ((x, y), (x, y)))
    return point.left, point.top


def _corners(points: list[tuple[float, float]]) -> Corners:
    across, up = [x for x, _ in points], [y for _, y in points]
    return (min(across), min(up)), (max(across), max(up))
