"""Everything that is printed on a press is made of its inks: nothing is red, green and blue."""

from __future__ import annotations

from collections.abc import Iterator

import pikepdf

from brochure.formats import INKS
from brochure.inspection import Document
from brochure.inspection.colours import space_of
from brochure.preflight import Check, Look, Subject

_PRINTED = {"grey", "CMYK", "spot"}
_USES = {"text": "words", "fill": "areas", "line": "lines", "picture": "a picture", "shading": "a shading",
         "set": "a colour that is chosen"}


def _look(subject: Subject) -> Look:
    document, seen = subject.document, set()
    for marks in document.marks:
        for space, use in sorted(marks.spaces, key=lambda entry: (entry[1], entry[0].name)):
            seen.add(space.name)
            # A pattern of its own has the colours of its tile, which are looked at as they are drawn.
            if space.family not in _PRINTED and space.kind != "Pattern":
                yield f"page {marks.page.number}: {_USES[use]} in {space.name}"
    yield from _in_store(document)
    return ", ".join(sorted(seen))


def _in_store(document: Document) -> Iterator[str]:
    """Pictures that no page shows. In which colours transparent parts are blended is told by press/x4."""
    for item in document.pdf.objects:
        if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == "/Image" and "/ColorSpace" in item:
            space = space_of(item.ColorSpace)
            if space.family not in _PRINTED:
                yield f"a picture of {item.get('/Width')} × {item.get('/Height')} pixels is in {space.name}"


CHECK = Check(
    id="press/no-rgb",
    title="Everything is in the inks of the press",
    rationale="What is in red, green and blue is turned into ink by whatever program comes next: black words become "
              "four inks, and colours shift. Rule of print shops.",
    looks_at="every colour that is chosen on a page, and every picture, shading and pattern",
    proves=frozenset({INKS}),
    look=_look,
    hint="Give the colour its inks: in layouts/formats/press.css, or for drawings in images/inks.toml.",
)
