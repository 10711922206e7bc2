"""The page is small enough for a telephone far from a mast."""

from __future__ import annotations

from brochure.formats import PAGE
from brochure.preflight import Check, Look, Subject

_MOST = 600   # kB


def _look(subject: Subject) -> Look:
    size = len(subject.content) / 1000
    if size > _MOST:
        yield f"the page has {size:.0f} kB; {_MOST} kB is the most"
    return f"{size:.0f} kB"


CHECK = Check(
    id="web/size",
    title="The page is small",
    rationale="Patients read it on a telephone, and many pay for what they load: a rule of this project.",
    looks_at="the size of the file",
    proves=frozenset({PAGE}),
    look=_look,
    hint="Use fewer drawings, or draw them with fewer points.",
    otherwise="note",
    level="warning",
    kind="html",
)
