"""The XML of a logo, read within limits: no entity is declared, nothing is fetched, every element knows its line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

from brochure.errors import BrochureError, short

MOST_ELEMENTS, DEEPEST, MOST_ATTRIBUTES = 10_000, 60, 200
SVG = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"
_SPLIT = " "   # no address of a namespace holds one
AGAIN = "Export it again as plain SVG."
SIMPLER = "Draw it with fewer parts, or hand it in as a PNG."


@dataclass
class Element:
    """An element of SVG, with its attributes by their bare names; what belongs to editors is not in the tree."""

    name: str
    attributes: Mapping[str, str]
    line: int
    children: list[Element] = field(default_factory=list)
    text: str = ""

    def walk(self) -> Iterator[Element]:
        """Give the element and all below it, in the order of the file."""
        waiting = [self]
        while waiting:
            element = waiting.pop()
            yield element
            waiting.extend(reversed(element.children))


def read_tree(content: bytes) -> Element:
    """Give the root of an SVG; raises BrochureError for what is none, or is too much, or reaches outside."""
    reader = _Reader()
    parser = expat.ParserCreate(namespace_separator=_SPLIT)
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = reader.document_type
    parser.EntityDeclHandler = reader.entity
    parser.ProcessingInstructionHandler = reader.instruction
    parser.StartElementHandler = lambda name, attributes: reader.start(name, attributes, parser.CurrentLineNumber)
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.data
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise BrochureError(f"is no SVG: its XML is broken in line {error.lineno}", None, AGAIN) from None
    except (LookupError, ValueError):   # an encoding that Python does not know, or does not know as one of letters
        raise BrochureError("is no SVG in a known encoding", None, "Save it in UTF-8.") from None
    assert reader.root
    return reader.root


class _Reader:
    def __init__(self) -> None:
        self.root: Element | None = None
        self._open: list[Element] = []
        self._skipped = 0   # how deep in an element of an editor
        self._count = 0

    def document_type(self, _name: str, _system: str | None, _public: str | None, own: int) -> None:
        if own:   # of the others, whatever they name, nothing is read
            raise BrochureError("declares entities of its own", None, "Export it as plain SVG: in Illustrator without "
                                "“Preserve Illustrator Editing Capabilities”.")

    def entity(self, *_: Any) -> None:
        raise BrochureError("declares entities of its own", None, AGAIN)

    def instruction(self, target: str, _data: str) -> None:
        if target.lower() == "xml-stylesheet":
            raise BrochureError("names a stylesheet, which lies outside of it", None, AGAIN)

    def start(self, name: str, attributes: Mapping[str, str], line: int) -> None:
        self._count += 1
        space, _, bare = name.rpartition(_SPLIT)
        if self._count > MOST_ELEMENTS:
            raise BrochureError(f"has more than {MOST_ELEMENTS:,} parts", None, SIMPLER)
        if len(self._open) + self._skipped >= DEEPEST:
            raise BrochureError(f"has more than {DEEPEST} groups in each other (line {line})", None, SIMPLER)
        if len(attributes) > MOST_ATTRIBUTES:
            raise BrochureError(f"has more than {MOST_ATTRIBUTES} attributes in one element (line {line})", None, AGAIN)
        if not self._open and (space, bare) != (SVG, "svg"):
            hint = f'Its first element must be <svg xmlns="{SVG}">.' if bare == "svg" else AGAIN
            raise BrochureError(f"is no SVG: it begins with <{short(bare)}>", None, hint)
        if self._skipped or space != SVG:
            self._skipped += 1
            return
        element = Element(bare, dict(_plain(attributes)), line)
        if self._open:
            self._open[-1].children.append(element)
        else:
            self.root = element
        self._open.append(element)

    def end(self, _name: str) -> None:
        if self._skipped:
            self._skipped -= 1
        else:
            self._open.pop()

    def data(self, text: str) -> None:
        if not self._skipped and self._open[-1].name == "style":
            self._open[-1].text += text


def _plain(attributes: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The attributes of SVG, and the address of a link in its old spelling where there is no other."""
    for name, value in attributes.items():
        space, _, bare = name.rpartition(_SPLIT)
        if not space or (space == _XLINK and bare == "href" and "href" not in attributes):
            yield bare, value


def local(address: str) -> str | None:
    """Give the id that an address such as `#a` or `url("#a")` names in the same file, or None if it leads outside.

    >>> local("url('#stripe')"), local("#a"), local("http://example.org/b.svg#a")
    ('stripe', 'a', None)
    """
    found = re.fullmatch(r"""(?:url\(\s*(["']?)#([^"'()\s]+)\1\s*\)|#(\S+))""", address.strip())
    return (found[2] or found[3]) if found else None
