"""The file is PDF/A-2a, as the reference validator veraPDF judges it."""

from __future__ import annotations

from brochure.formats import ARCHIVE
from brochure.preflight import Check, Look, Subject


def _look(subject: Subject) -> Look:
    assert subject.second_opinion
    return (yield from subject.second_opinion("2a").told())


CHECK = Check(
    id="archive/verapdf",
    title="veraPDF, too, finds that the file is PDF/A-2a",
    rationale="veraPDF is the validator that archives and authorities use; two validators that share no code miss less "
              "than one: ISO 19005-2, level A.",
    looks_at="the whole file, by veraPDF, which needs Java",
    proves=frozenset({ARCHIVE}),
    second=True,
    look=_look,
    hint="In a file of ours this is a fault of the layout or of the program: please report it. "
         "Export any other again, as PDF/A-2a.",
)
