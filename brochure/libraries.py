"""The system's libraries that set the type: with a new Pango, a kept file may no longer be what would be made."""

from __future__ import annotations

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
    return all(Path(str(entry[0])).exists() and list(_stamp(str(entry[0]))) == entry for entry in libraries)


def _stamp(path: str) -> tuple[str, int, int]:
    status = Path(path).stat()
    return path, status.st_size, status.st_mtime_ns
