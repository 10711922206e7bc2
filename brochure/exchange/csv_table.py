"""CSV as a Norwegian Excel opens it: UTF-8 with a byte-order mark, semicolons between the cells.

A cell that a spreadsheet would take for a formula, a number or a date goes out with an apostrophe before it, and comes
back without. Only then: a translation may begin with an apostrophe of its own (Afrikaans: 'n).
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from brochure.errors import BrochureError, Faults, Place
from brochure.exchange import Head, Incoming, Outgoing, refuse_twice, token
from brochure.exchange.columns import LEFT, NEEDED, cells, find_columns, missing_columns, returned, titles
from brochure.tables.csv_rows import DELIMITERS, decoded

_BOM = b"\xef\xbb\xbf"
# The first cell of the last column, which is not to be changed: of what the file is.
_HEAD = re.compile(r"do not change: (\S+) (\S+) ([0-9a-f]{16}) (\d{1,6})/(\d{1,6})\s*$")
_TAKEN = re.compile(r"'*(?:[=+\-@＝＋－＠\t]|\d.{0,30}$)")
_GUARDED = re.compile(r"'+(?:[=+\-@＝＋－＠\t]|\d.{0,30}$)")
_SAVE = "Save it in Excel as “CSV UTF-8 (comma delimited)”, or send the XLSX file, in which no letter can be lost."
_EXPORT = "Export the language anew with “brochure locale export”, and copy the translations over."


def write_csv(out: Outgoing) -> bytes:
    """Give a CSV file; the same texts give the same bytes."""
    text = io.StringIO()
    table = csv.writer(text, delimiter=";", lineterminator="\r\n")
    head, names = out.head, titles(out)
    table.writerow((*names, f"do not change: {head.brochure} {head.locale} {head.hash} {head.rows}/{head.texts}"))
    for row in out.rows:
        told = zip(names, cells(out, row), strict=True)
        table.writerow((*(cell if name == LEFT else guarded(cell) for name, cell in told), token(row)))
    return _BOM + text.getvalue().encode()


def read_csv(content: bytes, file: str) -> Incoming:
    """Give what a CSV file holds; raise BrochureError with everything that is wrong in its form."""
    text = _decoded(content, file)
    delimiter = max(DELIMITERS, key=lambda mark: len(find_columns(_names(text, mark))))
    lines = _lines(text, delimiter, file)
    line, names = next(lines, (1, []))
    faults = Faults()
    columns = find_columns(names)
    if len(columns) < len(NEEDED):
        raise BrochureError("this is no table of texts: its first line does not name the columns", Place(file, line),
                            f"It begins with: id, what it is, source. {_EXPORT}")
    last, head = next(((number, match) for number, name in enumerate(names) if (match := _HEAD.search(name))),
                      (0, None))
    if head is None:
        raise BrochureError("the table does not say which source it was made from", Place(file, line),
                            f"Its last column, “do not change”, is lost. {_EXPORT}")
    if missing_columns(columns, Place(file, line), faults):
        faults.raise_any()
    found = [({name: unguarded(row[at]) if at < len(row) else "" for name, at in columns.items()},
              row[last] if last < len(row) else "", Place(file, number))
             for number, row in lines if any(cell.strip() for cell in row)]
    rows = refuse_twice(returned(found, faults), faults)
    faults.raise_any()
    return Incoming(Head(head[1], head[2], head[3], int(head[4]), int(head[5])), rows)


def guarded(cell: str) -> str:
    """Give a cell as a spreadsheet leaves it alone.

    >>> guarded("- one"), guarded("10 %"), guarded("'n Vrou")
    ("'- one", "'10 %", "'n Vrou")
    """
    return f"'{cell}" if _TAKEN.match(cell) else cell


def unguarded(cell: str) -> str:
    """Give a cell without the apostrophe that guarded it."""
    return cell[1:] if _GUARDED.match(cell) else cell


def _decoded(content: bytes, file: str) -> str:
    text = "".join(decoded((content,), file, _SAVE)).replace("\r\n", "\n").replace("\r", "\n")
    # Some programs write the delimiter before the names of the columns, for Excel.
    return text if not text.startswith("sep=") else text.partition("\n")[2]


def _names(text: str, delimiter: str) -> list[str]:
    """The cells of the first line, as a delimiter parts them."""
    try:
        return next(csv.reader([text[:10_000].partition("\n")[0]], delimiter=delimiter), [])
    except csv.Error:
        return []


def _lines(text: str, delimiter: str, file: str) -> Iterator[tuple[int, list[str]]]:
    """Every row with the number of the line that it begins at."""
    table = csv.reader(io.StringIO(text), delimiter=delimiter, strict=True)
    line = 1
    try:
        for row in table:
            yield line, row
            line = table.line_num + 1
    except csv.Error as error:
        raise BrochureError(f"the table is broken: {error}", Place(file, line),
                            "A quotation mark that opens must close. Take back the last change.") from None
