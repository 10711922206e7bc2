"""What the machine has of what the work needs, and the command that mends what it lacks."""

from __future__ import annotations

import ctypes.util
import importlib
import platform
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from brochure.errors import BrochureError
from brochure.fonts import read_families
from brochure.project import Project

_PACKAGES = ("weasyprint", "jinja2", "babel", "pyyaml", "segno", "uharfbuzz", "pikepdf", "page-validation",
             "phonenumbers", "email-validator")
# Library, the names that the engine looks for it by, and the packages that hold it.
_LIBRARIES = {
    "Pango": (("pango-1.0", "pango-1.0-0"), {"apt": "libpango-1.0-0", "dnf": "pango", "brew": "pango"}),
    "PangoFT2": (("pangoft2-1.0", "pangoft2-1.0-0"), {"apt": "libpangoft2-1.0-0", "dnf": "pango", "brew": "pango"}),
    "HarfBuzz": (("harfbuzz", "harfbuzz-0"), {"apt": "libharfbuzz0b", "dnf": "harfbuzz", "brew": "harfbuzz"}),
    "HarfBuzz subset": (("harfbuzz-subset", "harfbuzz-subset-0"),
                        {"apt": "libharfbuzz-subset0", "dnf": "harfbuzz", "brew": "harfbuzz"}),
    "Fontconfig": (("fontconfig", "fontconfig-1"),
                   {"apt": "libfontconfig1", "dnf": "fontconfig", "brew": "fontconfig"}),
}
_INSTALL = {"apt": "sudo apt-get install", "dnf": "sudo dnf install", "brew": "brew install"}


@dataclass(frozen=True)
class Diagnosis:
    """One thing that is looked for: whether it is well, what was found, and the command that mends it."""

    name: str
    well: bool
    found: str
    remedy: str = ""


def examine(project: Project | None) -> tuple[Diagnosis, ...]:
    """Give everything that was looked for, in order."""
    return tuple([*_python(), *_packages(), *_libraries(), *_fonts(project)])


def _python() -> Iterator[Diagnosis]:
    well = sys.version_info >= (3, 11)
    yield Diagnosis("Python", well, platform.python_version(), "" if well else "install Python 3.11 or newer")


def _packages() -> Iterator[Diagnosis]:
    for name in _PACKAGES:
        try:
            yield Diagnosis(name, True, version(name))
        except PackageNotFoundError:
            yield Diagnosis(name, False, "not installed", "make setup")


def _libraries() -> Iterator[Diagnosis]:
    manager = next((name for name, tool in (("apt", "apt-get"), ("dnf", "dnf"), ("brew", "brew"))
                    if shutil.which(tool)), "apt")
    for name, (names, packages) in _LIBRARIES.items():
        found = next((path for path in map(ctypes.util.find_library, names) if path), None)
        remedy = "" if found else f"{_INSTALL[manager]} {packages[manager]}"
        yield Diagnosis(name, bool(found), found or "not found", remedy)


def _fonts(project: Project | None) -> Iterator[Diagnosis]:
    if project is None:
        return
    try:
        families = read_families(project.fonts, project.root)
    except BrochureError as error:
        yield Diagnosis("fonts", False, str(error.faults[0]), "git checkout fonts/")
        return
    for family in families.values():
        yield Diagnosis(family.name, True, f"{len(family.faces)} faces")


def engine_loads() -> bool:
    """Whether the engine can be imported here."""
    try:
        importlib.import_module("weasyprint")
    except (ImportError, OSError):
        return False
    return True
