"""No line of words lies over another or under a picture of another block."""

from __future__ import annotations

from itertools import combinations

from brochure.geometry import Piece
from brochure.preflight import ALWAYS, Check, Look, Subject

_WIDTH, _HEIGHT = 0.3, 1.2   # mm that two pieces may share: lines touch within the space between them
_SHARE = 0.1                 # of the height of the lower of two, in large type


def _look(subject: Subject) -> Look:
    for number, page in enumerate(subject.promised.layout, 1):
        for first, second in combinations((*page.pieces, *page.margins), 2):
            if "picture" in (first.kind, second.kind) and _parent(first) == _parent(second):
                continue
            width, height = first.at.overlap(second.at)
            lower = min(piece.at.bottom - piece.at.top for piece in (first, second))
            if width > _WIDTH and height > max(_HEIGHT, _SHARE * lower):
                yield f"page {number}: {_name(first)} and {_name(second)} lie over each other"
    return f"{sum(len(page.pieces) for page in subject.promised.layout)} lines and pictures"


def _parent(piece: Piece) -> str:
    """The block that a piece is part of: labels stand in their own drawing on purpose."""
    return piece.block.rsplit(".", 1)[0] if piece.kind == "line" else piece.block


def _name(piece: Piece) -> str:
    return f"“{piece.text.strip()[:30]}” ({piece.block})" if piece.kind == "line" else f"the picture of {piece.block}"


CHECK = Check(
    id="text/not-covered",
    title="No words lie over each other",
    rationale="A long word or a box that is too small lays one block over another, and neither can be read.",
    looks_at="the layout of the pages",
    proves=frozenset({ALWAYS}),
    promised=True,
    look=_look,
    hint="Shorten the longer of the two texts.",
)
