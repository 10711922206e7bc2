"""The rows of a list between looking at them and printing them: on the disk, since a list can be long."""

from __future__ import annotations

import pickle
import tempfile
from collections.abc import Iterator
from pathlib import Path

from brochure.batch.tasks import Row


class Spool:
    """Takes rows, and gives them again in their order; `folder` is where they lie, without a name."""

    def __init__(self, folder: Path) -> None:
        self._file = tempfile.TemporaryFile(dir=folder)   # noqa: SIM115 closed with the spool
        self.clinics = self.asked = 0

    def add(self, row: Row) -> None:
        """Take a row."""
        self.clinics += 1
        self.asked += len(row.asked)
        pickle.dump(row, self._file, pickle.HIGHEST_PROTOCOL)

    def __iter__(self) -> Iterator[Row]:
        """Give the rows; no other may be added then."""
        self._file.seek(0)
        for _ in range(self.clinics):
            yield pickle.load(self._file)

    def close(self) -> None:
        """Give the room on the disk back."""
        self._file.close()
