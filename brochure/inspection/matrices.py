"""How coordinates are moved, turned and scaled: ISO 32000-1, 8.3.4."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from brochure.geometry import Rectangle

Matrix = tuple[float, float, float, float, float, float]
NOTHING: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def times(first: Matrix, then: Matrix) -> Matrix:
    """Give the matrix that does what one does, and then another."""
    a, b, c, d, e, f = first
    k, l, m, n, o, p = then  # noqa: E741
    return (a * k + b * m, a * l + b * n, c * k + d * m, c * l + d * n, e * k + f * m + o, e * l + f * n + p)


def matrix_of(told: Any) -> Matrix:
    """Give the matrix that six numbers of a PDF are, or one that does nothing."""
    with suppress(TypeError, ValueError):
        a, b, c, d, e, f = (float(number) for number in told)
        return a, b, c, d, e, f
    return NOTHING


def around(matrix: Matrix, corners: Iterable[tuple[float, float]]) -> Rectangle:
    """Give the rectangle around what a matrix makes of one with two opposite corners."""
    a, b, c, d, e, f = matrix
    (x1, y1), (x2, y2) = corners
    points = [(a * x + c * y + e, b * x + d * y + f) for x in (x1, x2) for y in (y1, y2)]
    across, down = [x for x, _ in points], [y for _, y in points]
    return Rectangle(min(across), min(down), max(across), max(down))
