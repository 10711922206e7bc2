"""No ink stands where an office printer cannot print."""

from __future__ import annotations

from brochure.formats import PRINTABLE
from brochure.inspection.rasters import place_of
from brochure.preflight import Check, Look, Subject

_LEAST = 6.5           # mm: printers leave 4 to 6.35 mm (a quarter of an inch) unprinted
_DPI = 100
_WHITE = 250           # of 255; what is lighter is no ink


def _look(subject: Subject) -> Look:
    document, least = subject.document, float("inf")
    for page in document.pages:
        picture = document.picture(page.number, _DPI, grey=True)
        ink = picture.point([255] * _WHITE + [0] * (256 - _WHITE)).getbbox()
        if ink is None:
            continue
        at = place_of(ink, page, picture)
        edges = {"left": at.left - page.crop.left, "upper": at.top - page.crop.top,
                 "right": page.crop.right - at.right, "lower": page.crop.bottom - at.bottom}
        for edge, distance in edges.items():
            least = min(least, distance)
            if distance < _LEAST:
                yield f"page {page.number}: ink stands {distance:.1f} mm from the {edge} edge of the sheet"
    return f"{least:.1f} mm at the least" if least < float("inf") else ""


CHECK = Check(
    id="booklet/printable-area",
    title="All ink stands where an office printer prints",
    rationale="Office printers leave 4 to 6.35 mm of the paper's edges unprinted: words there are cut, and grounds end "
              "in a ragged edge. So ink keeps 6.5 mm from them.",
    looks_at="a picture of each side at 100 dots an inch",
    proves=frozenset({PRINTABLE}),
    look=_look,
    hint="Move it further in, in the format’s CSS in layouts/formats/.",
)
