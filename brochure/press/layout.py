"""The engine's boxes become plain geometry (WeasyPrint 70.0: they have no public reader)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from brochure.geometry import PageLayout, Piece, Rectangle

if TYPE_CHECKING:
    from weasyprint import Document

_MM = 25.4 / 96


def read_layout(document: Document) -> tuple[PageLayout, ...]:
    """Give where everything stands on the pages of a rendered document."""
    return tuple(_page(page._page_box) for page in document.pages)


def _page(box: Any) -> PageLayout:
    from weasyprint.formatting_structure import boxes

    pieces: list[Piece] = []
    margins: list[Piece] = []
    for child in box.children:
        if isinstance(child, boxes.MarginBox):
            margins.extend(_pieces(child, "page.foot"))
        else:
            pieces.extend(_pieces(child, ""))
    left, top = box.content_box_x(), box.content_box_y()
    return PageLayout(box.page_type.name or "", box.margin_width() * _MM, box.margin_height() * _MM, tuple(pieces),
                      tuple(margins), _rectangle(left, top, left + box.width, top + box.height))


def _pieces(box: Any, block: str) -> Iterator[Piece]:
    from weasyprint.formatting_structure import boxes
    from weasyprint.layout.absolute import AbsolutePlaceholder

    if isinstance(box, AbsolutePlaceholder):
        box = box._box
    if box.element is not None and not isinstance(box, boxes.PageBox):
        block = box.element.get("id") or block
    if isinstance(box, boxes.LineBox):
        words = [part for part in box.descendants() if isinstance(part, boxes.TextBox) and part.text.strip()]
        if words:
            edges = [_edges(part) for part in words]
            left, right = min(left for left, _ in edges), max(right for _, right in edges)
            top = min(part.position_y for part in words)
            bottom = max(part.position_y + part.height for part in words)
            yield Piece("line", block, _rectangle(left, top, right, bottom), "".join(part.text for part in words))
    elif isinstance(box, boxes.ReplacedBox):
        left, top = box.content_box_x(), box.content_box_y()
        yield Piece("picture", block, _rectangle(left, top, left + box.width, top + box.height))
    if isinstance(box, boxes.ParentBox):
        for child in box.children:
            if not isinstance(box, boxes.LineBox) or not isinstance(child, boxes.TextBox | boxes.InlineBox):
                yield from _pieces(child, block)


def _edges(part: Any) -> tuple[float, float]:
    """Where the words of a box begin and end across the page, in CSS px.

    A space that is taken from the end of a line from right to left is still drawn, on the left; the box is narrower by
    it on the wrong side.
    """
    from weasyprint.text.line_break import line_size

    space, layout = 0.0, part.pango_layout
    if layout.first_line_direction % 2 and layout.text.endswith(" ") and not part.text.endswith(" "):
        layout.reactivate(part.style)
        space = line_size(layout.get_first_line()[0], part.style)[0] - part.width
        layout.deactivate()
    return part.position_x + space, part.position_x + space + part.width


def _rectangle(left: float, top: float, right: float, bottom: float) -> Rectangle:
    return Rectangle(left * _MM, top * _MM, right * _MM, bottom * _MM)
