"""Folded and stapled, the sheets are the brochure: each page stands where it belongs."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from brochure.formats import IMPOSED
from brochure.geometry import PageLayout, Piece
from brochure.inspection.text import letters
from brochure.preflight import Check, Look, Subject

if TYPE_CHECKING:
    from pypdfium2 import PdfTextPage

    from brochure.inspection import Document

_POINT = 25.4 / 72          # mm
_ACROSS = 5.5               # mm that a line may stand from its place: pages of inner sheets are moved to the fold


@dataclass(frozen=True)
class _Half:
    """Half of a side: its side, counted from 1, and which half it is."""

    side: int
    left: bool
    text: PdfTextPage
    width: float    # mm, of the whole side
    height: float

    @property
    def name(self) -> str:
        return f"page {self.side}: the {'left' if self.left else 'right'} half"

    def letters(self) -> str:
        """All letters that stand on the half."""
        fold = self.width / 2
        return self.within(*((0, 0, fold, self.height) if self.left else (fold, 0, self.width, self.height)))

    def within(self, left: float, top: float, right: float, bottom: float) -> str:
        """The letters in a rectangle in mm from the top left of the side."""
        edges = (left, self.height - bottom, right, self.height - top)
        return _plain(self.text.get_text_bounded(*(edge / _POINT for edge in edges)))

    def lacks(self, page: PageLayout, right_to_left: bool) -> str:
        """The first line that is not in its place, if this is the page at the fold, whole, upright, and centred."""
        x = self.width / 2 - (page.width if self.left else 0)
        y = (self.height - page.height) / 2
        for piece in _lines(page):
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
        return not Counter(_plain(line)) - Counter(found)
    return _plain(line) in found


def _plain(text: str) -> str:
    """The letters and digits of a text; points and dashes are too low to be touched in the middle of their line."""
    return "".join(filter(str.isalnum, letters(text)))


def _lines(page: PageLayout) -> list[Piece]:
    return [piece for piece in (*page.pieces, *page.margins) if piece.kind == "line" and _plain(piece.text)]


def _halves(document: Document) -> list[tuple[_Half, _Half]]:
    sides = []
    for number in range(1, document.page_count + 1):
        text, size = document.shown.text(number), document.shown.page(number).get_size()
        width, height = (length * _POINT for length in size)
        sides.append((_Half(number, True, text, width, height), _Half(number, False, text, width, height)))
    return sides


def _folded(sides: list[tuple[_Half, _Half]], right_to_left: bool) -> list[_Half]:
    """Give the halves as one turns the pages of the folded and stapled sheets, each printed on front and back.

    The first leaf of a sheet is the right half of its front, behind which is the left half of its back; its last
    leaf is the other two. Read from right to left, it is the other way round.
    """
    first: list[_Half] = []
    last: list[_Half] = []
    for front, back in zip(sides[::2], sides[1::2], strict=False):
        near, far = (front[0], back[1]) if right_to_left else (front[1], back[0])
        first += [near, far]
        near, far = (back[0], front[1]) if right_to_left else (back[1], front[0])
        last = [near, far, *last]
    return first + last


def _look(subject: Subject) -> Look:
    pages, right_to_left = subject.promised.layout, subject.promised.direction == "rtl"
    sides = _halves(subject.document)
    for number, half in enumerate(_folded(sides, right_to_left), 1):
        page = pages[number - 1] if number <= len(pages) else None
        found = half.letters()
        if page is None or not _lines(page):
            if found:
                yield f"{half.name} holds {_held(found, pages)}, where a page without words belongs"
        elif line := half.lacks(page, right_to_left):
            held = _held(found, pages)
            if held == f"page {number}":
                yield (f"{half.name} holds page {number}, but not upright and whole beside the fold: "
                       f"“{line[:40]}” is not in its place")
            else:
                yield f"{half.name} holds {held}, where page {number} belongs"
    return f"both halves of {len(sides)} sides"


def _held(found: str, pages: tuple[PageLayout, ...]) -> str:
    """Say which page has the letters that are nearest to some letters, in whatever order."""
    likeness = []
    for number, page in enumerate(pages, 1):
        own = Counter("".join(_plain(piece.text) for piece in _lines(page)))
        likeness.append(((own & Counter(found)).total() / max(own.total(), len(found), 1), number))
    most, number = max(likeness)
    return f"page {number}" if most > 0.9 else "other words" if found else "no words"


CHECK = Check(
    id="booklet/order",
    title="Folded, the sheets are the brochure in its order",
    rationale="A page in the wrong half is found only when all copies are stapled. Saddle stitch: of eight pages the "
              "sides are 8|1, 2|7, 6|3, 4|5, and mirrored where one reads from right to left.",
    looks_at="the words on each half of each side, beside those of the layout",
    proves=frozenset({IMPOSED}),
    promised=True,
    look=_look,
    hint="This is a fault of the program: please report it.",
)
