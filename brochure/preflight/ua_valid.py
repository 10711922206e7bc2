"""The file is PDF/UA-1, as the validator page-validation judges it."""

from __future__ import annotations

from brochure.formats import UA
from brochure.preflight import Check, Look, Subject
from brochure.validator import failures


def _look(subject: Subject) -> Look:
    yield from failures(subject.content, UA)
    return "every rule of the validator page-validation"


CHECK = Check(
    id="ua/valid",
    title="The file is PDF/UA-1",
    rationale="Readers that speak the text aloud need its tags: ISO 14289-1.",
    looks_at="the whole file, by page-validation",
    proves=frozenset({UA}),
    look=_look,
    hint="In a file of ours this is a fault of the layout or of the program: please report it. "
         "Export any other again, as PDF/UA-1.",
)
