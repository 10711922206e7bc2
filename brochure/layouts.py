"""The layouts of `layouts/`: the page, the sizes that a layout allows, and the room that it has for an imprint."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from brochure.errors import BrochureError, Faults, Place
from brochure.toml_file import TomlFile
from brochure.yaml_tree import nearest

_NUMBER = (int, float)
_KEYS = {"page": dict, "type": dict, "drawings": dict, "imprint": dict}
_PAGE = {"width": _NUMBER, "height": _NUMBER, "text_width": _NUMBER, "safe": _NUMBER}
_TYPE = {"smallest": _NUMBER, "largest": _NUMBER, "step": _NUMBER}
_DRAWINGS = {"smallest": _NUMBER, "largest": _NUMBER, "step": _NUMBER}


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
class Layout:
    """A layout: page in mm, type sizes in pt, drawings as a share of their nominal width.

    `text_width` is the measure of the running text (mm); `safe` is the distance from the trim (mm) that words keep; `imprint` gives the lines that each field of a clinic
    may take.
    """

    name: str
    folder: Path
    width: float
    height: float
    text_width: float
    safe: float
    type: Range
    drawings: Range
    imprint: dict[str, int]


def read_layout(folder: Path, name: str, root: Path, asked: Place) -> Layout:
    """Give a layout by its folder's name; raise BrochureError if there is none or its layout.toml is wrong."""
    path = folder / name / "layout.toml"
    if not path.is_file():
        names = [entry.parent.name for entry in folder.glob("*/layout.toml")]
        raise BrochureError(f"there is no layout “{name}”", asked, nearest(name, names))
    faults = Faults()
    file = TomlFile(path, str(path.relative_to(root)), faults)
    top = file.table(file.data, _KEYS, set(_KEYS))
    page = file.table(top.get("page", {}), _PAGE, set(_PAGE), "page")
    sizes = file.table(top.get("type", {}), _TYPE, set(_TYPE), "type")
    drawings = file.table(top.get("drawings", {}), _DRAWINGS, set(_DRAWINGS), "drawings")
    imprint = top.get("imprint", {})
    imprint = file.table(imprint, dict.fromkeys(imprint, int), set(), "imprint")
    faults.raise_any()
    return Layout(name, path.parent, page["width"], page["height"], page["text_width"], page["safe"], Range(**sizes), Range(**drawings),
                  imprint)
