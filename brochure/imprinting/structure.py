"""What is written for one clinic: its objects, and the tags that tell what each piece of content is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from brochure.imprinting.blank import Tags
from brochure.imprinting.serial import literal, text_string
from brochure.imprinting.slot import PT, Area, Segment


@dataclass
class Parts:
    """What is written for one clinic: objects by their numbers, and what is numbered next."""

    objects: dict[int, bytes]
    next: int
    marked: int = 0
    picture: int = 0
    extra: dict[bytes, int] = field(default_factory=dict)

    def add(self, body: bytes) -> int:
        """Add an object, and give its number."""
        number = self.next
        self.objects[number] = body
        self.next += 1
        return number


class Structure:
    """Writes the tags of an edition: what each piece of content is, in reading order (ISO 32000-1, 14.7)."""

    def __init__(self, tags: Tags, made: Parts, height: float) -> None:
        self.tags, self.made, self.height = tags, made, height
        self.kids = {part: list(kids) for part, kids in tags.kids.items()}
        self.elements = list(tags.known)
        self.numbers, self.links = list(tags.numbers), list(tags.links)
        self.parts: dict[str, tuple[int, list[bytes]]] = {}
        self.key, self.rest = tags.key, 0

    def _mark(self) -> int:
        number = self.made.marked
        self.made.marked += 1
        return number

    def _reserve(self) -> int:
        number = self.made.next
        self.made.next += 1
        return number

    def _element(self, kind: bytes, parent: int, kids: bytes, more: bytes = b"", number: int = 0) -> int:
        number = number or self._reserve()
        self.made.objects[number] = b"<</Type/StructElem/S/%b/P %d 0 R/Pg %d 0 R/K[%b]%b>>" % (
            kind, parent, self.tags.page, kids, more)
        return number

    def _of_marked(self, marked: int, element: int) -> None:
        while len(self.elements) <= marked:
            self.elements.append(b"null")
        self.elements[marked] = b"%d 0 R" % element

    def words(self, segment: Segment, content: list[bytes], spans: list[tuple[int, bytes]]) -> Iterator[bytes]:
        """Give words as marked content, and note the element that they are of, whose parent is told later."""
        marked, number = self._mark(), self._reserve()
        self._of_marked(marked, number)
        if segment.link:
            annotation = self._link(segment, number)
            spans.append((number, b"/Link/K[<</Type/OBJR/Obj %d 0 R/Pg %d 0 R>> %d]" % (
                annotation, self.tags.page, marked)))
        else:
            spans.append((number, b"/Span/K[%d]" % marked))
        yield b"/Span <</MCID %d>> BDC" % marked
        yield from content
        yield b"EMC"

    def _link(self, segment: Segment, element: int) -> int:
        address = literal(segment.link)
        rectangle = b"%.6g %.6g %.6g %.6g" % (
            segment.x * PT, self.height - segment.top * PT, (segment.x + segment.width) * PT,
            self.height - segment.bottom * PT)
        number = self.made.add(
            b"<</Type/Annot/Subtype/Link/F 4/BS<</W 0>>/Rect[%b]/Contents%b/A<</Type/Action/S/URI/URI%b>>"
            b"/StructParent %d>>" % (rectangle, address, address, self.key))
        self.links.append(b"%d 0 R" % number)
        self.numbers += [b"%d" % self.key, b"%d 0 R" % element]
        self.key += 1
        return number

    def _part(self, part: str) -> tuple[int, list[bytes]]:
        if part == "head":
            return self.tags.inner, self.kids[self.tags.inner]
        if not self.rest:
            self.rest = self._reserve()
            self.kids[self.tags.box].append(b"%d 0 R" % self.rest)
        if part not in self.parts:
            self.parts[part] = self._reserve(), []
        return self.parts[part]

    def paragraph(self, part: str, spans: list[tuple[int, bytes]]) -> None:
        """Note a paragraph, with the elements of its words."""
        parent, kids = self._part(part)
        number = self._reserve()
        for span, body in spans:
            self.made.objects[span] = b"<</Type/StructElem/S%b/P %d 0 R/Pg %d 0 R>>" % (body, number, self.tags.page)
        self._element(b"P", parent, b" ".join(b"%d 0 R" % span for span, _ in spans), number=number)
        kids.append(b"%d 0 R" % number)

    def figure(self, part: str, area: Area, content: list[bytes], alt: str) -> Iterator[bytes]:
        """Give a picture as marked content, with its alternative text and where it stands."""
        marked = self._mark()
        parent, kids = (self.tags.head, self.kids[self.tags.head]) if part == "logo" else self._part(part)
        left, top = area.x * PT, area.y * PT
        right, bottom = left + area.width * PT, top + area.height * PT
        more = b"/Alt%b/A<</O/Layout/BBox[%.2f %.2f %.2f %.2f]>>" % (
            text_string(alt), left, self.height - bottom, right, self.height - top)
        number = self._element(b"Figure", parent, b"%d" % marked, more)
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
