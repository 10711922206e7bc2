"""The rows of a list between looking at them and printing them: on the disk, since a list can be long."""

from __future__ import annotations

import pickle
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, suppress
from pathlib import Path

from brochure.batch.tasks import Row
from brochure.files import writing
from brochure.stores import ROOM


class Spool:
    """Takes rows, and gives them again in their order; `folder` is where they lie, without a name."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        with self._told():
            self._file = tempfile.TemporaryFile(dir=folder)   # noqa: SIM115 closed with the spool
        self.clinics = self.asked = self._rows = 0

    def add(self, row: Row) -> None:
        """Take a row."""
        self._rows += 1
        self.clinics += not row.whole
        self.asked += len(row.asked)
        with self._told():
            pickle.dump(row, self._file, pickle.HIGHEST_PROTOCOL)

    def __iter__(self) -> Iterator[Row]:
        """Give the rows; no other may be added then."""
        with self._told():
            self._file.seek(0)   # writes what is left
        for _ in range(self._rows):
            yield pickle.load(self._file)

    def close(self) -> None:
        """Give the room on the disk back."""
        with suppress(OSError):   # what could not be written is tried again, and was told
            self._file.close()

    def _told(self) -> AbstractContextManager[None]:
        return writing(self._folder, ROOM)
