"""CSV of anybody, row by row: UTF-8 with or without a byte-order mark, whatever stands between its cells."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import IO

from brochure.errors import BrochureError, Place
from brochure.files import reason

DELIMITERS = (";", ",", "\t")
BOM = "\ufeff"
_PIECE = 1_000_000          # bytes that are decoded together
_LONGEST = 131_072          # letters in a line, and in a cell (the csv module's own limit)
# What the csv module says of a table, in other words.
_REASONS = {"unexpected end": "a quotation mark opens and does not close",
            "expected after": "there is something after a quotation mark that closes",
            "field limit": f"a cell has more than {_LONGEST:,} letters"}
_BROKEN = "A quotation mark that opens must close, and one within a cell stands twice. Take back the last change."


def decoded(pieces: Iterable[bytes], file: str, save: str) -> Iterator[str]:
    """Give a table's text, piece by piece, without its byte-order mark; `save` says how to save it otherwise.

    Raises BrochureError, with the line, if it is not UTF-8.
    """
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    lines, start = 1, b""
    for piece in _ended(pieces):
        start = start or piece[:2]
        if start in (b"\xff\xfe", b"\xfe\xff"):
            raise BrochureError("the table is in UTF-16", Place(file), save)
        try:
            yield decoder.decode(piece, final=not piece)
        except UnicodeDecodeError as error:
            line = lines + error.object.count(b"\n", 0, error.start)
            raise BrochureError("the table is not UTF-8 but probably Windows-1252, which lacks most letters of the "
                                "world", Place(file, line), save) from None
        lines += piece.count(b"\n")


def _ended(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The pieces, and an empty one that says that they end."""
    yield from filter(None, pieces)
    yield b""


def check_text(path: Path, file: str, most: int, save: str) -> None:
    """Raise BrochureError if a table is too large, or no text that can be read; nothing of it is kept."""
    try:
        with path.open("rb") as stream:
            for _ in decoded(_pieces(stream, file, most), file, save):
                pass
    except OSError as error:
        raise BrochureError(f"the file cannot be read: {reason(error)}", Place(file)) from None


def _pieces(stream: IO[bytes], file: str, most: int) -> Iterator[bytes]:
    found = 0
    while piece := stream.read(_PIECE):
        found += len(piece)
        if found > most:
            raise BrochureError(f"the file is too large: {most:,} bytes is the most", Place(file),
                                "Make several lists of it.")
        yield piece


def first_rows(path: Path, delimiter: str, count: int) -> list[list[str]]:
    """Give the cells of some first rows, as a delimiter parts them, up to one that is broken."""
    found: list[list[str]] = []
    with path.open(encoding="utf-8-sig", newline="") as stream, suppress(csv.Error, BrochureError):
        found.extend(islice(csv.reader(_lines(stream, ""), delimiter=delimiter), count))
    return found


def rows_of(path: Path, file: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Give every row of a table that check_text has looked through, and its number, as a spreadsheet counts them.

    Raises BrochureError where a row cannot be read.
    """
    with path.open(encoding="utf-8-sig", newline="") as stream:
        table = csv.reader(_lines(stream, file), delimiter=delimiter, strict=True)
        number = 0
        try:
            for number, row in enumerate(table, 1):
                yield number, row
        except csv.Error as error:
            what = next((words for start, words in _REASONS.items() if start in str(error)), "its marks are not those "
                        "of a CSV")
            raise BrochureError(f"the table is broken: {what}", Place(file, number + 1), _BROKEN) from None


def _lines(stream: IO[str], file: str) -> Iterator[str]:
    """The lines of a table; some programs write the delimiter before it, for Excel."""
    number = 0
    while line := stream.readline(_LONGEST + 1):
        number += 1
        if len(line) > _LONGEST:
            raise BrochureError(f"a line has more than {_LONGEST:,} letters", Place(file, number),
                                _BROKEN if '"' in line else "Shorten what stands in it, or take it out.")
        if number > 1 or not line.startswith("sep="):
            yield line
