"""No words stand so near to the edge that a guillotine or a printer takes them."""

from __future__ import annotations

from brochure.inspection.pages import Page
from brochure.inspection.words import Words
from brochure.preflight import OURS, Check, Look, Subject

_LEAST, _TOLERANCE = 5.0, 0.05   # mm


def _look(subject: Subject) -> Look:
    nearest: dict[int, tuple[float, str]] = {}
    for words in subject.document.words:
        page = subject.document.pages[words.page - 1]
        if words.visible and _touches(page, words):
            told = _distance(page, words), words.text[:40]
            nearest[words.page] = min(told, nearest.get(words.page, told))
    for number, (distance, text) in nearest.items():
        if distance < _LEAST - _TOLERANCE:
            where = f"stands {distance:.1f} mm from the edge" if distance >= 0 else "runs out of the page"
            yield f"page {number}: “{text}” {where}"
    least = min(((distance, number) for number, (distance, _) in nearest.items()), default=None)
    return f"at least {least[0]:.1f} mm, on page {least[1]}" if least else ""


def _touches(page: Page, words: Words) -> bool:
    """Whether words are on the page at all: what stands beside the trim is for the printer."""
    width, height = page.trim.overlap(words.at)
    return width > 0 and height > 0


def _distance(page: Page, words: Words) -> float:
    return min(words.at.left, words.at.top, page.width - words.at.right, page.height - words.at.bottom)


CHECK = Check(
    id="text/safe-area",
    title="Words stand at least 5 mm from the edge",
    rationale="A guillotine cuts within 1 to 2 mm, and office printers leave 4 to 6 mm unprinted. Rule of print shops: "
              "3 to 5 mm.",
    looks_at="where the words stand on every page as shown",
    proves=frozenset({OURS}),
    otherwise="warning",
    later=True,
    look=_look,
    hint="Move these words inwards, or shorten them.",
)
