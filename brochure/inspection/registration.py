"""What is drawn in the colour that prints on every plate: crop and registration marks, and where they stand."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pikepdf

from brochure.inspection import Document
from brochure.inspection.boxes import MM, Box

_PATH = {"m": 2, "l": 2, "c": 6, "v": 4, "y": 4}
_STROKES, _FILLS = {"S", "s", "B", "B*", "b", "b*"}, {"f", "F", "f*", "B", "B*", "b", "b*"}
_SHOWS = {"Tj", "TJ", "'", '"', "Do", "sh"}


@dataclass
class _State:
    matrix: pikepdf.Matrix = field(default_factory=pikepdf.Matrix)
    stroke: str = ""
    fill: str = ""


def marks_of(document: Document, page: int) -> tuple[Box, ...]:
    """Give the boxes (mm) of the lines and areas in registration colour on a page, from 0 on.

    Words and pictures in it give the point where they begin. ISO 32000-1, 8.6.6.4: /Separation /All.
    """
    obj = document.pdf.pages[page].obj
    resources = obj.get("/Resources", pikepdf.Dictionary())
    names = {name for name, space in resources.get("/ColorSpace", pikepdf.Dictionary()).items() if _is_all(space)}
    return _boxes(document.pdf.pages[page], names) if names else ()


def _is_all(space: Any) -> bool:
    return isinstance(space, pikepdf.Array) and len(space) > 1 and space[0] == "/Separation" and space[1] == "/All"


def _boxes(page: pikepdf.Page, names: set[str]) -> tuple[Box, ...]:
    state, kept = _State(), []
    points: list[tuple[float, float]] = []
    parts: list[list[tuple[float, float]]] = []
    found: list[Box] = []
    for instruction in pikepdf.parse_content_stream(page):
        operator, operands = str(instruction.operator), instruction.operands
        if operator == "q":
            kept.append(_State(state.matrix, state.stroke, state.fill))
        elif operator == "Q" and kept:
            state = kept.pop()
        elif operator == "cm":
            state.matrix = pikepdf.Matrix(*map(float, operands)) @ state.matrix
        elif operator in ("CS", "cs"):
            setattr(state, "stroke" if operator == "CS" else "fill", str(operands[0]))
        elif operator in ("G", "RG", "K", "g", "rg", "k"):
            setattr(state, "stroke" if operator.isupper() else "fill", "")
        elif operator in _PATH or operator == "re":
            numbers = [float(number) for number in operands]
            if operator == "re":
                x, y, width, height = numbers
                numbers = [x, y, x + width, y + height]
            if operator in ("m", "re"):
                points = []
                parts.append(points)
            points += [state.matrix.transform(pair) for pair in zip(numbers[::2], numbers[1::2], strict=True)]
        elif operator in _STROKES | _FILLS | {"n"}:
            if (operator in _STROKES and state.stroke in names) or (operator in _FILLS and state.fill in names):
                found += [_around(part) for part in parts if part]
            parts = []
        elif operator in _SHOWS and state.fill in names:
            found.append(_around([state.matrix.transform((0, 0))]))
    return tuple(found)


def _around(points: list[tuple[float, float]]) -> Box:
    across, up = [x * MM for x, _ in points], [y * MM for _, y in points]
    return min(across), min(up), max(across), max(up)
