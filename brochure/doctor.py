"""What the machine has of what the work needs, and the command that mends what it lacks.

Imports nothing but the standard library until it has been seen to be there: it must work where nothing else does.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import os
import platform
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from brochure.project import Project

_OLDEST_PYTHON = (3, 11)
_INSTALL = {"apt-get": "apt-get install", "dnf": "dnf install", "brew": "brew install"}
POPPLER = {"apt-get": "poppler-utils", "dnf": "poppler-utils", "brew": "poppler"}
_HOMEBREW = (Path("/opt/homebrew"), Path("/usr/local"))


@dataclass(frozen=True)
class Diagnosis:
    """One thing that is looked for: whether it is well, what was found, and the command that mends it."""

    name: str
    well: bool
    found: str
    remedy: str = ""


@dataclass(frozen=True)
class _Library:
    """A library of the system: its stem (as in lib<stem>.so.0), the oldest that will do, and the packages that hold it.

    `without` says what goes wrong without it, where that is not simply everything.
    """

    name: str
    stem: str
    number: int
    oldest: tuple[int, ...]
    packages: dict[str, str]
    version: Callable[[ctypes.CDLL], str] | None
    without: str = ""


def _text(function: str) -> Callable[[ctypes.CDLL], str]:
    def ask(library: ctypes.CDLL) -> str:
        call = getattr(library, function)
        call.argtypes, call.restype = [], ctypes.c_char_p
        return str(call().decode())

    return ask


def _fontconfig_version(library: ctypes.CDLL) -> str:
    number = int(library.FcGetVersion())  # 21401 is 2.14.1
    return f"{number // 10000}.{number // 100 % 100}.{number % 100}"


# Below HarfBuzz 4.1 the engine does not use the subset library even if it is there; below Pango 1.44 it does not run.
_LIBRARIES = (
    _Library("Pango", "pango-1.0", 0, (1, 44), {"apt-get": "libpango-1.0-0", "dnf": "pango", "brew": "pango"},
             _text("pango_version_string")),
    _Library("PangoFT2", "pangoft2-1.0", 0, (), {"apt-get": "libpangoft2-1.0-0", "dnf": "pango", "brew": "pango"},
             None),
    _Library("HarfBuzz", "harfbuzz", 0, (4, 1), {"apt-get": "libharfbuzz0b", "dnf": "harfbuzz", "brew": "harfbuzz"},
             _text("hb_version_string")),
    _Library("HarfBuzz subset", "harfbuzz-subset", 0, (),
             {"apt-get": "libharfbuzz-subset0", "dnf": "harfbuzz", "brew": "harfbuzz"}, None,
             "without it printing is slow, and a file is not the same each time"),
    _Library("Fontconfig", "fontconfig", 1, (),
             {"apt-get": "libfontconfig1", "dnf": "fontconfig", "brew": "fontconfig"}, _fontconfig_version),
)


def examine(project: Project | None) -> tuple[Diagnosis, ...]:
    """Give everything that was looked for, in order: Python, packages, libraries, programs, typefaces."""
    return (*_python(), *_packages(project), *_libraries(), *_programs(), *_fonts(project))


def _python() -> Iterator[Diagnosis]:
    well = sys.version_info[:2] >= _OLDEST_PYTHON
    yield Diagnosis("Python", well, platform.python_version(),
                    "" if well else "install Python 3.11 or newer, then run: rm -rf .venv; make")


# --- packages ---------------------------------------------------------------------------------------------------------


def _packages(project: Project | None) -> Iterator[Diagnosis]:
    by_make = project is not None and (project.root / "setup.sh").is_file()
    try:
        lines = [line for line in requires("brochure") or () if "extra ==" not in line]
    except PackageNotFoundError:
        yield Diagnosis("brochure", False, "not installed", "make setup" if by_make else "pip install -e .")
        return
    for line in lines:
        name, wanted = _name_and_versions(line)
        remedy = "make setup" if by_make else f"{sys.executable} -m pip install '{name}{wanted}'"
        try:
            found = version(name)
        except PackageNotFoundError:
            yield Diagnosis(name, False, f"not installed; {wanted} is needed", remedy)
            continue
        well = _is_among(found, wanted)
        yield Diagnosis(name, well, found if well else f"{found}; {wanted} is needed", "" if well else remedy)


def _name_and_versions(requirement: str) -> tuple[str, str]:
    """Split a requirement.

    >>> _name_and_versions("weasyprint<71,>=70")
    ('weasyprint', '<71,>=70')
    """
    name = re.match(r"[\w.-]+", requirement)
    assert name
    return name[0], requirement[name.end():].partition(";")[0].strip()


def _is_among(found: str, wanted: str) -> bool:
    """Whether a version is among those that are wanted.

    >>> _is_among("70.0", ">=70,<71"), _is_among("71.2", ">=70,<71"), _is_among("2.9", ">=2.18")
    (True, False, False)
    """
    tests = {">=": lambda a, b: a >= b, "<": lambda a, b: a < b, "==": lambda a, b: a == b}
    clauses = re.findall(r"(>=|==|<)\s*([\d.]+)", wanted)
    return all(tests[sign](_numbers(found), _numbers(number)) for sign, number in clauses)


def _numbers(written: str) -> tuple[int, ...]:
    numbers = [int(number) for number in re.findall(r"\d+", written.partition("+")[0])]
    while numbers and numbers[-1] == 0:  # 70.0 is 70
        numbers.pop()
    return tuple(numbers)


# --- libraries --------------------------------------------------------------------------------------------------------


def _libraries() -> Iterator[Diagnosis]:
    for library in _LIBRARIES:
        loaded = _load(library.stem, library.number)
        if loaded is None:
            because = f"; {library.without}" if library.without else ""
            yield Diagnosis(library.name, False, f"not found{because}", _remedy(library))
            continue
        found = library.version(loaded) if library.version else "found"
        if _numbers(found) < library.oldest:
            oldest = ".".join(map(str, library.oldest))
            yield Diagnosis(library.name, False, f"{found}; {oldest} or newer is needed",
                            f"use a newer system, or {_remedy(library)}")
        else:
            yield Diagnosis(library.name, True, found)


def _load(stem: str, number: int) -> ctypes.CDLL | None:
    """Load a library as the engine does: by its file's name, or where the system says that it is."""
    for name in (f"lib{stem}.so.{number}", f"lib{stem}.{number}.dylib", f"lib{stem}.dylib"):
        with suppress(OSError):
            return ctypes.CDLL(name)
    found = ctypes.util.find_library(stem)
    return ctypes.CDLL(found) if found else None


