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
_LOW = 0.05                 # pt
_FEW = 500_000              # boxes by letters: for more, looking for each on the whole page takes long
_AHEAD = 400                # letters that are looked through for the next box
_Box = tuple[float, float, float, float]
_Look = tuple[float, bool, tuple[int, int, int] | None, bool]


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
    boxes = []
    for index in range(count):
        raw.FPDFText_GetRect(text, index, left, top, right, bottom)
        boxes.append((left.value, bottom.value, right.value, top.value))
    stretches: list[tuple[_Box, _Look]] = []
    for box, letter in zip(boxes, _letters(text, boxes), strict=True):
        look: _Look = (*_style(text, letter), *_colour(text, letter)) if letter >= 0 else (0.0, False, None, True)
        if stretches and look == stretches[-1][1] and _goes_on(stretches[-1][0], box, look[0]):
            box = _both(stretches.pop()[0], box)
        stretches.append((box, look))
    for box, (size, bold, colour, visible) in stretches:
        # Spaces between two directions have a box of their own, which has no height.
        if box[3] - box[1] > _LOW and (words := text.get_text_bounded(*box).strip()):
            yield Words(page.number, words, page.place(*box), size * page.unit, bold, colour, visible)


def _letters(text: Any, boxes: list[_Box]) -> Iterator[int]:
    """A letter of each box, or -1: looked for on the page, or, where there are many boxes, from the last one on."""
    import pypdfium2.raw as raw

    count, at = text.count_chars(), 0
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    for box in boxes:
        if len(boxes) * count < _FEW:
            yield raw.FPDFText_GetCharIndexAtPos(text, min(box[0] + 1, box[2]), (box[1] + box[3]) / 2, 3, 3)
            continue
        found = -1
        for index in range(at, min(at + _AHEAD, count)):
            raw.FPDFText_GetCharBox(text, index, left, right, bottom, top)
            across, up = (left.value + right.value) / 2, (bottom.value + top.value) / 2
            if box[0] <= across <= box[2] and box[1] <= up <= box[3]:
                found = at = index
                break
        yield found


def _goes_on(first: _Box, then: _Box, size: float) -> bool:
    """Whether a box goes on where another ends: some programs place every letter by itself."""
    high = min(first[3], then[3]) - max(first[1], then[1])
    return high > 0 and -0.5 * size < then[0] - first[2] < 0.6 * size


def _both(first: _Box, then: _Box) -> _Box:
    return min(first[0], then[0]), min(first[1], then[1]), max(first[2], then[2]), max(first[3], then[3])


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
    """Give the smallest words of each page; signs of footnotes, and words of an unknown size, are passed over."""
    found: dict[int, Words] = {}
    for entry in words:
        if entry.visible and entry.size > 0 and sum(letter.isalnum() for letter in entry.text) > 1:
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
