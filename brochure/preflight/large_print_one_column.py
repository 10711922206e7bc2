"""Large print runs in one column."""

from __future__ import annotations

from itertools import combinations

from brochure.formats import LARGE
from brochure.preflight import Check, Look, Subject

_SAME_HEIGHT = 2.0   # mm that lines of two columns share at least


def _look(subject: Subject) -> Look:
    seen = 0
    for number, page in enumerate(subject.promised.layout, 1):
        lines = [piece for piece in page.pieces if piece.kind == "line"]
        seen += len(lines)
        for first, second in combinations(lines, 2):
            width, height = first.at.overlap(second.at)
            if height > _SAME_HEIGHT and width < 0 and first.block != second.block:
                words = f"“{first.text.strip()[:30]}” and “{second.text.strip()[:30]}”"
                yield f"page {number}: {words} stand side by side"
    return f"{seen} lines"


CHECK = Check(
    id="large-print/one-column",
    title="Large print has one column",
    rationale="With a magnifier only a part of a page is seen; a second column is missed, or read into the first: UK "
              "Association for Accessible Formats, Creating clear print and large print documents.",
    looks_at="the lines of words on every page",
    proves=frozenset({LARGE}),
    promised=True,
    look=_look,
    hint="Set the blocks under each other in layouts/formats/large-print.css.",
)
