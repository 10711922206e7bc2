"""Two languages beside each other: which page stands beside which, and where on the sheet."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from brochure.geometry import PageLayout, Placed

WIDTH, HEIGHT = 297.0, 210.0   # mm: A4, lying
Pair = tuple[int, int]


def in_step(first: Sequence[PageLayout], second: Sequence[PageLayout]) -> tuple[Pair, ...]:
    """Give for each sheet the page (from 1) of either language, 0 where its half stays blank.

    There are as many sheets as the longer language has pages, and no half is blank but what that takes. Where they
    are blank is chosen so that each text stands as near as can be to its counterpart: what is counted is by how many
    sheets the beginnings of texts are apart.
    """
    if len(first) > len(second):
        return tuple((left, right) for right, left in in_step(second, first))
    begins = {block: number for number, blocks in enumerate(_beginnings(second), 1) for block in blocks}
    apart = [[sum(abs(begins[block] - sheet) for block in blocks & begins.keys())
              for sheet in range(1, len(second) + 1)] for blocks in _beginnings(first)]
    # The least for the pages so far, if the last of them stands on that sheet at the latest.
    least = [[0] * (len(second) + 1)]
    for costs in apart:
        least.append([*accumulate((before + cost for before, cost in zip(least[-1], costs, strict=False)), min,
                                  initial=_FAR)])
    sheets = dict.fromkeys(range(1, len(second) + 1), 0)
    sheet = len(second)
    for page in range(len(first), 0, -1):
        while least[page][sheet] == least[page][sheet - 1]:
            sheet -= 1
        sheets[sheet] = page
        sheet -= 1
    return tuple((page, number) for number, page in sheets.items())


_FAR = 10**9


def _beginnings(pages: Sequence[PageLayout]) -> list[set[str]]:
    """The blocks that begin on each page."""
    seen: set[str] = set()
    found = []
    for page in pages:
        blocks = {piece.block for piece in page.pieces} - seen
        seen |= blocks
        found.append(blocks)
    return found


def placed(pairs: Sequence[Pair], width: float, height: float) -> tuple[tuple[Placed, ...], ...]:
    """Give where the pages of each pair stand on A4, lying: each in the middle of its half.

    Pages are of a width and height in mm; those that are larger than half a sheet are made smaller.
    """
    half = WIDTH / 2
    scale = min(1.0, half / width, HEIGHT / height)
    top = (HEIGHT - height * scale) / 2
    return tuple(tuple(Placed(document, page, document * half + (half - width * scale) / 2, top, scale)
                       for document, page in enumerate(pair) if page) for pair in pairs)
