"""No ink stands where an office printer cannot print."""

from __future__ import annotations

from brochure.formats import PRINTABLE
from brochure.preflight import Check, Look, Subject

_LEAST = 6.5           # mm: printers leave 4 to 6.35 mm (a quarter of an inch) unprinted
_DOTS = 100 / 25.4     # dots per mm
_WHITE = 250           # of 255; what is lighter is no ink


def _look(subject: Subject) -> Look:
    import pypdfium2

    least = float("inf")
    document = pypdfium2.PdfDocument(subject.content)
    try:
        for number, page in enumerate(document, 1):
            picture = page.render(scale=_DOTS * 25.4 / 72, grayscale=True).to_pil()
            # Where there is ink: its outermost dots, of which the edges count.
            ink = picture.point([255] * _WHITE + [0] * (256 - _WHITE)).getbbox()
            if ink is None:
                continue
            left, top, right, bottom = ink
            edges = {"left": left, "upper": top, "right": picture.width - right, "lower": picture.height - bottom}
            for edge, dots in edges.items():
                distance = dots / _DOTS
                least = min(least, distance)
                if distance < _LEAST:
                    yield f"page {number}: ink stands {distance:.1f} mm from the {edge} edge of the sheet"
    finally:
        document.close()
    return f"{least:.1f} mm at the least" if least < float("inf") else ""


CHECK = Check(
    id="booklet/printable-area",
    title="All ink stands where an office printer prints",
    rationale="Office printers leave 4 to 6.35 mm of the paper's edges unprinted: words there are cut, and grounds end "
              "in a ragged edge. So ink keeps 6.5 mm from them.",
    looks_at="a picture of each side at 100 dots an inch",
    proves=frozenset({PRINTABLE}),
    look=_look,
    hint="Move it further in, in layouts/formats/booklet.css.",
)
