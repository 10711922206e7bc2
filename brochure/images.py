"""The drawings of `images/`: their width in print, their shape, and the anchors that labels point to.

A drawing is flat shapes and nothing else: what could reach outside the file, grow without end or be drawn in another
way by another reader is refused by name.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from xml.etree import ElementTree

from brochure.errors import BrochureError, Faults, Place
from brochure.files import is_file, read_bytes
from brochure.inks import Table, read_inks, without_inks
from brochure.toml_file import TomlFile

LIMIT_BYTES = 50_000
DEEPEST = 20   # groups in groups; the engine of WeasyPrint 70.0 has no limit and runs out of stack
_KEYS = {"width": (int, float), "credit": str, "licence": str}
_ALLOWED = {"svg", "g", "path", "circle", "ellipse", "rect", "line", "polyline", "polygon", "title", "desc", "style"}
_AGAIN = "Export the drawing again as plain SVG."
_FLAT = "A drawing is shapes in flat colours: draw it without, and save it as plain SVG."
_VIEW_BOX = "Give it one: viewBox=\"0 0 width height\"."
_SVG = "{http://www.w3.org/2000/svg}"
_OUTSIDE = re.compile(r"url\s*\(|@import|expression|javascript:", re.IGNORECASE)
_DECLARES = re.compile(r"<!(?!--)")
_OTHER_ENCODING = re.compile(r"<\?xml[^>]*encoding\s*=\s*[\"'](?!utf-8[\"'])", re.IGNORECASE)
_NUMBER = re.compile(r"-?(\d+\.?\d*|\.\d+)")
_PATH = re.compile(r"[MmLlHhVvCcSsQqTtAaZz\d\s.,eE+-]*")
_ANYTHING = re.compile(r".*", re.DOTALL)
_SHAPE = re.compile(r"<(?:\w+:)?(path|circle|ellipse|rect|line|polyline|polygon)\b")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_FILLS = re.compile(r"(?<![\w-])fill\s*:")
_NUMERIC = {"cx", "cy", "r", "rx", "ry", "x", "y", "x1", "x2", "y1", "y2", "width", "height"}


@dataclass(frozen=True)
class Drawing:
    """A drawing: nominal width in mm, height as a share of the width, anchors as shares of width and height."""

    name: str
    path: Path
    width: float
    ratio: float
    anchors: dict[str, tuple[float, float]]


def read_drawings(folder: Path, root: Path) -> dict[str, Drawing]:
    """Give the drawings by name; raise BrochureError with everything that is wrong in images.toml and the files."""
    faults = Faults()
    path = folder / "images.toml"
    inks = read_inks(folder, root)
    file = TomlFile(path, str(path.relative_to(root)), faults)
    drawings: dict[str, Drawing] = {}
    for name, data in file.data.items():
        place = file.place(name)
        if not isinstance(data, dict):
            faults.add(f"unknown key “{name}”", place, "Every drawing has a table [name].")
            continue
        values = file.table(data, _KEYS, set(_KEYS), name)
        if not 1 <= (width := values.get("width", 1)) <= 1000:
            faults.add(f"“width” must be a number of mm, not {width}", file.place(name, "width"))
        svg = folder / f"{name}.svg"
        if not re.fullmatch(r"[\w-]+", name) or not is_file(svg):
            faults.add(f"there is no file images/{name}.svg", place, "Put the drawing there, or take the table out.")
            continue
        with faults.gathered():
            drawings[name] = _read_svg(name, svg, float(width), inks, root)
    faults.raise_any()
    return drawings


def _read_svg(name: str, path: Path, print_width: float, inks: Table, root: Path) -> Drawing:
    file = str(path.relative_to(root))
    try:
        text = read_bytes(path, file, LIMIT_BYTES, "Draw it with fewer points.").decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BrochureError("this is no SVG", Place(file), _AGAIN) from None
    ratio, anchors = _judged(text, file, frozenset(inks))
    return Drawing(name, path, print_width, ratio, dict(anchors))


@lru_cache(maxsize=100)   # a process that watches reads the same drawings again and again
def _judged(text: str, file: str, inks: frozenset[str]) -> tuple[float, tuple[tuple[str, tuple[float, float]], ...]]:
    """Give the height of a drawing as a share of its width, and its anchors; raises BrochureError."""
    faults = Faults()
    if declared := _DECLARES.search(text) or _OTHER_ENCODING.search(text):
        raise BrochureError("the drawing declares a document type, entities or an encoding",
                            Place(file, _line(text, declared.start())), "Save it as plain SVG in UTF-8.")
    try:
        top = ElementTree.fromstring(text)
    except ElementTree.ParseError as error:
        raise BrochureError("this is no SVG: the XML is broken", Place(file, error.position[0]),
                            _AGAIN) from None
    if top.tag != f"{_SVG}svg":
        raise BrochureError("this is no SVG", Place(file), _AGAIN)
    for message, sign in _refused(top, 0):
        position = text.find(sign)
        faults.add(message, Place(file, _line(text, position) if position >= 0 else 0), _FLAT)
    faults.raise_any()
    for colour, position in without_inks(text, inks):
        spelt = "" if colour.startswith("#") else "Write it in six digits, such as #22304a. "
        faults.add(f"the colour “{colour}” has no inks", Place(file, _line(text, position)),
                   f"{spelt}Give it a line in images/inks.toml: how much cyan, magenta, yellow and black it is on a "
                   "press.")
    plain = _COMMENT.sub(lambda comment: re.sub(r"[^\n]", " ", comment[0]), text)
    for shape, place in zip(_shapes(top, _filling_rules(top), False), _SHAPE.finditer(plain), strict=False):
        if shape:
            faults.add(f"this <{shape}> does not say what it is filled with", Place(file, _line(text, place.start())),
                       "Give it a fill, or fill=\"none\": without one it is black, and that of no ink of a press.")
    faults.raise_any()
    left, top_edge, width, height = _view_box(top, file)
    anchors = []
    for element in top.iter(f"{_SVG}circle"):
        if element.get("id", "").startswith("anchor-"):
            x, y = float(element.get("cx", 0)), float(element.get("cy", 0))
            anchors.append((element.get("id", "").removeprefix("anchor-"),
                            ((x - left) / width, (y - top_edge) / height)))
    return height / width, tuple(anchors)


def _refused(element: ElementTree.Element, depth: int) -> Iterator[tuple[str, str]]:
    """Everything in an element that a drawing may not hold, and the letters by which it is found in the file."""
    kind = element.tag.removeprefix(_SVG)
    if kind not in _ALLOWED:
        name = kind.rpartition("}")[2]
        yield f"the drawing holds <{name}>, which may not print", f"<{name}"
        return
    if depth > DEEPEST:
        yield "the drawing has groups nested too deeply", "<g"
        return
    if kind == "style" and (outside := _OUTSIDE.search(element.text or "")):
        yield "the drawing's style names another file", outside[0]
    for key, value in element.attrib.items():
        bare = key.rpartition("}")[2].lower()
        if bare == "href" or bare.startswith("on") or (bare != "d" and _OUTSIDE.search(value)):
            yield f"the drawing has “{bare}”, which reaches outside of it", value
        elif not (_PATH if bare == "d" else _NUMBER if bare in _NUMERIC and depth else _ANYTHING).fullmatch(value):
            yield f"“{value[:30]}” is no “{bare}” of <{kind}>", value
    for child in element:
        yield from _refused(child, depth + 1)


def _filling_rules(top: ElementTree.Element) -> tuple[frozenset[str], ...]:
    """The selectors of a drawing's styles that fill, each as its parts: `path.ink` is {path, .ink}."""
    rules = _RULE.findall(" ".join(style.text or "" for style in top.iter(f"{_SVG}style")))
    last = [selector.split()[-1] for selectors, body in rules if _FILLS.search(body)
            for selector in selectors.split(",") if selector.split()]
    return tuple(frozenset(re.findall(r"[.#]?[\w-]+|\*", selector)) for selector in last)


