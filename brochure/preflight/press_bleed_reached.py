"""Ink that reaches the trim goes on to the end of the bleed."""

from __future__ import annotations

from brochure.formats import BLEED
from brochure.inspection.bleed import edges
from brochure.preflight import Check, Look, Subject

_BLEED, _TOLERANCE = 3.0, 1.0   # mm; the second along the edge


def _look(subject: Subject) -> Look:
    seen = 0
    for edge in edges(subject.document, _BLEED):
        seen += 1
        if edge.lacking > _TOLERANCE:
            side = f"at the {edge.side}" if edge.side in ("head", "foot") else f"on the {edge.side}"
            yield f"page {edge.page}: {side}, {edge.lacking:.0f} mm of the edge end at the cut instead of in the bleed"
    return f"{seen} edges with ink to the cut" if seen else ""


CHECK = Check(
    id="press/bleed-reached",
    title="Art that reaches the cut goes on through the bleed",
    rationale="A BleedBox alone prints nothing: where the ground ends at the cut, a knife that is 0.5 mm off leaves a "
              "white edge. Rule of print shops: 3 mm.",
    looks_at="a picture of every page, along its four edges",
    proves=frozenset({BLEED}),
    look=_look,
    hint="Let grounds and pictures that reach the edge of the page go on for 3 mm beyond it.",
)
