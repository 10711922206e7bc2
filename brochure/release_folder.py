"""The folder of a release: what lies in it, what of it can be kept, and how a new one takes its place."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from brochure.errors import BrochureError, Fault, Place
from brochure.files import make_folder, open_to_all, reason
from brochure.kept import read_json

MANIFEST, SUMS = "manifest.json", "SHA256SUMS"
ELSEWHERE = "Move it away, or choose another folder with -o."
Key = tuple[str, str]   # a brochure and the code of a language


@dataclass(frozen=True)
class Before:
    """The release that lies in a folder, every file of which is as it was released, if it is still there.

    `languages` is what the manifest tells of each language, `files` what it tells of each file.
    """

    folder: Path
    languages: Mapping[Key, Mapping[str, Any]] = field(default_factory=dict)
    files: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def files_of(self, key: Key) -> tuple[str, ...]:
        """Give the names of the files of a language, its pictures not among them."""
        return tuple(name for name, told in self.files.items() if (told["brochure"], told["locale"]) == key)

    def missing(self, key: Key) -> tuple[str, ...]:
        """Give what somebody has taken out of the folder of the files of a language."""
        return tuple(name for name in (*self.files_of(key), *pictures_in(self.languages[key]["page"]))
                     if not (self.folder / name).is_file())


def read_before(folder: Path) -> Before:
    """Give the release that lies in a folder, which may be none.

    Raises BrochureError if the folder holds anything that is not exactly as a release of ours has left it.
    """
    try:
        _refuse_strangers(folder)
    except OSError as error:
        raise not_written(error, folder) from None
    manifest = read_json(folder / MANIFEST)
    try:
        languages = {(name, code): told for name, brochure in manifest.get("release", {}).items()
                     for code, told in brochure["languages"].items()}
        before = Before(folder, languages, manifest.get("files", {}))
        for told in languages.values():
            pictures_in(told["page"])   # it has the form of today
    except (KeyError, TypeError, AttributeError):
        raise BrochureError("the release was made by another version of the program, and nothing of it can be kept",
                            Place(str(folder / MANIFEST)), ELSEWHERE) from None
    return before


def pictures_in(page: Mapping[str, Any]) -> tuple[str, ...]:
    """Give the names of the pictures that the page of a language shows."""
    shown = [page["cover"], *page["pages"], *(file["picture"] for file in page["files"])]
    return tuple(dict.fromkeys(picture["file"] for picture in shown if picture))


def sums(folder: Path) -> str:
    """Give the SHA-256 of every file, as `sha256sum --check` reads it."""
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return "".join(f"{sha256_of(folder / name)}  {name}\n" for name in names)


def sha256_of(path: Path) -> str:
    """Give the SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _refuse_strangers(output: Path) -> None:
    if not output.exists():
        return
    if not output.is_dir():
        raise BrochureError("the folder cannot be made: there is a file of that name", Place(str(output)), ELSEWHERE)
    if [*output.iterdir()] and "release" not in read_json(output / MANIFEST):
        raise BrochureError("the folder holds something else than a release", Place(str(output)), ELSEWHERE)
    there = {path.relative_to(output).as_posix() for path in output.rglob("*") if not path.is_dir()}
    lines = (output / SUMS).read_text("utf-8", "replace").splitlines() if SUMS in there else []
    known = {name: sha256 for sha256, _, name in (line.partition("  ") for line in lines)}
    faults = [Fault("this file is not part of the release, and would be lost", Place(str(output / name)), ELSEWHERE)
              for name in sorted(there - known.keys() - {SUMS})]
    faults += [Fault("this file was changed since it was released; the change would be lost", Place(str(output / name)),
                     ELSEWHERE) for name in sorted(there & known.keys()) if sha256_of(output / name) != known[name]]
    if faults:
        raise BrochureError(faults=faults)


@contextmanager
def folder_in_place_of(output: Path) -> Iterator[Path]:
    """Give a new folder, which takes the place of the one of before when the block ends well, or else is gone.

    Raises BrochureError if that cannot be; the folder of before is then as it was.
    """
    output = output.resolve()
    make_folder(output.parent)
    try:
        new = Path(tempfile.mkdtemp(dir=output.parent, prefix=f".{output.name}."))
    except OSError as error:
        raise not_written(error, output) from None
    old = new.with_name(f"{new.name}.before")
    try:
        yield new
        open_to_all(new)
        if output.exists():
            output.rename(old)
        new.rename(output)
    except OSError as error:
        raise not_written(error, output) from None
    except BrochureError as error:
        # It is told as the user knows it, not under the name of the moment.
        raise type(error)(faults=[replace(fault, place=_known(fault.place, new, output))
                                  for fault in error.faults]) from None
    finally:
        if old.exists() and not output.exists():
            old.rename(output)
        shutil.rmtree(old, ignore_errors=True)
        shutil.rmtree(new, ignore_errors=True)


def _known(place: Place | None, new: Path, output: Path) -> Place | None:
    if place and Path(place.file).is_relative_to(new):
        return replace(place, file=str(output / Path(place.file).relative_to(new)))
    return place


def not_written(error: OSError, output: Path) -> BrochureError:
    """Give the error of a release that cannot be written."""
    return BrochureError(f"the release cannot be written: {reason(error)}", Place(str(output)),
                         "The release of before is as it was. Make room, or choose another folder with -o.")
