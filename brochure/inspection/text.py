"""The words of a PDF, page by page, as a reader copies them."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from itertools import permutations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from brochure.inspection.pdfium import Shown

_BEYOND = (-20_000.0, -20_000.0, 20_000.0, 20_000.0)   # pt: words that run out of the page are there, too
_UNSEEN = frozenset("-\u00ad\u2010\u2011\x02\ufeff\u200c\u200d\u200e\u200f\u061c")
_WORD = re.compile(r"[^\W_]+")
# Which of two brackets is meant is told by the direction of the words around them; readers do not agree on it.
_ONE_OF_TWO = str.maketrans(")]}»›>", "([{«‹<")
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
    return "".join(letter for letter in plain if not letter.isspace() and letter not in _UNSEEN)


def find(wanted: str, whole: str, start: int = 0, *, right_to_left: bool = False) -> int:
    """Give where some letters stand in others, from a place on, or -1; both as `letters` gives them.

    Where lines run from right to left, numbers and Latin words run the other way in them, and signs belong to one or
    the other. A PDF holds what is seen from left to right, and readers put it in order each in its own way: there the
    same letters count in whatever order, if they stand together.

    >>> find("عدد10%", "%10عدد", right_to_left=True), find("عدد10%", "%11عدد", right_to_left=True)
    (0, -1)
    """
    if not right_to_left:
        return whole.find(wanted, start)
    wanted, whole = wanted.translate(_ONE_OF_TWO), whole.translate(_ONE_OF_TWO)
    size = len(wanted)
    missing = Counter(wanted)   # how many more of each letter there are than in what is looked at; never zero
    missing.subtract(whole[start:start + size])
    missing = Counter({letter: count for letter, count in missing.items() if count})
    for at in range(start, len(whole) - size + 1):
        if not missing:
            return at
        if at + size < len(whole):
            for letter, change in ((whole[at], 1), (whole[at + size], -1)):
                missing[letter] += change
                if not missing[letter]:
                    del missing[letter]
    return -1


def words(text: str) -> list[str]:
    """Give the words and numbers of a text, without the signs between them.

    >>> words("ca. 2–3 %, «så»")
    ['ca', '2', '3', 'så']
    """
    return _WORD.findall(unicodedata.normalize("NFKC", text))


def stands_on(text: str, pages: Sequence[str], *, right_to_left: bool = False) -> bool:
    """Whether a text stands on pages, given as letters.

    It may begin on one page and end on another: foot lines, or a whole page, stand between the parts of a text.
    """
    if right_to_left:
        parts = text.split()
        return any(_turned(text, page) for page in pages) or any(
            _parted(" ".join(parts[:cut]), " ".join(parts[cut:]), pages) for cut in range(1, len(parts)))
    wanted = letters(text)
    return wanted in "".join(pages) or any(
        wanted[:cut] in first and wanted[cut:] in second
        for first, second in permutations(pages, 2) for cut in range(1, len(wanted)))


def _parted(first: str, second: str, pages: Sequence[str]) -> bool:
    """Whether two parts of a text from right to left stand on two pages."""
    begun = [number for number, page in enumerate(pages) if _turned(first, page)]
    return bool(begun) and any(_turned(second, page) for number, page in enumerate(pages) if begun != [number])


def _turned(text: str, page: str) -> bool:
    """Whether a text from right to left stands on a page: all of its letters together, in whatever order.

    pdfium puts lines of two directions in an order of its own, and two letters in one form the wrong way round; but
    numbers and Latin words are there as they are.
    """
    return find(letters(text), page, right_to_left=True) >= 0 and all(
        find(word, page, right_to_left=not word.isascii()) >= 0 for word in words(text))
