"""Pages of several documents beside each other on sheets, as one document (WeasyPrint 70.0 has no word for it).

The boxes stay where they were laid out, and are drawn elsewhere: each root of a page is given a matrix of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from typing import TYPE_CHECKING, Any

from weasyprint.document import Page
from weasyprint.matrix import Matrix

from brochure.geometry import Placed

if TYPE_CHECKING:
    from weasyprint import Document

_PX = 96 / 25.4   # a mm


def beside(documents: Sequence[Document], sheets: Sequence[Sequence[Placed]], size: tuple[float, float]) -> list[Any]:
    """Give the sheets as pages of the engine, each of a size (width and height in mm).

    Addresses can be clicked where they stand. Bookmarks are those of the last document, so that the two languages of
    a bilingual edition do not stand in one another. Grounds of whole pages are not taken along.
    """
    return [_sheet([(documents[placed.document].pages[placed.page - 1], placed) for placed in sheet], size,
                   len(documents) - 1) for sheet in sheets]


def _sheet(parts: Sequence[tuple[Any, Placed]], size: tuple[float, float], last: int) -> Any:
    base = parts[0][0]._page_box
    children, links, bookmarks = [], [], []
    for page, placed in parts:
        matrix = Matrix(a=placed.scale, d=placed.scale, e=placed.left * _PX, f=placed.top * _PX)
        for child in page._page_box.children:
            moved = copy(child)
            moved.transformation_matrix = matrix
            children.append(moved)
        links += [(kind, target, _moved(rectangle, matrix), box) for kind, target, rectangle, box in page.links]
        if placed.document == last:
            bookmarks += [(level, label, matrix.transform_point(*point), state)
                          for level, label, point, state in page.bookmarks]
    box = base.copy_with_children(children)
    width, height = (length * _PX for length in size)
    box.margin_right += width - box.margin_width()
    box.margin_bottom += height - box.margin_height()
    sheet = Page(box)
    sheet.links, sheet.bookmarks, sheet.anchors = links, bookmarks, {}
    return sheet


def _moved(rectangle: tuple[float, float, float, float], matrix: Any) -> tuple[float, float, float, float]:
    left, top, right, bottom = rectangle
    return (*matrix.transform_point(left, top), *matrix.transform_point(right, bottom))
