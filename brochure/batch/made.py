"""What was made in a folder before, in one SQLite file there: it need not be in memory, however many files they are."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from brochure.errors import BrochureError, Place
from brochure.files import make_folder
from brochure.stores import Stamp

NAME = ".made.sqlite3"
_SCHEMA = ("CREATE TABLE IF NOT EXISTS made (file TEXT PRIMARY KEY, key BLOB NOT NULL, size INTEGER NOT NULL, "
           "time INTEGER NOT NULL) WITHOUT ROWID")
# A table of its own: what was made by a program that did not know it is of no list that is known.
_LISTS = "CREATE TABLE IF NOT EXISTS lists (folder TEXT PRIMARY KEY, list TEXT NOT NULL) WITHOUT ROWID"
_EDITIONS = ("CREATE TABLE IF NOT EXISTS editions (file TEXT PRIMARY KEY, edition INTEGER NOT NULL, "
             "date TEXT NOT NULL) WITHOUT ROWID")


class Made:
    """The files that were made, with the key and the stamp of each, and the lists that their clinics stood in last.

    Raises BrochureError if another run is at work in the same folder. A damaged file is made anew: then all files are.
    """

    def __init__(self, folder: Path) -> None:
        make_folder(folder)
        path = folder / NAME
        try:
            self._base = _opened(path)
        except sqlite3.OperationalError as error:
            if "locked" in str(error):
                raise BrochureError("another run is making files in this folder", Place(str(folder)),
                                    "Wait until it is done, or choose another folder with -o.") from None
            raise BrochureError(f"this file cannot be opened: {error}", Place(str(path)),
                                "Choose another folder with -o.") from None
        except sqlite3.DatabaseError:
            path.unlink()
            self._base = _opened(path)

    def before(self, files: Sequence[tuple[str, bytes]]) -> list[Stamp | None]:
        """Give the stamp of each of some files, if it was made with that key."""
        found = []
        for file, key in files:
            row = self._base.execute("SELECT size, time FROM made WHERE file = ? AND key = ?", (file, key)).fetchone()
            found.append(Stamp(*row) if row else None)
        return found

    def folders(self) -> Iterator[tuple[str, str]]:
        """Give the folders that something was made in, each with the list that its clinic stood in last, if known."""
        yield from self._base.execute(
            "SELECT name, coalesce(list, '') FROM (SELECT DISTINCT substr(file, 1, instr(file, '/') - 1) AS name "
            "FROM made) LEFT JOIN lists ON folder = name ORDER BY name")

    def lists(self) -> list[str]:
        """Give the lists that some clinics stood in last."""
        return [row[0] for row in self._base.execute("SELECT DISTINCT list FROM lists")]

    def files(self, folder: str) -> list[str]:
        """Give what was made in a folder."""
        return [row[0] for row in self._base.execute(
            "SELECT file FROM made WHERE file >= ? AND file < ? ORDER BY file", (f"{folder}/", f"{folder}0"))]

    def editions(self) -> Iterator[tuple[str, int, str]]:
        """Give the files that were made, each with the number of its edition and its date; 0 if nobody noted it."""
        yield from self._base.execute("SELECT file, coalesce(edition, 0), coalesce(date, '') FROM made "
                                      "LEFT JOIN editions USING (file) ORDER BY file")

    def note(self, made: Sequence[tuple[str, bytes, Stamp]], edition: int, date: str) -> None:
        """Write down what was made, of an edition; on a full disk it is not, and then made again by the next run."""
        self._write({"INSERT OR REPLACE INTO made VALUES (?, ?, ?, ?)":
                     [(file, key, stamp.size, stamp.time) for file, key, stamp in made],
                     "INSERT OR REPLACE INTO editions VALUES (?, ?, ?)":
                     [(file, edition, date) for file, _, _ in made]})

    def note_lists(self, folders: Iterable[tuple[str, str]]) -> None:
        """Write down which list the clinics of some folders stand in, where that is not the one of before."""
        self._write({"INSERT INTO lists VALUES (?, ?) ON CONFLICT (folder) DO UPDATE SET list = excluded.list "
                     "WHERE list <> excluded.list": list(folders)})

    def _write(self, rows: Mapping[str, Sequence[tuple[object, ...]]]) -> None:
        """Write rows by the words that each table is written with: all of them, or none."""
        try:
            for words, some in rows.items():
                self._base.executemany(words, some)
            self._base.commit()
        except sqlite3.OperationalError:
            self._base.rollback()

    def close(self) -> None:
        """Let another run have the folder."""
        self._base.close()


def known_as(path: str | Path) -> str:
    """Give what a list is known as: where it lies, however it was named."""
    # What is no UTF-8 cannot be written down; such a list is as one that was moved.
    return str(Path(path).resolve()).encode("utf-8", "backslashreplace").decode()


def _opened(path: Path) -> sqlite3.Connection:
    base = sqlite3.connect(path, timeout=0)
    try:
        # What a stop of the program leaves is whole; after a loss of power, the worst is that all is made again.
        for line in ("PRAGMA locking_mode = EXCLUSIVE", "PRAGMA synchronous = OFF", "PRAGMA journal_mode = DELETE",
                     "BEGIN EXCLUSIVE", _SCHEMA, _LISTS, _EDITIONS, "COMMIT"):
            base.execute(line)
        if base.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
            raise sqlite3.DatabaseError("it is damaged inside")
    except sqlite3.DatabaseError:
        base.close()
        raise
    return base
