"""The file is PDF/A-2a, as the validator page-validation judges it."""

from __future__ import annotations

from brochure.formats import ARCHIVE
from brochure.preflight import Check, Look, Subject
from brochure.validator import failures


def _look(subject: Subject) -> Look:
    yield from failures(subject.content, ARCHIVE)
    return "every rule of the validator page-validation"


CHECK = Check(
    id="archive/valid",
    title="The file is PDF/A-2a",
    rationale="A file that is to be kept opens the same in fifty years: ISO 19005-2, level A.",
    looks_at="the whole file, by page-validation",
    proves=frozenset({ARCHIVE}),
    look=_look,
    hint="In a file of ours this is a fault of the layout or of the program: please report it. "
         "Export any other again, as PDF/A-2a.",
)
