"""Viewports: how large a logo is, and how what is drawn in a `viewBox` is fitted into its place."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from fontTools.misc.transform import Transform

from brochure.errors import BrochureError
from brochure.logo.values import length, numbers

SIZE = 1000.0       # units of the longer side of a logo
MOST_RATIO = 20     # times as wide as it is high, or the other way round
_VIEW_BOX = "Give its first element a viewBox=\"0 0 width height\"."


@dataclass(frozen=True)
class Room:
    """What a percentage is one of."""

    width: float
    height: float

    @property
    def diagonal(self) -> float:
        """What a percentage that is neither along nor across is one of (SVG 2, 8.9)."""
        return math.hypot(self.width, self.height) / math.sqrt(2)


@dataclass(frozen=True)
class Port:
    """A viewport: where it stands in the one around it, the matrix from its inside to that, and its inside."""

    x: float
    y: float
    width: float
    height: float
    matrix: Transform
    room: Room


def root_port(values: Mapping[str, str]) -> Port:
    """Give the viewport of a whole logo, its longer side 1000 units long; raises BrochureError if it has no size."""
    try:
        box = _view_box(values.get("viewBox", ""))
        width, height = (_own_length(values.get(name, "")) for name in ("width", "height"))
        if box and not (width and height and values.get("preserveAspectRatio", "").startswith("none")):
            width, height = box[2], box[3]
        if not width or not height:
            raise ValueError("no size")
    except ValueError:
        raise BrochureError("has no size", None, _VIEW_BOX) from None
    if not 1 / MOST_RATIO <= width / height <= MOST_RATIO:
        raise BrochureError(f"is more than {MOST_RATIO} times as long in one direction as in the other", None,
                            "Take away the empty part of its page (in Inkscape File > Document Properties > Resize).")
    longer = max(width, height)
    final = round(SIZE * width / longer, 2), round(SIZE * height / longer, 2)
    inner = box or (0.0, 0.0, width, height)
    scale = Transform(final[0] / inner[2], 0, 0, final[1] / inner[3], 0, 0)
    return Port(0, 0, *final, scale.translate(-inner[0], -inner[1]), Room(inner[2], inner[3]))


def port(values: Mapping[str, str], around: Room) -> Port:
    """Give the viewport of an `svg` or `symbol` in another; ValueError if its numbers cannot be read."""
    x, y = (length(values.get(name, "0"), whole) for name, whole in (("x", around.width), ("y", around.height)))
    width, height = (length("100%" if (text := values.get(name, "auto")) == "auto" else text, whole)
                     for name, whole in (("width", around.width), ("height", around.height)))
    if width < 0 or height < 0:
        raise ValueError("negative")
    box = _view_box(values.get("viewBox", ""))
    placed = Transform(1, 0, 0, 1, x, y)
    if not box:
        return Port(x, y, width, height, placed, Room(width, height))
    return Port(x, y, width, height, placed.transform(_fitted(box, width, height, values)), Room(box[2], box[3]))


def _fitted(box: tuple[float, ...], width: float, height: float, values: Mapping[str, str]) -> Transform:
    """SVG 2, 8.6: how a viewBox lies in a viewport."""
    words = values.get("preserveAspectRatio", "xMidYMid").split() or ["xMidYMid"]
    across, down = width / box[2], height / box[3]
    if words[0] == "none":
        return Transform(across, 0, 0, down, 0, 0).translate(-box[0], -box[1])
    scale = max(across, down) if "slice" in words else min(across, down)
    shares = {"Min": 0.0, "Mid": 0.5, "Max": 1.0}
    if words[0][1:4] not in shares or words[0][5:8] not in shares:
        raise ValueError(words[0])
    x, y = (shares[words[0][at:at + 3]] * (room - scale * size)
            for at, room, size in ((1, width, box[2]), (5, height, box[3])))
    return Transform(scale, 0, 0, scale, x, y).translate(-box[0], -box[1])


def _view_box(text: str) -> tuple[float, ...] | None:
    if not text.strip():
        return None
    box = numbers(text)
    if len(box) != 4 or not (1e-6 < box[2] < 1e7 and 1e-6 < box[3] < 1e7):
        raise ValueError(text)
    return tuple(box)


def _own_length(text: str) -> float | None:
    """A length of the whole logo, or None where it is as long as its place."""
    if text in ("", "auto") or text.endswith("%"):
        return None
    value = length(text, 0)
    if not 1e-6 < value < 1e7:
        raise ValueError(text)
    return value
