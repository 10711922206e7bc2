"""What stands in the margins of a proof: the ids of the texts, each at the height of its text, none over another."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from brochure.geometry import PageLayout, Piece, Placed, Rectangle

LINE = 2.4             # mm: from line to line of ids, which are of 6.5 pt
LETTER = 1.18          # mm: about as wide as a letter of an id is
GAP = 2.2              # mm between an id and the text
_FIRST = 7.0           # mm from the sheet's edge: printers leave up to 6.35 mm unprinted
_BAR, _FREE, _APART = 1.1, 0.8, 0.4   # mm: a bar from the text; what needs no leader; between ids
_GOES_ON = "… "


@dataclass(frozen=True)
class Note:
    """What is told of a text: its id, what is the matter with it (such as `changed`), or nothing."""

    id: str
    mark: str = ""


@dataclass(frozen=True)
class Label:
    """A note in a margin: its lines, and where they stand on the sheet (mm); `right` is true if they end at `x`.

    `leader` is a line from it to the height of its text, or None if it stands there; `bar` marks the text's height.
    """

    note: Note
    lines: tuple[str, ...]
    x: float
    top: float
    width: float
    right: bool
    leader: tuple[float, float, float, float] | None
    bar: tuple[float, float, float] | None

    @property
    def height(self) -> float:
        """Its height in mm."""
        return LINE * (len(self.lines) + bool(self.note.mark))


@dataclass(frozen=True)
class _Block:
    note: Note
    at: Rectangle      # on the sheet, of all of the block
    middle: float      # of its first line
    inner: bool


def labels(page: PageLayout, placed: Placed, sheet: tuple[float, float], notes_of: Callable[[str], Sequence[Note]],
           begun: Iterable[str] = ()) -> tuple[Label, ...]:
    """Give the ids beside a page that is placed on a sheet of a size (mm), in the order of reading.

    They stand on the outer side of the page; where another text is between, on the inner side. `notes_of` tells
    what there is to say of a block; what has `begun` on a page before goes on.
    """
    leftmost = placed.left + placed.scale * page.width / 2 < sheet[0] / 2
    blocks = _blocks(page, placed, notes_of, frozenset(begun), outer_left=leftmost)
    area = _on_sheet(page.area or _around(page.pieces), placed) if page.pieces else None
    if area is None:
        return ()
    bottom = placed.top + placed.scale * page.height
    found: list[Label] = []
    for inner in (False, True):
        on_the_left = leftmost is not inner
        if on_the_left:
            edge, far = area.left, sheet[0] / 2 + GAP / 2 if inner else _FIRST
        else:
            edge, far = area.right, sheet[0] / 2 - GAP / 2 if inner else sheet[0] - _FIRST
        column = _Column(edge, abs(edge - far) - GAP, bottom, on_the_left)
        found += column.labels([block for block in blocks if block.inner is inner])
    return tuple(found)


@dataclass(frozen=True)
class _Column:
    """A column of ids: the edge of the text that it stands beside, its width, and how far down it may go (mm)."""

    edge: float
    width: float
    bottom: float
    on_the_left: bool

    def labels(self, blocks: Sequence[_Block]) -> list[Label]:
        ordered = sorted(blocks, key=lambda block: block.middle)
        broken = [_broken(block.note.id, self.width) for block in ordered]
        heights = [LINE * (len(lines) + bool(block.note.mark)) + _APART
                   for block, lines in zip(ordered, broken, strict=True)]
        tops = spread([block.middle - LINE / 2 for block in ordered], heights, self.bottom)
        return [self._label(block, lines, top) for block, lines, top in zip(ordered, broken, tops, strict=True)]

    def _label(self, block: _Block, lines: tuple[str, ...], top: float) -> Label:
        side = -1 if self.on_the_left else 1
        x, middle = self.edge + side * GAP, top + LINE / 2
        leader = (x, middle, self.edge + side * 0.3, block.middle) if abs(middle - block.middle) > _FREE else None
        bar = (self.edge + side * _BAR, block.at.top, block.at.bottom) if block.note.mark else None
        return Label(block.note, lines, x, top, self.width, self.on_the_left, leader, bar)


def spread(wanted: Sequence[float], heights: Sequence[float], bottom: float) -> list[float]:
    """Give where things begin that want to begin at some heights, in order, so that none lies over another.

    They go down as far as they must, and up again from where the last one would cross the bottom.

    >>> spread([10, 10, 30], [2, 2, 2], 100)
    [10, 12, 30]
    >>> spread([97, 98], [2, 2], 100)
    [96, 98]
    """
    tops: list[float] = []
    for top, _ in zip(wanted, heights, strict=True):
        tops.append(max(top, tops[-1] + heights[len(tops) - 1]) if tops else top)
    below = bottom
    for number in range(len(tops) - 1, -1, -1):
        tops[number] = min(tops[number], below - heights[number])
        below = tops[number]
    return tops


def _blocks(page: PageLayout, placed: Placed, notes_of: Callable[[str], Sequence[Note]], begun: frozenset[str], *,
            outer_left: bool) -> list[_Block]:
    pieces: dict[str, list[Piece]] = {}
    for piece in page.pieces:
        pieces.setdefault(piece.block, []).append(piece)
    found = []
    for name, own in pieces.items():
        first = min(own, key=lambda piece: (piece.at.top, piece.at.left)).at
        others = [piece.at for piece in page.pieces if piece.block != name and _beside(piece.at, first)]
        to_the_left = any(other.right <= first.left + 1 for other in others)
        to_the_right = any(other.left >= first.right - 1 for other in others)
        hidden, free = (to_the_left, not to_the_right) if outer_left else (to_the_right, not to_the_left)
        far = (first.left + first.right > page.width) is outer_left
        at = _on_sheet(_around(own), placed)
        # A drawing is tall: its id stands at its top.
        height = min(first.bottom - first.top, 5.0)
        middle = placed.top + placed.scale * (first.top + height / 2)
        found += [_Block(Note(_GOES_ON + note.id, note.mark) if name in begun else note, at, middle,
                         hidden and (free or far)) for note in notes_of(name)]
    return found


def _beside(other: Rectangle, line: Rectangle) -> bool:
    return min(other.bottom, line.bottom) - max(other.top, line.top) > 0.3 * min(5.0, line.bottom - line.top)


def _around(pieces: Sequence[Piece]) -> Rectangle:
    return Rectangle(min(piece.at.left for piece in pieces), min(piece.at.top for piece in pieces),
                     max(piece.at.right for piece in pieces), max(piece.at.bottom for piece in pieces))


def _on_sheet(at: Rectangle, placed: Placed) -> Rectangle:
    return Rectangle(placed.left + placed.scale * at.left, placed.top + placed.scale * at.top,
                     placed.left + placed.scale * at.right, placed.top + placed.scale * at.bottom)


def _broken(text: str, width: float) -> tuple[str, ...]:
    """Break an id behind its signs into lines that are no wider than that (mm), if they can be.

    >>> _broken("common.numbers.half.value", 18)
    ('common.numbers.', 'half.value')
    """
    lines = [""]
    for part in re.findall(r"[^.:-]*[.:-]?", text):
        if lines[-1] and (len(lines[-1]) + len(part)) * LETTER > width:
            lines.append("")
        lines[-1] += part
    return tuple(lines)
