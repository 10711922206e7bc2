"""Crop and registration marks, where there are any, stand outside of the bleed."""

from __future__ import annotations

from brochure.formats import X4
from brochure.inspection.boxes import Box, boxes_of
from brochure.inspection.registration import marks_of
from brochure.preflight import Check, Look, Subject

_TOLERANCE = 0.02   # mm


def _look(subject: Subject) -> Look:
    count = 0
    for number, page in enumerate(boxes_of(subject.document), 1):
        bleed = page.bleed or page.trim or page.media
        marks = marks_of(subject.document, number - 1)
        count += len(marks)
        if inner := [mark for mark in marks if _meet(mark, bleed)]:
            yield f"page {number}: {len(inner)} of {len(marks)} marks stand inside of the bleed"
        if [mark for mark in marks if not _meet(mark, page.media)]:
            yield f"page {number}: a mark stands beyond the sheet"
    return f"{count} marks, all outside of the bleed" if count else "no marks"


def _meet(first: Box, second: Box) -> bool:
    """Whether two boxes share more than an edge."""
    return (first[0] < second[2] - _TOLERANCE and first[2] > second[0] + _TOLERANCE
            and first[1] < second[3] - _TOLERANCE and first[3] > second[1] + _TOLERANCE)


CHECK = Check(
    id="press/marks",
    title="Crop and registration marks stand outside of the bleed",
    rationale="A mark inside of the bleed is still on the page when the knife is a little off. Rule of print shops; "
              "marks are in registration colour (ISO 32000-1, 8.6.6.4).",
    looks_at="what is drawn in registration colour on every page",
    proves=frozenset({X4}),
    look=_look,
    hint="Set the offset of the marks to 3 mm, or export without marks.",
)
