"""Every font in the file is one that the locale declares."""

from __future__ import annotations

import re

from brochure.preflight import ALWAYS, Check, Look, Subject

# The words by which a face differs from its family; any other word makes it another family (Fira Sans Condensed).
_FACE = re.compile(r"(-(Thin|Ultra|Extra|Semi|Demi|Light|Book|Regular|Medium|Bold|Heavy|Black|Italic|Oblique))*")


def _look(subject: Subject) -> Look:
    families = sorted(family.replace(" ", "-") for family in subject.promised.fonts)
    names = [font.name for font in subject.document.fonts]
    if not names:
        yield "the file has no fonts"
    for name in names:
        if not any(name.startswith(family) and _FACE.fullmatch(name[len(family):]) for family in families):
            yield f"the font {name} is in the file, but not declared by the locale"
    return ", ".join(names)


CHECK = Check(
    id="fonts/only-declared",
    title="Only declared fonts are in the file",
    rationale="A letter that the declared font lacks is silently taken from another: it looks wrong, or is lost.",
    looks_at="the names of all fonts in the file",
    proves=frozenset({ALWAYS}),
    promised=True,
    look=_look,
    hint="Name the font in the locale's locale.toml, or mend the font family in the layout's CSS.",
)
