"""What translators agree on in a folder of `locales/`: glossary.csv, and words.txt with words no dictionary knows.

A line of glossary.csv has words of the source (`norwegian`), those to `use` for them and to `avoid`, and a `note`;
several are parted by `|`. Excel writes it with `;` and a byte order mark, which is read as well.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path

from brochure.errors import Faults, Place, nearest, short
from brochure.files import read_text

FILE = "glossary.csv"
COLUMNS = ("norwegian", "use", "avoid", "note")
_LIMIT_BYTES = 500_000
_LONGEST = 120   # letters of a term


@dataclass(frozen=True)
class Term:
    """A line of a glossary: words of the source, those to use for them, and those to avoid; it may be open yet."""

    source: tuple[str, ...]
    use: tuple[str, ...]
    avoid: tuple[str, ...]
    place: Place
    note: str = ""


def read_glossary(folder: Path, root: Path) -> tuple[Term, ...]:
    """Give the terms of a locale's folder, or none; raises BrochureError with every fault of the file."""
    path = folder / FILE
    if not path.is_file():
        return ()
    file, faults = str(path.relative_to(root)), Faults()
    text = read_text(path, file, _LIMIT_BYTES, saved_by="; in Excel: save it as “CSV UTF-8”").removeprefix("\ufeff")
    first = text.split("\n", 1)[0]
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=";" if first.count(";") > first.count(",") else ",",
                      strict=True)
    terms: dict[tuple[str, ...], Term] = {}
    try:
        head = [name.strip().lower() for name in next(rows, [])]
        for name in head:
            if name not in COLUMNS:
                faults.add(f"there is no column “{short(name)}”", Place(file, 1), nearest(name, COLUMNS))
        for name in COLUMNS[:2]:
            if name not in head:
                faults.add(f"the column “{name}” is missing", Place(file, 1), f"The first line is {','.join(COLUMNS)}.")
        faults.raise_any()
        for cells in rows:
            if any(cell.strip() for cell in cells):
                _add(dict(zip(head, cells, strict=False)), len(cells) - len(head), Place(file, rows.line_num), terms,
                     faults)
    except csv.Error as error:
        faults.add(f"this is no CSV: {error}", Place(file, rows.line_num), "Close each quotation mark on its line.")
    faults.raise_any()
    return tuple(terms.values())


def _add(row: dict[str, str], more: int, place: Place, terms: dict[tuple[str, ...], Term], faults: Faults) -> None:
    if more > 0:
        faults.add("the line has more cells than the first one has names", place,
                   "Put a cell that holds a comma between quotation marks.")
        return
    source, use, avoid = (tuple(part.strip() for part in row.get(name, "").split("|") if part.strip())
                          for name in COLUMNS[:3])
    if not source:
        faults.add("the line has no term", place, "Fill it in, or take the line out.")
    elif source in terms:
        faults.add(f"“{short(source[0])}” stands twice; first at {terms[source].place}", place, "Keep one of the two.")
    elif both := set(use) & set(avoid):
        faults.add(f"“{short(min(both))}” is to be used and to be avoided", place, "Decide for one.")
    elif any(len(name) > _LONGEST for name in (*source, *use, *avoid)):
        faults.add("a term is longer than a term can be", place, f"{_LONGEST} letters are the most.")
    else:
        terms[source] = Term(source, use, avoid, place, row.get("note", "").strip())


def read_words(folder: Path, root: Path) -> frozenset[str]:
    """Give the words of words.txt, one a line; what stands after # is a remark."""
    path = folder / "words.txt"
    if not path.is_file():
        return frozenset()
    text = read_text(path, str(path.relative_to(root)), _LIMIT_BYTES).removeprefix("\ufeff")
    return frozenset(word for line in text.splitlines() if (word := line.partition("#")[0].strip()))
