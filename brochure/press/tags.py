"""What WeasyPrint leaves undone in the tags and metadata of a PDF, repaired while it is written (WeasyPrint 70.0).

Each repair has a test in tests/test_press_tags.py that prints without it and fails when the engine does it by itself,
so that the repair can go.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pydyf
from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.pdf import tags

from brochure.xmp import Metadata, packet

_PX_TO_PT = 0.75
# Standard structure types of ISO 32000-1, 14.8.4, for the elements that the engine leaves as NonStruct.
_TYPES = {"figure": "/Div", "strong": "/Span", "em": "/Span", "address": "/Div", "aside": "/Div", "header": "/Div",
          "footer": "/Div", "nav": "/Div"}
_JOINED = frozenset({"/Document", "/Div", "/Part", "/Sect", "/P", "/L", "/LI", "/LBody", "/H1", "/H2", "/H3"})


@dataclass
class Repairs:
    """What is noted while the tag tree is built and mended when it is complete.

    `matrix` is where the root that is being built is drawn, if it does not stand where it was laid out; `roots` tells
    of each topmost element of which root it is.
    """

    pagination: dict[int, set[int]] = field(default_factory=dict)
    origins: dict[int, tuple[Any, int]] = field(default_factory=dict)
    matrix: Any = None
    roots: dict[int, Any] = field(default_factory=dict)


@contextmanager
def repaired_tags() -> Iterator[Repairs]:
    """Mend the tag tree while the engine builds it, inside the block."""
    repairs = Repairs()
    original = tags._build_box_tree

    def build(box: Any, parent: Any, pdf: Any, page: int, nums: dict[int, Any], annotations: Any,
              marked: dict[Any, Any]) -> Iterator[Any]:
        if isinstance(box, AbsolutePlaceholder):
            box = box._box
        if isinstance(box, boxes.MarginBox):
            # Page numbers and running heads are artifacts, not content (ISO 14289-1, 7.8).
            _unmark(box, page, nums, marked, repairs)
            return
        if box.element_tag == "html":
            repairs.matrix = box.transformation_matrix
        for element in original(box, parent, pdf, page, nums, annotations, marked):
            _mend(box, element, pdf, page, repairs.matrix)
            repairs.origins.setdefault(id(element), (box.element, page))
            if box.element_tag == "html":
                repairs.roots[id(element)] = box.element
            if element["K"]:
                yield element
            else:
                element.clear()

    tags._build_box_tree = build
    try:
        yield repairs
    finally:
        tags._build_box_tree = original


def _unmark(box: Any, page: int, nums: dict[int, Any], marked: dict[Any, Any], repairs: Repairs) -> None:
    for part in box.descendants():
        if part in marked:
            number = marked.pop(part)["mcid"]
            nums[number] = "null"
            repairs.pagination.setdefault(page, set()).add(number)


def _mend(box: Any, element: Any, pdf: Any, page: int, matrix: Any) -> None:
    if box.element is None:
        return
    tag = box.element_tag
    if element["S"] == "/NonStruct" and tag in _TYPES:
        element["S"] = _TYPES[tag]
    if tag == box.element.tag and (language := box.element.get("lang")) and tag != "html":
        element["Lang"] = pydyf.String(language)
    if element["S"] == "/L":
        # ISO 32000-1, 14.8.5.5: how the items are labelled.
        element["A"] = pydyf.Dictionary({"O": "/List", "ListNumbering": "/Disc"})
    if element["S"] == "/Figure":
        # The engine writes CSS px from the page's top; ISO 32000-1, 14.8.5.4.3 wants the page's own coordinates.
        left, top = box.content_box_x(), box.content_box_y()
        right, bottom = left + box.width, top + box.height
        if matrix:
            (left, top), (right, bottom) = matrix.transform_point(left, top), matrix.transform_point(right, bottom)
        left, top, right, bottom = (value * _PX_TO_PT for value in (left, top, right, bottom))
        height = float(_object(pdf, pdf.page_references[page])["MediaBox"][3])
        element["A"]["BBox"] = pydyf.Array(round(value, 2) for value in (left, height - bottom, right, height - top))


def _part(pdf: Any, document: Any, repairs: Repairs) -> None:
    """Make a part of each document, if several stand beside each other, so that one is read aloud after the other.

    The engine's order is that of the pages: two languages would take turns.
    """
    kids = _kids(pdf, document)
    roots = {id(repairs.roots[id(kid)]): repairs.roots[id(kid)] for kid in kids}
    if len(roots) < 2:
        return
    document["K"] = pydyf.Array()
    for name, root in roots.items():
        own = [kid for kid in kids if id(repairs.roots[id(kid)]) == name]
        part = pydyf.Dictionary({"Type": "/StructElem", "S": "/Part", "P": document.reference, "Pg": own[0]["Pg"],
                                 "Lang": pydyf.String(root.get("lang")),
                                 "K": pydyf.Array([kid.reference for kid in own])})
        pdf.add_object(part)
        document["K"].append(part.reference)
        for kid in own:
            kid["P"] = part.reference


def _join(pdf: Any, element: Any, repairs: Repairs) -> None:
    """Make one element of the parts of a block that a page or column break has split, here and below.

    The engine writes an element for each part, so that a list of eight would be read aloud as two lists of four.
    """
    kids: list[Any] = []
    for kid in _kids(pdf, element):
        origin, page = repairs.origins.get(id(kid), (None, 0))
        last_origin, last_page = repairs.origins.get(id(kids[-1]), (None, 0)) if kids else (None, 0)
        if origin is None or kid["S"] not in _JOINED:
            kids.append(kid)
        elif origin is repairs.origins.get(id(element), (None, 0))[0] and kid["S"] == element["S"]:
            kids.extend(_emptied(pdf, kid))
        elif origin is last_origin and page > last_page and kid["S"] == kids[-1]["S"]:
            kids[-1]["K"].extend(part.reference for part in _emptied(pdf, kid, kids[-1]))
            repairs.origins[id(kids[-1])] = (origin, page)
        else:
            kids.append(kid)
    if all(isinstance(kid, dict) for kid in kids) and element["S"] in _JOINED:
        element["K"] = pydyf.Array([kid.reference for kid in kids])
        for kid in kids:
            kid["P"] = element.reference
    for kid in kids:
        if isinstance(kid, dict) and "S" in kid:
            _join(pdf, kid, repairs)


def _kids(pdf: Any, element: Any) -> list[Any]:
    return [kid if isinstance(kid, int) else _object(pdf, kid) for kid in element["K"]]


def _emptied(pdf: Any, element: Any, parent: Any = None) -> list[Any]:
    """Give the kids of an element that is taken out of the tree."""
    kids = _kids(pdf, element)
    for kid in kids:
        if parent is not None:
            kid["P"] = parent.reference
    element.clear()
    return kids


def finish(document: Any, pdf: Any, repairs: Repairs) -> None:
    """Mend what needs the whole file: split blocks, the artifacts in the page streams, and the XMP packet."""
    root = _object(pdf, pdf.catalog["StructTreeRoot"])
    _part(pdf, _object(pdf, root["K"][0]), repairs)
    _join(pdf, _object(pdf, root["K"][0]), repairs)
    pages = [item for item in pdf.objects if isinstance(item, dict) and item.get("Type") == "/Page"]
    for number, found in repairs.pagination.items():
        operations = _object(pdf, pages[number]["Contents"]).stream
        for index, operation in enumerate(operations):
            if isinstance(operation, pydyf.Dictionary) and operation.get("MCID") in found:
                operations[index - 1] = b"/Artifact"
                operations[index] = pydyf.Dictionary({"Type": "/Pagination"})
    metadata = _object(pdf, pdf.catalog["Metadata"])
    metadata.stream = [xmp_packet(document.metadata, pdf.info).encode()]
    metadata.compress = False


def _object(pdf: Any, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]


def xmp_packet(metadata: Any, info: Any) -> str:
    """Give the XMP packet: what the Info dictionary says, once more, and both identifications.

    ISO 19005-2, 6.6.4 (PDF/A-2a) and ISO 14289-1, 5 (PDF/UA-1); the extension schema that pdfuaid needs in a PDF/A is
    that of ISO 19005-2, 6.6.2.3.3. WeasyPrint writes one identification only.
    """
    told = Metadata(metadata.title, ", ".join(metadata.authors), metadata.description, tuple(metadata.keywords),
                    metadata.lang, info["Producer"].string, metadata.generator, metadata.created, metadata.modified)
    names = {"pdfaid": "http://www.aiim.org/pdfa/ns/id/", "pdfuaid": "http://www.aiim.org/pdfua/ns/id/"}
    return packet(told, names, "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>"
                               "<pdfuaid:part>1</pdfuaid:part>", _EXTENSION)


_EXTENSION = """<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that the file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
"""
