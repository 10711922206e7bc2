"""Large print has no slanted letters."""

from __future__ import annotations

import re

from brochure.formats import LARGE
from brochure.preflight import Check, Look, Subject

_SLANTED = re.compile(r"italic|oblique|slanted", re.IGNORECASE)


def _look(subject: Subject) -> Look:
    names = [font.name for font in subject.document.fonts]
    for name in names:
        if _SLANTED.search(name):
            yield f"the font {name} is slanted"
    return ", ".join(names)


CHECK = Check(
    id="large-print/no-italics",
    title="Large print has no italics",
    rationale="Slanted letters are hard to tell apart with low vision: UK Association for Accessible Formats, "
              "Creating clear print and large print documents.",
    looks_at="the names of the fonts in the file",
    proves=frozenset({LARGE}),
    look=_look,
    hint="Take font-style out of the stylesheets, or set it back in layouts/formats/large-print.css.",
)
