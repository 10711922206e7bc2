"""What WeasyPrint leaves undone in files that run from right to left, and in letters, repaired while they are written.

Seen in WeasyPrint 70.0. Each repair has a test in tests/test_right_to_left.py that prints without it and fails when the
engine does it by itself, so that the repair can go.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pydyf
from weasyprint import pdf as writing

from brochure.shaping import characters_of, readable

_RIGHT_TO_LEFT = {"R", "AL"}


def runs_right_to_left(document: Any) -> bool:
    """Whether a document that is laid out runs from right to left."""
    return any(box.style["direction"] == "rtl" for box in document.pages[0]._page_box.children
               if box.element is not None and box.element.tag == "html")


@contextmanager
def letters_as_they_are() -> Iterator[None]:
    """Tell readers which letters each form is, inside the block.

    The engine takes the text at the first place where it draws a form. Then a letter that first stands below a sign is
    lost everywhere, and a bracket that is turned round in one place is in all. Here such a form tells the character
    that the font has it for. Two letters in one form tell that of both where there is one (U+FEFB, lam with alef),
    which readers take apart themselves: pdfium and Poppler change the order of two when they turn the line round.

    In other scripts, of a letter with several marks the last form tells all, and the others nothing.
    """
    original = writing.build_fonts_dictionary

    def mended(pdf: Any, fonts: dict[Any, Any], *others: Any) -> Any:
        used = {letter for font in fonts.values() for text in font.to_unicode.values() for letter in text}
        for font in fonts.values():
            if any(unicodedata.bidirectional(letter) in _RIGHT_TO_LEFT
                   for text in font.to_unicode.values() for letter in text):
                known = characters_of(font.file_content)
                for glyph, text in font.to_unicode.items():
                    font.to_unicode[glyph] = readable(text, known.get(glyph, ()), used)
            elif unclear := [glyph for glyph, text in font.to_unicode.items() if not text or _marked(text)]:
                known = characters_of(font.file_content)
                font.to_unicode |= {glyph: known[glyph][0] for glyph in unclear if known.get(glyph)}
        return original(pdf, fonts, *others)

    writing.build_fonts_dictionary = mended
    try:
        yield
    finally:
        writing.build_fonts_dictionary = original


def _marked(text: str) -> bool:
    return len(text) > 1 and any(map(unicodedata.combining, text))


def say_direction(pdf: Any) -> None:
    """Have viewers, booklets and print shops bind a PDF on the right (ISO 32000-1, table 150). To be called last."""
    preferences = pdf.catalog.setdefault("ViewerPreferences", pydyf.Dictionary())
    preferences["Direction"] = "/R2L"
