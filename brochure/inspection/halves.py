"""The halves of lying sheets, on which two pages stand beside each other: what stands on them, and where."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from brochure.geometry import PageLayout, Piece
from brochure.inspection.text import letters

if TYPE_CHECKING:
    from pypdfium2 import PdfTextPage

    from brochure.inspection import Document

_POINT = 25.4 / 72          # mm
_ACROSS = 5.5               # mm that a line may stand from its place: pages of inner sheets are moved to the fold


@dataclass(frozen=True)
class Half:
    """Half of a side: its side, counted from 1, and which half it is."""

    side: int
    left: bool
    text: PdfTextPage
    width: float    # mm, of the whole side
    height: float

    @property
    def name(self) -> str:
        """How it is told."""
        return f"page {self.side}: the {'left' if self.left else 'right'} half"

    def everything(self) -> str:
        """Give all letters and signs that stand on the half."""
        fold = self.width / 2
        return letters(self._bounded(*((0, 0, fold, self.height) if self.left else (fold, 0, self.width, self.height))))

    def letters(self) -> str:
        """Give all letters and digits that stand on the half."""
        return alphanumeric(self.everything())

    def within(self, left: float, top: float, right: float, bottom: float) -> str:
        """Give the letters and digits in a rectangle in mm from the top left of the side."""
        return alphanumeric(self._bounded(left, top, right, bottom))

    def _bounded(self, left: float, top: float, right: float, bottom: float) -> str:
        edges = (left, self.height - bottom, right, self.height - top)
        return str(self.text.get_text_bounded(*(edge / _POINT for edge in edges)))

    def lacks(self, page: PageLayout, right_to_left: bool) -> str:
        """Give the first line that is not in its place, if this is the page: whole, upright, beside the fold."""
        x = self.width / 2 - (page.width if self.left else 0)
        y = (self.height - page.height) / 2
        for piece in lines(page):
            at = piece.at
            middle = (at.bottom - at.top) / 4   # pdfium gives what is only touched, too
            found = self.within(x + at.left - _ACROSS, y + at.top + middle,
                                x + at.right + _ACROSS, y + at.bottom - middle)
            if not _has(found, piece.text, right_to_left):
                return piece.text.strip()
        return ""


def _has(found: str, line: str, right_to_left: bool) -> bool:
    """Whether a line is among some letters; pdfium changes the order of Latin words in books from right to left."""
    if right_to_left:
        return not Counter(alphanumeric(line)) - Counter(found)
    return alphanumeric(line) in found


def alphanumeric(text: str) -> str:
    """Give the letters and digits of a text: points and dashes are too low to be touched in the middle of a line."""
    return "".join(filter(str.isalnum, letters(text)))


def lines(page: PageLayout) -> list[Piece]:
    """Give the lines of a page that have letters or digits."""
    return [piece for piece in (*page.pieces, *page.margins) if piece.kind == "line" and alphanumeric(piece.text)]


def halves(document: Document) -> list[tuple[Half, Half]]:
    """Give the left and the right half of each side of a file."""
    sides = []
    for number in range(1, document.page_count + 1):
        text, size = document.shown.text(number), document.shown.page(number).get_size()
        width, height = (length * _POINT for length in size)
        sides.append((Half(number, True, text, width, height), Half(number, False, text, width, height)))
    return sides


def most_like(found: str, pages: tuple[PageLayout, ...]) -> int:
    """Give the number of the page whose letters are nearest to some letters, in whatever order; 0 if none is near."""
    likeness = []
    for number, page in enumerate(pages, 1):
        own = Counter("".join(alphanumeric(piece.text) for piece in lines(page)))
        likeness.append(((own & Counter(found)).total() / max(own.total(), len(found), 1), number))
    most, number = max(likeness)
    return number if most > 0.9 else 0
