"""XLSX that is written: a plain sheet of texts, and the same bytes for the same cells.

openpyxl 3.1 writes the time of the clock into the file, and into the archive: both are taken out again.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import datetime

_TIMES = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_NEVER = datetime(2000, 1, 1)   # the time of a file that has none
_GROUND = "FFDCEBE8"
_WIDEST = 40   # letters


def write_sheet(title: str, rows: Sequence[Sequence[str]]) -> bytes:
    """Give an XLSX file of one sheet: the names of its columns, and rows below them.

    Every cell of a column is a text, also those that are filled in later: a spreadsheet would take the zero from the
    beginning of a number, and make a date of hours.
    """
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    wrapped = Alignment(wrap_text=True, vertical="top")
    for number, column in enumerate(zip(*rows, strict=True), 1):
        whole = sheet.column_dimensions[get_column_letter(number)]
        whole.number_format, whole.alignment = "@", wrapped
        whole.width = min(_WIDEST, max(len(line) for cell in column for line in cell.split("\n")) + 3)
        for line, text in enumerate(column, 1):
            cell = sheet.cell(line, number)
            cell.value, cell.data_type = text, "s"
            cell.number_format, cell.alignment = "@", wrapped
            if line == 1:
                cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor=_GROUND)
    sheet.freeze_panes = "A2"
    book.properties.creator = "brochure"
    content = io.BytesIO()
    book.save(content)
    return without_clock(content.getvalue(), _NEVER)


def without_clock(content: bytes, date: datetime) -> bytes:
    """Give the same archive with a date in place of today's, and no times of its files."""
    told = f"{date:%Y-%m-%dT00:00:00Z}".encode()
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            data = old.read(part)
            if part.filename == "docProps/core.xml":
                data = _TIMES.sub(lambda match: match[1] + told, data)
            entry = zipfile.ZipInfo(part.filename, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, data)
    return kept.getvalue()
