"""All words of both languages are there, each on its side of the sheets."""

from __future__ import annotations

from brochure.formats import BESIDE
from brochure.inspection.halves import halves
from brochure.inspection.text import stands_on
from brochure.preflight import Check, Look, Subject


def _look(subject: Subject) -> Look:
    promise = subject.promised
    sides = [[half.everything() for half in column] for column in zip(*halves(subject.document), strict=True)]
    texts = [(name, text) for name, text in promise.texts if not name.endswith(".alt")]
    counts = [0, 0]
    for name, text in texts:
        own = name.startswith(f"{promise.locale}/")
        counts[own] += 1
        if not stands_on(text, sides[own], right_to_left=own and promise.direction == "rtl"):
            yield f"the words of {name} are not all on the {'right' if own else 'left'} halves: “{text[:60]}”"
    return f"{counts[0]} texts on the left, {counts[1]} on the right"


CHECK = Check(
    id="parallel/languages",
    title="Each language is complete on its side",
    rationale="Who reads one side only must miss nothing, and find no sentence in a language that they cannot read.",
    looks_at="the words on the left and the right halves of the sheets, and those of the content and the translation",
    proves=frozenset({BESIDE}),
    promised=True,
    look=_look,
    hint="Look at the sheet: something hides the words, or has moved them to the other side. Please report it if it is "
         "not the layout.",
)
