"""The report of a list: what became of each file of each clinic, as a table that grows while they are made."""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, suppress
from pathlib import Path
from types import TracebackType

from brochure.batch.tasks import (
    ABSENT,
    AT_FAULT,
    EXACT,
    FAST,
    LEFT_OUT,
    NOT_LISTED,
    OTHER_LIST,
    UNCHANGED,
    Outcome,
    Row,
)
from brochure.errors import Fault, printable
from brochure.exchange.csv_table import guarded
from brochure.files import make_folder, writing
from brochure.stores import ROOM, Store

NAME = "report.csv"
UNFINISHED_NAME = "report-unfinished.csv"   # of a run that was stopped: what was done by then
COLUMNS = ("list", "row", "id", "locale", "format", "file", "outcome", "message")
_TOLD = {FAST: "made", EXACT: "made"}   # else as they are
_THERE = ("made", UNCHANGED)


class Report:
    """Writes the report beside the files, as CSV for a spreadsheet; it takes its name when all rows are in it.

    `folder` is where it lies until then.
    """

    def __init__(self, store: Store, folder: Path) -> None:
        make_folder(folder)
        self._store, self._path = store, folder / UNFINISHED_NAME
        with self._told():
            self._file = self._path.open("w", encoding="utf-8-sig", newline="")
        self._table = csv.writer(self._file, delimiter=";", lineterminator="\r\n")
        self._add(COLUMNS)

    def __enter__(self) -> Report:
        return self

    def add(self, row: Row, outcomes: Sequence[Outcome], old: Collection[str] = ()) -> None:
        """Add the files of a clinic; a clinic that is at fault has none. `old` are those that are there of before."""
        if row.faults:
            self._line(row, "", "", "", AT_FAULT, _joined(
                told(row.faults), _of_before(old)))
            return
        if not row.clinic:   # of a list whose columns are wrong
            self._line(row, "", "", "", LEFT_OUT, _of_before(old))
        for wanted, outcome in zip(row.wanted, outcomes, strict=True):
            self._line(row, wanted.code, wanted.form, wanted.file, _TOLD.get(outcome.way, outcome.way), _joined(
                told(outcome.faults), "the file that is there is of before" if wanted.file in old else ""))
        for code, form in row.absent:
            self._line(row, code, form, "", ABSENT, f"the source language has no {form} edition")

    def add_old(self, folder: str, files: Iterable[str], other: str = "") -> None:
        """Add the files of a clinic that is in the list no more, or that stood in another list last."""
        for file in files:
            self._add([guarded(printable(Path(other).name)), "", guarded(printable(folder)), "", "", guarded(file),
                       OTHER_LIST if other else NOT_LISTED, "made before; delete it if it is no longer wanted"])

    def files(self) -> Iterator[str]:
        """Give the files that are there, as the report tells them."""
        self.flush()
        with self._path.open(encoding="utf-8-sig", newline="") as file:
            for line in csv.DictReader(file, delimiter=";"):
                if line["outcome"] in _THERE:
                    yield line["file"]

    def _line(self, row: Row, *cells: str) -> None:
        self._add([guarded(printable(Path(row.place.file).name)), row.place.line or "",
                   guarded(printable(row.id)), *cells[:-1], guarded(cells[-1])])

    def _add(self, cells: Iterable[object]) -> None:
        with self._told():
            self._table.writerow(cells)

    def flush(self) -> None:
        """Have what was added there, whatever happens to the program."""
        with self._told():
            self._file.flush()

    def _told(self) -> AbstractContextManager[None]:
        return writing(self._path, ROOM)

    def __exit__(self, kind: type[BaseException] | None, _: object, __: TracebackType | None) -> None:
        if kind is None:
            with self._told():
                self._file.close()
            self._store.put(NAME, self._path)
        else:
            with suppress(OSError):   # what could not be written is tried again, and was told
                self._file.close()


def _of_before(files: Collection[str]) -> str:
    return f"of before, and still there: {', '.join(files)}" if files else ""


def _joined(*texts: str) -> str:
    return "; ".join(filter(None, texts))


def told(faults: Sequence[Fault]) -> str:
    """Give some faults in one line: which column, what is wrong there, and what to do."""
    return "; ".join(f"{_column(fault)}{fault.message}{fault.hint and f'. {fault.hint}'}" for fault in faults)


def _column(fault: Fault) -> str:
    return f"{fault.place.column}: " if fault.place and fault.place.column else ""
