"""Each page says where it is cut, and has 3 mm of bleed around."""

from __future__ import annotations

from collections.abc import Iterator

from brochure.formats import BLEED
from brochure.geometry import Rectangle
from brochure.inspection.pages import Page
from brochure.preflight import Check, Look, Subject

_BLEED, _TOLERANCE = 3.0, 0.02   # mm
_LEAST, _MOST = 50.0, 1000.0     # mm: what a press can print and a guillotine can cut


def _look(subject: Subject) -> Look:
    pages = subject.document.pages
    first = next((page for page in pages if "/TrimBox" in page.told), None)
    wanted = subject.promise or first
    asked = (wanted.width, wanted.height) if wanted else (0.0, 0.0)
    for page in pages:
        for problem in _problems(page, asked):
            yield f"page {page.number}: {problem}"
    least = min((_reach(page) for page in pages), default=0.0)
    return f"{len(pages)} pages of {asked[0]:.0f} × {asked[1]:.0f} mm, at least {least:.1f} mm of bleed"


def _problems(page: Page, asked: tuple[float, float]) -> Iterator[str]:
    if "/TrimBox" not in page.told:
        yield "it does not say where it is cut (it has no TrimBox)"
        return
    width, height = page.width, page.height
    if not (_LEAST <= width <= _MOST and _LEAST <= height <= _MOST):
        yield f"it is cut to {width:.1f} × {height:.1f} mm, which no press prints"
    elif abs(width - asked[0]) > _TOLERANCE or abs(height - asked[1]) > _TOLERANCE:
        yield f"it is cut to {width:.1f} × {height:.1f} mm, not to {asked[0]:.1f} × {asked[1]:.1f} mm"
    if "/BleedBox" not in page.told:
        yield "it has no bleed (no BleedBox)"
        return
    if _reach(page) < _BLEED - _TOLERANCE:
        yield f"its bleed is {max(0, _reach(page)):.1f} mm on one side; it must be {_BLEED:.0f} mm"
    if not _inside(page.bleed, page.media):
        yield "its bleed reaches beyond the sheet (the MediaBox)"
    elif not _inside(page.bleed, page.crop):
        yield "a part of its bleed is not shown (the CropBox cuts it off)"


def _reach(page: Page) -> float:
    """How far the bleed goes beyond the trim, where it goes least far, in mm."""
    return min(page.trim.left - page.bleed.left, page.trim.top - page.bleed.top,
               page.bleed.right - page.trim.right, page.bleed.bottom - page.trim.bottom)


def _inside(inner: Rectangle, outer: Rectangle) -> bool:
    return (inner.left >= outer.left - _TOLERANCE and inner.top >= outer.top - _TOLERANCE
            and inner.right <= outer.right + _TOLERANCE and inner.bottom <= outer.bottom + _TOLERANCE)


CHECK = Check(
    id="press/boxes",
    title="Each page says where it is cut, and has 3 mm of bleed",
    rationale="The print shop lays pages out by their TrimBox; without bleed a cut that is 1 mm off leaves a white "
              "edge. ISO 15930-7, and the rule of print shops: 3 mm.",
    looks_at="MediaBox, BleedBox and TrimBox of every page",
    proves=frozenset({BLEED}),
    look=_look,
    hint="Export with the page's own size and 3 mm of bleed on all sides.",
)
