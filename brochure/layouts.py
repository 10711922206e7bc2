"""The layouts of `layouts/`: the page, the sizes that a layout allows, and the room that it has for an imprint."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from brochure.errors import BrochureError, Faults, Place, nearest
from brochure.files import read_text
from brochure.toml_file import TomlFile

LIMIT_BYTES = 200_000
_NUMBER = (int, float)
_KEYS = {"page": dict, "type": dict, "drawings": dict, "imprint": dict}
_PAGE = {"width": _NUMBER, "height": _NUMBER, "text_width": _NUMBER, "safe": _NUMBER}
_TYPE = {"smallest": _NUMBER, "largest": _NUMBER, "step": _NUMBER}
_DRAWINGS = {"smallest": _NUMBER, "largest": _NUMBER, "step": _NUMBER}
_IMPRINT = dict.fromkeys(("width", "height", "size", "leading", "arab", "head_gap", "logo_width", "logo_height",
                          "logo_gap", "code", "code_width", "code_gap"), _NUMBER)
# What stands in an imprint: words of the layout, and the fields of a clinic in the order of print.
SLOTS = ("heading", "name", "unit", "contact", "address", "telephone", "email", "web", "hours", "note", "label",
         "booking")
_SLOT = {"lines": int, "size": _NUMBER, "weight": int}
_MOST_STEPS = 200
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
# What a stylesheet may not do, because another part of the project decides it.
_REFUSED = (
    (re.compile(r"@font-face[^}]*"), "a stylesheet declares a typeface", "Typefaces are declared in fonts/fonts.toml."),
    (re.compile(r"(?<![\w-])font(-family)?\s*:"), "a stylesheet chooses a typeface",
     "Each language chooses its own: “fonts” in locales/<code>/locale.toml. Use font-size, font-weight, font-style."),
    (re.compile(r"@import"), "a stylesheet imports another", "Put the rules in this file."),
    (re.compile(r"(?<![\w-])(url|src|image)\s*\(\s*(?![\"']?(brochure:|#))"),
     "a stylesheet reaches for a file or an address", "Pictures stand in images/ and are set by the template."),
)


@dataclass(frozen=True)
class Range:
    """Steps from the largest value down to the smallest."""

    smallest: float
    largest: float
    step: float

    def down(self) -> tuple[float, ...]:
        """Give every value, the largest first."""
        count = round((self.largest - self.smallest) / self.step)
        return tuple(round(self.largest - index * self.step, 4) for index in range(count + 1))


@dataclass(frozen=True)
class Slot:
    """The room of a field of a clinic: the lines that it may take, the type size in pt, the weight as a CSS number."""

    lines: int
    size: float
    weight: int = 400


@dataclass(frozen=True)
class Imprint:
    """The room for a clinic, in mm: the box, what a logo and a code take of it, and that of each field.

    `leading` is the height of a line as a share of the type size, `arab` that of lines in Arabic letters.
    """

    width: float
    height: float
    size: float
    leading: float
    arab: float
    head_gap: float
    logo_width: float
    logo_height: float
    logo_gap: float
    code: float
    code_width: float
    code_gap: float
    slots: Mapping[str, Slot] = field(hash=False)


@dataclass(frozen=True)
class Layout:
    """A layout: page in mm, type sizes in pt, drawings as a share of their nominal width.

    `text_width` is the measure of the running text (mm); `safe` is the distance from the trim (mm) that words keep.
    """

    name: str
    folder: Path
    width: float
    height: float
    text_width: float
    safe: float
    type: Range
    drawings: Range
    imprint: Imprint


def read_layout(folder: Path, name: str, root: Path, asked: Place) -> Layout:
    """Give a layout by its folder's name; raise BrochureError if there is none, or with what is wrong in its files."""
    path = folder / name / "layout.toml"
    if not path.is_file():
        names = [entry.parent.name for entry in folder.glob("*/layout.toml")]
        raise BrochureError(f"there is no layout “{name}”", asked, nearest(name, names))
    faults = Faults()
    for part in (folder / "base", folder / "formats", path.parent):
        for file_path in sorted(part.glob("*.css")) + sorted(part.glob("*.html")):
            with faults.gathered():
                _check_file(file_path, str(file_path.relative_to(root)), faults)
    for needed in (f"{name}.html", f"{name}.css"):
        if not (path.parent / needed).is_file():
            faults.add(f"the layout has no {needed}", Place(str(path.parent.relative_to(root))), "Put it back.")
    file = TomlFile(path, str(path.relative_to(root)), faults)
    top = file.table(file.data, _KEYS, set(_KEYS))
    page = _numbers(file, top, "page", _PAGE)
    sizes = _numbers(file, top, "type", _TYPE)
    drawings = _numbers(file, top, "drawings", _DRAWINGS)
    imprint = _imprint(file, top)
    for key, values in (("type", sizes), ("drawings", drawings)):
        _check_range(file, key, values)
    faults.raise_any()
    return Layout(name, path.parent, page["width"], page["height"], page["text_width"], page["safe"], Range(**sizes),
                  Range(**drawings), imprint)


def _imprint(file: TomlFile, top: dict[str, Any]) -> Imprint:
    """The room for a clinic; what is wrong is added to the file's faults."""
    kinds = {**_IMPRINT, **dict.fromkeys(SLOTS, dict)}
    told = file.table(top.get("imprint", {}), kinds, set(kinds) if "imprint" in top else set(), "imprint")
    box = {name: value for name, value in told.items() if name in _IMPRINT}
    _above_zero(file, box, "imprint")
    slots = {}
    for name in told.keys() - box.keys():
        values = file.table(told[name], _SLOT, {"lines"}, "imprint", name)
        _above_zero(file, values, "imprint", name)
        slots[name] = Slot(values.get("lines", 1), values.get("size", box.get("size", 1.0)), values.get("weight", 400))
    return Imprint(**{name: box.get(name, 1.0) for name in _IMPRINT},
                   slots={name: slots[name] for name in SLOTS if name in slots})


def _check_file(path: Path, file: str, faults: Faults) -> None:
    """Note what a stylesheet may not do; a template must only be readable, Jinja judges it."""
    text = read_text(path, file, LIMIT_BYTES)
    if path.suffix != ".css":
        return
    text = _COMMENT.sub(lambda match: "\n" * match[0].count("\n"), text)
    for pattern, message, hint in _REFUSED:
        for match in pattern.finditer(text):
            faults.add(message, Place(file, text.count("\n", 0, match.start()) + 1), hint)
        text = pattern.sub(lambda match: "\n" * match[0].count("\n"), text)


def _numbers(file: TomlFile, top: dict[str, Any], key: str, kinds: dict[str, Any]) -> dict[str, float]:
    """The numbers of a table, each of which must be above zero."""
    values = file.table(top.get(key, {}), kinds, set(kinds) if key in top else set(), key)
    _above_zero(file, values, key)
    return values


def _above_zero(file: TomlFile, values: Mapping[str, float], *path: str) -> None:
    for name, value in values.items():
        if not (math.isfinite(value) and value > 0):
            file.faults.add(f"“{name}” must be a number above zero", file.place(*path, name))


def _check_range(file: TomlFile, key: str, values: dict[str, float]) -> None:
    if file.faults.found or values.keys() != _TYPE.keys():
        return
    if values["smallest"] > values["largest"]:
        file.faults.add("“smallest” is more than “largest”", file.place(key, "smallest"))
    elif (values["largest"] - values["smallest"]) / values["step"] > _MOST_STEPS:
        file.faults.add(f"“step” makes more than {_MOST_STEPS} to try", file.place(key, "step"), "Make it larger.")
