"""Texts keep to the room that they have."""

from __future__ import annotations

from brochure.preflight import ALWAYS, Check, Look, Spot, Subject


def _look(subject: Subject) -> Look:
    words = subject.told
    known = 0
    for unit, text in words.plain():
        if unit.budget is None:
            continue
        known += 1
        if len(text) > unit.budget:
            yield Spot(f"has {len(text)} letters; there is room for about {unit.budget}", unit.place, unit.id)
    return f"{known} texts with a known room" if known else ""


CHECK = Check(
    id="words/length",
    title="Texts keep to the room that they have",
    rationale="If every text keeps to its share of the room, all of them fit the pages at the smallest type.",
    looks_at="the letters of each text, and its share of the room in the layout",
    proves=frozenset({ALWAYS}),
    level="warning",
    kind="words",
    look=_look,
    hint="Say it shorter, where that can be done; what one text takes, another must save.",
)
