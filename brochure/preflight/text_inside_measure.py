"""No line of the text runs out of the area that the text keeps to."""

from __future__ import annotations

from collections.abc import Iterator

from brochure.preflight import ALWAYS, Check, Subject

_TOLERANCE = 0.3   # mm


def _look(subject: Subject) -> Iterator[str]:
    for number, page in enumerate(subject.layout, 1):
        if page.area is None:
            continue
        for piece in page.pieces:
            beyond = max(page.area.left - piece.at.left, piece.at.right - page.area.right)
            # What comes too near the trim is told by text/inside-safe-area.
            near = min(piece.at.left, page.width - piece.at.right) < subject.safe
            if piece.kind == "line" and beyond > _TOLERANCE and not near:
                words = piece.text.strip()[:40]
                yield f"page {number}: “{words}” ({piece.block}) runs {beyond:.1f} mm out of the column"


CHECK = Check(
    id="text/inside-measure",
    title="Lines keep to their column",
    rationale="A word that is too long to break, or a box that is too narrow, pushes a line into the margin.",
    proves=ALWAYS,
    look=_look,
    hint="Shorten the text, or break the long word with a hyphenation exception in the locale.toml.",
)
