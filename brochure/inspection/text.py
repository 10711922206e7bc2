"""The words of a PDF, page by page, as a reader copies them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import permutations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from brochure.inspection.pdfium import Shown

_BEYOND = (-20_000.0, -20_000.0, 20_000.0, 20_000.0)   # pt: words that run out of the page are there, too
_HYPHENATED = re.compile(r"\x02\s*|-\r?\n")


def page_texts(shown: Shown) -> tuple[str, ...]:
    """Give the words of each page, those beyond its edge too; a word broken at the end of a line is whole again."""
    return tuple(_HYPHENATED.sub("", shown.text(number).get_text_bounded(*_BEYOND))
                 for number in range(1, shown.count + 1))


def letters(text: str) -> str:
    """Give the letters and signs of a text alone, without spaces and hyphens: what a line break cannot change.

    >>> letters("rygg- og bekken\\u00adleddsmerter, 2–3 %")
    'ryggogbekkenleddsmerter,2–3%'
    """
    plain = unicodedata.normalize("NFKC", text)
    return "".join(letter for letter in plain if not letter.isspace() and letter not in "-\u00ad\u2010\u2011\x02\ufeff")


def stands_on(wanted: str, pages: Sequence[str]) -> bool:
    """Whether some letters stand on pages, given as letters, one after the other.

    They may begin on one page and end on another: foot lines, or a whole page, stand between the parts of a text.
    """
    return wanted in "".join(pages) or any(
        wanted[:cut] in first and wanted[cut:] in second
        for first, second in permutations(pages, 2) for cut in range(1, len(wanted)))
