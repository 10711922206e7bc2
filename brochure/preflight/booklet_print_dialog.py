"""The print dialog opens as the sheets want it."""

from __future__ import annotations

from typing import Any

from brochure.formats import BESIDE, IMPOSED
from brochure.preflight import Check, Look, Subject

_WANTED = {"/Duplex": ("/DuplexFlipShortEdge", "on both sides, flipped on the short edge"),
           "/PrintScaling": ("/None", "at its own size"),
           "/PickTrayByPDFSize": (True, "on paper of the file's size")}


def _look(subject: Subject) -> Look:
    preferences: Any = subject.document.pdf.Root.get("/ViewerPreferences", {})
    for key, (value, words) in _WANTED.items():
        if preferences.get(key) != value:
            yield f"the print dialog does not open with “{words}” ({key})"
    right_to_left = subject.promised.direction == "rtl" and IMPOSED in subject.claims
    if (preferences.get("/Direction") == "/R2L") is not right_to_left:
        yield f"the file {'does not say' if right_to_left else 'says'} that it is read from right to left (/Direction)"
    return ", ".join(words for _, words in _WANTED.values())


CHECK = Check(
    id="booklet/print-dialog",
    title="The print dialog opens as the sheets want it",
    rationale="Flipped on the long edge, every other side stands on its head; scaled, the pages leave the fold: ISO "
              "32000-1, 12.2, table 150.",
    looks_at="the file's viewer preferences",
    proves=frozenset({IMPOSED, BESIDE}),
    promised=True,
    look=_look,
    hint="This is a fault of the program: please report it.",
)
