"""The numbers of the translation are of the same units."""

from __future__ import annotations

from brochure.language.agreement import compare
from brochure.preflight import ALWAYS, Check, Look, Skipped, Spot, Subject


def _look(subject: Subject) -> Look:
    words = subject.told
    for unit, source, text in words.pairs():
        _, units = compare(source, words.source_language, text, words.language)
        if units:
            yield Spot(f"the source says {', '.join(units.source)}, the translation {', '.join(units.text)}",
                       unit.place, unit.id)
    if not words.language.units and not words.is_source:
        raise Skipped(f"nobody has told the units of {words.locale.own_name}: add them under [words.units] in "
                      f"{words.locale.file}")
    return words.saw()


CHECK = Check(
    id="words/units",
    title="Units are those of the source",
    rationale="Six weeks are not six months, and 3 are not 3 %.",
    looks_at="weeks, months, minutes, mg, ml, cm, per cent and the like beside the numbers; 14 days are two weeks",
    proves=frozenset({ALWAYS}),
    kind="words",
    look=_look,
    hint="Write the unit of the source, in the words of your language.",
)
