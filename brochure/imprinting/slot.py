"""The words of a clinic in the box: which lines they make, and where each line stands, without the engine.

All places are in CSS px from the page's top left corner, as in the content that the engine writes.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any, Literal, NamedTuple

import uharfbuzz

from brochure.imprint import Clinic, Field, Logo
from brochure.imprint_room import (
    ADDRESSES,
    APART,
    HEAD,
    LABELLED,
    LATIN,
    UNSURE,
    Room,
    break_lines,
    letter_widths,
    surely_fits,
    width_of,
)
from brochure.scripts import first_direction
from brochure.shaping import ISOLATE, RIGHT_TO_LEFT, script_of_letter

PX = 96 / 25.4          # in a mm
PT = 0.75               # in a px
_PT = 96 / 72           # px in a pt
_UNITS = 1024           # the engine's parts of a px
Part = Literal["head", "logo", "fields", "booking"]


class NotHere(Exception):
    """Words that the fast way may not set as the engine does: of both directions, or in a line full to a hair."""


class Piece(NamedTuple):
    """Words of one colour and direction; `link` is where they lead, or nothing.

    `apart`: the page runs the other way, and they stand in an element of their own.
    """

    text: str
    link: str = ""
    apart: bool = False


class Line(NamedTuple):
    """A line of a field, in pieces."""

    field: str
    pieces: tuple[Piece, ...]


class Shape(NamedTuple):
    """What decides where all stands: of each line its field, and which of its pieces lead somewhere, and are apart.

    `logo` and `code`: there is one. `hangs` is where the logo ends, if that is below the words beside it.
    """

    lines: tuple[tuple[str, tuple[tuple[bool, bool], ...]], ...]
    logo: bool
    hangs: float
    code: bool


class Seat(NamedTuple):
    """Where a piece stands: from `start` on, or behind the piece before it; `y` is its base line, `size` in px.

    `top` and `bottom` are the edges of its line. `leads`: it leads somewhere; `apart`:
    the page runs the other way; `measured`: how wide it is decides where something stands.
    """

    field: str
    part: Part
    weight: int
    size: float
    start: float | None
    y: float
    top: float
    bottom: float
    leads: bool
    apart: bool
    measured: bool


class Area(NamedTuple):
    """Where a picture stands."""

    x: float
    y: float
    width: float
    height: float


class Slot(NamedTuple):
    """What stands in a box: the words in reading order, the code, if there is one, and whether there is a logo."""

    seats: tuple[Seat, ...]
    logo: bool
    code: Area | None


class Setting:
    """Sets the words of clinics in the box of a page, whose heading stands at a place.

    `heading` is the left end and the base line of the heading. On a page that is `turned`, which runs from right to
    left, lines begin on the right, and all else is mirrored.
    """

    def __init__(self, room: Room, heading: tuple[float, float], *, turned: bool) -> None:
        self.room, self.turned = room, turned
        box, slot = room.imprint, room.imprint.slots["heading"]
        height = self._height("heading")
        x, y = heading
        self.top = y - self._base(slot.weight, slot.size, height)
        self.after_heading = self.top + height
        wide = width_of(room.labels["heading"], room.faces[slot.weight], slot.size, room.language)
        self.left = x + (wide - box.width) * PX if turned else x
        self.right = self.left + box.width * PX
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
                found.append(Line("label", (Piece(self.room.labels["label"]),)))
            for name in names:
                for nth, field in enumerate(fields.get(name, ())):
                    label = f"{self.room.labels[name]} " if name in LABELLED and not nth else ""
                    if self.turned:
                        _refuse_mixed(field, label)
                    self._add(found, field, label, wide)
        return found

    def _add(self, found: list[Line], field: Field, label: str, wide: float) -> None:
        """Add the lines of a field with a label before it in a room (mm wide)."""
        # What runs from left to right is set by itself: its digits are not those of an Arabic label.
        apart = ISOLATE if self.turned and label and field.name in LATIN else ""
        lines = self._broken(field.name, label + apart + field.text, wide)
        from_left = self.turned and field.name not in LATIN and first_direction(field.text) == "ltr"
        if not field.link and not from_left:
            found += [Line(field.name, (Piece(line),)) for line in lines]
            return
        rest = label
        for line in lines:
            begun = line[:len(rest)]
            rest = rest[len(begun) + (len(begun) < len(rest)):]
            pieces = (Piece(begun), Piece(line[len(begun):], field.link, from_left))
            found.append(Line(field.name, tuple([piece for piece in pieces if piece.text])))

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
        start = self.right if self.turned else self.left
        seats = self._stacked(shape, "head", HEAD, self.after_heading, start)
        below = seats[-1].bottom if seats else self.after_heading
        code = None
        below = max(below, shape.hangs) + box.head_gap * PX
        seats += self._stacked(shape, "fields", self._parts["fields"], below, start)
        if shape.code:
            wide, size = box.code_width * PX, box.code * PX
            start = self.left + wide if self.turned else self.right - wide
            seats += self._stacked(shape, "booking", ("label",), below, start)
            code = Area(start - size if self.turned else start, below + self._height("label"), size, size)
            seats += self._stacked(shape, "booking", ("booking",), code.y + size, start)
        return Slot(tuple(seats), shape.logo, code)

    def shape(self, lines: Sequence[Line], clinic: Clinic) -> Shape:
        """Give the shape of the box of a clinic with some lines."""
        told = tuple([(name, tuple([(bool(link), apart) for _, link, apart in pieces])) for name, pieces in lines])
        hangs = 0.0
        if clinic.logo:
            words = self.after_heading + sum([self._height(name) for name, _ in told if name in HEAD])
            hangs = bottom if (bottom := self.top + clinic.logo.height * PX) > words else 0.0
        return Shape(told, clinic.logo is not None, hangs, any(name == "label" for name, _ in told))

    def logo(self, logo: Logo) -> Area:
        """Give where a logo stands."""
        width, height = logo.width * PX, logo.height * PX
        return Area(self.left if self.turned else self.right - width, self.top, width, height)

    def _stacked(self, shape: Shape, part: Part, names: Sequence[str], y: float, start: float) -> list[Seat]:
        """The seats in the lines of some fields, from a height on."""
        found: list[Seat] = []
        for name, pieces in (line for line in shape.lines if line[0] in names):
            slot, height = self.room.imprint.slots[name], self._height(name)
            base = y + self._base(slot.weight, slot.size, height)
            found += [Seat(name, part, slot.weight, pixels(slot.size), None if nth else start, base, y,
                           y + height, leads, apart, self.turned or leads or nth < len(pieces) - 1)
                      for nth, (leads, apart) in enumerate(pieces)]
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


def _refuse_mixed(field: Field, label: str) -> None:
    """Raise NotHere for a field with words of both directions, or signs and numbers among those from right to left."""
    from_left = field.name in LATIN or first_direction(field.text) == "ltr"
    turned = label if from_left else label + field.text
    if not all(map(_turns, turned)) or (from_left and any(script_of_letter(letter) in RIGHT_TO_LEFT
                                                          for letter in field.text)):
        raise NotHere(field.text)


def _turns(letter: str) -> bool:
    return letter == " " or bool(unicodedata.combining(letter)) or (
        script_of_letter(letter) in RIGHT_TO_LEFT and letter.isalpha())


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
