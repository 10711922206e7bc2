"""No words come closer to the trim than the layout allows, and none run out of their page."""

from __future__ import annotations

from brochure.preflight import ALWAYS, Check, Look, Subject

_TOLERANCE = 0.6   # mm: the height of a line reaches beyond its letters


def _look(subject: Subject) -> Look:
    least = subject.promised.safe - _TOLERANCE
    for number, page in enumerate(subject.promised.layout, 1):
        for piece in (*page.pieces, *page.margins):
            if piece.kind != "line":
                continue
            at = piece.at
            distance = min(at.left, at.top, page.width - at.right, page.height - at.bottom)
            if distance < least:
                where = "runs out of the page" if distance < 0 else f"stands {distance:.1f} mm from the trim"
                yield f"page {number}: “{piece.text.strip()[:40]}” ({piece.block}) {where}"
    return f"{sum(len(page.pieces) for page in subject.promised.layout)} lines and pictures"


CHECK = Check(
    id="text/inside-safe-area",
    title="Words keep their distance from the trim",
    rationale="What stands near the edge is cut off by the guillotine or not printed by an office printer.",
    looks_at="the layout of the pages",
    proves=frozenset({ALWAYS}),
    promised=True,
    look=_look,
    hint="Shorten the text, or break the long word with a hyphenation exception in the locale.toml.",
)
