"""Where the words of a PDF stand, and to which marked content they belong: by pdfium."""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from brochure.errors import Unreadable
from brochure.geometry import Rectangle
from brochure.inspection.marks import INVISIBLE
from brochure.inspection.pages import Page
from brochure.inspection.pdfium import Shown

LIMIT_LETTERS = 4_000_000   # of a file
LIMIT_STRETCHES = 20_000    # of a page
LIMIT_OBJECTS = 100_000     # of a page, for the words of marked content
_BOLD = re.compile(r"bold|black|heavy|semib|demi", re.IGNORECASE)
_DEEPEST = 8


@dataclass(frozen=True, slots=True)
class Words:
    """Words in one style on one line: their page, where they stand, their size (pt; 0 if unknown), whether bold.

    `colour` is what they are filled with, as red, green and blue, if it is plain; words that paint nothing are not
    `visible`: a scanned page has such words over its picture.
    """

    page: int
    text: str
    at: Rectangle
    size: float
    bold: bool
    colour: tuple[int, int, int] | None
    visible: bool


def words_of(shown: Shown, pages: tuple[Page, ...]) -> tuple[Words, ...]:
    """Give the words of all pages, in the order of the file; raises Unreadable if there are too many."""
    left, found = LIMIT_LETTERS, []
    for page in pages:
        text = shown.text(page.number)
        left -= text.count_chars()
        if left < 0:
            raise Unreadable(f"it has more than {LIMIT_LETTERS:,} letters")
        found += list(_on_page(page, text))
    return tuple(found)


def _on_page(page: Page, text: Any) -> Iterator[Words]:
    import pypdfium2.raw as raw

    count = raw.FPDFText_CountRects(text, 0, -1)
    if count > LIMIT_STRETCHES:
        raise Unreadable(f"page {page.number} has more than {LIMIT_STRETCHES:,} stretches of words")
    left, top, right, bottom = (ctypes.c_double() for _ in range(4))
    for index in range(count):
        raw.FPDFText_GetRect(text, index, left, top, right, bottom)
        edges = left.value, bottom.value, right.value, top.value
        if words := text.get_text_bounded(*edges).strip():
            letter = raw.FPDFText_GetCharIndexAtPos(text, min(edges[0] + 1, edges[2]), (edges[1] + edges[3]) / 2, 3, 3)
            size, bold = _style(text, letter) if letter >= 0 else (0.0, False)
            colour, visible = _colour(text, letter) if letter >= 0 else (None, True)
            yield Words(page.number, words, page.place(*edges), size * page.unit, bold, colour, visible)


def _style(text: Any, letter: int) -> tuple[float, bool]:
    """The size of a letter, in the page's units, and whether its font is bold."""
    import pypdfium2.raw as raw

    matrix, name, flags = raw.FS_MATRIX(), ctypes.create_string_buffer(200), ctypes.c_int()
    raw.FPDFText_GetMatrix(text, letter, matrix)
    across = math.hypot(matrix.a, matrix.b) or 1.0
    scale = abs(matrix.a * matrix.d - matrix.b * matrix.c) / across
    raw.FPDFText_GetFontInfo(text, letter, name, 200, flags)
    bold = raw.FPDFText_GetFontWeight(text, letter) >= 600 or bool(_BOLD.search(name.value.decode("utf-8", "replace")))
    return raw.FPDFText_GetFontSize(text, letter) * scale, bold


def _colour(text: Any, letter: int) -> tuple[tuple[int, int, int] | None, bool]:
    """What a letter is filled with, and whether it paints anything."""
    import pypdfium2.raw as raw

    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    filled = raw.FPDFText_GetFillColor(text, letter, red, green, blue, alpha)
    mode = raw.FPDFTextObj_GetTextRenderMode(raw.FPDFText_GetTextObject(text, letter))
    plain = filled and alpha.value == 255 and mode == raw.FPDF_TEXTRENDERMODE_FILL
    return (red.value, green.value, blue.value) if plain else None, mode not in INVISIBLE


def smallest(words: Iterable[Words]) -> list[Words]:
    """Give the smallest words of each page that has any with letters or figures and of a known size."""
    found: dict[int, Words] = {}
    for entry in words:
        if entry.visible and entry.size > 0 and any(letter.isalnum() for letter in entry.text):
            found[entry.page] = min(found.get(entry.page, entry), entry, key=lambda words: words.size)
    return list(found.values())


def tagged_words_of(shown: Shown) -> dict[tuple[int, int], str]:
    """Give the words of all marked content that has a number, by page and number; raises Unreadable if too many.

    ISO 32000-1, 14.7.4.
    """
    import pypdfium2.raw as raw

    found: dict[tuple[int, int], list[str]] = {}
    for number in range(1, shown.count + 1):
        text = shown.text(number)
        for drawn in _texts(shown.page(number).raw):
            marked = raw.FPDFPageObj_GetMarkedContentID(drawn)
            if marked >= 0:
                found.setdefault((number, marked), []).append(_words(drawn, text))
    return {place: "".join(parts) for place, parts in found.items()}


def _texts(page: Any) -> Iterator[Any]:
    """The objects of a page that are text, those in forms too."""
    import pypdfium2.raw as raw

    left = LIMIT_OBJECTS
    open_ = [(raw.FPDFPage_GetObject(page, index), 0) for index in range(min(raw.FPDFPage_CountObjects(page), left))]
    open_.reverse()
    while open_:
        drawn, depth = open_.pop()
        left -= 1
        if left < 0:
            raise Unreadable(f"a page has more than {LIMIT_OBJECTS:,} objects")
        kind = raw.FPDFPageObj_GetType(drawn)
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            yield drawn
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
            count = min(raw.FPDFFormObj_CountObjects(drawn), left)
            open_ += [(raw.FPDFFormObj_GetObject(drawn, index), depth + 1) for index in reversed(range(count))]


def _words(drawn: Any, text: Any) -> str:
    import pypdfium2.raw as raw

    size = raw.FPDFTextObj_GetText(drawn, text, None, 0)
    letters = (ctypes.c_ushort * (size // 2 + 1))()
    raw.FPDFTextObj_GetText(drawn, text, letters, size)
    return bytes(letters)[:size].decode("utf-16-le", "replace").rstrip("\0")
