"""XLSX that comes back: looked through part by part within limits, and only then handed to openpyxl.

openpyxl (3.1) expands what it is given: a merged cell can span the whole sheet, and a lone cell at its end makes it
walk there. What a table of texts has no need of is refused before.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import Any

from brochure.errors import BrochureError, Fault, Faults, Place, short
from brochure.exchange import Head, Incoming, refuse_twice
from brochure.exchange.columns import LEFT, find_columns, missing_columns, returned
from brochure.exchange.xlsx import HIDDEN, KEYS, TEXTS
from brochure.exchange.xml_tree import walk_xml

LIMIT_UNPACKED = 40_000_000   # bytes
_MOST_PARTS, _MOST_ROWS, _MOST_COLUMNS = 300, 20_000, 60
_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main}"
_REFUSED = {"xl/externalLinks/": "links to another file", "xl/vbaProject.bin": "macros", "xl/macrosheets/": "macros",
            "xl/embeddings/": "files in it", "xl/activeX/": "controls", "xl/connections.xml": "data connections"}
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_AGAIN = "Save it again as XLSX, or export the language anew with “brochure locale export”."
_COPY = "Copy the translations into a file that “brochure locale export” has made."
_KINDS = {"n": "a number", "d": "a date", "b": "a truth value", "e": "an error"}


def read_xlsx(content: bytes, file: str) -> Incoming:
    """Give what an XLSX file holds; raise BrochureError with everything that is wrong in its form."""
    _look_through(content, file)
    import openpyxl

    faults = Faults()
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
        sheets = {name: [list(row) for row in book[name].iter_rows()] for name in (TEXTS, HIDDEN)
                  if name in book.sheetnames}
        book.close()
    except Exception as error:   # openpyxl raises whatever its parts do
        raise BrochureError(f"this is no XLSX that can be read: {short(str(error))}", Place(file), _AGAIN) from None
    for name in (TEXTS, HIDDEN):
        if not sheets.get(name):
            raise BrochureError(f"there is no sheet “{name}” in this file", Place(file), _COPY)
    head, tokens = _hidden(sheets[HIDDEN], file)
    names, *lines = sheets[TEXTS]
    columns = find_columns([cell.value for cell in names])
    if missing_columns(columns, Place(file, 1), faults):
        faults.raise_any()
    found = []
    for line, row in enumerate(lines, 2):
        told = {name: _cell(row, at, name, Place(file, line), faults) for name, at in columns.items() if name != LEFT}
        if any(cell.value not in (None, "") for cell in row):
            found.append((told, tokens.get(told["id"].strip(), ""), Place(file, line)))
    rows = refuse_twice(returned(found, faults), faults)
    faults.raise_any()
    return Incoming(head, rows)


def _cell(row: list[Any], at: int, name: str, place: Place, faults: Faults) -> str:
    """The text of a cell; what is none is noted, since a spreadsheet has made of it what it liked."""
    cell = row[at] if at < len(row) else None
    if cell is None or cell.value is None:
        return ""
    if isinstance(cell.value, str) and cell.data_type not in {"f", "e"}:
        return cell.value
    kind = "a formula" if cell.data_type == "f" else _KINDS.get(cell.data_type, "no text")
    faults.add(f"cell {cell.coordinate} ({name.strip(' :')}) holds {kind}: {short(str(cell.value))}", place,
               "Give the cell the format “Text”, and type it anew.")
    return ""


def _hidden(lines: list[list[Any]], file: str) -> tuple[Head, dict[str, str]]:
    """What the hidden sheet tells: of what the file is, and the token of each text."""
    told = {str(row[0].value): str(row[1].value) for row in lines if len(row) > 1 and row[0].value and row[1].value}
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
                    faults.append(Fault(f"the file has {what}", Place(file), "Nothing of it is read. "
                                        "Save it as a plain XLSX without."))
            left = LIMIT_UNPACKED
            for part in parts:
                with archive.open(part) as stream:
                    data = stream.read(left + 1)
                left -= len(data)
                if left < 0:
                    raise BrochureError(f"the file unpacks to more than {LIMIT_UNPACKED:,} bytes", Place(file),
                                        "Nothing of it is read. " + _AGAIN)
                if part.filename.endswith((".xml", ".rels", ".vml")):
                    faults += _Sheet(file, part.filename).faults(data)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError) as error:
        raise BrochureError(f"this is no XLSX: {short(str(error))}", Place(file), _AGAIN) from None
    if faults:
        raise BrochureError(faults=list(dict.fromkeys(faults)))


class _Sheet:
    """A part of the archive, looked through without keeping anything of it."""

    def __init__(self, file: str, part: str) -> None:
        self.file, self.part = file, part
        self.found: list[Fault] = []

    def faults(self, data: bytes) -> list[Fault]:
        """Give what must not be in it."""
        walk_xml(data, f"{self.file} ({self.part})", self._begin)
        return self.found

    def _begin(self, tag: str, attributes: dict[str, str], _: int) -> None:
        name = tag.removeprefix(_SHEET).removeprefix(_STRICT)
        if name == "mergeCell":
            told = attributes.get("ref", "")
            self.found.append(Fault(f"the cells {short(told)} are merged", Place(self.file),
                                    "Undo that in the spreadsheet: each text has its own row."))
        elif name == "row" and _number(attributes.get("r", "1")) > _MOST_ROWS:
            self._too_large(f"row {short(attributes['r'])}")
        elif name == "c" and (match := _REFERENCE.fullmatch(attributes.get("r", ""))):
            column = 0
            for letter in match[1]:
                column = column * 26 + ord(letter) - 64
            if column > _MOST_COLUMNS or int(match[2]) > _MOST_ROWS:
                self._too_large(f"cell {match[0]}")

    def _too_large(self, what: str) -> None:
        raise BrochureError(f"the sheet is too large: it has something in {what}", Place(self.file),
                            "Delete the rows and columns that are beyond the table.")


def _number(told: str) -> int:
    return int(told) if told.isdecimal() and len(told) < 9 else 10**9

