"""Nothing in large print is smaller than 18 pt."""

from __future__ import annotations

from brochure.formats import LARGE
from brochure.preflight import Check, Look, Subject

_LEAST, _TOLERANCE = 18.0, 0.05   # pt
_UNPAINTED = (3, 7)


def _look(subject: Subject) -> Look:
    smallest = float("inf")
    for marks in subject.document.marks:
        sizes = [text.size for text in marks.texts if text.mode not in _UNPAINTED]
        smallest = min([smallest, *sizes])
        for size in sorted({round(size, 1) for size in sizes if size < _LEAST - _TOLERANCE}):
            yield f"page {marks.page.number}: letters of {size:g} pt; {_LEAST:g} pt is the least"
    return f"the smallest letters are of {smallest:g} pt" if smallest < float("inf") else ""


CHECK = Check(
    id="large-print/text-size",
    title="Large print has no small letters",
    rationale="Captions and page numbers must be read with low vision as well: UK Association for Accessible Formats, "
              "Creating clear print and large print documents, asks for 16 to 18 pt at least.",
    looks_at="the size of every piece of text",
    proves=frozenset({LARGE}),
    look=_look,
    hint="Give what is named 1rem in layouts/formats/large-print.css.",
)
