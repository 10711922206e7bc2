"""The file is PDF/UA-1, as the validator page-validation judges it."""

from __future__ import annotations

from collections.abc import Iterator

from brochure.preflight import Check, Subject
from brochure.validator import failures


def _look(subject: Subject) -> Iterator[str]:
    yield from failures(subject.pdf, "PDF_UA_1")


CHECK = Check(
    id="ua/valid",
    title="The file is PDF/UA-1",
    rationale="Readers that speak the text aloud need its tags: ISO 14289-1.",
    proves="PDF/UA-1",
    look=_look,
    hint="This is a fault of the layout or of the program: please report it.",
)
