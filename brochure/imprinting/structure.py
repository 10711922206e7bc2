"""What is written around the words of a clinic: objects, and the tags that tell what each piece of content is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from brochure.imprinting.blank import Tags
from brochure.imprinting.serial import text_string
from brochure.imprinting.slot import PT, Area, Seat


@dataclass
class Parts:
    """Objects by their numbers, and what is numbered next."""

    next: int
    objects: dict[int, bytes] = field(default_factory=dict)

    def add(self, body: bytes) -> int:
        """Add an object, and give its number."""
        number = self.reserve()
        self.objects[number] = body
        return number

    def reserve(self) -> int:
        """Give the number of an object that is told later."""
        self.next += 1
        return self.next - 1


class Structure:
    """Writes the tags of a box: what each piece of content is, in reading order (ISO 32000-1, 14.7).

    What differs from clinic to clinic is left open, and given as a format: `open_links` are the links, in whose formats
    are to be told the left and the right edge (pt) and twice the address; `open_logo` is the logo's figure, with
    what `pictured` gives of it.
    """

    def __init__(self, tags: Tags, made: Parts, height: float) -> None:
        self.tags, self.made, self.height = tags, made, height
        self.open_links: list[tuple[int, bytes]] = []
        self.open_logo: tuple[int, bytes] | None = None
        self.marked = tags.next
        self.kids = {part: list(kids) for part, kids in tags.kids.items()}
        self.elements = list(tags.known)
        self.numbers, self.links = list(tags.numbers), list(tags.links)
        self.parts: dict[str, tuple[int, list[bytes]]] = {}
        self.key, self.rest = tags.key, 0

    def _mark(self) -> int:
        self.marked += 1
        return self.marked - 1

    def _element(self, kind: bytes, parent: int, kids: bytes, more: bytes = b"", number: int = 0) -> int:
        number = number or self.made.reserve()
        self.made.objects[number] = b"<</Type/StructElem/S/%b/P %d 0 R/Pg %d 0 R/K[%b]%b>>" % (
            kind, parent, self.tags.page, kids, more)
        return number

    def _of_marked(self, marked: int, element: int) -> None:
        while len(self.elements) <= marked:
            self.elements.append(b"null")
        self.elements[marked] = b"%d 0 R" % element

    def words(self, seat: Seat, content: list[bytes], spans: list[tuple[int, bytes]]) -> Iterator[bytes]:
        """Give words as marked content, and note the element that they are of, whose parent is told later."""
        marked, number = self._mark(), self.made.reserve()
        self._of_marked(marked, number)
        if seat.leads:
            annotation = self._link(seat, number)
            spans.append((number, b"/Link/K[<</Type/OBJR/Obj %d 0 R/Pg %d 0 R>> %d]" % (
                annotation, self.tags.page, marked)))
        elif seat.apart:   # which the page has in an element that tells the direction
            outer = self.made.reserve()
            self._element(b"Span", outer, b"%d" % marked, number=number)
            spans.append((outer, b"/Span/K[%d 0 R]" % number))
        else:
            spans.append((number, b"/Span/K[%d]" % marked))
        yield b"/Span <</MCID %d>> BDC" % marked
        yield from content
        yield b"EMC"

    def _link(self, seat: Seat, element: int) -> int:
        number = self.made.reserve()
        self.open_links.append((number, (
            b"<</Type/Annot/Subtype/Link/F 4/BS<</W 0>>/Rect[%%.6g %.6g %%.6g %.6g]/Contents%%b"
            b"/A<</Type/Action/S/URI/URI%%b>>/StructParent %d>>") % (
            self.height - seat.top * PT, self.height - seat.bottom * PT, self.key)))
        self.links.append(b"%d 0 R" % number)
        self.numbers += [b"%d" % self.key, b"%d 0 R" % element]
        self.key += 1
        return number

    def _part(self, part: str) -> tuple[int, list[bytes]]:
        if part in ("head", "logo"):
            holder = self.tags.inner if part == "head" else self.tags.head
            return holder, self.kids[holder]
        if not self.rest:
            self.rest = self.made.reserve()
            self.kids[self.tags.box].append(b"%d 0 R" % self.rest)
        if part not in self.parts:
            self.parts[part] = self.made.reserve(), []
        return self.parts[part]

    def paragraph(self, part: str, spans: list[tuple[int, bytes]]) -> None:
        """Note a paragraph, with the elements of its words."""
        parent, kids = self._part(part)
        number = self.made.reserve()
        for span, body in spans:
            self.made.objects[span] = b"<</Type/StructElem/S%b/P %d 0 R/Pg %d 0 R>>" % (body, number, self.tags.page)
        self._element(b"P", parent, b" ".join(b"%d 0 R" % span for span, _ in spans), number=number)
        kids.append(b"%d 0 R" % number)

    def figure(self, area: Area, content: list[bytes], alt: str) -> Iterator[bytes]:
        """Give a code as marked content, with its alternative text and where it stands."""
        return self._figure("booking", content, pictured(area, alt, self.height))

    def logo(self, content: list[bytes]) -> Iterator[bytes]:
        """Give a logo as marked content, in the head of the box."""
        yield from self._figure("logo", content, b"%b")
        number = self.made.next - 1
        self.open_logo = number, self.made.objects.pop(number)

    def _figure(self, part: str, content: list[bytes], told: bytes) -> Iterator[bytes]:
        marked = self._mark()
        parent, kids = self._part(part)
        number = self._element(b"Figure", parent, b"%d" % marked, told)
        self._of_marked(marked, number)
        kids.append(b"%d 0 R" % number)
        yield b"/Figure <</MCID %d>> BDC" % marked
        yield from content
        yield b"EMC"

    def close(self) -> None:
        """Write what holds the others."""
        tags, objects = self.tags, self.made.objects
        if self.rest:
            self._element(b"Div", tags.box, b" ".join(b"%d 0 R" % number for number, _ in self.parts.values()),
                          number=self.rest)
            for number, kids in self.parts.values():
                self._element(b"Div", self.rest, b" ".join(kids), number=number)
        for number, body in tags.dictionaries.items():
            objects[number] = b"<<%b/K[%b]>>" % (body, b" ".join(self.kids[number]))
        objects[tags.elements] = b"[%b]" % b" ".join(self.elements)
        objects[tags.tree] = b"<</Nums[%b]>>" % b" ".join(self.numbers)
        objects[tags.annotations] = b"[%b]" % b" ".join(self.links)


def pictured(area: Area, alt: str, height: float) -> bytes:
    """Give what the tag of a picture tells: its alternative text, and where it stands on a page so high (pt)."""
    left, top = area.x * PT, area.y * PT
    right, bottom = left + area.width * PT, top + area.height * PT
    return b"/Alt%b/A<</O/Layout/BBox[%.2f %.2f %.2f %.2f]>>" % (
        text_string(alt), left, height - bottom, right, height - top)
