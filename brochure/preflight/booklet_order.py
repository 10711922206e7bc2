"""Folded and stapled, the sheets are the brochure: each page stands where it belongs."""

from __future__ import annotations

from brochure.formats import IMPOSED
from brochure.geometry import PageLayout
from brochure.inspection.halves import Half, halves, lines, most_like
from brochure.preflight import Check, Look, Subject


def _folded(sides: list[tuple[Half, Half]], right_to_left: bool) -> list[Half]:
    """Give the halves as one turns the pages of the folded and stapled sheets, each printed on front and back.

    The first leaf of a sheet is the right half of its front, behind which is the left half of its back; its last
    leaf is the other two. Read from right to left, it is the other way round.
    """
    first: list[Half] = []
    last: list[Half] = []
    for front, back in zip(sides[::2], sides[1::2], strict=False):
        near, far = (front[0], back[1]) if right_to_left else (front[1], back[0])
        first += [near, far]
        near, far = (back[0], front[1]) if right_to_left else (back[1], front[0])
        last = [near, far, *last]
    return first + last


def _look(subject: Subject) -> Look:
    pages, right_to_left = subject.promised.layout, subject.promised.direction == "rtl"
    sides = halves(subject.document)
    for number, half in enumerate(_folded(sides, right_to_left), 1):
        page = pages[number - 1] if number <= len(pages) else None
        found = half.letters()
        if page is None or not lines(page):
            if found:
                yield f"{half.name} holds {_held(found, pages)}, where a page without words belongs"
        elif line := half.lacks(page, right_to_left):
            held = _held(found, pages)
            if held == f"page {number}":
                yield (f"{half.name} holds page {number}, but not upright and whole beside the fold: "
                       f"“{line[:40]}” is not in its place")
            else:
                yield f"{half.name} holds {held}, where page {number} belongs"
    return f"both halves of {len(sides)} sides"


def _held(found: str, pages: tuple[PageLayout, ...]) -> str:
    """Say what some letters are."""
    number = most_like(found, pages)
    return f"page {number}" if number else "other words" if found else "no words"


CHECK = Check(
    id="booklet/order",
    title="Folded, the sheets are the brochure in its order",
    rationale="A page in the wrong half is found only when all copies are stapled. Saddle stitch: of eight pages the "
              "sides are 8|1, 2|7, 6|3, 4|5, and mirrored where one reads from right to left.",
    looks_at="the words on each half of each side, beside those of the layout",
    proves=frozenset({IMPOSED}),
    promised=True,
    look=_look,
    hint="This is a fault of the program: please report it.",
)
