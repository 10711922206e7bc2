"""The colour spaces of a PDF: which inks or lights a colour is made of."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import pikepdf

_SIMPLE = {"/DeviceGray": ("DeviceGray", 1), "/G": ("DeviceGray", 1), "/DeviceRGB": ("DeviceRGB", 3),
           "/RGB": ("DeviceRGB", 3), "/DeviceCMYK": ("DeviceCMYK", 4), "/CMYK": ("DeviceCMYK", 4)}
_FAMILIES = {"DeviceGray": "grey", "CalGray": "grey", "DeviceRGB": "RGB", "CalRGB": "RGB", "Lab": "Lab",
             "DeviceCMYK": "CMYK", "Separation": "spot", "DeviceN": "spot"}
_BY_COMPONENTS = {1: "grey", 3: "RGB", 4: "CMYK"}
_PROCESS = {"Cyan", "Magenta", "Yellow", "Black"}
_DEEPEST = 8


@dataclass(frozen=True)
class Space:
    """A colour space: its kind as the PDF names it, its components, the names of its inks, and what it rests on."""

    kind: str
    components: int
    inks: tuple[str, ...] = ()
    base: Space | None = None

    @property
    def family(self) -> str:
        """What its colours are made of: `grey`, `RGB`, `CMYK`, `Lab`, `spot`, or empty for a pattern of its own."""
        if self.kind == "ICCBased":
            return _BY_COMPONENTS.get(self.components, "")
        if self.kind in ("Indexed", "Pattern"):
            return self.base.family if self.base else ""
        if self.inks and set(self.inks) <= _PROCESS:
            return "CMYK"
        return _FAMILIES.get(self.kind, "")

    @property
    def name(self) -> str:
        """How a user is told of it: “RGB”, “CMYK with a profile”, “spot PANTONE 321 C”."""
        if self.kind == "ICCBased":
            return f"{self.family or f'{self.components} components'} with a profile"
        if self.kind in ("Indexed", "Pattern") and self.base:
            return self.base.name
        if self.family == "spot":
            return "spot " + ", ".join(self.inks)
        return self.family or self.kind

    def count_inks(self, values: tuple[float, ...]) -> int:
        """Give how many printing inks a colour takes; 4 where that cannot be told from the values."""
        if self.family == "grey":
            return 1
        if self.family in ("CMYK", "spot") and self.kind not in ("ICCBased", "Indexed", "Pattern"):
            return sum(value > 0.004 for value in values)   # less than one of 255 steps is no ink
        return 4


GREY, RGB, CMYK = Space("DeviceGray", 1), Space("DeviceRGB", 3), Space("DeviceCMYK", 4)
UNKNOWN = Space("unknown", 0)


@dataclass(frozen=True)
class Colour:
    """A colour: its space, and the share of each component."""

    space: Space
    values: tuple[float, ...]

    @property
    def inks(self) -> int:
        """How many printing inks it takes."""
        return self.space.count_inks(self.values)


BLACK = Colour(GREY, (0.0,))


def space_of(told: Any, resources: Any = None, depth: int = 0) -> Space:
    """Give a colour space from its name, or its array; `resources` are those of the page that uses it."""
    if depth > _DEEPEST:
        return UNKNOWN
    if isinstance(told, pikepdf.Name):
        name = str(told)
        if name == "/Pattern":
            return Space("Pattern", 0)
        if name in _SIMPLE:
            # A default space stands for the device's: ISO 32000-1, 8.6.5.6.
            default = entry(resources, "/ColorSpace", name.replace("/Device", "/Default"))
            return Space(*_SIMPLE[name]) if default is None else space_of(default, None, depth + 1)
        found = entry(resources, "/ColorSpace", name)
        return UNKNOWN if found is None else space_of(found, resources, depth + 1)
    if isinstance(told, pikepdf.Array) and len(told):
        with suppress(ValueError, TypeError, AttributeError, IndexError):
            return _array(told, resources, depth)
    return UNKNOWN


def _array(told: Any, resources: Any, depth: int) -> Space:
    kind = str(told[0])[1:]
    if len(told) == 1:
        return space_of(told[0], resources, depth + 1)
    if kind in ("Indexed", "I"):
        return Space("Indexed", 1, base=space_of(told[1], resources, depth + 1))
    if kind == "Pattern":
        return Space("Pattern", 0, base=space_of(told[1], resources, depth + 1))
    if kind == "ICCBased":
        return Space("ICCBased", int(told[1].N))
    if kind == "Separation":
        return Space("Separation", 1, (str(told[1])[1:],), space_of(told[2], resources, depth + 1))
    if kind == "DeviceN":
        inks = tuple(str(name)[1:] for name in told[1])
        return Space("DeviceN", len(inks), inks, space_of(told[2], resources, depth + 1))
    return Space(kind, {"CalGray": 1}.get(kind, 3))


def entry(resources: Any, kind: str, name: str) -> Any:
    """Give what a name stands for among the resources of a page, such as its fonts, or None."""
    within = resources.get(kind) if isinstance(resources, pikepdf.Dictionary) else None
    return within.get(name) if isinstance(within, pikepdf.Dictionary) else None
