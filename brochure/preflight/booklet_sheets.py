"""The sheets are A4, lying, and as many as the pages need."""

from __future__ import annotations

from brochure.formats import IMPOSED
from brochure.preflight import Check, Look, Subject

_WIDTH, _HEIGHT, _TOLERANCE = 297, 210, 0.5   # mm: A4, lying (ISO 216)


def _look(subject: Subject) -> Look:
    for page in subject.document.pages:
        width, height = page.crop.right - page.crop.left, page.crop.bottom - page.crop.top
        if max(abs(width - _WIDTH), abs(height - _HEIGHT)) > _TOLERANCE:
            yield f"page {page.number}: {width:.0f} × {height:.0f} mm is not A4, lying ({_WIDTH} × {_HEIGHT} mm)"
    pages, found = len(subject.promised.layout), subject.document.page_count
    wanted = (pages + 3) // 4 * 2
    if found != wanted:
        yield f"{pages} pages take {wanted} sides, two for each sheet, not {found}"
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
