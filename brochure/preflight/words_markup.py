"""Marks, slots and placeholders are those of the source."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from brochure import markup
from brochure.preflight import ALWAYS, Check, Look, Spot, Subject

_PLACEHOLDER = re.compile(r"\{[a-z]+\}")
_MARKS = {"strong": "**", "em": "*"}


def _look(subject: Subject) -> Look:
    words = subject.told
    for unit in words.ready:
        for message in _faults(unit.source, unit.text):
            yield Spot(message, unit.place, unit.id)
    return words.saw()


def _faults(source: str, text: str) -> Iterator[str]:
    try:
        spans = markup.parse(text)
    except markup.MarkupError as error:
        yield f"the markup is broken: {error}"
        return
    wanted = markup.parse(source)
    if markup.slots(spans) != markup.slots(wanted):
        yield f"the slots differ: the source has {_slots(wanted)}, the translation {_slots(spans)}"
    for style, mark in _MARKS.items():
        here, there = markup.styles(wanted)[style], markup.styles(spans)[style]
        if here != there:
            yield f"the source has {here} {mark}…{mark}, the translation {there}"
    if Counter(_PLACEHOLDER.findall(source)) != Counter(_PLACEHOLDER.findall(text)):
        yield (f"the placeholders differ: the source has {_listed(_PLACEHOLDER.findall(source))}, the translation "
               f"{_listed(_PLACEHOLDER.findall(text))}")


def _slots(spans: tuple[markup.Span, ...]) -> str:
    return _listed([f"[…]({name})" for name in markup.slots(spans).elements()])


def _listed(words: list[str]) -> str:
    return ", ".join(words) or "none"


CHECK = Check(
    id="words/markup",
    title="Marks, slots and placeholders are those of the source",
    rationale="A slot that is lost is a link or a film that is not on the page; a mark that is not closed is printed.",
    looks_at="**…**, *…*, […](slot) and {placeholder} in the source and in the translation",
    proves=frozenset({ALWAYS}),
    kind="words",
    look=_look,
    hint="Markup is **strong**, *emphasised* and [words](slot); keep names in round and curly brackets as they are.",
)
