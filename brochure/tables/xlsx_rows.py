"""The first sheet of an XLSX file, row by row, however long it is.

openpyxl (3.1) keeps all texts of a file in memory. So it is read in a process of its own, which puts the rows into a
temporary file; from there they come one by one.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import IO, Any

from brochure.apart import Ended, apart
from brochure.errors import BrochureError, Place, short
from brochure.files import reason
from brochure.tables.xlsx import Cell, Limits, cell_of, look_through

_SECONDS, _MEMORY = 180, 1_500_000_000   # in which a table within the limits is read several times over


def rows_of(path: Path, file: str, limits: Limits, again: str,
            known: Callable[[Sequence[str]], int]) -> Iterator[tuple[int, list[Cell]]]:
    """Give the rows of the first sheet that is not hidden, with their numbers; rows without a cell are left out.

    `known` tells how many of the texts of a first row name columns. Raises BrochureError if the file is none that can
    be read, when `again` says what to do, or if another of its sheets is meant.
    """
    with tempfile.TemporaryFile("w+", encoding="utf-8") as kept:
        try:
            with path.open("rb") as book:
                look_through(book, file, limits, again)
            first, meant = apart(lambda: _spill(path, kept, known), seconds=_SECONDS, memory=_MEMORY)
        except BrochureError:
            raise
        except OSError as error:
            raise BrochureError(f"the file cannot be read: {reason(error)}", Place(file)) from None
        except Ended as error:
            raise BrochureError(f"the file cannot be read: {error}", Place(file), again) from None
        except Exception:   # openpyxl raises whatever its parts do
            raise BrochureError("this is no XLSX that can be read", Place(file), again) from None
        if meant:
            raise BrochureError(f"the first sheet{first}; there is something in sheet “{short(meant)}”",
                                Place(file), "Only the first sheet is read: move that one to the front.")
        kept.seek(0)
        for line in kept:
            number, cells = json.loads(line)
            yield number, [Cell(*cell) for cell in cells]


def _spill(path: Path, kept: IO[str], known: Callable[[Sequence[str]], int]) -> tuple[str, str]:
    """Put the rows into a file, one in each line; gives what the first sheet is, and which other is meant, if one is.

    That is one whose first row names columns, where the first has none; or any with something, if the first is empty.
    """
    import openpyxl

    book = openpyxl.load_workbook(path, read_only=True, keep_links=False)
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    names: list[str] = []
    for number, row in enumerate(sheets[0].iter_rows() if sheets else (), 1):
        cells = [cell_of(cell) for cell in row]
        while cells and not cells[-1].text:
            cells.pop()
        if cells:
            kept.write(json.dumps([number, cells]) + "\n")
            names = names or [cell.text for cell in cells]
    kept.flush()
    meant = ""
    if not known(names):
        meant = next((other.title for other in sheets[1:] if (known if names else bool)(_first_row(other))), "")
    book.close()
    return f", “{short(sheets[0].title)}”, is no list" if names else " is empty", meant


def _first_row(sheet: Any) -> list[str]:
    """The texts of the first row that has some."""
    rows = ([cell_of(cell).text for cell in row] for row in sheet.iter_rows())
    return next((texts for texts in rows if any(texts)), [])
