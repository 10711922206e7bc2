"""No letter of another script stands in a word."""

from __future__ import annotations

from collections.abc import Iterator

from brochure.language.texts import words
from brochure.preflight import ALWAYS, Check, Look, Spot, Subject

_LATIN_ENDS = 0x250        # the last code point of Latin letters of Europe
_UNITS = {"μ", "Ω", "μg"}   # Greek letters that are units in every script
_OWN = ("Zyyy", "Zinh", "Zzzz")


def _look(subject: Subject) -> Look:
    told = subject.told
    for unit, text in told.plain():
        source = set(words(unit.source))
        for word in words(text):
            if word not in source or told.is_source:
                for message in _faults(word, told.scripts):
                    yield Spot(message, unit.place, unit.id)
    return f"{len(told.ready)} texts" if told.ready else ""


def _faults(word: str, own: frozenset[str]) -> Iterator[str]:
    if word in _UNITS or ("Latn" in own and all(ord(letter) < _LATIN_ENDS for letter in word)):
        return
    from fontTools.unicodedata import script, script_name

    found = {letter: script(letter) for letter in word if script(letter) not in _OWN}
    scripts = set(found.values())
    if len(scripts) > 1 and not scripts <= own:
        main = max(sorted(scripts), key=lambda name: (name in own, list(found.values()).count(name)))
        strange = next(letter for letter, name in found.items() if name != main)
        yield f"“{strange}” in “{word}” is {script_name(found[strange])} (U+{ord(strange):04X})"
    elif scripts and not scripts & own and "Latn" in own:
        yield f"“{word}” is written in {script_name(scripts.pop())} letters"


CHECK = Check(
    id="words/lookalikes",
    title="No letter of another script stands in a word",
    rationale="A Cyrillic “а” looks like a Latin one, but is read aloud as another, and not found when searched.",
    looks_at="the scripts (Unicode) of the letters of each word",
    proves=frozenset({ALWAYS}),
    kind="words",
    look=_look,
    hint="Type the word anew with the keyboard of its language.",
)
