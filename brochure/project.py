"""Where things are in a project folder, and what its files hash to."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from brochure.errors import BrochureError, Place, UsageError, nearest


@dataclass(frozen=True)
class Project:
    """A project: a folder that holds content/, locales/, layouts/, fonts/ and images/."""

    root: Path

    @property
    def content(self) -> Path:
        """The folder of the words in the source language."""
        return self.root / "content"

    @property
    def locales(self) -> Path:
        """The folder of the languages."""
        return self.root / "locales"

    @property
    def layouts(self) -> Path:
        """The folder of the layouts."""
        return self.root / "layouts"

    @property
    def base(self) -> Path:
        """The folder of what all layouts share."""
        return self.layouts / "base"

    @property
    def fonts(self) -> Path:
        """The folder of the typefaces."""
        return self.root / "fonts"

    @property
    def images(self) -> Path:
        """The folder of the drawings."""
        return self.root / "images"

    @property
    def profiles(self) -> Path:
        """The folder of the colour profiles of presses."""
        return self.root / "profiles"

    @property
    def output(self) -> Path:
        """The folder for finished files, unless another is asked for."""
        return self.root / "build"

    @property
    def clinics(self) -> Path:
        """The folder for the editions of the clinics of lists, unless another is asked for."""
        return self.output / "clinics"

    @property
    def cache(self) -> Path:
        """The folder of what is kept between builds."""
        return self.output / ".cache"

    def promise(self, sha256: str) -> Path:
        """Give where the promise of a finished file is kept, by the hash of its bytes."""
        return self.cache / "promises" / f"{sha256}.json"

    def waivers(self, brochure: str) -> Path:
        """Give where the findings that are let be in a brochure are written down."""
        return self.content / f"{brochure}.waivers.toml"

    def all_waivers(self, brochure: str) -> tuple[Path, ...]:
        """Give the files in which findings are let be: that of the brochure, and those of its locales."""
        paths = (self.waivers(brochure), *sorted(self.locales.glob(f"*/{brochure}.waivers.toml")))
        return tuple(path for path in paths if path.is_file())

    def brochures(self) -> tuple[str, ...]:
        """Give the names of all brochures, sorted."""
        return tuple(sorted(path.stem for path in self.content.glob("*.yaml")))

    def brochure(self, name: str | None) -> str:
        """Give the brochure that is asked for: the only one if none is named. Raises UsageError if there is none."""
        names = self.brochures()
        if name is None and len(names) == 1:
            return names[0]
        if name is None:
            raise UsageError("there is more than one brochure" if names else "there is no brochure in content/", None,
                             f"Name one with --brochure: {', '.join(names)}." if names else "")
        if name not in names:
            raise UsageError(f"there is no brochure “{name}”", None, nearest(name, names))
        return name

    def sources(self, brochure: str, *locales: str) -> Iterable[Path]:
        """Give every file of the project that decides the pages of a brochure in locales, and whether they pass."""
        yield self.content / f"{brochure}.yaml"
        if self.waivers(brochure).is_file():
            yield self.waivers(brochure)
        own = (self.locales / locale for locale in locales)
        for folder in (self.layouts, self.fonts, self.images, self.profiles, *own):
            yield from (path for path in sorted(folder.rglob("*")) if path.is_file())


def project_at(folder: Path) -> Project:
    """Give the project in a folder; raise UsageError if there is none."""
    if (folder / "content").is_dir() and (folder / "layouts").is_dir():
        return Project(folder)
    raise UsageError(f"{folder} is no brochure project", None, "A project's folder holds content/ and layouts/.")


def find_project(start: Path) -> Project:
    """Give the project that a folder lies in; raise UsageError if there is none."""
    for folder in (start, *start.parents):
        if (folder / "content").is_dir() and (folder / "layouts").is_dir():
            return Project(folder)
    raise UsageError(f"{start} does not lie in a brochure project", None,
                     "Go to the folder that holds content/ and layouts/, or name it with --project.")


@cache
def program() -> str:
    """Give the hash of this program, as it was first looked at in this process."""
    folder = Path(__file__).parent
    return digest([*sorted(folder.rglob("*.py")), *sorted(folder.rglob("*.toml"))], folder)


def digest(paths: Iterable[Path], root: Path, *words: str) -> str:
    """Give the SHA-256 of some files, with their names, and of some words."""
    state = hashlib.sha256()
    for path in paths:
        name = str(path.relative_to(root)) if path.is_relative_to(root) else path.name
        try:
            content = path.read_bytes()
        except OSError as error:
            raise BrochureError(f"the file cannot be read: {error.strerror}", Place(name)) from None
        state.update(f"{name}\0{len(content)}\0".encode())
        state.update(content)
    for word in words:
        state.update(f"{word}\0".encode())
    return state.hexdigest()
