"""Every text is translated."""

from __future__ import annotations

from brochure.errors import Place
from brochure.preflight import ALWAYS, Check, Look, Spot, Subject


def _look(subject: Subject) -> Look:
    words = subject.told
    for unit in words.units:
        if unit.state == "missing" and unit.entry_place.line:
            yield Spot("is not translated", unit.entry_place, unit.id)
        elif unit.state == "missing":
            yield Spot("is not in this file at all", unit.entry_place, unit.id, hint=_LOST)
    if words.locale.unfinished and len(words.ready) == len(words.units):
        yield Spot("every text is translated; the language is still called unfinished, and not printed with the others",
                   Place(words.locale.file), "", "warning", _FINISHED)
    return "" if words.is_source else f"{len(words.units)} texts"


# A file that was saved half ends between two texts, and looks whole.
_LOST = ("If the file was saved only half, take it from a copy. “brochure locale update <code>” puts what is new or "
         "lost into it, empty.")

_FINISHED = "Once “brochure locale check <code>” finds no error, take the line “unfinished” out."

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
