"""XLSX for those who have only a spreadsheet: a sheet in which only the translations and states can be changed."""

from __future__ import annotations

import io
import math
import re
import textwrap
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, cast

from brochure.errors import BrochureError, Faults, Place
from brochure.exchange import Outgoing, token
from brochure.exchange.columns import HELP, ID, LEFT, NOTE, SOURCE, STATE, STATES, TRANSLATION, WHAT, cells, titles
from brochure.tables.xlsx_writing import without_clock

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

TEXTS, HOW, HIDDEN = "texts", "how to", "brochure"
KEYS = ("brochure", "locale", "hash", "rows", "texts")
_WIDTHS = {ID: 29, WHAT: 22, SOURCE: 52, HELP: 40, TRANSLATION: 52, LEFT: 8, STATE: 15, NOTE: 50}   # letters
_FULL = 0.85      # of the letters that a column is wide are in a line, on average
_LINE, _HIGHEST = 15.0, 409.0   # pt
# Letters that a spreadsheet takes for the code of another letter (ECMA-376, ST_Xstring), and such as openpyxl loses.
_ESCAPES = re.compile(r"_x[0-9A-Fa-f]{4}_|x005F_")
_GROUND, _OPEN, _RED, _RULE = "FFE8ECF1", "FFFFFBE6", "FFF4C7C3", "FFC9CED6"
_HELP = (
    "Type your translation into the yellow column, and save. Send the file back as it is, as XLSX.",
    "Only the yellow columns can be changed. Every row is found by its id: rows may stand in another order.",
    "Keep the asterisks of **strong** and *emphasised* words, around the words that stand out in your language.",
    "Keep the round brackets of [words](name) as they are, and translate the words in the square ones.",
    "Keep words in curly brackets, such as {date}, as they are.",
    "Type plain quotation marks, spaces and hyphens; what is right in your language is set when it is printed.",
    "No line breaks in a cell. “letters left” tells how much room there is on the page; below 0 it turns red.",
    "A text “to look through” is translated, but its source has changed, or somebody was not sure. Mend it; or, if it "
    "is right as it is, choose “translated” as its state.",
)


def write_xlsx(out: Outgoing) -> bytes:
    """Give an XLSX file; the same texts give the same bytes. Raises BrochureError for a text that none can hold."""
    from openpyxl import Workbook

    _refuse_escapes(out)
    book = Workbook()
    texts = book.active
    assert texts is not None
    texts.title = TEXTS
    _fill_texts(texts, out)
    _fill_how(book.create_sheet(HOW))
    _fill_hidden(book.create_sheet(HIDDEN), out)
    book.properties.creator = "brochure"
    book.properties.title = f"{out.head.brochure}, {out.names[1]}"
    content = io.BytesIO()
    book.save(content)
    return without_clock(content.getvalue(), datetime.fromisoformat(out.date))


def _fill_texts(sheet: Worksheet, out: Outgoing) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
    from openpyxl.utils import get_column_letter

    names = titles(out)
    kinds = [next(kind for kind in _WIDTHS if name.startswith(kind)) for name in names]
    target = get_column_letter(kinds.index(TRANSLATION) + 1)
    for number, (kind, name) in enumerate(zip(kinds, names, strict=True), 1):
        cell = _text(sheet, 1, number, name)
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor=_GROUND)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.column_dimensions[get_column_letter(number)].width = _WIDTHS[kind]
    sheet.row_dimensions[1].height = 2 * _LINE + 2
    below = Border(bottom=Side("thin", color=_RULE))
    for line, row in enumerate(out.rows, 2):
        told = cells(out, row)
        sheet.row_dimensions[line].height = _height(kinds, told, row.budget or 0)
        for number, (kind, words) in enumerate(zip(kinds, told, strict=True), 1):
            formula = f"={row.budget}-LEN({target}{line})" if kind == LEFT and row.budget else ""
            cell = _formula(sheet, line, number, formula) if kind == LEFT else _text(sheet, line, number, words)
            reading = 2 if kind == TRANSLATION and out.direction == "rtl" else 0
            cell.alignment = Alignment(wrap_text=kind != LEFT, vertical="top", readingOrder=reading,
                                       horizontal="center" if kind == LEFT else None)
            cell.border = below
            if kind in {TRANSLATION, STATE}:
                cell.fill = PatternFill("solid", fgColor=_OPEN)
                cell.protection = Protection(locked=False)
    sheet.freeze_panes = "B2"
    last = max(2, len(out.rows) + 1)
    _watch(sheet, *(f"{get_column_letter(kinds.index(kind) + 1)}2:{get_column_letter(kinds.index(kind) + 1)}{last}"
                    for kind in (LEFT, STATE)))
    _print(sheet)
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = False   # their widths and heights may be changed


