"""Large print is on A4, upright."""

from __future__ import annotations

from brochure.formats import LARGE
from brochure.preflight import Check, Look, Subject

_WIDTH, _HEIGHT, _TOLERANCE = 210.0, 297.0, 0.5   # mm


def _look(subject: Subject) -> Look:
    pages = subject.document.pdf.pages
    for number, page in enumerate(pages, 1):
        left, bottom, right, top = (float(edge) * 25.4 / 72 for edge in page.mediabox)
        width, height = right - left, top - bottom
        if abs(width - _WIDTH) > _TOLERANCE or abs(height - _HEIGHT) > _TOLERANCE:
            yield f"page {number}: the paper is {width:.0f} × {height:.0f} mm, not A4"
    return f"{len(pages)} pages of A4"


CHECK = Check(
    id="large-print/paper",
    title="Large print is on A4",
    rationale="Large print is mostly printed at home or at the clinic, on the paper that is in the printer.",
    looks_at="the size of every page",
    proves=frozenset({LARGE}),
    look=_look,
    hint="Set the page size in layouts/formats/large-print.css to 210mm 297mm.",
)
