"""A list of clinics, CSV or XLSX: row by row, each of them a clinic or its faults; no more than one is in memory."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import chain, islice
from pathlib import Path

from brochure.clinics import Listed, rest_of
from brochure.clinics.columns import NEEDED, Column, find_columns, known
from brochure.clinics.fields import SEVERAL, Raw, clinic_of
from brochure.clinics.template import is_example
from brochure.errors import BrochureError, Fault, Faults, Place, short
from brochure.files import is_file, read_bytes
from brochure.tables import csv_rows
from brochure.tables.xlsx import KINDS, Cell, Limits

LIMIT_BYTES = 200_000_000
LIMITS = Limits(unpacked=200_000_000, rows=100_001)   # the first row names the columns
_MOST_COLUMNS = 60
_ABOVE = 5   # rows that are looked at for names of columns
_NEW = "“brochure clinics template” makes a list to fill in."
_SAVE = "Save it in Excel as “CSV UTF-8 (comma delimited)” or as XLSX, in which no letter can be lost."
_AGAIN = "Save it again as XLSX, or as “CSV UTF-8”."
_ANEW = "Give the cell the format “Text”, and type it anew."
_BREAKS = re.compile(r"\r\n|[\n\r\v\u2028\u2029]| \| ")
_WHOLE = re.compile(r"(\d{1,15})(\.0)?")
_ERROR = re.compile(r"#(?:[A-ZÆØÅ0-9/]{2,9}[!?]|N/A|I/T)")   # #REF!, #NAVN?
_CARRIAGE = "_x000D_"   # how XLSX writes a line end of Windows (ECMA-376, ST_Xstring)

Row = tuple[int, Sequence[Cell]]


def rows(path: Path, locales: Collection[str]) -> Iterator[Listed]:
    """Give the clinics of a list, with what is wrong with each; raise BrochureError if the list cannot be read.

    If some columns are wrong, that comes first, and the rows are looked at without them.
    """
    file = str(path)
    if not is_file(path):
        raise BrochureError("there is no such list", Place(file), _NEW)
    start = read_start(path, file)
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise BrochureError("this is an old Excel file (.xls), or one with a password", Place(file),
                            "Save it as XLSX, without a password.")
    found = _xlsx(path, file) if start.startswith(b"PK") else _csv(path, file)
    number, names = next(found, (0, ()))
    if not number:
        raise BrochureError("the list is empty", Place(file), _NEW)
    if not known([cell.text for cell in names]):
        _refuse_what_stands_above(file, number, found)
    if len(names) > _MOST_COLUMNS:
        raise BrochureError(f"the list has {len(names)} columns; {_MOST_COLUMNS} is the most", Place(file, number),
                            _NEW)
    faults = Faults()
    columns = find_columns([cell.text for cell in names], locales, Place(file, number), faults)
    if not columns:
        faults.raise_any()
    wrong = bool(faults.found)
    if wrong:
        yield Listed("", Place(file, number), None, faults.told(), whole=True)
    listed = (_listed(Place(file, number), cells, columns, len(names), path.parent, locales, wrong=wrong)
              for number, cells in found if any(cell.text.strip() for cell in cells))
    first = next(listed, None)
    if first is None:
        raise BrochureError("the list has no clinics", Place(file), "Fill in a row for each, below the names of the "
                            "columns.")
    other = next(listed, None)
    yield first if other is None else _no_example(first)
    for entry in chain([other] if other else (), listed):
        yield _no_example(entry)


def _refuse_what_stands_above(file: str, first: int, rows: Iterator[Row]) -> None:
    """Raise BrochureError if the names of the columns stand below a title, in one of the next rows."""
    for number, cells in islice(rows, _ABOVE):
        if known([cell.text for cell in cells]) >= len(NEEDED):
            raise BrochureError(f"the names of the columns stand in row {number}; they must stand in the first",
                                Place(file, first), "Delete the rows above them.")


def _no_example(entry: Listed) -> Listed:
    """A clinic among others; the example of a new list is none, and at fault."""
    clinic = entry.clinic or (None if entry.faults else entry.rest)
    if not clinic or not is_example(entry.id, clinic.named("name")[0].text):
        return entry
    return replace(entry, clinic=None, faults=(Fault("this is the example of a new list, and no clinic", entry.place,
                                                     "Delete the row."),))


def read_start(path: Path, file: str) -> bytes:
    """Give the first bytes of a file, which tell what it is."""
    try:
        with path.open("rb") as stream:
            return stream.read(8)
    except OSError:
        return read_bytes(path, file, LIMIT_BYTES)   # raises, and says why


def _csv(path: Path, file: str) -> Iterator[Row]:
    csv_rows.check_text(path, file, LIMIT_BYTES, _SAVE)
    delimiter = max(csv_rows.DELIMITERS, key=lambda mark: max(
        map(known, csv_rows.first_rows(path, mark, 1 + _ABOVE)), default=0))   # names may stand below a title
    for number, row in csv_rows.rows_of(path, file, delimiter):
        yield number, [Cell("", "s", text) for text in row]


def _xlsx(path: Path, file: str) -> Iterator[Row]:
    from brochure.tables.xlsx_rows import rows_of

    yield from rows_of(path, file, LIMITS, _AGAIN, known)


def _listed(place: Place, cells: Sequence[Cell], columns: Sequence[Column], width: int, folder: Path,
            locales: Collection[str], *, wrong: bool) -> Listed:
    """The clinic of a row, or what is wrong with it; if a column is `wrong`, it is none, but has a rest."""
    faults = Faults()
    told = {column.field: column for column in columns if not column.locale}
    identifier = _identity(cells, told["id"], told["name"], place, faults)
    raws = [raw for column in columns if column.field != "id"
            for raw in _raws(_at(cells, column), column, place, faults)]
    if beyond := next((cell for cell in cells[width:] if cell.text.strip()), None):
        faults.add(f"the row has more cells than there are columns: {short(beyond.text)}", place,
                   "A cell that holds what stands between cells must be in quotation marks.")
    clinic = clinic_of(identifier, raws, folder, locales, faults)
    numbers = {column.title for column in columns if _at(cells, column).kind == "n"}
    faults.found = [_of_number(fault) if fault.place and fault.place.column in numbers else fault
                    for fault in faults.found]
    if not clinic.named("name") and not any(fault.place and fault.place.column == told["name"].title
                                            for fault in faults.found):
        faults.add("“name” is empty", _where(place, told["name"]), "Fill it in.")
    unique = tuple(sorted(dict.fromkeys(faults.found), key=lambda fault: _order(fault.place, columns)))
    if unique or wrong:
        titles = {fault.place.column for fault in unique if fault.place}
        # A wrong column may hold the words for another language, which must not be missed in every row.
        spoilt = {column.field for column in columns if column.title in titles or (wrong and column.locale)}
        return Listed(identifier.text, place, None, unique, rest_of(clinic, raws, spoilt))
    return Listed(identifier.text, place, clinic)


def _identity(cells: Sequence[Cell], column: Column, name: Column, place: Place, faults: Faults) -> Raw:
    where, before = _where(place, column), len(faults.found)
    text = " ".join(_text(_at(cells, column), column, place, faults).split())
    if not text and len(faults.found) == before:
        hint = suggested_id(_at(cells, name).text)
        faults.add("“id” is empty", where, f"Fill it in, such as: {hint or 'moss-sykehus'}")
    return Raw("id", text, where)


def suggested_id(name: str) -> str:
    """Give an id that a clinic can have by its name.

    >>> suggested_id("Østre Toten legesenter, avd. 2")
    'ostre-toten-legesenter-avd-2'
    """
    plain = name.lower().replace("ø", "o").replace("æ", "ae").replace("đ", "d")
    letters = unicodedata.normalize("NFKD", plain)
    return re.sub(r"[^a-z0-9]+", "-", "".join(letter for letter in letters if not unicodedata.combining(letter))
                  ).strip("-")[:64]


def _raws(cell: Cell, column: Column, place: Place, faults: Faults) -> Iterator[Raw]:
    """The lines of a cell; an empty cell has none."""
    text = _text(cell, column, place, faults)
    lines = [" ".join(line.split()) for line in _BREAKS.split(text)]
    lines = [line for line in lines if line]
    where = _where(place, column)
    if column.field not in SEVERAL and len(lines) > 1 and column.field not in {"locales", "formats"}:
        faults.add(f"“{column.field}” has {len(lines)} lines; there is room for one value: {short(' | '.join(lines))}",
                   where, "Keep one of them.")
        return
    for line in lines:
        yield Raw(column.field, line, where, column.locale)


def _text(cell: Cell, column: Column, place: Place, faults: Faults) -> str:
    """The text of a cell; a whole number is one too, and what a spreadsheet has made something else of is noted."""
    if cell.kind == "s" and _ERROR.fullmatch(cell.text.strip()):
        faults.add(f"it holds an error of a spreadsheet: {cell.text.strip()}", _where(place, column),
                   "Mend the formula, or write what is meant.")
        return ""
    if cell.kind == "s":
        return cell.text.replace(_CARRIAGE, "")
    if cell.kind == "n" and (whole := _WHOLE.fullmatch(cell.text)):
        return whole[1]
    at = f"cell {cell.coordinate} holds"
    hint = ("Copy the cell, and insert it as a value." if cell.kind == "f" else _ANEW)
    faults.add(f"{at} {KINDS.get(cell.kind, 'no text')}: {short(cell.text)}", _where(place, column), hint)
    return ""


def _of_number(fault: Fault) -> Fault:
    """A fault of a cell that is a number, which may have lost what somebody typed."""
    if not fault.message.startswith("“telephone”"):
        return fault
    return replace(fault, hint=f"{fault.hint} The cell is a number, which loses a zero at its beginning: give it the "
                               "format “Text”.")


def _at(cells: Sequence[Cell], column: Column) -> Cell:
    return cells[column.at] if column.at < len(cells) else Cell("", "s", "")


def _where(place: Place, column: Column) -> Place:
    return Place(place.file, place.line, column.title)


def _order(place: Place | None, columns: Sequence[Column]) -> int:
    titles = [column.title for column in columns]
    return titles.index(place.column) if place and place.column in titles else -1