def _shapes(element: ElementTree.Element, rules: tuple[frozenset[str], ...], filled: bool) -> Iterator[str]:
    """For each shape in the order of the file: its kind if nothing says what fills it, otherwise nothing.

    WeasyPrint 70.0 fills it with black in RGB then, whatever the inks of the page are.
    """
    kind = element.tag.removeprefix(_SVG)
    names = {kind, "*", f"#{element.get('id')}", *(f".{name}" for name in element.get("class", "").split())}
    filled = (filled or "fill" in element.attrib or bool(_FILLS.search(element.get("style", "")))
              or any(parts <= names for parts in rules))
    if _SHAPE.match(f"<{kind}"):
        yield "" if filled else kind
    for child in element:
        yield from _shapes(child, rules, filled)


def _view_box(top: ElementTree.Element, file: str) -> tuple[float, float, float, float]:
    try:
        left, top_edge, width, height = map(float, re.split(r"[\s,]+", top.get("viewBox", "").strip()))
    except ValueError:
        raise BrochureError("the drawing has no viewBox", Place(file), _VIEW_BOX) from None
    if not (all(map(math.isfinite, (left, top_edge))) and 0 < width < 1e6 and 0 < height < 1e6):
        raise BrochureError("the viewBox of the drawing has no width or height", Place(file), _VIEW_BOX)
    return left, top_edge, width, height


def _line(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1
