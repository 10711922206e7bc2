"""No “not” is lost or gained."""

from __future__ import annotations

from brochure.language.negation import disagreement
from brochure.language.texts import without_addresses
from brochure.preflight import ALWAYS, Check, Look, Skipped, Spot, Subject


def _look(subject: Subject) -> Look:
    words = subject.told
    if words.is_source:
        return ""
    for known, name, file in ((words.source_language, words.source, ""),
                              (words.language, words.locale.own_name, words.locale.file)):
        if not known.negating:
            raise Skipped(f"nobody has told which words negate in {name}: add them under [words] in "
                          f"{file or f'locales/{words.source}/locale.toml'}, as not = [\"…\"]")
    for unit, source, text in words.pairs():
        if differs := disagreement(without_addresses(source), words.source_language, without_addresses(text),
                                   words.language):
            yield Spot(differs, unit.place, unit.id)
    return words.saw()


CHECK = Check(
    id="words/negation",
    title="What the source denies, the translation denies",
    rationale="One “not” too few turns an advice into its opposite, and reads as well as before.",
    looks_at="words that negate, and opposites such as “necessary” and “unnecessary”, sentence by sentence",
    proves=frozenset({ALWAYS}),
    kind="words",
    look=_look,
    hint="Read both aloud. If they say the same in other words, waive it in locales/<code>/<brochure>.waivers.toml, "
         "with your name and the reason (docs/CHECKS.md).",
)
