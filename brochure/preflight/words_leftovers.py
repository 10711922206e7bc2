"""No words of the source language are left."""

from __future__ import annotations

from brochure.language.texts import folded, without_addresses, words
from brochure.preflight import ALWAYS, Check, Look, Spot, Subject
from brochure.words import Words


def _look(subject: Subject) -> Look:
    told = subject.told
    common = told.source_language.listed("common") - told.language.listed("common")
    for unit, source, text in told.pairs():
        if left := leftovers(told, source, text, common):
            yield Spot(f"words of the source are left: {', '.join(f'“{word}”' for word in left)}", unit.place, unit.id)
    return told.saw()


def leftovers(told: Words, source: str, text: str, common: frozenset[str]) -> list[str]:
    """Give the words that stand in the source and in the translation, and are none of the translation's language.

    They are none where its dictionary does not know them, or where they are among the commonest of the source.
    """
    there = {word for word in words(without_addresses(source)) if word == folded(word)}
    agreed = {word for term in told.terms for name in term.use for word in words(folded(name))} | told.listed
    found = [word for word in words(without_addresses(text)) if folded(word) in there and folded(word) not in agreed]
    foreign = told.language.listed("foreign")
    return list(dict.fromkeys(word for word in found
                              if word in told.spelling.unknown or folded(word) in foreign
                              or (folded(word) in common and not _known(told, word))))


def _known(told: Words, word: str) -> bool:
    """Whether the dictionary of the translation's language has a word; without one, the lists decide."""
    return not told.spelling.skipped and word not in told.spelling.unknown and len(word) > 2


CHECK = Check(
    id="words/leftovers",
    title="No words of the source language are left",
    rationale="A reader who needs a translation cannot read what is not translated.",
    looks_at="words that stand in the source and in the translation, beside a dictionary and the commonest words",
    proves=frozenset({ALWAYS}),
    level="warning",
    kind="words",
    look=_look,
    hint="Translate them; a name that is the same in both belongs into words.txt, a term into glossary.csv.",
)
