"""The system's libraries that are loaded: a new Pango can set other lines, so that a kept file is no longer the same."""

from __future__ import annotations

import os
from pathlib import Path

_MAPS = Path("/proc/self/maps")
_THAT_MATTER = ("libpango", "libharfbuzz", "libfontconfig", "libfreetype", "libfribidi")


def loaded() -> list[tuple[str, int, int]]:
    """Give path, size and time of each loaded library that sets type; nothing where the system does not tell."""
    if not _MAPS.exists():
        return []
    paths = {line.split(maxsplit=5)[-1].strip() for line in _MAPS.read_text().splitlines() if line.count("/")}
    return [_stamp(path) for path in sorted(paths) if Path(path).name.startswith(_THAT_MATTER)]


def same(libraries: list[list[object]]) -> bool:
    """Whether the libraries of an earlier build are still the ones on the disk."""
    return all(os.path.exists(str(path)) and list(_stamp(str(path))) == [path, size, time]
               for path, size, time in libraries)


def _stamp(path: str) -> tuple[str, int, int]:
    status = os.stat(path)
    return path, status.st_size, status.st_mtime_ns
