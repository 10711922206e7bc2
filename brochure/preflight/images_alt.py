"""Every picture has words for those who do not see it."""

from __future__ import annotations

import re

from brochure.errors import counted
from brochure.formats import UA
from brochure.preflight import Check, Look, Subject

_FILE = re.compile(r"\.(png|jpe?g|gif|svg|tiff?|bmp|webp|eps|ai|psd)$", re.IGNORECASE)
_NOTHING = {"image", "picture", "figure", "photo", "drawing", "bilde", "figur", "foto", "tegning", "img"}


def _look(subject: Subject) -> Look:
    figures = [tag for tag in subject.document.tags.walk() if tag.role == "Figure"]
    for number, figure in enumerate(figures, 1):
        words = (figure.alt or figure.actual).strip()
        where = f"page {figure.page}: " if figure.page else ""
        if not words:
            yield f"{where}picture {number} has no alternative text"
        elif _FILE.search(words):
            yield f"{where}the alternative text of picture {number} is the name of a file, “{words[:60]}”"
        elif words.lower().strip(" .:0123456789") in _NOTHING:
            yield f"{where}the alternative text of picture {number} says nothing: “{words[:60]}”"
    return f"{counted(len(figures), 'picture')} with one" if figures else ""


CHECK = Check(
    id="images/alt",
    title="Every picture has an alternative text",
    rationale="Who does not see a picture is told what is on it: WCAG 2.2, 1.1.1; ISO 14289-1, 7.3.",
    looks_at="the tags of pictures",
    proves=frozenset({UA}),
    otherwise="warning",
    look=_look,
    hint="Write what the picture shows, in a sentence; a picture that says nothing is marked as decoration instead.",
)
