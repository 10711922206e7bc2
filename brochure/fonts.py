"""The typefaces of `fonts/`: which families there are, in which faces, and which letters they have."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from brochure.errors import Faults, Place
from brochure.files import is_file, read_bytes
from brochure.markup import JOINERS
from brochure.toml_file import TABLES, TEXTS, TomlFile

_TOP = {"family": TABLES}
_FAMILY = {"name": str, "scripts": TEXTS, "licence": str, "source": str, "face": TABLES}
_FACE = {"file": str, "weight": int, "style": str, "sha256": str}
_STYLES = ("normal", "italic")
_LIMIT_BYTES = 20_000_000


@dataclass(frozen=True)
class Face:
    """One file: one weight (CSS number) in one style (`normal` or `italic`)."""

    path: Path
    weight: int
    style: str


@dataclass(frozen=True)
class Family:
    """A typeface, with one file for each of its faces, and the scripts that it is for (ISO 15924)."""

    name: str
    faces: tuple[Face, ...]
    scripts: tuple[str, ...] = ()


def read_families(folder: Path, root: Path) -> dict[str, Family]:
    """Give the families by name; raise BrochureError with every file that is missing, changed or stands twice."""
    faults = Faults()
    path = folder / "fonts.toml"
    file = TomlFile(path, str(path.relative_to(root)), faults)
    families: dict[str, Family] = {}
    number = 0
    for index, data in enumerate(file.table(file.data, _TOP, set(_TOP)).get("family", [])):
        table = file.table(data, _FAMILY, _FAMILY.keys() - {"scripts"}, "family", nth=index)
        faces: dict[tuple[int, str], Face] = {}
        for entry in table.get("face", []):
            values = file.table(entry, _FACE, set(_FACE), "family", "face", nth=number)
            place = file.place("family", "face", "file", nth=number)
            number += 1
            if values.keys() == _FACE.keys():
                _add_face(faces, values, folder, place, faults)
        licence = table.get("licence")
        if licence is not None and not is_file(folder / licence):
            faults.add(f"the licence fonts/{licence} is missing", file.place("family", "licence", nth=index),
                       "A font travels with its licence: put its text there.")
        name = table.get("name", "")
        if name in families:
            faults.add(f"the family “{name}” stands twice", file.place("family", "name", nth=index),
                       "Put its faces below one [[family]].")
        families[name] = Family(name, tuple(faces.values()), tuple(table.get("scripts", ())))
    faults.raise_any()
    return families


def _add_face(faces: dict[tuple[int, str], Face], values: dict[str, Any], folder: Path, place: Place,
              faults: Faults) -> None:
    path, weight, style = folder / values["file"], values["weight"], values["style"]
    if style not in _STYLES or not 1 <= weight <= 1000:
        faults.add(f"there is no face “{weight} {style}”", place,
                   "The weight is a number such as 400 or 600, the style “normal” or “italic”.")
        return
    if (weight, style) in faces:
        faults.add(f"{path.name} is a second file for the face {weight} {style}", place,
                   "Two files for one face print wrong letters: keep one full static file.")
        return
    if path.suffix != ".ttf" or path.parent != folder:
        faults.add(f"{values['file']} is no .ttf file in fonts/", place, "Use a static TrueType file.")
    elif not is_file(path):
        faults.add(f"the font file fonts/{path.name} is missing", place, "Put it there, or take its table out.")
    else:
        raw = read_bytes(path, f"fonts/{path.name}", _LIMIT_BYTES)
        if (found := hashlib.sha256(raw).hexdigest()) != values["sha256"]:
            faults.add(f"fonts/{path.name} is not the file that fonts.toml describes (its sha256 differs)", place,
                       f"Put the original file back; if it is meant to be another, write sha256 = \"{found}\" here.")
        elif not _is_static(raw):
            faults.add(f"fonts/{path.name} is no static TrueType font", place,
                       "Use the static .ttf file of the face; a variable font prints wrong weights.")
    faces[weight, style] = Face(path, weight, style)


def _is_static(raw: bytes) -> bool:
    """Whether the table directory of a font file (OpenType 1.9, “Organization of an OpenType font”) has outlines of
    TrueType, and no axes to vary.
    """
    count = int.from_bytes(raw[4:6], "big")
    tables = {raw[12 + 16 * index:16 + 16 * index] for index in range(count)}
    return raw[:4] == b"\x00\x01\x00\x00" and b"glyf" in tables and b"fvar" not in tables


@cache
def letters(path: Path) -> frozenset[int]:
    """Give the code points that a font file has glyphs for."""
    import uharfbuzz

    return frozenset(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(path))).unicodes)


def missing_letters(text: str, families: Iterable[Family]) -> list[str]:
    """Give the letters of a text that not every face of some one family has, in order, each once."""
    known = _known(tuple(families))
    return [letter for letter in dict.fromkeys(text)
            if ord(letter) not in known and not letter.isspace() and letter not in JOINERS]


@cache
def _known(families: tuple[Family, ...]) -> frozenset[int]:
    """The code points that every face of some one family has."""
    return frozenset().union(*(frozenset.intersection(*(letters(face.path) for face in family.faces))
                               for family in families if family.faces))
