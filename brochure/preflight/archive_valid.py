"""The file is PDF/A-2a, as the validator page-validation judges it."""

from __future__ import annotations

from collections.abc import Iterator

from brochure.preflight import Check, Subject
from brochure.validator import failures


def _look(subject: Subject) -> Iterator[str]:
    yield from failures(subject.pdf, "PDF_A_2A")


CHECK = Check(
    id="archive/valid",
    title="The file is PDF/A-2a",
    rationale="A file that is to be kept opens the same in fifty years: ISO 19005-2, level A.",
    proves="PDF/A-2a",
    look=_look,
    hint="This is a fault of the layout or of the program: please report it.",
)
