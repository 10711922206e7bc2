"""Reads a page as the eye does, by where each letter stands, and tells which forms of letters are drawn.

It shares no code with the press: pdfium says where letters are, HarfBuzz which forms a word has.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
import uharfbuzz

from brochure.geometry import Piece, Rectangle
from brochure.inspection.text import letters
from brochure.promise import Promise

BULLET = "•"
_PT = 72 / 25.4   # a mm
_ONE_OF_TWO = str.maketrans(")]}»›>", "([{«‹<")
_INSIDE = "., :/+-\u00a0"    # signs and spaces that belong to what runs from left to right around them


class Seen:
    """The pages of a PDF that is read by the eye."""

    def __init__(self, content: bytes) -> None:
        # Told that it is bound on the right, pdfium would put lines in an order of its own.
        with pikepdf.open(io.BytesIO(content)) as pdf:
            self.right_to_left = "/ViewerPreferences" in pdf.Root and pdf.Root.ViewerPreferences.get(
                "/Direction") == "/R2L"
        self._pages = [list(_letters(page)) for page in pypdfium2.PdfDocument(content)]

    def line(self, page: int, at: Rectangle, *, right_to_left: bool) -> list[str]:
        """Give the letters of a line, on a page counted from 0, in the order in which they are read.

        Letters that share a form stand in one place, where no eye can tell their order: they are given together.
        """
        found: dict[float, str] = {}
        for x, y, letter in self._pages[page]:
            if at.left - 0.5 <= x / _PT <= at.right + 0.5 and at.top <= y / _PT <= at.bottom:
                found[round(x, 2)] = found.get(round(x, 2), "") + letter
        forms = [found[x] for x in sorted(found, reverse=right_to_left)]
        return _runs_turned(forms) if right_to_left else forms

    def letters(self) -> list[str]:
        """Give the letters of each page as the file tells them, in the order in which pdfium has them."""
        return ["".join(letter for _, _, letter in page) for page in self._pages]

    def where(self, page: int, letter: str) -> list[tuple[float, float]]:
        """Give where a letter stands on a page, in mm from its upper left corner."""
        return [(x / _PT, y / _PT) for x, y, found in self._pages[page] if found == letter]


def _letters(page: Any) -> Iterator[tuple[float, float, str]]:
    """Give the origin of each letter, in pt from the upper left corner, and the letter."""
    text, height = page.get_textpage(), page.get_height()
    x, y = pdfium.c_double(), pdfium.c_double()
    for number in range(text.count_chars()):
        letter = chr(pdfium.FPDFText_GetUnicode(text, number))
        if pdfium.FPDFText_GetCharOrigin(text, number, x, y) and letter not in "\r\n":
            yield x.value, height - y.value, letter


def _runs_turned(forms: list[str]) -> list[str]:
    """Turn round what runs from left to right in a line that is read from the right."""
    found: list[str] = []
    at = 0
    while at < len(forms):
        end = at
        while end < len(forms) and (_left_to_right(forms[end]) or (
                end > at and forms[end] in _INSIDE and end + 1 < len(forms) and _left_to_right(forms[end + 1]))):
            end += 1
        found += forms[at:end][::-1] if end > at else [forms[at]]
        at = max(end, at + 1)
    return found


def _left_to_right(form: str) -> bool:
    return form == "%" or unicodedata.bidirectional(form[0]) in {"L", "EN", "AN"}


def plain(text: str) -> str:
    """Give what an order is told by: letters, digits and signs, but none above or below others.

    Of a bracket or quotation mark the page tells only that it is one: which, is told by the direction.
    """
    return "".join(letter for letter in letters(text) if not unicodedata.combining(letter)).translate(_ONE_OF_TWO)


def texts(promise: Promise, seen: Seen) -> dict[str, list[str]]:
    """Give the letters of each block on the pages of a promise, as they are seen."""
    found: dict[str, list[str]] = {}
    for number, page in enumerate(promise.layout):
        for piece in page.pieces:
            if piece.kind == "line" and piece.text.strip() != BULLET:
                forms = map(plain, seen.line(number, piece.at, right_to_left=promise.direction == "rtl"))
                found.setdefault(piece.block, []).extend(filter(None, forms))
    return found


def beside(forms: list[str], typed: str) -> str:
    """Give what is seen, letters that share a form in the order in which they were typed."""
    told = ""
    for form in forms:
        wanted = typed[len(told):len(told) + len(form)]
        told += wanted if sorted(wanted) == sorted(form) else form
    return told


def lines(promise: Promise, block: str) -> list[tuple[int, Piece]]:
    """Give the lines of a block, each with its page counted from 0; there must be one."""
    found = [(number, piece) for number, page in enumerate(promise.layout)
             for piece in page.pieces if piece.kind == "line" and piece.block == block]
    assert found, block
    return found


# --- forms -----------------------------------------------------------------------------------------------------------


def forms_drawn(content: bytes, family: str) -> str:
    """Give the forms that are drawn in the faces of a family, a character each, with breaks where others stand between.

    A sign above a letter is a piece of its own, raised (Ts), and breaks nothing.
    """
    drawn = [""]
    with pikepdf.open(io.BytesIO(content)) as pdf:
        for part in [drawn_on for page in pdf.pages for drawn_on in (page, *_sheets(page))]:
            ours = {name for name, font in part.Resources.get("/Font", {}).items()
                    if family.replace(" ", "-") in str(font.BaseFont)}
            current = ""
            for operands, operator in pikepdf.parse_content_stream(part):
                if str(operator) == "Tf":
                    current = str(operands[0])
                if str(operator) == "Tm" or current not in ours:
                    drawn.append("")
                elif str(operator) == "TJ":
                    shown = b"".join(bytes(part) for part in operands[0] if isinstance(part, pikepdf.String))
                    drawn[-1] += shown.decode("utf-16-be")
    return "\n".join(drawn)


def _sheets(page: Any) -> list[Any]:
    """Give the pages that stand on a sheet."""
    return [form for form in page.Resources.get("/XObject", {}).values() if form.Subtype == "/Form"]


def forms_of(word: str, face: Path, language: str) -> str:
    """Give the forms of a word from right to left, from the left as they are drawn, a character each."""
    buffer = uharfbuzz.Buffer()
    buffer.add_str(word)
    buffer.direction, buffer.script, buffer.language = "rtl", "Arab", language
    uharfbuzz.shape(_font(face), buffer)
    return "".join(chr(info.codepoint) for info in buffer.glyph_infos)


def forms_apart(word: str, face: Path) -> str:
    """Give the forms that the letters of a word have when each stands alone, from the left as they are drawn."""
    return "".join(chr(_font(face).get_nominal_glyph(ord(letter)) or 0) for letter in reversed(word))


@cache
def _font(face: Path) -> Any:
    return uharfbuzz.Font(uharfbuzz.Face(face.read_bytes()))


def arabic(texts: Iterable[str]) -> set[str]:
    """Give the words of texts that are of Arabic letters alone, of two or more."""
    words = {word.strip(".,:;!?،؛؟«»()–-/") for text in texts for word in text.replace("/", " ").split()}
    return {word for word in words if len(word) > 1 and all(
        unicodedata.bidirectional(letter) in {"AL", "NSM"} for letter in word)}
