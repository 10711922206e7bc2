"""Nothing lies on the pages: no links, notes or form fields."""

from __future__ import annotations

from collections import Counter

from brochure.formats import X4
from brochure.preflight import Check, Look, Subject


def _look(subject: Subject) -> Look:
    pages = subject.document.pdf.pages
    for number, page in enumerate(pages, 1):
        kinds = Counter(str(note.get("/Subtype", "/unknown"))[1:] for note in page.obj.get("/Annots", ()))
        if kinds:
            yield f"page {number}: {', '.join(f'{count} × {kind}' for kind, count in sorted(kinds.items()))}"
    if "/AcroForm" in subject.document.pdf.Root:
        yield "the file is a form to fill in"
    return f"{len(pages)} pages without any"


CHECK = Check(
    id="press/no-annotations",
    title="Nothing but ink is on the pages: no links, notes or fields",
    rationale="What can be clicked is no print; a note on the page could be printed. ISO 15930-7 (PDF/X-4) allows it "
              "only outside of the bleed.",
    looks_at="the annotations of every page, and forms",
    proves=frozenset({X4}),
    look=_look,
    hint="Export without links, comments and form fields.",
)
