"""XLSX that comes back: looked through part by part within limits, and only then handed to openpyxl.

openpyxl (3.1) expands what it is given: a merged cell can span the whole sheet, and a lone cell at its end makes it
walk there. What a table of texts has no need of is refused before.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import Any, NamedTuple

from brochure.apart import apart
from brochure.errors import BrochureError, Fault, Faults, Place, short
from brochure.exchange import Head, Incoming, refuse_twice
from brochure.exchange.columns import LEFT, find_columns, missing_columns, returned
from brochure.exchange.xlsx import HIDDEN, KEYS, TEXTS
from brochure.exchange.xml_tree import walk_xml

LIMIT_UNPACKED = 15_000_000   # bytes
_MOST_PARTS, _MOST_ROWS, _MOST_COLUMNS = 300, 5_000, 60
_SECONDS, _MEMORY = 20, 1_000_000_000   # in which a table within these limits is read many times over
_REFUSED = {"xl/externalLinks/": "links to another file", "xl/vbaProject.bin": "macros", "xl/macrosheets/": "macros",
            "xl/embeddings/": "files in it", "xl/activeX/": "controls", "xl/connections.xml": "data connections"}
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_ESCAPE = re.compile(r"_x[0-9A-Fa-f]{4}_")   # a letter that XML cannot hold (ECMA-376, ST_Xstring)
_AGAIN = "Save it again as XLSX, or export the language anew with “brochure locale export”."
_COPY = "Copy the translations into a file that “brochure locale export” has made."
_ANEW = "Give the cell the format “Text”, and type it anew."
_KINDS = {"f": "a formula", "n": "a number", "d": "a date", "b": "a truth value", "e": "an error"}


class _Cell(NamedTuple):
    """A cell: where it is, its kind as openpyxl tells it, and what it holds, as text."""

    coordinate: str
    kind: str
    text: str


_Sheets = dict[str, list[list[_Cell]]]
_NOTHING = _Cell("", "s", "")


def read_xlsx(content: bytes, file: str) -> Incoming:
    """Give what an XLSX file holds; raise BrochureError with everything that is wrong in its form."""
    _look_through(content, file)
    try:
        sheets = apart(lambda: _sheets(content), seconds=_SECONDS, memory=_MEMORY)
    except Exception as error:   # openpyxl raises whatever its parts do
        raise BrochureError(f"this is no XLSX that can be read: {short(str(error))}", Place(file), _AGAIN) from None
    for name in (TEXTS, HIDDEN):
        if not sheets.get(name):
            raise BrochureError(f"there is no sheet “{name}” in this file", Place(file), _COPY)
    head, tokens = _hidden(sheets[HIDDEN], file)
    names, *lines = sheets[TEXTS]
    faults = Faults()
    columns = find_columns([cell.text for cell in names])
    if missing_columns(columns, Place(file, 1), faults):
        faults.raise_any()
    found = []
    for line, row in enumerate(lines, 2):
        if any(cell.text.strip() for cell in row):
            told = {name: _text(row[at] if at < len(row) else _NOTHING, name, Place(file, line), faults)
                    for name, at in columns.items() if name != LEFT}
            found.append((told, tokens.get(told["id"].strip(), ""), Place(file, line)))
    rows = refuse_twice(returned(found, faults), faults)
    faults.raise_any()
    return Incoming(head, rows)


def _sheets(content: bytes) -> _Sheets:
    """The cells of the two sheets that are read."""
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
    found = {name: [[_cell(cell) for cell in row] for row in book[name].iter_rows()] for name in (TEXTS, HIDDEN)
             if name in book.sheetnames}
    book.close()
    return found


def _cell(cell: Any) -> _Cell:
    if cell.value is None:
        return _NOTHING
    return _Cell(cell.coordinate, "s" if cell.data_type in {"s", "inlineStr", "str"} else cell.data_type,
                 str(cell.value))


def _text(cell: _Cell, name: str, place: Place, faults: Faults) -> str:
    """The text of a cell; what is none is noted, since a spreadsheet has made of it what it liked."""
    what = f"cell {cell.coordinate} ({name.strip(' :')}) holds"
    if cell.kind != "s":
        faults.add(f"{what} {_KINDS.get(cell.kind, 'no text')}: {short(cell.text)}", place, _ANEW)
    elif code := _ESCAPE.search(cell.text):
        faults.add(f"{what} {code[0]}, the code of a letter that cannot be seen", place, _ANEW)
    return cell.text


def _hidden(lines: list[list[_Cell]], file: str) -> tuple[Head, dict[str, str]]:
    """What the hidden sheet tells: of what the file is, and the token of each text."""
    told = {row[0].text: row[1].text for row in lines if len(row) > 1}
    try:
        brochure, locale, hash_, rows, texts = (told.pop(key) for key in KEYS)
        return Head(brochure, locale, hash_, int(rows), int(texts)), told
    except (KeyError, ValueError):
        raise BrochureError("the table does not say which source it was made from", Place(file), _COPY) from None


# --- before it is parsed ---------------------------------------------------------------------------------------------


def _look_through(content: bytes, file: str) -> None:
    """Raise BrochureError if an archive holds more than a table of texts has, or what it has no need of."""
    faults: list[Fault] = []
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if len(parts) > _MOST_PARTS:
                raise BrochureError(f"the file holds {len(parts)} files; {_MOST_PARTS} is the most", Place(file),
                                    _AGAIN)
            for start, what in _REFUSED.items():
                if any(part.filename.startswith(start) for part in parts):
                    faults.append(Fault(f"the file has {what}", Place(file),
                                        "Nothing of it is read. Save it as a plain XLSX without."))
            left = LIMIT_UNPACKED
            for part in parts:
                with archive.open(part) as stream:
                    data = stream.read(left + 1)
                left -= len(data)
                if left < 0:
                    raise BrochureError(f"the file unpacks to more than {LIMIT_UNPACKED:,} bytes", Place(file),
                                        f"Nothing of it is read. {_AGAIN}")
                if part.filename.endswith((".xml", ".rels", ".vml")):
                    faults += _Part(file, part.filename).faults(data)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError) as error:
        raise BrochureError(f"this is no XLSX: {short(str(error))}", Place(file), _AGAIN) from None
    if faults:
        raise BrochureError(faults=list(dict.fromkeys(faults)))


class _Part:
    """A part of the archive, looked through without keeping anything of it."""

    def __init__(self, file: str, part: str) -> None:
        self.file, self.part = file, part
        self.found: list[Fault] = []
        self.rows = 0

    def faults(self, data: bytes) -> list[Fault]:
        """Give what must not be in it."""
        walk_xml(data, f"{self.file} ({self.part})", self._begin)
        return self.found

    def _begin(self, tag: str, attributes: dict[str, str], _: int) -> None:
        name = tag.rpartition("}")[2]
        if name == "mergeCell":
            self.found.append(Fault(f"the cells {short(attributes.get('ref', ''))} are merged", Place(self.file),
                                    "Undo that in the spreadsheet: each text has its own row."))
        elif name == "row":
            self.rows += 1
            number = attributes.get("r", str(self.rows))
            if self.rows > _MOST_ROWS or not number.isdecimal() or len(number) > 8 or int(number) > _MOST_ROWS:
                self._too_large(f"row {short(number)}")
        elif name == "c" and "r" in attributes:
            match = _REFERENCE.fullmatch(attributes["r"])
            if not match or _column(match[1]) > _MOST_COLUMNS or int(match[2]) > _MOST_ROWS:
                self._too_large(f"cell {short(attributes['r'])}")

    def _too_large(self, what: str) -> None:
        raise BrochureError(f"the sheet is too large: it has something in {what}", Place(self.file),
                            "Delete the rows and columns that are beyond the table.")


def _column(letters: str) -> int:
    """The number of a column, the first of which is A."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
