"""Agreed terms are used, and others are not."""

from __future__ import annotations

from collections.abc import Iterable

from brochure.language import Language
from brochure.language.stems import find
from brochure.preflight import ALWAYS, Check, Look, Spot, Subject, counted

_FREE = ("heading", "text read aloud", "document keywords")   # may leave out what the page says anyway


def _look(subject: Subject) -> Look:
    words = subject.told
    for unit, source, text in words.pairs():
        terms = [term for term in words.terms if _stands(term.source, source, words.source_language)]
        used = [spot for term in terms for name in term.use for spot in find(name, text, words.language)]
        for term in terms:
            for name in term.avoid:
                if any(not _within(spot, used) for spot in find(name, text, words.language)):
                    yield Spot(f"“{name}” is to be avoided for “{term.source[0]}”; {_or(term.use)} is agreed",
                               unit.place, unit.id, "error")
            if term.use and not unit.role.startswith(_FREE) and not _stands(term.use, text, words.language):
                yield Spot(f"“{term.source[0]}” is not translated as {_or(term.use)}", unit.place, unit.id)
    if unsettled := [term for term in words.terms if not (term.use or term.avoid)]:
        yield Spot(f"{counted(len(unsettled), 'term')} of {len(words.terms)} not agreed on yet, such as "
                   f"“{unsettled[0].source[0]}”", unsettled[0].place, "", "note")
    return counted(len(words.terms), "term") if words.terms and not words.is_source else ""


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
