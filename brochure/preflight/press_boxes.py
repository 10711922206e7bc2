"""Each page says where it is cut, and has 3 mm of bleed around."""

from __future__ import annotations

from brochure.formats import BLEED
from brochure.inspection.boxes import Boxes, boxes_of, inside
from brochure.preflight import Check, Look, Subject

_BLEED, _TOLERANCE = 3.0, 0.02   # mm
_LEAST, _MOST = 50.0, 1000.0     # mm: what a press can print and a guillotine can cut


def _look(subject: Subject) -> Look:
    pages = boxes_of(subject.document)
    first = next((page.trim for page in pages if page.trim), None)
    asked = (subject.promise.width, subject.promise.height) if subject.promise else _size(first)
    for number, page in enumerate(pages, 1):
        for problem in _problems(page, asked):
            yield f"page {number}: {problem}"
    least = min((min(page.beyond) for page in pages), default=0.0)
    return f"{len(pages)} pages of {asked[0]:.0f} × {asked[1]:.0f} mm, at least {least:.1f} mm of bleed"


def _problems(page: Boxes, asked: tuple[float, float]) -> Look:
    if page.trim is None:
        yield "it does not say where it is cut (it has no TrimBox)"
        return ""
    width, height = _size(page.trim)
    if not (_LEAST <= width <= _MOST and _LEAST <= height <= _MOST):
        yield f"it is cut to {width:.1f} × {height:.1f} mm, which no press prints"
    elif abs(width - asked[0]) > _TOLERANCE or abs(height - asked[1]) > _TOLERANCE:
        yield f"it is cut to {width:.1f} × {height:.1f} mm, not to {asked[0]:.1f} × {asked[1]:.1f} mm"
    if page.bleed is None:
        yield "it has no bleed (no BleedBox)"
        return ""
    if min(page.beyond) < _BLEED - _TOLERANCE:
        yield f"its bleed is {min(page.beyond):.1f} mm on one side; it must be {_BLEED:.0f} mm"
    if not inside(page.bleed, page.media):
        yield "its bleed reaches beyond the sheet (the MediaBox)"
    return ""


def _size(box: tuple[float, float, float, float] | None) -> tuple[float, float]:
    return (box[2] - box[0], box[3] - box[1]) if box else (0.0, 0.0)


CHECK = Check(
    id="press/boxes",
    title="Each page says where it is cut, and has 3 mm of bleed",
    rationale="The print shop lays pages out by their TrimBox; without bleed a cut that is 1 mm off leaves a white "
              "edge. ISO 15930-7, 6.4, and the rule of print shops: 3 mm.",
    looks_at="MediaBox, BleedBox and TrimBox of every page",
    proves=frozenset({BLEED}),
    look=_look,
    hint="Export with the page's own size and 3 mm of bleed on all sides.",
)
