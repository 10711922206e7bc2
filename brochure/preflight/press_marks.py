"""Crop and registration marks, where there are any, stand outside of the bleed."""

from __future__ import annotations

from brochure.formats import X4
from brochure.geometry import Rectangle
from brochure.inspection.registration import registration_of
from brochure.preflight import Check, Look, Subject

_TOLERANCE = 0.02   # mm


def _look(subject: Subject) -> Look:
    count = 0
    for page in subject.document.pages:
        bleed = page.bleed if "/BleedBox" in page.told else page.trim
        marks = registration_of(subject.document, page)
        count += len(marks)
        if inner := [mark for mark in marks if _meet(mark, bleed)]:
            yield f"page {page.number}: {len(inner)} of {len(marks)} marks stand inside of the bleed"
        if [mark for mark in marks if not _meet(mark, page.media)]:
            yield f"page {page.number}: a mark stands beyond the sheet"
    return f"{count} marks, all outside of the bleed" if count else "no marks"


def _meet(mark: Rectangle, box: Rectangle) -> bool:
    """Whether a mark, which can be a mere line, reaches into a box."""
    return (mark.left < box.right - _TOLERANCE and mark.right > box.left + _TOLERANCE
            and mark.top < box.bottom - _TOLERANCE and mark.bottom > box.top + _TOLERANCE)


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
