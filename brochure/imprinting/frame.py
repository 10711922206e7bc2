"""What is the same in all editions whose lines and pictures stand alike: tags, and the content around the words."""

from __future__ import annotations

from dataclasses import dataclass

from brochure.imprinting.blank import Blank
from brochure.imprinting.serial import Serial
from brochure.imprinting.slot import Slot, paragraphs
from brochure.imprinting.structure import Parts, Structure

_HOLE = b"%b"


@dataclass(frozen=True)
class Colours:
    """The operators that set the colours of words, of those that lead somewhere, and of a code's ground and modules."""

    words: bytes
    link: bytes
    paper: bytes
    dark: bytes


@dataclass(frozen=True)
class Frame:
    """A box of a shape; what differs is put into formats.

    `content` has a hole for the logo if there is one, and for each piece of words, with the code's after piece number
    `code_after`. `leads` is the format of each piece that the page's own font has: its left end and its operator.
    `links` and `logo` are objects by their numbers (structure.Structure); `next` is the number of what is added.
    """

    slot: Slot
    serial: Serial
    content: bytes
    code_after: int
    leads: tuple[bytes, ...]
    links: tuple[tuple[int, bytes], ...]
    logo: tuple[int, bytes] | None
    next: int


def make_frame(blank: Blank, slot: Slot, colours: Colours, alt: str) -> Frame:
    """Give the frame of a box; `alt` is the alternative text of a code."""
    made = Parts(blank.serial.count + 1)
    structure = Structure(blank.tags, made, blank.height) if blank.tags else None
    content = [b"q"] if structure else [b"ET", b"q"]
    if slot.logo:
        content += structure.logo([_HOLE]) if structure else [_HOLE]
    for name, seats in paragraphs(slot):
        spans: list[tuple[int, bytes]] = []
        for seat in seats:
            words = [colours.link if seat.leads else colours.words, _HOLE]
            content += structure.words(seat, words, spans) if structure else words
        if structure:
            structure.paragraph(seats[0].part, spans)
        if name == "label" and slot.code:
            content += structure.figure(slot.code, [_HOLE], alt) if structure else [_HOLE]
    content += [b"Q"] if structure else [b"Q", b"BT"]
    if structure:
        structure.close()
    return Frame(
        slot, blank.serial.extended(made.objects, made.next - 1), b"\n".join([*content, b""]),
        next((number for number, seat in enumerate(slot.seats) if seat.field == "label"), -1),
        tuple(b"BT\n1 0 0 -1 %%.6g %.6g Tm\n%b %.9g Tf\n%%b\nET" % (seat.y, blank.fonts[seat.weight], seat.size)
              for seat in slot.seats),
        tuple(structure.open_links) if structure else (), structure.open_logo if structure else None, made.next)
