"""The file is PDF/UA-1, as the reference validator veraPDF judges it."""

from __future__ import annotations

from brochure.formats import UA
from brochure.preflight import Check, Look, Subject


def _look(subject: Subject) -> Look:
    assert subject.second_opinion
    return (yield from subject.second_opinion("ua1").told())


CHECK = Check(
    id="ua/verapdf",
    title="veraPDF, too, finds that the file is PDF/UA-1",
    rationale="veraPDF is the validator that archives and authorities use; two validators that share no code miss less "
              "than one: ISO 14289-1.",
    looks_at="the whole file, by veraPDF, which needs Java",
    proves=frozenset({UA}),
    second=True,
    look=_look,
    hint="In a file of ours this is a fault of the layout or of the program: please report it. "
         "Export any other again, as PDF/UA-1.",
)
