"""The pages of two languages stand beside each other on A4 sheets, each whole and on its half."""

from __future__ import annotations

from brochure.errors import counted
from brochure.formats import BESIDE
from brochure.inspection.halves import Half, halves, lines, most_like
from brochure.preflight import Check, Look, Subject
from brochure.promise import Promise

_WIDTH, _HEIGHT, _TOLERANCE = 297, 210, 0.5   # mm: A4, lying (ISO 216)


def _look(subject: Subject) -> Look:
    promise = subject.promised
    for page in subject.document.pages:
        width, height = page.crop.right - page.crop.left, page.crop.bottom - page.crop.top
        if max(abs(width - _WIDTH), abs(height - _HEIGHT)) > _TOLERANCE:
            yield f"page {page.number}: {width:.0f} × {height:.0f} mm is not A4, lying ({_WIDTH} × {_HEIGHT} mm)"
    sides = halves(subject.document)
    if len(sides) != len(promise.halves):
        yield f"the pages stand on {counted(len(sides), 'sheet')}, not {len(promise.halves)}"
    for side, pair in zip(sides, promise.halves, strict=False):
        for half, number in zip(side, pair, strict=True):
            yield from _half(half, number, promise)
    blank = sum(not number for pair in promise.halves for number in pair)
    told = f", {blank} {'half' if blank == 1 else 'halves'} blank" if blank else ""
    return f"{counted(len(sides), 'sheet')}{told}"


def _half(half: Half, number: int, promise: Promise) -> Look:
    found = half.letters()
    page = promise.layout[number - 1] if number else None
    if page is None or not lines(page):
        if found:
            yield f"{half.name} holds {_held(found, promise)}, where nothing belongs"
    elif line := half.lacks(page, promise.direction == "rtl"):
        if (held := _held(found, promise)) == _called(number, promise):
            yield f"{half.name} holds {held}, but not upright and whole: “{line[:40]}” is not in its place"
        else:
            yield f"{half.name} holds {held}, where {_called(number, promise)} belongs"
    return ""


def _held(found: str, promise: Promise) -> str:
    number = most_like(found, promise.layout)
    return _called(number, promise) if number else "other words" if found else "no words"


def _called(number: int, promise: Promise) -> str:
    """Say which page it is, of which language."""
    first = max(left for left, _ in promise.halves)
    source = promise.texts[0][0].partition("/")[0]
    return f"page {number} of {source}" if number <= first else f"page {number - first} of {promise.locale}"


CHECK = Check(
    id="parallel/pages",
    title="The pages of two languages stand beside each other",
    rationale="Whoever explains the one page has the other before them; a page on the wrong half, or beside another, "
              "is found only when somebody points at it.",
    looks_at="the words on each half of each sheet, beside those of the layout, and the size of the sheets",
    proves=frozenset({BESIDE}),
    promised=True,
    look=_look,
    hint="This is a fault of the program: please report it.",
)
