"""Lines are thick enough for a press."""

from __future__ import annotations

from brochure.formats import INKS
from brochure.preflight import Check, Look, Subject

_THINNEST, _THINNEST_MIXED = 0.25, 0.5   # pt
_TOLERANCE = 0.005


def _look(subject: Subject) -> Look:
    thinnest, page = float("inf"), 0
    for marks in subject.document.marks:
        told: dict[tuple[float, bool], int] = {}
        for line in marks.lines:
            if line.width < thinnest:
                thinnest, page = line.width, marks.page.number
            least = _THINNEST_MIXED if line.colour.inks > 1 else _THINNEST
            if line.width < least - _TOLERANCE:
                key = (round(line.width, 2), line.colour.inks > 1)
                told[key] = told.get(key, 0) + 1
        for (width, mixed), count in sorted(told.items()):
            what = "a line" if count == 1 else f"{count} lines"
            inks, least = ("several inks", _THINNEST_MIXED) if mixed else ("one ink", _THINNEST)
            yield f"page {marks.page.number}: {what} of {inks} {width:.2f} pt thick; {least:g} pt is the least"
    return f"the thinnest is {thinnest:.2f} pt, on page {page}" if page else ""


CHECK = Check(
    id="press/lines",
    title="Lines are thick enough to print",
    rationale="A thinner line breaks off on the plate, and one of several inks gets coloured edges. Rule of print "
              "shops: 0.25 pt in one ink, 0.5 pt in several.",
    looks_at="every line, and every filled rectangle that is as thin as one",
    proves=frozenset({INKS}),
    look=_look,
    hint="Make the line thicker, or print it in black alone.",
)
