"""Reads a finished web page and tells what is in it, for the checks, as a browser's parser does (WHATWG HTML)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any
from xml.etree.ElementTree import Element

from brochure.errors import BrochureError, Place

LIMIT_BYTES = 5_000_000
_DEEPEST = 500   # elements in elements: browsers stop at 512, tinyhtml5 2.1.0 takes minutes beyond
_UNSEEN = {"script", "style", "template", "head", "noscript"}
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
JSON_LD = "application/ld+json"


class _Open(list[Any]):
    """The elements that are open while a page is read."""

    def append(self, element: Any) -> None:
        if len(self) > _DEEPEST:
            raise RecursionError
        super().append(element)


class WebPage:
    """A web page, read once for all checks."""

    def __init__(self, content: bytes, file: str) -> None:
        """Read a page from its bytes; raises BrochureError, with what to do, if it is too large or too deep."""
        if len(content) > LIMIT_BYTES:
            raise BrochureError(f"the page is too large: {LIMIT_BYTES / 1e6:.0f} MB is the most", Place(file),
                                "Make it smaller: its pictures may be too large.")
        from tinyhtml5.parser import HTMLParser

        parser = HTMLParser(namespace_html_elements=False)
        reset = parser.tree.reset

        def limited() -> None:
            reset()
            parser.tree.open_elements = _Open()

        parser.tree.reset = limited
        try:
            self.root: Element = parser.parse(content)
        except RecursionError:
            raise BrochureError(f"elements are nested more than {_DEEPEST} deep", Place(file),
                                "Make the page anew with the program that it comes from.") from None
        # Names of SVG keep their namespace; here all are plain.
        for element in self.root.iter():
            if isinstance(element.tag, str):
                element.tag = element.tag.rpartition("}")[2]
        self.errors: tuple[tuple[int, str], ...] = tuple((place[0], str(code)) for place, code, _ in parser.errors)
        self.quirks: bool = parser.compatibility_mode != "no quirks"
        self.encoding: str = str(parser.encoding)

    def all(self, *tags: str) -> list[Element]:
        """Give the elements of some tags, or all, in the order of the page."""
        return [element for element in self.root.iter()
                if isinstance(element.tag, str) and (not tags or element.tag in tags)]

    @cached_property
    def ids(self) -> list[str]:
        """The ids of the page, in order, each as often as it stands there."""
        return [element.attrib["id"] for element in self.all() if "id" in element.attrib]

    @cached_property
    def css(self) -> str:
        """What the page's stylesheets and style attributes say."""
        sheets = [element.text or "" for element in self.all("style")]
        styles = [element.get("style", "") for element in self.all()]
        return _COMMENT.sub("", "\n".join([*sheets, *styles]))

    @cached_property
    def words(self) -> str:
        """The words that a reader sees, in order; pictures are left out."""
        return "".join(_words(self.root))

    @cached_property
    def links(self) -> list[Element]:
        """The links that a reader can follow."""
        return [element for element in self.all("a") if "href" in element.attrib]

    @cached_property
    def linked_data(self) -> list[Any]:
        """What the page tells as JSON-LD; what is no JSON is None."""
        return [_parsed(element.text or "") for element in self.all("script") if element.get("type") == JSON_LD]

    def meta(self, name: str) -> str | None:
        """Give what a meta element of a name or property tells, or None."""
        return next((element.get("content", "") for element in self.all("meta")
                     if name in (element.get("name"), element.get("property"), element.get("http-equiv"))), None)

    def name(self, element: Element) -> str:
        """Give what is read aloud for an element: its label, its alternative text, or the words and pictures in it.

        After the steps of “Accessible Name and Description Computation” (W3C) that a page without scripts needs.
        """
        if "aria-labelledby" in element.attrib:
            wanted = element.attrib["aria-labelledby"].split()
            return " ".join("".join(_words(other)) for other in self.all() if other.get("id") in wanted).strip()
        if label := element.get("aria-label", "").strip():
            return label
        if element.tag == "img":
            return element.get("alt", "").strip()
        if element.tag == "svg":
            return next(("".join(_words(child)) for child in element if child.tag == "title"), "").strip()
        inside = [self.name(child) for child in element.iter() if child.tag in ("img", "svg")]
        return " ".join(["".join(_words(element)), *inside]).strip()


def _words(element: Element) -> Iterator[str]:
    """The words in an element, without those of elements that are never shown."""
    if element.tag in _UNSEEN or not isinstance(element.tag, str):
        return
    if element.text:
        yield element.text
    for child in element:
        yield from _words(child)
        if child.tag == "br":
            yield " "
        if child.tail:
            yield child.tail


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None
