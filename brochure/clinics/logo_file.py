"""Where a clinic's logo lies: below the folder of the file that names it, and nowhere else."""

from __future__ import annotations

import re
from pathlib import Path

from brochure.errors import BrochureError, Place, nearest, short
from brochure.files import is_file

ENDINGS = (".svg", ".png", ".jpg", ".jpeg")
LIMIT_BYTES = 10_000_000
_MOST_NAMES = 500
_NEAR = "Put it beside this file, or in a folder there, and write its name, such as logos/moss.svg."


def logo_file(name: str, folder: Path, place: Place) -> Path:
    """Give where the logo of a name lies; raise BrochureError if it is no picture in or below the folder.

    What is in it has not been looked at.
    """
    if not name:
        raise BrochureError("“logo” is empty", place, "Fill it in, or take the line out.")
    if not name.isprintable() or re.search(r"^[/~]|\\|:|(^|/)\.\.(/|$)", name):
        raise BrochureError(f"the logo “{short(name)}” lies in another place", place, _NEAR)
    path = folder / name
    if path.suffix.lower() not in ENDINGS:
        raise BrochureError(f"the logo “{short(name)}” is no SVG, PNG or JPEG", place,
                            "Its name must end in .svg, .png, .jpg or .jpeg.")
    if not is_file(path):
        raise BrochureError(f"there is no logo “{short(name)}”", place, _missing(path))
    if not path.resolve().is_relative_to(folder.resolve()):
        raise BrochureError(f"the logo “{short(name)}” is a link to another place", place, _NEAR)
    if (size := path.stat().st_size) > LIMIT_BYTES:
        raise BrochureError(f"the logo “{short(name)}” has {size:,} bytes; {LIMIT_BYTES:,} is the most", place,
                            "Save it smaller.")
    return path


def _missing(path: Path) -> str:
    """The pictures beside it, one of which may be meant."""
    if not path.parent.is_dir():
        return _NEAR
    names = [entry.name for _, entry in zip(range(_MOST_NAMES), path.parent.iterdir(), strict=False)
             if entry.suffix.lower() in ENDINGS]
    return nearest(path.name, names) if names else _NEAR