def _watch(sheet: Worksheet, left: str, state: str) -> None:
    """Have a sheet show where a text is too long, and offer the states of a text."""
    from openpyxl.formatting.rule import Rule
    from openpyxl.styles import PatternFill
    from openpyxl.styles.differential import DifferentialStyle
    from openpyxl.worksheet.datavalidation import DataValidation

    red = DifferentialStyle(fill=PatternFill("solid", bgColor=_RED))
    sheet.conditional_formatting.add(left, Rule(type="cellIs", operator="lessThan", formula=["0"], dxf=red))
    choice = DataValidation(type="list", formula1=f'"{",".join(STATES.values())}"', showErrorMessage=True)
    choice.error = "Choose one of the list."
    choice.add(state)
    sheet.add_data_validation(choice)


def _height(kinds: Sequence[str], told: Sequence[str], budget: int) -> float:
    """How high a row is, in pt: all that is in it can be read, and a translation of as many letters as it may have.

    Spreadsheets do not find that themselves until somebody types into the row.
    """
    lines = [len(textwrap.wrap(words, int(_WIDTHS[kind] * _FULL))) for kind, words in zip(kinds, told, strict=True)]
    room = math.ceil(budget / (_WIDTHS[TRANSLATION] * _FULL))
    return min(_HIGHEST, max(*lines, room, 1) * _LINE + 2)


def _print(sheet: Worksheet) -> None:
    """Set how a sheet is printed: on A4 pages as wide as it, the names of the columns on each."""
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9   # A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"


def _fill_how(sheet: Worksheet) -> None:
    from openpyxl.styles import Alignment

    sheet.column_dimensions["A"].width = 110
    _print(sheet)
    for line, words in enumerate(_HELP, 1):
        _text(sheet, line, 1, words).alignment = Alignment(wrap_text=True, vertical="top")
        sheet.row_dimensions[line].height = _LINE * math.ceil(len(words) / 100) + 4
    sheet.protection.sheet = True


def _fill_hidden(sheet: Worksheet, out: Outgoing) -> None:
    head = out.head
    told = zip(KEYS, (head.brochure, head.locale, head.hash, str(head.rows), str(head.texts)), strict=True)
    for line, (name, value) in enumerate((*told, *((row.id, token(row)) for row in out.rows)), 1):
        _text(sheet, line, 1, name)
        _text(sheet, line, 2, value)
    sheet.sheet_state = "hidden"
    sheet.protection.sheet = True


def _text(sheet: Worksheet, line: int, column: int, words: str) -> Cell:
    """Put a text into a cell, which stays one whatever it begins with: not a formula, nor a number or a date."""
    cell = cast("Cell", sheet.cell(line, column))
    cell.value = words or None
    if words:
        cell.data_type = "s"
    cell.number_format = "@"
    if words.startswith(("=", "+", "-", "@", "'")):
        cell.quotePrefix = True
    return cell


def _formula(sheet: Worksheet, line: int, column: int, formula: str) -> Cell:
    cell = cast("Cell", sheet.cell(line, column))
    cell.value = formula or None
    return cell


def _refuse_escapes(out: Outgoing) -> None:
    faults = Faults()
    for row in out.rows:
        if found := _ESCAPES.search(row.source + "\n" + row.text):
            faults.add(f"“{row.id}” holds {found[0]}, which a spreadsheet takes for the code of a letter",
                       Place(out.file), "Export it as XLIFF or CSV.")
    if faults.found:
        raise BrochureError(faults=faults.found)
