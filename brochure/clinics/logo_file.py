"""Where a clinic's logo lies: below the folder of the file that names it, and nowhere else."""

from __future__ import annotations

import re
from itertools import islice
from pathlib import Path, PurePosixPath

from brochure.errors import BrochureError, Place, close, short
from brochure.files import is_file

ENDINGS = (".svg", ".png", ".jpg", ".jpeg")
LIMIT_BYTES = 10_000_000
_MOST_NAMES = 500
_NEARLY = 0.7   # of the letters of a name are those of another, in their order
_NEAR = "Put it beside this file, or in a folder there, and write its name, such as logos/moss.svg."


def logo_file(name: str, folder: Path, place: Place) -> Path:
    """Give where the logo of a name lies; raise BrochureError if it is no picture in or below the folder.

    What is in it has not been looked at.
    """
    if not name:
        raise BrochureError("“logo” is empty", place, "Fill it in, or take the line out.")
    portable = name.replace("\\", "/")   # Windows shows paths with the other
    if not name.isprintable() or re.search(r"^[/~]|:|(^|/)\.\.(/|$)", portable):
        raise BrochureError(f"the logo “{short(name)}” lies in another place", place, _NEAR)
    path = folder / portable
    if path.suffix.lower() not in ENDINGS:
        raise BrochureError(f"the logo “{short(name)}” is no SVG, PNG or JPEG", place,
                            "Save it as SVG, PNG or JPEG in a program that shows it; then its name ends in .svg, .png, "
                            ".jpg or .jpeg.")
    if not is_file(path):
        raise BrochureError(f"there is no logo “{short(name)}”", place, _missing(portable, folder))
    if portable != name:
        raise BrochureError(f"the logo “{short(name)}” is written with “\\”, which not every machine knows", place,
                            f"Write {portable}")
    if not path.resolve().is_relative_to(folder.resolve()):
        raise BrochureError(f"the logo “{short(name)}” is a link to another place", place, _NEAR)
    if (size := path.stat().st_size) > LIMIT_BYTES:
        raise BrochureError(f"the logo “{short(name)}” has {size:,} bytes; {LIMIT_BYTES:,} is the most", place,
                            "Save it smaller.")
    return path


def _missing(name: str, folder: Path) -> str:
    """What to do, with the picture that may be meant, if one is called nearly so."""
    there = _pictures(folder, (folder / name).parent)
    same = [other for other in there if other.casefold() == name.casefold()]
    if same:
        return f"Did you mean “{same[0]}”? Capitals count."
    by_stem = {PurePosixPath(other).stem.casefold(): other for other in reversed(there)}
    found = close(PurePosixPath(name).stem.casefold(), by_stem, _NEARLY)
    return f"Did you mean “{by_stem[found[0]]}”?" if found else _NEAR


def _pictures(folder: Path, first: Path) -> list[str]:
    """Some pictures in a folder and in those in it, as they are written from there; those of one of them first."""
    places = [first, folder, *sorted(entry for entry in _entries(folder) if entry.is_dir())]
    found = (entry.relative_to(folder).as_posix() for place in dict.fromkeys(places) for entry in _entries(place)
             if entry.suffix.lower() in ENDINGS and is_file(entry) and not entry.is_symlink())
    return list(islice(found, _MOST_NAMES))


def _entries(folder: Path) -> list[Path]:
    try:
        return sorted(islice((entry for entry in folder.iterdir() if not entry.name.startswith(".")), _MOST_NAMES))
    except OSError:   # it is none, or nobody may look into it: a hint is no reason to stop
        return []
