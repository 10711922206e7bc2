"""No translation waits for somebody to look at it."""

from __future__ import annotations

from brochure.preflight import ALWAYS, Check, Look, Spot, Subject

_SAYS = {"fuzzy": "is marked fuzzy", "stale": "its source has changed since it was translated"}


def _look(subject: Subject) -> Look:
    words = subject.told
    for unit in words.units:
        if unit.state in _SAYS:
            yield Spot(_SAYS[unit.state], unit.place, unit.id)
    return words.saw()


CHECK = Check(
    id="words/fuzzy",
    title="No translation waits to be looked at",
    rationale="A translation of yesterday’s sentence can say the opposite of today’s.",
    looks_at="the marks “fuzzy” of the catalogue, and the sources that the translations were made from",
    proves=frozenset({ALWAYS}),
    kind="words",
    look=_look,
    hint="Look at it beside the source of today, and take the mark off (in Poedit: “Needs work”).",
)
