"""The file is tagged: a screen reader knows what is a heading, a list, a picture."""

from __future__ import annotations

from collections import Counter

from brochure.formats import UA
from brochure.preflight import Check, Look, Subject

_TOLD = ("H1", "H2", "H3", "P", "L", "Table", "Figure", "Link")


def _look(subject: Subject) -> Look:
    if subject.promise and UA not in subject.claims:
        return ""   # what is for print only has none
    tags = subject.document.tags
    roles = Counter(tag.role for tag in tags.walk())
    if not roles:
        yield "the file has no tags"
    elif not tags.marked:
        yield "the file has tags, but does not say that it is tagged"
    elif not any(True for _ in tags.content()):
        yield "the file has tags, but nothing is in them"
    return ", ".join(f"{roles[role]} × {role}" for role in _TOLD if roles[role]) or f"{sum(roles.values())} tags"


CHECK = Check(
    id="document/tags",
    title="The file is tagged",
    rationale="Without tags a screen reader guesses what is a heading and in which order to read: WCAG 2.2, 1.3.1; "
              "ISO 14289-1, 7.1.",
    looks_at="the tree of tags",
    proves=frozenset({UA}),
    otherwise="note",
    look=_look,
    hint="Export as a tagged PDF (PDF/UA).",
)
