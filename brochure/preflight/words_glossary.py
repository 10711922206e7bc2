"""Agreed terms are used, and others are not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from brochure.errors import counted
from brochure.language import Language
from brochure.language.stems import find, unaccented
from brochure.language.texts import words
from brochure.preflight import ALWAYS, Check, Look, Spot, Subject

# They may leave out what the page says anyway; what stands in a strip of numbers goes on from one to the next.
_FREE = ("heading", "text read aloud", "document keywords", "number in large type", "words under a number")
_ALIKE = 3   # letters that a form of a term begins with, as it does itself


def _look(subject: Subject) -> Look:
    told = subject.told
    for unit, source, text in told.pairs():
        terms = [term for term in told.terms if _stands(term.source, source, told.source_language)]
        used = [spot for term in terms for name in term.use for spot in find(name, text, told.language)]
        for term in terms:
            for name in term.avoid:
                if any(not _within(spot, used) for spot in find(name, text, told.language)):
                    yield Spot(f"“{name}” is to be avoided for “{term.source[0]}”; {_or(term.use)} is agreed",
                               unit.place, unit.id, "error")
            if term.use and not unit.role.startswith(_FREE) and not _stands(term.use, text, told.language):
                yield Spot(f"“{term.source[0]}” is not translated as {_or(term.use)}", unit.place, unit.id,
                           hint=_way_out(term.use, text))
    if unsettled := [term for term in told.terms if not (term.use or term.avoid)]:
        yield Spot(f"{counted(len(unsettled), 'term')} of {len(told.terms)} not agreed on yet, such as "
                   f"“{unsettled[0].source[0]}”", unsettled[0].place, "", "note",
                   "Write what is agreed on into the column “use” of that file.")
    return counted(len(told.terms), "term") if told.terms and not told.is_source else ""


def _way_out(names: Sequence[str], text: str) -> str:
    """What to do about a term that is not found; a word that may be a form of it is named."""
    first = names[0]
    likely = max(words(text), key=lambda word: _shared(first, word), default="")
    form = likely.lower() if _shared(first, likely) >= _ALIKE and len(first.split()) == 1 else "another form"
    return (f"Use the agreed term, or change its line of locales/<code>/glossary.csv. Forms of it that the program "
            f"does not know are written there, too, parted by |: {'|'.join(names)}|{form}")


def _shared(one: str, other: str) -> int:
    """How many letters two words have in common from their beginning on, without what stands over them."""
    pairs = zip(*(unaccented(word.lower()) for word in (one, other)), strict=False)
    return next((index for index, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _stands(names: Iterable[str], text: str, language: Language) -> bool:
    return any(find(name, text, language) for name in names)


def _within(spot: tuple[int, int], used: Iterable[tuple[int, int]]) -> bool:
    return any(first <= spot[0] and spot[1] <= last for first, last in used)


def _or(names: Iterable[str]) -> str:
    return " or ".join(f"“{name}”" for name in names)


CHECK = Check(
    id="words/glossary",
    title="Agreed terms are used, and others are not",
    rationale="One thing has one name: who reads two takes them for two things. Words to avoid are wrong or worn.",
    looks_at="glossary.csv beside the source and the translation, by the stems of the words",
    proves=frozenset({ALWAYS}),
    level="warning",
    kind="words",
    look=_look,
    hint="Use the agreed term, or change the line of glossary.csv, for the whole brochure.",
)
