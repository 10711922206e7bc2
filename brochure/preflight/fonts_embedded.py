"""Every font is in the file itself."""

from __future__ import annotations

from brochure.preflight import ALWAYS, Check, Look, Subject


def _look(subject: Subject) -> Look:
    fonts = subject.document.fonts
    for font in fonts:
        if not font.embedded:
            yield f"the font {font.name} is not embedded"
    return ", ".join(f"{font.name} ({'subset' if font.subset else 'whole'})" for font in fonts)


CHECK = Check(
    id="fonts/embedded",
    title="All fonts are embedded",
    rationale="A printer or reader without the font takes another, and letters are lost: ISO 19005-2, 6.2.11.4.1; "
              "ISO 15930-7, 6.2.2; ISO 14289-1, 7.21.4.1.",
    looks_at="the font programs in the file",
    proves=frozenset({ALWAYS}),
    look=_look,
    hint="Export the file again with its fonts embedded.",
)
