"""XLSX that comes back from a translator: its texts, and what the hidden sheet tells of each."""

from __future__ import annotations

import io
import re

from brochure.apart import apart
from brochure.errors import BrochureError, Faults, Place, short
from brochure.exchange import Head, Incoming, refuse_twice
from brochure.exchange.columns import LEFT, find_columns, missing_columns, returned
from brochure.exchange.xlsx import HIDDEN, KEYS, TEXTS
from brochure.tables.xlsx import KINDS, NOTHING, Cell, Limits, cell_of, look_through

_LIMITS = Limits(unpacked=15_000_000, rows=5_000)
_SECONDS, _MEMORY = 20, 1_000_000_000   # in which a table within these limits is read many times over
_ESCAPE = re.compile(r"_x[0-9A-Fa-f]{4}_")   # a letter that XML cannot hold (ECMA-376, ST_Xstring)
_AGAIN = "Save it again as XLSX, or export the language anew with “brochure locale export”."
_COPY = "Copy the translations into a file that “brochure locale export” has made."
_ANEW = "Give the cell the format “Text”, and type it anew."


_Sheets = dict[str, list[list[Cell]]]


def read_xlsx(content: bytes, file: str) -> Incoming:
    """Give what an XLSX file holds; raise BrochureError with everything that is wrong in its form."""
    look_through(io.BytesIO(content), file, _LIMITS, _AGAIN)
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
            told = {name: _text(row[at] if at < len(row) else NOTHING, name, Place(file, line), faults)
                    for name, at in columns.items() if name != LEFT}
            found.append((told, tokens.get(told["id"].strip(), ""), Place(file, line)))
    rows = refuse_twice(returned(found, faults), faults)
    faults.raise_any()
    return Incoming(head, rows)


def _sheets(content: bytes) -> _Sheets:
    """The cells of the two sheets that are read."""
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
    found = {name: [[cell_of(cell) for cell in row] for row in book[name].iter_rows()] for name in (TEXTS, HIDDEN)
             if name in book.sheetnames}
    book.close()
    return found


def _text(cell: Cell, name: str, place: Place, faults: Faults) -> str:
    """The text of a cell; what is none is noted, since a spreadsheet has made of it what it liked."""
    what = f"cell {cell.coordinate} ({name.strip(' :')}) holds"
    if cell.kind != "s":
        faults.add(f"{what} {KINDS.get(cell.kind, 'no text')}: {short(cell.text)}", place, _ANEW)
    elif code := _ESCAPE.search(cell.text):
        faults.add(f"{what} {code[0]}, the code of a letter that cannot be seen", place, _ANEW)
    return cell.text


def _hidden(lines: list[list[Cell]], file: str) -> tuple[Head, dict[str, str]]:
    """What the hidden sheet tells: of what the file is, and the token of each text."""
    told = {row[0].text: row[1].text for row in lines if len(row) > 1}
    try:
        brochure, locale, hash_, rows, texts = (told.pop(key) for key in KEYS)
        return Head(brochure, locale, hash_, int(rows), int(texts)), told
    except (KeyError, ValueError):
        raise BrochureError("the table does not say which source it was made from", Place(file), _COPY) from None
