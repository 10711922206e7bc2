"""The translation is no harder to read than its source."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from brochure.language.texts import bare, sentences, words
from brochure.preflight import ALWAYS, Check, Look, Spot, Subject
from brochure.readability import LIX_LANGUAGES, grade, lix
from brochure.units import Unit

# Björnsson (1968): below 30 is very easy, 40 to 50 is as hard as a newspaper. Leaflets should be below 45.
_LIX, _GRADE, _SENTENCE = 45.0, 10.0, 22.0
_LONGEST = 35     # words in one sentence
_MORE = 2.0       # than the source
_ENOUGH = 40      # words: a measure of fewer says nothing
_READ = ("paragraph", "list item", "box", "caption", "words before a list")


def _look(subject: Subject) -> Look:
    told = subject.told
    name, measure, most = _measure(told.locale.code)
    sections: dict[str, list[tuple[Unit, str]]] = {}
    source_name, source_measure, _ = _measure(told.source)
    for unit, text in told.plain():
        if unit.role.startswith(_READ):
            sections.setdefault(unit.section, []).append((unit, text))
            longest = max((len(words(sentence)) for sentence in sentences(text)), default=0)
            if longest > _LONGEST:
                yield Spot(f"has a sentence of {longest} words; {_LONGEST} is much", unit.place, unit.id)
    whole: list[str] = []
    for texts in sections.values():
        found = [sentence for _, text in texts for sentence in sentences(text)]
        whole += found
        value = measure(found) if sum(len(words(sentence)) for sentence in found) >= _ENOUGH else 0.0
        if value > most and not told.is_source and source_name == name:
            # What is as hard in the source is for its author to mend.
            most_here = source_measure([part for unit, _ in texts for part in sentences(bare(unit.source))]) + _MORE
        else:
            most_here = most
        if value > max(most, most_here):
            first = texts[0][0]
            yield Spot(f"its section is hard to read: {name} {value:.0f}; {most:.0f} is much", first.place, first.id)
    return f"{name} {measure(whole):.0f}" if whole else ""


def _measure(code: str) -> tuple[str, Callable[[Iterable[str]], float], float]:
    """LIX where it was made and tested for the language, the Flesch–Kincaid grade of English, else sentences."""
    if code in LIX_LANGUAGES:
        return "LIX", lix, _LIX
    if code.partition("-")[0] == "en":
        return "Flesch–Kincaid grade", grade, _GRADE
    return "words in a sentence", _words, _SENTENCE


def _words(found: Iterable[str]) -> float:
    lengths = [len(words(sentence)) for sentence in found]
    return sum(lengths) / len(lengths)


CHECK = Check(
    id="words/readability",
    title="The texts are easy to read, or as easy as the source",
    rationale="Patients read when they are tired, in pain or new to the language. LIX (Björnsson 1968) is used for "
              "Norwegian, Swedish and Danish, the Flesch–Kincaid grade (1975) for English; else the words a sentence.",
    looks_at="the running text, section by section, and the longest sentence of each text",
    proves=frozenset({ALWAYS}),
    level="warning",
    kind="words",
    look=_look,
    hint="Make two sentences of one, and choose the word that people say.",
)
