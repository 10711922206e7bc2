"""The sheets are A4, lying, and as many as the pages need."""

from __future__ import annotations

from brochure.formats import IMPOSED
from brochure.preflight import Check, Look, Subject

_WIDTH, _HEIGHT = 297, 210   # mm: A4, lying (ISO 216)
_POINT, _TOLERANCE = 25.4 / 72, 0.5   # mm


def _look(subject: Subject) -> Look:
    pdf = subject.document.pdf
    for number, page in enumerate(pdf.pages, 1):
        left, bottom, right, top = (float(edge) for edge in page.cropbox)
        unit = float(page.obj.get("/UserUnit", 1)) * _POINT
        width, height = abs(right - left) * unit, abs(top - bottom) * unit
        if float(page.obj.get("/Rotate", 0)) % 180:
            width, height = height, width
        if max(abs(width - _WIDTH), abs(height - _HEIGHT)) > _TOLERANCE:
            yield f"page {number}: {width:.0f} × {height:.0f} mm is not A4, lying ({_WIDTH} × {_HEIGHT} mm)"
    pages, found = len(subject.promised.layout), subject.document.page_count
    wanted = (pages + 3) // 4 * 2
    if found != wanted:
        yield f"{pages} pages take {wanted} sides of {wanted // 2} sheets, not {found}"
    return f"{found} sides of A4"


CHECK = Check(
    id="booklet/sheets",
    title="The sheets are A4, lying, and as many as the pages need",
    rationale="Office printers turn or shrink what is not their paper, and then front and back do not meet; a sheet "
              "has two sides with two pages each.",
    looks_at="the size and number of the file's pages",
    proves=frozenset({IMPOSED}),
    promised=True,
    look=_look,
    hint="This is a fault of the program: please report it.",
)
