"""The file is PDF/X-4."""

from __future__ import annotations

from brochure.formats import X4
from brochure.inspection.x4 import POINTS
from brochure.preflight import Check, Look, Subject


def _look(subject: Subject) -> Look:
    for point in POINTS:
        yield from point(subject.document)
    return f"{len(POINTS)} points, from the metadata to the output intent"


CHECK = Check(
    id="press/x4",
    title="The file is PDF/X-4",
    rationale="A print shop takes PDF/X-4 without asking back: it names its press, and holds nothing that a press "
              "cannot print. ISO 15930-7.",
    looks_at="version, metadata, output intent, actions, what is forbidden, and in which colours transparency is mixed",
    proves=frozenset({X4}),
    look=_look,
    hint="Export as PDF/X-4 with the profile of the press embedded; if the file is from “brochure build”, please "
         "report it.",
)
