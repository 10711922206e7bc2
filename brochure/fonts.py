"""The typefaces of `fonts/`: which families there are, in which faces, and which letters they have."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from brochure.errors import Faults, Place
from brochure.toml_file import TomlFile

_FAMILY = {"name": str, "scripts": list, "licence": str, "source": str, "face": list}
_FACE = {"file": str, "weight": int, "style": str, "sha256": str}


@dataclass(frozen=True)
class Face:
    """One file: one weight (CSS number) in one style (`normal` or `italic`)."""

    path: Path
    weight: int
    style: str


@dataclass(frozen=True)
class Family:
    name: str
    faces: tuple[Face, ...]


def read_families(folder: Path, root: Path) -> dict[str, Family]:
    """Give the families by name; raise BrochureError with every file that is missing, changed or stands twice."""
    faults = Faults()
    path = folder / "fonts.toml"
    file = TomlFile(path, str(path.relative_to(root)), faults)
    families: dict[str, Family] = {}
    number = 0
    for index, data in enumerate(file.data.get("family", [])):
        table = file.table(data, _FAMILY, _FAMILY.keys() - {"scripts"}, "family", nth=index)
        faces: dict[tuple[int, str], Face] = {}
        for entry in table.get("face", []):
            values = file.table(entry, _FACE, set(_FACE), "family", "face", nth=number)
            place = file.place("family", "face", "file", nth=number)
            number += 1
            if values.keys() == _FACE.keys():
                _add_face(faces, values, folder, place, faults)
        if not (folder / table.get("licence", "")).is_file():
            faults.add(f"the licence fonts/{table.get('licence', '')} is missing",
                       file.place("family", "licence", nth=index), "A font travels with its licence.")
        name = table.get("name", "")
        if name in families:
            faults.add(f"the family “{name}” stands twice", file.place("family", "name", nth=index))
        families[name] = Family(name, tuple(faces.values()))
    faults.raise_any()
    return families


def _add_face(faces: dict[tuple[int, str], Face], values: dict[str, object], folder: Path, place: Place,
              faults: Faults) -> None:
    path, weight, style = folder / str(values["file"]), int(str(values["weight"])), str(values["style"])
    if (weight, style) in faces:
        faults.add(f"{path.name} is a second file for the face {weight} {style}", place,
                   "Two files for one face print wrong letters: keep one full static file.")
        return
    faces[weight, style] = Face(path, weight, style)
    if path.suffix != ".ttf" or path.parent != folder:
        faults.add(f"{values['file']} is no .ttf file in fonts/", place, "Use a static TrueType file.")
    elif not path.is_file():
        faults.add(f"the font file fonts/{path.name} is missing", place)
    elif hashlib.sha256(path.read_bytes()).hexdigest() != values["sha256"]:
        faults.add(f"fonts/{path.name} is not the file that fonts.toml describes (its sha256 differs)", place,
                   "Put the original file back; for a new version write its sha256 here.")


@cache
def letters(path: Path) -> frozenset[int]:
    """Give the code points that a font file has glyphs for."""
    import uharfbuzz

    return frozenset(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(path))).unicodes)


def missing_letters(text: str, families: Iterable[Family]) -> list[str]:
    """Give the letters of a text that not every upright face of some one family has, in order, each once."""
    upright = [[face for face in family.faces if face.style == "normal"] for family in families]
    return [letter for letter in dict.fromkeys(text) if not letter.isspace() and not any(
        all(ord(letter) in letters(face.path) for face in faces) for faces in upright)]
