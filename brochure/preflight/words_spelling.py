"""Words are spelt as the dictionary has them."""

from __future__ import annotations

from brochure.language.texts import folded, without_addresses, words
from brochure.preflight import ALWAYS, Check, Look, Skipped, Spot, Subject


def _look(subject: Subject) -> Look:
    told = subject.told
    if told.spelling.skipped:
        raise Skipped(told.spelling.skipped)
    for unit, text in told.plain():
        source = set(words(unit.source)) if not told.is_source else set()
        # What stands in the source as well is a name, or a word that is left, which another check tells.
        wrong = [word for word in words(without_addresses(text)) if word in told.spelling.unknown
                 and word not in source and folded(word) not in {folded(other) for other in source}]
        for word in dict.fromkeys(wrong):
            yield Spot(f"“{word}” is not in the dictionary", unit.place, unit.id)
    return f"{told.spelling.dictionary}, {len(told.listed)} words of words.txt" if told.ready else ""


CHECK = Check(
    id="words/spelling",
    title="Words are spelt as in the dictionary",
    rationale="Misspelt words cost trust, and can be read as others; a reader who learns the language stops at them.",
    looks_at="every word, by hunspell and its dictionary, with the locale’s words.txt; names and terms are left out",
    proves=frozenset({ALWAYS}),
    level="warning",
    kind="words",
    look=_look,
    hint="Mend it; if it is right, add it to words.txt of the locale, one word a line.",
)
