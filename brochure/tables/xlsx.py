"""XLSX of anybody: looked through part by part within limits, and only then handed to openpyxl.

openpyxl (3.1) expands what it is given: a merged cell can span the whole sheet, and a lone cell at its end makes it
walk there. What a table has no need of is refused before.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO, Any, NamedTuple

from brochure.errors import BrochureError, Fault, Place, short
from brochure.tables.xml_walk import walk_xml

_PIECE = 1_000_000   # bytes that are looked at together
_REFUSED = {"xl/externalLinks/": "links to another file", "xl/vbaProject.bin": "macros", "xl/macrosheets/": "macros",
            "xl/embeddings/": "files in it", "xl/activeX/": "controls", "xl/connections.xml": "data connections"}
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
KINDS = {"f": "a formula", "n": "a number", "d": "a date", "b": "a truth value", "e": "an error"}


@dataclass(frozen=True)
class Limits:
    """The most that a table may have: bytes when it is unpacked, files in it, rows and columns."""

    unpacked: int
    rows: int
    columns: int = 60
    parts: int = 300


class Cell(NamedTuple):
    """A cell: where it is, its kind as openpyxl tells it (`s` is a text), and what it holds, as text."""

    coordinate: str
    kind: str
    text: str


NOTHING = Cell("", "s", "")


def cell_of(cell: Any) -> Cell:
    """Give a cell of openpyxl as plain data."""
    if cell.value is None:
        return NOTHING
    return Cell(cell.coordinate, "s" if cell.data_type in {"s", "inlineStr", "str"} else cell.data_type,
                str(cell.value))


def look_through(book: IO[bytes], file: str, limits: Limits, again: str) -> None:
    """Raise BrochureError if an archive holds more than a table may, or what none has need of.

    `again` says what to do with a file that cannot be read.
    """
    faults: list[Fault] = []
    try:
        with zipfile.ZipFile(book) as archive:
            parts = archive.infolist()
            if len(parts) > limits.parts:
                raise BrochureError(f"the file holds {len(parts)} files; {limits.parts} is the most", Place(file),
                                    again)
            for start, what in _REFUSED.items():
                if any(part.filename.startswith(start) for part in parts):
                    faults.append(Fault(f"the file has {what}", Place(file),
                                        "Nothing of it is read. Save it as a plain XLSX without."))
            room = _Room(file, limits, again)
            for part in parts:
                with archive.open(part) as stream:
                    pieces = room.pieces(stream)
                    if part.filename.endswith((".xml", ".rels", ".vml")):
                        faults += _Part(file, part.filename, limits).faults(pieces)
                    else:
                        for _ in pieces:
                            pass
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError):
        raise BrochureError("this is no XLSX, or one that is damaged or locked", Place(file), again) from None
    if faults:
        raise BrochureError(faults=list(dict.fromkeys(faults)))


class _Room:
    """How much of an archive may still be unpacked."""

    def __init__(self, file: str, limits: Limits, again: str) -> None:
        self.file, self.limits, self.again = file, limits, again
        self.left = limits.unpacked

    def pieces(self, stream: IO[bytes]) -> Iterator[bytes]:
        """Give what a part holds, piece by piece, until it is too much."""
        while piece := stream.read(min(_PIECE, self.left + 1)):
            self.left -= len(piece)
            if self.left < 0:
                raise BrochureError(f"the file unpacks to more than {self.limits.unpacked:,} bytes", Place(self.file),
                                    f"Nothing of it is read. {self.again}")
            yield piece


class _Part:
    """A part of the archive, looked through without keeping anything of it."""

    def __init__(self, file: str, part: str, limits: Limits) -> None:
        self.file, self.part, self.limits = file, part, limits
        self.found: list[Fault] = []
        self.rows = self.cells = 0   # cells of this row

    def faults(self, pieces: Iterable[bytes]) -> list[Fault]:
        """Give what must not be in it."""
        walk_xml(pieces, f"{self.file} ({self.part})", self._begin)
        return self.found

    def _begin(self, tag: str, attributes: dict[str, str], _: int) -> None:
        name = tag.rpartition("}")[2]
        if name == "mergeCell":
            self.found.append(Fault(f"the cells {short(attributes.get('ref', ''))} are merged", Place(self.file),
                                    "Undo that in the spreadsheet: each row stands for itself."))
        elif name == "row":
            self.rows, self.cells = self.rows + 1, 0
            number = attributes.get("r", str(self.rows))
            if self.rows > self.limits.rows or not _within(number, self.limits.rows):
                self._too_large(f"row {short(number)}")
        elif name == "c":
            self._cell(attributes)

    def _cell(self, attributes: dict[str, str]) -> None:
        """Count a cell; it need not say where it stands."""
        self.cells += bool(self.rows)
        if self.cells > self.limits.columns:
            self._too_large(f"cell {self.cells} of row {self.rows}")
        if "r" in attributes:
            match = _REFERENCE.fullmatch(attributes["r"])
            if not match or _column(match[1]) > self.limits.columns or int(match[2]) > self.limits.rows:
                self._too_large(f"cell {short(attributes['r'])}")

    def _too_large(self, what: str) -> None:
        raise BrochureError(f"the sheet is too large: it has something in {what}", Place(self.file),
                            "Delete the rows and columns that are beyond the table.")


def _within(number: str, most: int) -> bool:
    return number.isdecimal() and len(number) <= 8 and int(number) <= most


def _column(letters: str) -> int:
    """The number of a column, the first of which is A."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
