"""The words of a clinic, set in the box: which line stands where, in which face and colour, without the engine.

All places are in CSS px from the page's top left corner, as in the content that the engine writes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Literal, NamedTuple

import uharfbuzz

from brochure.imprint import Clinic
from brochure.imprint_room import (
    ADDRESSES,
    APART,
    HEAD,
    LABELLED,
    UNSURE,
    Room,
    as_set,
    break_lines,
    surely_fits,
)
from brochure.shaping import Run, shape_all

PX = 96 / 25.4          # in a mm
PT = 0.75               # in a px
_PT = 96 / 72           # px in a pt
_UNITS = 1024           # the engine's parts of a px
Part = Literal["head", "logo", "fields", "booking"]


class NotHere(Exception):
    """Words that the fast way may not set as the engine does: from right to left, or in a line full to a hair."""


class Segment(NamedTuple):
    """Words in one colour in a line: `x` is their left end, `y` their base line, `top` and `bottom` those of the line.

    `runs` stand from left to right. `link` is where they lead, or nothing; `field` is the name of their field, and
    `line` the number of their line in it.
    """

    field: str
    line: int
    part: Part
    runs: tuple[Run, ...]
    weight: int
    size: float
    x: float
    y: float
    top: float
    bottom: float
    width: float
    link: str = ""


class Line(NamedTuple):
    """A line of a field: its words in pieces, each with where it leads; `left` and `top` are where it begins."""

    field: str
    number: int
    part: Part
    pieces: tuple[tuple[str, str], ...]
    left: float
    top: float


class Area(NamedTuple):
    """Where a picture stands."""

    x: float
    y: float
    width: float
    height: float


class Slot(NamedTuple):
    """What stands in a box: the words in reading order, the logo and the code, if there are any."""

    segments: tuple[Segment, ...]
    logo: Area | None
    code: Area | None


class Setting:
    """Sets the words of clinics in the box of a page, whose heading stands at a place.

    `heading` is the base line and the left end of the heading.
    """

    def __init__(self, room: Room, heading: tuple[float, float]) -> None:
        self.room = room
        box, slot = room.imprint, room.imprint.slots["heading"]
        height = slot.size * room.leading * _PT
        x, y = heading
        self.top = y - self._base(slot.weight, slot.size, height)
        self.after_heading = self.top + height
        self.left, self.right = x, x + box.width * PX

    def set(self, clinic: Clinic) -> Slot:
        """Give where everything of a clinic stands; it must fit. Raises NotHere if the slow way has to."""
        box = self.room.imprint
        head: list[Line] = []
        y = self.after_heading
        for name in HEAD[1:]:
            lines, y = self._field(name, clinic, "head", y, self.left)
            head += lines
        if clinic.logo:
            y = max(y, self.top + clinic.logo.height * PX)
        y += box.head_gap * PX
        fields: list[Line] = []
        below = y
        for name in box.slots:
            if name not in (*HEAD, *APART):
                lines, below = self._field(name, clinic, "fields", below, self.left)
                fields += lines
        apart, code = self._apart(clinic, y)
        return Slot(tuple(self._segments([*head, *fields, *apart])), self._logo(clinic), code)

    def _apart(self, clinic: Clinic, y: float) -> tuple[list[Line], Area | None]:
        """The words above the code, the code, and its address."""
        if not clinic.named("booking"):
            return [], None
        box = self.room.imprint
        left, size = self.right - box.code_width * PX, box.code * PX
        label = Line("label", 0, "booking", ((self.room.labels["label"], ""),), left, y)
        y += self._height("label")
        code = Area(left, y, size, size)
        address, _ = self._field("booking", clinic, "booking", y + size, left)
        return [label, *address], code

    def _logo(self, clinic: Clinic) -> Area | None:
        if clinic.logo is None:
            return None
        width, height = clinic.logo.width * PX, clinic.logo.height * PX
        return Area(self.right - width, self.top, width, height)

    def _field(self, name: str, clinic: Clinic, part: Part, y: float, left: float) -> tuple[list[Line], float]:
        """The lines of a field from a height on, and the height below them."""
        found: list[Line] = []
        for nth, field in enumerate(clinic.named(name)):
            label = f"{self.room.labels[name]} " if name in LABELLED and not nth else ""
            lines = self._lines(name, label + field.text, clinic)
            rest = label
            for line in lines:
                begun = line[:len(rest)] if rest else ""
                rest = rest[len(begun) + (len(begun) < len(rest)):] if rest else ""
                pieces = ((begun, ""), (line[len(begun):], field.link)) if field.link else ((line, ""),)
                found.append(Line(name, len(found), part, tuple(piece for piece in pieces if piece[0]), left, y))
                y += self._height(name)
        return found, y

    def _lines(self, name: str, text: str, clinic: Clinic) -> tuple[str, ...]:
        """The lines of a text; raises NotHere if only the engine knows whether a word stands in a line or the next."""
        slot, wide, language = self.room.imprint.slots[name], self.room.width(name, clinic), self.room.language
        faces = self.room.faces[slot.weight]
        if surely_fits(text, faces, slot.size, wide, language):
            return (text,)
        narrow, broad = (break_lines(text, faces, slot.size, room, language, address=name in ADDRESSES)
                         for room in (wide - UNSURE, wide + UNSURE))
        if narrow != broad:
            raise NotHere(text)
        return narrow

    def _segments(self, lines: Sequence[Line]) -> Iterator[Segment]:
        """The lines as segments, all of whose words are shaped together, weight by weight."""
        slots = self.room.imprint.slots
        texts: dict[int, list[str]] = {}
        for line in lines:
            own = texts.setdefault(slots[line.field].weight, [])
            own += [as_set(text, address=line.field in ADDRESSES) for text, _ in line.pieces]
        shaped = {weight: iter(shape_all(some, self.room.faces[weight], self.room.language))
                  for weight, some in texts.items()}
        for line in lines:
            slot = slots[line.field]
            height, x = self._height(line.field), line.left
            base = line.top + self._base(slot.weight, slot.size, height)
            for text, link in line.pieces:
                runs = next(shaped[slot.weight])
                if any(run.direction == "rtl" for run in runs):
                    raise NotHere(text)
                width = _wide(runs, slot.size)
                yield Segment(line.field, line.number, line.part, runs, slot.weight, slot.size, x, base, line.top,
                              line.top + height, width, link)
                x += width

    def _height(self, name: str) -> float:
        """How high a line of a field is."""
        return self.room.imprint.slots[name].size * self.room.leading * _PT

    def _base(self, weight: int, size: float, height: float) -> float:
        """How far below the top of a line of a height its base line stands."""
        up, down = _extents(self.room.faces[weight][0].path)
        size = pixels(size)
        return (height - (up + down) * size) / 2 + up * size


def pixels(size: float) -> float:
    """Give a type size (pt) in px, as the engine rounds it.

    >>> pixels(10)
    13.3330078125
    """
    return int(size * _PT * _UNITS) / _UNITS


def _wide(runs: tuple[Run, ...], size: float) -> float:
    return sum(run.width for run in runs) * pixels(size)


@cache
def _extents(face: Path) -> tuple[float, float]:
    """How far a face reaches above and below its base line, in em."""
    font: Any = uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(face))))
    extents, em = font.get_font_extents("ltr"), font.face.upem
    return extents.ascender / em, -extents.descender / em


def fields(slot: Slot) -> Iterator[tuple[Part, str, list[list[Segment]]]]:
    """Give the fields of a slot in their order: the part that each is in, its name, and its segments line by line."""
    found: dict[str, list[Segment]] = {}
    for segment in slot.segments:
        found.setdefault(segment.field, []).append(segment)
    for name, segments in found.items():
        lines: dict[int, list[Segment]] = {}
        for segment in segments:
            lines.setdefault(segment.line, []).append(segment)
        yield segments[0].part, name, list(lines.values())
