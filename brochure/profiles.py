"""The colour profiles of presses: those of `profiles/`, and one that a print shop sends along."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from brochure.errors import BrochureError, Faults, Place
from brochure.files import is_file, read_bytes
from brochure.toml_file import TomlFile

LIMIT_BYTES = 8_000_000   # those of ECI and Fogra have 0.6 to 3 MB
_KEYS = {"identifier": str, "registry": str, "info": str, "licence": str, "source": str, "sha256": str}
_WHICH = "Ask the print shop for the ICC profile of its press and paper: an output profile for CMYK."
_SPACES = {b"RGB ": "for red, green and blue", b"GRAY": "for grey", b"Lab ": "for Lab", b"CMY ": "for three inks"}
_KINDS = {b"mntr": "of a screen", b"scnr": "of a scanner or camera", b"link": "a link between two devices",
          b"spac": "of a colour space", b"abst": "of an effect", b"nmcl": "of named colours"}


@dataclass(frozen=True)
class Profile:
    """A colour profile: its bytes, and how the printing condition that it stands for is named.

    `registry` is the address of the register that knows `identifier`, or nothing where the name is only the
    profile's own.
    """

    content: bytes
    identifier: str
    registry: str
    info: str


def read_profile(folder: Path, root: Path, asked: Path | None = None) -> Profile:
    """Give the profile that is asked for, or the first one of profiles/profiles.toml.

    One that the table knows by its sha256 bears the name of the printing condition there; any other the profile's own
    description. Raises BrochureError if it is none, or not for four inks on a press.
    """
    path, faults = folder / "profiles.toml", Faults()
    file = TomlFile(path, str(path.relative_to(root)), faults)
    known: dict[str, Profile] = {}
    for name, data in file.data.items():
        if not isinstance(data, dict):
            faults.add(f"unknown key “{name}”", file.place(name), "Every profile has a table [name].")
            continue
        values = file.table(data, _KEYS, set(_KEYS), name)
        if values.keys() != _KEYS.keys():
            continue
        place, content = file.place(name), b""
        if not is_file(folder / f"{name}.icc"):
            faults.add(f"there is no file profiles/{name}.icc", place, "Put the profile there, or take the table out.")
        elif hashlib.sha256(content := read_bytes(folder / f"{name}.icc", f"profiles/{name}.icc", LIMIT_BYTES)
                            ).hexdigest() != values["sha256"]:
            faults.add(f"profiles/{name}.icc is not the file that profiles.toml describes (its sha256 differs)", place,
                       "Put the original file back; for a new version write its sha256 here.")
        with faults.gathered():
            if content:
                description(content, f"profiles/{name}.icc")
        known[values["sha256"]] = Profile(content, values["identifier"], values["registry"], values["info"])
    if not known and not faults.found:
        faults.add("there is no profile", file.place(), "Put one in the folder, with a table [name] here.")
    faults.raise_any()
    if asked is None:
        return next(iter(known.values()))
    content = read_bytes(asked, str(asked), LIMIT_BYTES, _WHICH)
    name = description(content, str(asked))
    return known.get(hashlib.sha256(content).hexdigest()) or Profile(content, name, "", name)


def description(content: bytes, file: str) -> str:
    """Give what a profile calls itself; raises BrochureError if it is no output profile for CMYK (ICC.1:2022, 7.2)."""
    place = Place(file)
    if len(content) < 132 or content[36:40] != b"acsp":
        raise BrochureError("this is no colour profile", place, _WHICH)
    if int.from_bytes(content[:4], "big") != len(content):
        raise BrochureError("the colour profile is cut off or has something behind its end", place,
                            "Have it sent once more, in a .zip file.")
    kind, space, connection = content[12:16], content[16:20], content[20:24]
    if space != b"CMYK":
        found = _SPACES.get(space, "for other inks")
        raise BrochureError(f"this colour profile is {found}, not for CMYK", place, _WHICH)
    if kind != b"prtr" or connection not in (b"Lab ", b"XYZ "):
        raise BrochureError(f"this colour profile is {_KINDS.get(kind, 'of something else')}, not of a press", place,
                            _WHICH)
    if content[8] > 4:
        # ISO 15930-7: PDF/X-4 allows profiles up to version 4.
        raise BrochureError(f"this colour profile is of version {content[8]}; PDF/X-4 knows 2 and 4", place, _WHICH)
    tags = _tags(content)
    if tags is None or not {b"desc", b"A2B0", b"B2A0"} <= tags.keys():
        raise BrochureError("the colour profile is broken", place, "Have it sent once more, in a .zip file.")
    return _words(tags[b"desc"]) or Path(file).stem


def _tags(content: bytes) -> dict[bytes, bytes] | None:
    """The data of each tag of a profile by its signature, or None if one lies outside of the file."""
    count = int.from_bytes(content[128:132], "big")
    if not 0 < count <= 200 or 132 + 12 * count > len(content):
        return None
    found = {}
    for start in range(132, 132 + 12 * count, 12):
        offset, size = (int.from_bytes(content[start + at:start + at + 4], "big") for at in (4, 8))
        if size < 8 or offset + size > len(content):
            return None
        found[content[start:start + 4]] = content[offset:offset + size]
    return found


def _words(tag: bytes) -> str:
    """The text of a description: of version 2 (`desc`, ASCII) or of version 4 (`mluc`, UTF-16, its first language)."""
    if tag[:4] == b"mluc":
        size, offset = (int.from_bytes(tag[at:at + 4], "big") for at in (20, 24))
        text = tag[offset:offset + size].decode("utf-16-be", "replace")
    else:
        text = tag[12:12 + int.from_bytes(tag[8:12], "big")].decode("ascii", "replace")
    words = "".join(letter if letter.isprintable() else " " for letter in text.partition("\0")[0])
    return " ".join(words.split())[:200]