def _remedy(library: _Library) -> str:
    manager = next(filter(shutil.which, _INSTALL), "")
    if not manager:
        return f"install lib{library.stem} with your system’s package manager"
    if manager == "brew":
        for prefix in _HOMEBREW:
            if any((prefix / "lib").glob(f"lib{library.stem}*.dylib")):
                # It is there, but this Python does not look in Homebrew's folder; Homebrew's own does.
                return f"brew install python; rm -rf .venv; make PYTHON={prefix}/bin/python3"
    return _install(manager, library.packages[manager])


def _install(manager: str, package: str) -> str:
    sudo = "" if manager == "brew" or os.geteuid() == 0 else "sudo "
    return f"{sudo}{_INSTALL[manager]} {package}"


# --- programs ---------------------------------------------------------------------------------------------------------


def _programs() -> Iterator[Diagnosis]:
    if shutil.which("pdftoppm"):
        yield Diagnosis("Poppler", True, "found")
        return
    manager = next(filter(shutil.which, _INSTALL), "")
    remedy = _install(manager, POPPLER[manager]) if manager else "install Poppler with your system’s package manager"
    yield Diagnosis("Poppler", False, "pdftoppm not found; without it the inks of a page cannot be measured", remedy)


# --- typefaces --------------------------------------------------------------------------------------------------------


def _fonts(project: Project | None) -> Iterator[Diagnosis]:
    if project is None:
        return
    try:
        from brochure.errors import BrochureError
        from brochure.fonts import read_families
    except ImportError as error:
        yield Diagnosis("fonts", False, f"cannot be looked at without {error.name}", "make setup")
        return
    try:
        families = read_families(project.fonts, project.root)
    except BrochureError as error:
        for fault in error.faults:
            where = f"{fault.place}: " if fault.place else ""
            yield Diagnosis("fonts", False, f"{where}{fault.message}", "git checkout -- fonts")
        return
    for family in families.values():
        yield Diagnosis(family.name, True, f"{len(family.faces)} faces")
