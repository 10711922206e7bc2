"""Where everything stands on the pages, as plain data in mm from the page's top left corner."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Rectangle:
    """A rectangle in mm."""

    left: float
    top: float
    right: float
    bottom: float

    def overlap(self, other: Rectangle) -> tuple[float, float]:
        """Give the width and height (mm) of the area that both cover; zero or less where they are apart."""
        return (min(self.right, other.right) - max(self.left, other.left),
                min(self.bottom, other.bottom) - max(self.top, other.top))


@dataclass(frozen=True)
class Piece:
    """A line of words or a picture, and the id of the block that it belongs to; `kind` is `line` or `picture`."""

    kind: str
    block: str
    at: Rectangle
    text: str = ""


@dataclass(frozen=True)
class PageLayout:
    """A page: its role (the name of its @page rule), its size in mm, its pieces in reading order, its foot lines.

    `area` is the rectangle that the running text keeps to, where it is known.
    """

    role: str
    width: float
    height: float
    pieces: tuple[Piece, ...]
    margins: tuple[Piece, ...]
    area: Rectangle | None = None


@dataclass(frozen=True)
class Placed:
    """A page of one of some documents, and where it stands on a sheet.

    `document` counts from 0, `page` from 1; `left` and `top` (mm) are those of its corner, `scale` is the share of its
    own size that it has there.
    """

    document: int
    page: int
    left: float = 0.0
    top: float = 0.0
    scale: float = 1.0
