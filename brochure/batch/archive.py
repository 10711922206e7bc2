"""All files of a batch in one ZIP, which is the same to the byte when they are: stored, and without the time of day."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from pathlib import Path

from brochure.stores import Store

_TIME = (1980, 1, 1, 0, 0, 0)   # the first that a ZIP can tell
_RIGHTS = 0o644 << 16


def write_archive(path: Path, store: Store, files: Iterable[str]) -> None:
    """Write files of a store to a ZIP, in their order, as they are: PDFs are packed already."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name in files:
            entry = zipfile.ZipInfo(name, _TIME)
            entry.create_system, entry.external_attr = 3, _RIGHTS   # the same on Windows
            archive.writestr(entry, store.read(name))
