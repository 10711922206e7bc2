"""Nothing is left out, or added."""

from __future__ import annotations

from statistics import median

from brochure.language.texts import sentences, words
from brochure.preflight import ALWAYS, Check, Look, Spot, Subject

_ENOUGH = 60            # letters: shorter texts differ in length by chance
_LEAST, _MOST = 0.6, 1.9   # of the length that is usual in this translation
_MANY = 10              # texts by which the usual length is known


def _look(subject: Subject) -> Look:
    told = subject.told
    pairs = [(unit, source, text) for unit, source, text in told.pairs() if len(source) >= _ENOUGH]
    usual = median(len(text) / len(source) for _, source, text in pairs) if len(pairs) >= _MANY else 1.0
    for unit, source, text in pairs:
        share = len(text) / len(source) / usual
        fewer = len(sentences(source)) - len(sentences(text))
        if share < _LEAST or (fewer > 0 and share < _LEAST + 0.15):
            yield Spot(f"is much shorter than its source: {len(words(text))} words for {len(words(source))}",
                       unit.place, unit.id)
        elif share > _MOST:
            yield Spot(f"is much longer than its source: {len(words(text))} words for {len(words(source))}",
                       unit.place, unit.id)
    return told.saw() if pairs else ""


CHECK = Check(
    id="words/omitted",
    title="Nothing is left out, or added",
    rationale="Half a sentence that was forgotten reads as a whole one.",
    looks_at="the length of each longer text, beside its source and what is usual in this translation; its sentences",
    proves=frozenset({ALWAYS}),
    level="warning",
    kind="words",
    look=_look,
    hint="Compare it with the source, sentence by sentence. If all is said, waive it in "
         "locales/<code>/<brochure>.waivers.toml, with your name and the reason (docs/CHECKS.md).",
)
