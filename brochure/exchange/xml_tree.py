"""XML of anybody as plain data in which every element knows its line; what declares a document type is refused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from brochure.errors import BrochureError, Place
from brochure.tables.xml_walk import AGAIN, walk_xml

DEEPEST = 40   # elements in elements


@dataclass
class Element:
    """An element: its name as `{namespace}name`, its attributes by name likewise, and what it holds."""

    tag: str
    attributes: dict[str, str]
    line: int
    content: list[Element | str] = field(default_factory=list)

    @property
    def children(self) -> list[Element]:
        """The elements that it holds."""
        return [part for part in self.content if isinstance(part, Element)]

    @property
    def text(self) -> str:
        """Its own words, without those of its children."""
        return "".join(part for part in self.content if isinstance(part, str))

    def all(self, tag: str) -> Iterator[Element]:
        """Give every element of a name below this one, in the order of the file."""
        for child in self.children:
            if child.tag == tag:
                yield child
            yield from child.all(tag)


def read_xml(content: bytes, file: str) -> Element:
    """Give the outermost element of an XML file, called `file` in messages; raise BrochureError if that cannot be.

    A document type is refused before any of its entities is read.
    """
    stack: list[Element] = [Element("", {}, 0)]

    def begin(tag: str, attributes: dict[str, str], line: int) -> None:
        if len(stack) > DEEPEST:
            raise BrochureError("elements are nested too deeply in this file", Place(file, line), AGAIN)
        element = Element(_name(tag), {_name(key): value for key, value in attributes.items()}, line)
        stack[-1].content.append(element)
        stack.append(element)

    def words(text: str) -> None:
        stack[-1].content.append(text)

    walk_xml(content, file, begin, lambda: stack.pop(), words)
    return stack[0].children[0]


def _name(told: str) -> str:
    return f"{{{told}" if "}" in told else told
