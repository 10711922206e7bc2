"""Reads a PDF as a screen reader would: its tag tree, and the words of each element. Shares no code with the press."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

Content = tuple[int, int]   # page, counted from 0, and marked-content id
Bounds = tuple[float, float, float, float]


@dataclass
class Element:
    """A structure element: its type, its attributes, the words below it in reading order, its marked content."""

    type: str
    node: Any
    page: int
    children: list[Element] = field(default_factory=list)
    content: list[Content] = field(default_factory=list)
    objects: list[Any] = field(default_factory=list)

    def all(self, *types: str) -> list[Element]:
        """Give this element and those below it, of some types, in reading order."""
        found = [self] if self.type in types or not types else []
        return found + [element for child in self.children for element in child.all(*types)]


class Reader:
    """A PDF, opened."""

    def __init__(self, path: Path) -> None:
        self.pdf = pikepdf.open(path)
        self._pages = {page.objgen: number for number, page in enumerate(self.pdf.pages)}
        self._document = pypdfium2.PdfDocument(path)
        self._words: dict[Content, str] = {}
        self._bounds: dict[Content, Bounds] = {}
        self.loose: dict[int, list[str]] = {}
        for number in range(len(self._document)):
            self._read_page(number)
        self.root = self._element(self.pdf.Root.StructTreeRoot.K[0], 0)

    def words(self, element: Element) -> str:
        """Give the words of an element and of those below it, in reading order."""
        return "".join(self._words.get(content, "") for part in self._in_order(element) for content in part)

    def bounds(self, element: Element) -> Bounds:
        """Give the rectangle of what an element draws, in pt from the page's lower left corner."""
        boxes = [self._bounds[content] for content in element.content]
        return (min(box[0] for box in boxes), min(box[1] for box in boxes),
                max(box[2] for box in boxes), max(box[3] for box in boxes))

    def picture(self, page: int, dpi: float) -> Image.Image:
        """Give a page as a picture."""
        return self._document[page].render(scale=dpi / 72).to_pil()

    def outline(self) -> str:
        """Give the tag tree as text, an element a line."""
        return "\n".join(self._lines(self.root, 0)) + "\n"

    # -----------------------------------------------------------------------------------------------------------------

    def _read_page(self, number: int) -> None:
        page = self._document[number]
        text_page = pdfium.FPDFText_LoadPage(page)
        for item in page.get_objects(max_depth=8):
            mcid = pdfium.FPDFPageObj_GetMarkedContentID(item)
            words = _text(item, text_page) if item.type == pdfium.FPDF_PAGEOBJ_TEXT else ""
            if mcid < 0:
                if words:
                    self.loose.setdefault(number, []).append(words)
                continue
            key = (number, mcid)
            self._words[key] = self._words.get(key, "") + words
            box = item.get_bounds()
            old = self._bounds.get(key, box)
            self._bounds[key] = (min(old[0], box[0]), min(old[1], box[1]), max(old[2], box[2]), max(old[3], box[3]))
        pdfium.FPDFText_ClosePage(text_page)

    def _element(self, node: Any, page: int) -> Element:
        if "/Pg" in node:
            page = self._pages[node.Pg.objgen]
        element = Element(str(node.S)[1:], node, page)
        for kid in kids(node, "/K"):
            if isinstance(kid, int):
                element.content.append((page, kid))
            elif kid.get("/Type") == "/OBJR":
                element.objects.append(kid.Obj)
            else:
                element.children.append(self._element(kid, page))
        return element

    def _in_order(self, element: Element) -> Iterator[list[Content]]:
        yield element.content
        for child in element.children:
            yield from self._in_order(child)

    def _lines(self, element: Element, depth: int) -> Iterator[str]:
        told = [f"{name}={element.node[key]}" for name, key in (("alt", "/Alt"), ("lang", "/Lang"))
                if key in element.node]
        for attributes in kids(element.node, "/A"):
            told.extend(f"{key[1:]}={value}" for key, value in attributes.items()
                        if key in ("/ListNumbering", "/Scope"))
        words = "".join(self._words.get(content, "") for content in element.content)
        yield "  " * depth + " ".join([element.type, *told, *([repr(words)] if words else []),
                                       *(["→ " + str(target.A.URI) for target in element.objects])])
        for child in element.children:
            yield from self._lines(child, depth + 1)


def kids(node: Any, key: str) -> list[Any]:
    """Give the values under a key that holds one value or an array of them."""
    value = node.get(key, [])
    return list(value) if isinstance(value, pikepdf.Array | list) else [value]


def _text(item: Any, text_page: Any) -> str:
    length = pdfium.FPDFTextObj_GetText(item, text_page, None, 0)
    buffer = ctypes.create_string_buffer(length)
    pdfium.FPDFTextObj_GetText(item, text_page, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), length)
    return buffer.raw.decode("utf-16-le").rstrip("\0")
