"""The words of a clinic in the box: which lines they make, and where each line stands, without the engine.

All places are in CSS px from the page's top left corner, as in the content that the engine writes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any, Literal, NamedTuple

import uharfbuzz

from brochure.imprint import Clinic, Field
from brochure.imprint_room import (
    ADDRESSES,
    APART,
    HEAD,
    LABELLED,
    UNSURE,
    Room,
    break_lines,
    letter_widths,
    surely_fits,
)

PX = 96 / 25.4          # in a mm
PT = 0.75               # in a px
_PT = 96 / 72           # px in a pt
_UNITS = 1024           # the engine's parts of a px
Part = Literal["head", "logo", "fields", "booking"]


class NotHere(Exception):
    """Words that the fast way may not set as the engine does: from right to left, or in a line full to a hair."""


class Line(NamedTuple):
    """A line of a field, in pieces of one colour: the words of each, and where they lead, or nothing."""

    field: str
    pieces: tuple[tuple[str, str], ...]


class Shape(NamedTuple):
    """What decides where all stands: of each line its field, and which of its pieces lead somewhere.

    `logo` is the size of the logo in mm, if there is one, and `code` whether there is a code.
    """

    lines: tuple[tuple[str, tuple[bool, ...]], ...]
    logo: tuple[float, float] | None
    code: bool


class Seat(NamedTuple):
    """Where a piece stands: from `left` on, or behind the piece before it; `y` is its base line, `size` in px.

    `line` is the number of its line, of which `top` and `bottom` are the edges. `leads`: it leads somewhere;
    `measured`: it does, or another piece stands behind it.
    """

    field: str
    line: int
    part: Part
    weight: int
    size: float
    left: float | None
    y: float
    top: float
    bottom: float
    leads: bool
    measured: bool


class Area(NamedTuple):
    """Where a picture stands."""

    x: float
    y: float
    width: float
    height: float


class Slot(NamedTuple):
    """What stands in a box: the words in reading order, the logo and the code, if there are any."""

    seats: tuple[Seat, ...]
    logo: Area | None
    code: Area | None


class Setting:
    """Sets the words of clinics in the box of a page, whose heading stands at a place.

    `heading` is the left end and the base line of the heading.
    """

    def __init__(self, room: Room, heading: tuple[float, float]) -> None:
        self.room = room
        box, slot = room.imprint, room.imprint.slots["heading"]
        height = self._height("heading")
        x, y = heading
        self.top = y - self._base(slot.weight, slot.size, height)
        self.after_heading = self.top + height
        self.left, self.right = x, x + box.width * PX
        self._widths = {weight: letter_widths(faces, room.language) for weight, faces in room.faces.items()}
        # In reading order.
        self._parts: dict[Part, tuple[str, ...]] = {
            "head": HEAD[1:], "fields": tuple(name for name in box.slots if name not in (*HEAD, *APART)),
            "booking": APART[1:]}

    # --- which lines there are -------------------------------------------------------------------------------------

    def lines(self, clinic: Clinic) -> list[Line]:
        """Give the lines of a clinic, which must fit, in reading order; raises NotHere if the slow way has to."""
        fields: dict[str, list[Field]] = {}
        for field in clinic.fields:
            fields.setdefault(field.name, []).append(field)
        found: list[Line] = []
        for part, names in self._parts.items():
            wide = self.room.width(names[0], clinic)
            if part == "booking" and "booking" in fields:
                found.append(Line("label", ((self.room.labels["label"], ""),)))
            for name in names:
                for nth, field in enumerate(fields.get(name, ())):
                    self._add(found, field, f"{self.room.labels[name]} " if name in LABELLED and not nth else "", wide)
        return found

    def _add(self, found: list[Line], field: Field, label: str, wide: float) -> None:
        """Add the lines of a field with a label before it in a room (mm wide)."""
        lines = self._broken(field.name, label + field.text, wide)
        if not field.link:
            found += [Line(field.name, ((line, ""),)) for line in lines]
            return
        rest = label
        for line in lines:
            begun = line[:len(rest)]
            rest = rest[len(begun) + (len(begun) < len(rest)):]
            pieces = ((begun, ""), (line[len(begun):], field.link))
            found.append(Line(field.name, tuple([piece for piece in pieces if piece[0]])))

    def _broken(self, name: str, text: str, wide: float) -> tuple[str, ...]:
        """The lines of a text; raises NotHere if only the engine knows whether a word stands in a line or the next."""
        slot, language = self.room.imprint.slots[name], self.room.language
        if surely_fits(text, self._widths[slot.weight], slot.size, wide):
            return (text,)
        narrow, broad = (break_lines(text, self.room.faces[slot.weight], slot.size, room, language,
                                     address=name in ADDRESSES) for room in (wide - UNSURE, wide + UNSURE))
        if narrow != broad:
            raise NotHere(text)
        return narrow

    # --- where they stand ------------------------------------------------------------------------------------------

    def slot(self, shape: Shape) -> Slot:
        """Give where everything stands in a box of a shape."""
        box = self.room.imprint
        seats = self._stacked(shape, "head", HEAD, self.after_heading, self.left)
        below = seats[-1].bottom if seats else self.after_heading
        logo = code = None
        if shape.logo:
            width, height = shape.logo[0] * PX, shape.logo[1] * PX
            logo = Area(self.right - width, self.top, width, height)
            below = max(below, self.top + height)
        below += box.head_gap * PX
        seats += self._stacked(shape, "fields", self._parts["fields"], below, self.left)
        if shape.code:
            left, size = self.right - box.code_width * PX, box.code * PX
            seats += self._stacked(shape, "booking", ("label",), below, left)
            code = Area(left, below + self._height("label"), size, size)
            seats += self._stacked(shape, "booking", ("booking",), code.y + size, left)
        return Slot(tuple(seats), logo, code)

    def _stacked(self, shape: Shape, part: Part, names: Sequence[str], y: float, left: float) -> list[Seat]:
        """The seats in the lines of some fields, from a height on."""
        found: list[Seat] = []
        for number, (name, pieces) in enumerate(line for line in shape.lines if line[0] in names):
            slot, height = self.room.imprint.slots[name], self._height(name)
            base = y + self._base(slot.weight, slot.size, height)
            found += [Seat(name, number, part, slot.weight, pixels(slot.size), None if nth else left, base, y,
                           y + height, leads, leads or nth < len(pieces) - 1) for nth, leads in enumerate(pieces)]
            y += height
        return found

    def _height(self, name: str) -> float:
        """How high a line of a field is."""
        return self.room.imprint.slots[name].size * self.room.leading * _PT

    def _base(self, weight: int, size: float, height: float) -> float:
        """How far below the top of a line of a height its base line stands."""
        up, down = _extents(self.room.faces[weight][0].path)
        size = pixels(size)
        return (height - (up + down) * size) / 2 + up * size


def shape_of(lines: Sequence[Line], clinic: Clinic) -> Shape:
    """Give the shape of the box of a clinic with some lines."""
    logo = (clinic.logo.width, clinic.logo.height) if clinic.logo else None
    told = tuple([(name, tuple([bool(link) for _, link in pieces])) for name, pieces in lines])
    return Shape(told, logo, any(name == "label" for name, _ in told))


def pixels(size: float) -> float:
    """Give a type size (pt) in px, as the engine rounds it.

    >>> pixels(10)
    13.3330078125
    """
    return int(size * _PT * _UNITS) / _UNITS


@cache
def _extents(face: Path) -> tuple[float, float]:
    """How far a face reaches above and below its base line, in em."""
    font: Any = uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(face))))
    extents, em = font.get_font_extents("ltr"), font.face.upem
    return extents.ascender / em, -extents.descender / em


def paragraphs(slot: Slot) -> Iterator[tuple[str, list[Seat]]]:
    """Give the fields of a slot in their order, and the seats in each."""
    for name, seats in groupby(slot.seats, lambda seat: seat.field):
        yield name, list(seats)
