"""The drawings of `images/`: their width in print, their shape, and the anchors that labels point to."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from brochure.errors import BrochureError, Faults, Place
from brochure.toml_file import TomlFile

LIMIT_BYTES = 50_000
_KEYS = {"width": (int, float), "credit": str, "licence": str, "approved": str}
_FORBIDDEN = {"text", "tspan", "image", "script", "foreignObject", "filter", "linearGradient", "radialGradient",
              "pattern", "mask", "animate", "font", "a", "use"}
_SVG = "{http://www.w3.org/2000/svg}"


@dataclass(frozen=True)
class Drawing:
    """A drawing: nominal width in mm, height as a share of the width, anchors as shares of width and height."""

    name: str
    path: Path
    width: float
    ratio: float
    anchors: dict[str, tuple[float, float]]
    approved: str


def read_drawings(folder: Path, root: Path) -> dict[str, Drawing]:
    """Give the drawings by name; raise BrochureError with everything that is wrong in images.toml and the files."""
    faults = Faults()
    path = folder / "images.toml"
    file = TomlFile(path, str(path.relative_to(root)), faults)
    drawings: dict[str, Drawing] = {}
    for name, data in file.data.items():
        place = file.place(name)
        if not isinstance(data, dict):
            faults.add(f"unknown key “{name}”", place, "Every drawing has a table [name].")
            continue
        values = file.table(data, _KEYS, set(_KEYS), name)
        svg = folder / f"{name}.svg"
        if not svg.is_file():
            faults.add(f"there is no file images/{name}.svg", place, "Put the drawing there, or take the table out.")
            continue
        with faults.gathered():
            drawings[name] = _read_svg(name, svg, values, root)
    faults.raise_any()
    return drawings


def _read_svg(name: str, path: Path, values: dict[str, object], root: Path) -> Drawing:
    file = str(path.relative_to(root))
    raw = path.read_bytes()
    if len(raw) > LIMIT_BYTES:
        raise BrochureError(f"the drawing has {len(raw):,} bytes; {LIMIT_BYTES:,} is the most", Place(file))
    if b"<!" in raw:
        raise BrochureError("the drawing declares a document type or entities", Place(file), "Save it as plain SVG.")
    try:
        root_element = ElementTree.fromstring(raw)
    except ElementTree.ParseError as error:
        raise BrochureError("this is no SVG: the XML is broken", Place(file, error.position[0]),
                            "Export the drawing again as plain SVG.") from None
    forbidden = sorted({element.tag.removeprefix(_SVG) for element in root_element.iter()} & _FORBIDDEN)
    if forbidden:
        raise BrochureError(f"the drawing holds what may not print: <{'>, <'.join(forbidden)}>", Place(file),
                            "Drawings are shapes in flat colours; words belong in the content.")
    try:
        left, top, width, height = map(float, root_element.get("viewBox", "").split())
    except ValueError:
        raise BrochureError("the drawing has no viewBox", Place(file)) from None
    anchors = {}
    for element in root_element.iter(f"{_SVG}circle"):
        if element.get("id", "").startswith("anchor-"):
            x, y = float(element.get("cx", 0)), float(element.get("cy", 0))
            anchors[element.get("id", "").removeprefix("anchor-")] = ((x - left) / width, (y - top) / height)
    return Drawing(name, path, float(str(values.get("width", 0))), height / width, anchors,
                   str(values.get("approved", "")))
