"""The file says on which side it is bound."""

from __future__ import annotations

from typing import Any

from brochure.formats import BESIDE, IMPOSED
from brochure.preflight import ALWAYS, Check, Look, Subject


def _look(subject: Subject) -> Look:
    if {IMPOSED, BESIDE} & subject.claims:   # sheets: those of a booklet are folded as booklet/print-dialog has it
        return ""
    preferences: Any = subject.document.pdf.Root.get("/ViewerPreferences", {})
    right = preferences.get("/Direction") == "/R2L"
    wanted = subject.promised.direction == "rtl"
    if right is not wanted:
        sides = ("right", "left")
        yield (f"the file is bound on the {sides[not right]}, but {subject.promised.locale} is read from the "
               f"{sides[not wanted]} (/Direction)")
    return f"on the {'right' if right else 'left'}"


CHECK = Check(
    id="pages/binding",
    title="The file says on which side it is bound",
    rationale="Viewers lay two pages beside each other by it, and print shops bind by it; what is read from right to "
              "left is bound on the right: ISO 32000-1, 12.2, table 150.",
    looks_at="the file's viewer preferences",
    proves=frozenset({ALWAYS}),
    promised=True,
    look=_look,
    hint="This is a fault of the program: please report it.",
)
