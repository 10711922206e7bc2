"""Pictures have enough pixels for the size at which they are printed."""

from __future__ import annotations

from brochure.errors import counted
from brochure.formats import X4
from brochure.inspection.marks import Picture
from brochure.preflight import Check, Look, Subject

_PRINT, _LINE_ART, _OFFICE = 300, 600, 150   # pixels an inch
_TOLERANCE = 0.95
_FLAT = 16                                   # pixels: a picture of no more is a ground


def _look(subject: Subject) -> Look:
    found = [(marks.page.number, picture) for marks in subject.document.marks for picture in marks.pictures
             if picture.width * picture.height > _FLAT]
    for number, picture in found:
        least = _OFFICE if X4 not in subject.claims else _LINE_ART if picture.bits == 1 else _PRINT
        if picture.dpi < least * _TOLERANCE:
            yield f"page {number}: {_told(picture)} has {picture.dpi:.0f} pixels an inch; it needs {least}"
    worst = min(found, key=lambda entry: entry[1].dpi, default=None)
    if worst is None:
        return ""
    return f"{counted(len(found), 'picture')}, at least {worst[1].dpi:.0f} pixels an inch, on page {worst[0]}"


def _told(picture: Picture) -> str:
    width, height = picture.at.right - picture.at.left, picture.at.bottom - picture.at.top
    return f"a picture of {width:.0f} × {height:.0f} mm ({picture.width} × {picture.height} pixels)"


CHECK = Check(
    id="pictures/resolution",
    title="Pictures have enough pixels",
    rationale="A picture with too few pixels is blurred in print. Rule of print shops: 300 pixels an inch, 600 for "
              "what is black and white only; an office printer needs 150.",
    looks_at="the pixels of every picture, and the size at which it is set",
    proves=frozenset({X4}),
    otherwise="warning",
    look=_look,
    hint="Take the picture in a larger version, set it smaller, or use a drawing (SVG) instead.",
)
