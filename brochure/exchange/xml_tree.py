"""XML of anybody as plain data in which every element knows its line; what declares a document type is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from brochure.errors import BrochureError, Place, short

DEEPEST = 40   # elements in elements
_AGAIN = "Have it saved again by the program that it comes from."


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

    A document type is refused before any of its entities is read: they can name other files, and grow without end.
    """
    stack: list[Element] = [Element("", {}, 0)]

    def begin(tag: str, attributes: dict[str, str], line: int) -> None:
        if len(stack) > DEEPEST:
            raise BrochureError("elements are nested too deeply in this file", Place(file, line), _AGAIN)
        element = Element(_name(tag), {_name(key): value for key, value in attributes.items()}, line)
        stack[-1].content.append(element)
        stack.append(element)

    def words(text: str) -> None:
        stack[-1].content.append(text)

    walk_xml(content, file, begin, lambda: stack.pop(), words)
    return stack[0].children[0]


def walk_xml(content: bytes, file: str, begin: Callable[[str, dict[str, str], int], object],
             end: Callable[[], object] = lambda: None, words: Callable[[str], object] = lambda _: None) -> None:
    """Call what an XML file has, in its order, and keep nothing; raises BrochureError as read_xml does."""
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True

    def refuse(*_: object) -> None:
        raise BrochureError("the file declares a document type, which may hold entities without end",
                            Place(file, parser.CurrentLineNumber), f"Nothing of it is read. {_AGAIN}")

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = lambda tag, attributes: begin(tag, attributes, parser.CurrentLineNumber)
    parser.EndElementHandler = lambda _: end()
    parser.CharacterDataHandler = words
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise BrochureError(f"the XML is broken: {short(expat.ErrorString(error.code) or '')}",
                            Place(file, error.lineno), _AGAIN) from None
    except (LookupError, ValueError):
        raise BrochureError("the XML is in an encoding that is not known", Place(file, 1),
                            "Save it in UTF-8.") from None


def _name(told: str) -> str:
    return f"{{{told}" if "}" in told else told
