"""How much bleed the pages have: the same on all of them."""

from __future__ import annotations

from brochure.inspection.pages import Page
from brochure.preflight import ALWAYS, Check, Look, Subject

_BLEED, _TOLERANCE = 3.0, 0.05   # mm


def _look(subject: Subject) -> Look:
    bleeds = [_bleed(page) for page in subject.document.pages]
    most = max(bleeds)
    for number, bleed in enumerate(bleeds, 1):
        if most > _TOLERANCE and bleed < _BLEED - _TOLERANCE:
            yield f"page {number}: its bleed is {bleed:.1f} mm"
    return f"{most:.1f} mm" if most > _TOLERANCE else "no bleed"


def _bleed(page: Page) -> float:
    trim, bleed = page.trim, page.bleed
    return max(0.0, min(trim.left - bleed.left, trim.top - bleed.top, bleed.right - trim.right,
                        bleed.bottom - trim.bottom))


CHECK = Check(
    id="pages/bleed",
    title="If there is bleed, it is 3 mm on every page",
    rationale="Art that reaches the edge of a page must go on beyond the cut. Rule of print shops: 3 mm.",
    looks_at="BleedBox and TrimBox of every page",
    proves=frozenset({ALWAYS}),
    level="note",
    look=_look,
    hint="For a print shop, export with 3 mm of bleed on all sides; for a screen or an office printer, without any.",
)
