"""No line of the text runs out of the area that the text keeps to."""

from __future__ import annotations

from brochure.preflight import ALWAYS, Check, Look, Subject

_TOLERANCE = 0.3   # mm


def _look(subject: Subject) -> Look:
    for number, page in enumerate(subject.promised.layout, 1):
        if page.area is None:
            continue
        for piece in page.pieces:
            beyond = max(page.area.left - piece.at.left, piece.at.right - page.area.right)
            # What comes too near the trim is told by text/inside-safe-area.
            near = min(piece.at.left, page.width - piece.at.right) < subject.promised.safe
            if piece.kind == "line" and beyond > _TOLERANCE and not near:
                words = piece.text.strip()[:40]
                yield f"page {number}: “{words}” ({piece.block}) runs {beyond:.1f} mm out of the column"
    return f"{sum(len(page.pieces) for page in subject.promised.layout)} lines and pictures"


CHECK = Check(
    id="text/inside-measure",
    title="Lines keep to their column",
    rationale="A word that is too long to break, or a box that is too narrow, pushes a line into the margin.",
    looks_at="the layout of the pages",
    proves=frozenset({ALWAYS}),
    promised=True,
    look=_look,
    hint="Shorten the text, or break the long word with a hyphenation exception in the locale.toml.",
)
