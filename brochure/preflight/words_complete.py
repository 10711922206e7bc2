"""Every text is translated."""

from __future__ import annotations

from brochure.preflight import ALWAYS, Check, Look, Spot, Subject


def _look(subject: Subject) -> Look:
    words = subject.told
    for unit in words.units:
        if unit.state == "missing":
            yield Spot("is not translated", unit.entry_place, unit.id)
    return "" if words.is_source else f"{len(words.units)} texts"


CHECK = Check(
    id="words/complete",
    title="Every text is translated",
    rationale="Where a translation is missing there is a hole in the page, or Norwegian that the reader cannot read.",
    looks_at="the catalogue, beside the texts of today",
    proves=frozenset({ALWAYS}),
    kind="words",
    look=_look,
    hint="Translate it; until then, brochure build prints a draft with --draft.",
)
