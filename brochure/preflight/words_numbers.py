"""The translation has the numbers of the source."""

from __future__ import annotations

from brochure.language.agreement import compare
from brochure.preflight import ALWAYS, Check, Look, Skipped, Spot, Subject


def _look(subject: Subject) -> Look:
    words = subject.told
    for unit, source, text in words.pairs():
        numbers, _ = compare(source, words.source_language, text, words.language)
        if numbers and numbers.source and numbers.text:
            yield Spot(f"the source says {', '.join(numbers.source)}, the translation {', '.join(numbers.text)}",
                       unit.place, unit.id)
        elif numbers and numbers.source:
            yield Spot(f"the source says {', '.join(numbers.source)}, the translation does not", unit.place, unit.id)
        elif numbers:
            yield Spot(f"the translation says {', '.join(numbers.text)}, the source does not", unit.place, unit.id)
    if not words.language.numbers and not words.is_source:
        raise Skipped(f"only digits were compared: nobody has told the number words of {words.locale.own_name}; add "
                      f"them under [words.numbers] in {words.locale.file}")
    return words.saw()


CHECK = Check(
    id="words/numbers",
    title="Numbers are those of the source",
    rationale="A dose, a week or a share that has become another one is the worst that a translation can do.",
    looks_at="digits, number words, ordinals, ranges, shares, per cent, times and telephone numbers, as values",
    proves=frozenset({ALWAYS}),
    kind="words",
    look=_look,
    hint="Write the numbers of the source; in digits or in words is for you to say.",
)
