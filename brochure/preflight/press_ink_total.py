"""No place takes more ink than paper can carry."""

from __future__ import annotations

from brochure.formats import INKS
from brochure.inspection.rasters import most_ink
from brochure.preflight import Check, Look, Subject

_MOST = 300.0        # per cent, of four inks together
_TOLERANCE = 2.0     # per cent: Poppler gives its pages as JPEG
_DPI = 100
_AREA = 3            # pixels a side, 0.76 mm: what is smaller dries


def _look(subject: Subject) -> Look:
    document = subject.document
    if not any(space.family in ("CMYK", "spot") for marks in document.marks for space in marks.painted):
        return ""   # how much ink the colour of a screen takes is decided by what prints it
    most, where = 0.0, 0
    for page, picture in zip(document.pages, document.inks(_DPI), strict=True):
        total, at = most_ink(picture, page, _AREA)
        if total > most:
            most, where = total, page.number
        if total > _MOST + _TOLERANCE:
            place = f"{at.left:.0f} mm from the left and {at.top:.0f} mm from the top"
            yield f"page {page.number}: {total:.0f} % ink, {place}, where {_MOST:.0f} % is the most"
    return f"at most {most:.0f} %, on page {where}" if where else "no ink"


CHECK = Check(
    id="press/ink-total",
    title="No place takes more than 300 % ink",
    rationale="More ink does not dry: sheets stick together and smear. Rule of print shops for coated paper; "
              "the profile FOGRA39 is made for at most 330 %.",
    looks_at="every page as Poppler renders its four inks",
    proves=frozenset({INKS}),
    otherwise="warning",
    look=_look,
    hint="Take ink out of the darkest colour: in layouts/formats/press.css, or for drawings in images/inks.toml.",
)
