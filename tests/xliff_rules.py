"""What makes an XLIFF 2.1 file valid, after the standard and apart from the program: its grammar, and other rules.

Written for OASIS, “XLIFF Version 2.1”, 13 February 2018: sections 4.2 (elements), 4.3 (attributes), 4.7 (inline codes).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

GRAMMAR = Path(__file__).parent / "exchange/xliff-2.1.rng"
NAMES = {"x": "urn:oasis:names:tc:xliff:document:2.0", "slr": "urn:oasis:names:tc:xliff:sizerestriction:2.0"}
_SLR = "{urn:oasis:names:tc:xliff:sizerestriction:2.0}"


def faults(content: bytes) -> list[str]:
    """Give everything that is not as the standard wants it."""
    top = etree.fromstring(content)
    grammar = etree.RelaxNG(etree.parse(GRAMMAR))
    grammar.validate(top)
    return [*(f"{entry.line}: {entry.message}" for entry in grammar.error_log), *_rules(top)]


def _rules(top: etree._Element) -> Iterator[str]:
    if top.xpath("//x:target", namespaces=NAMES) and not top.get("trgLang"):
        yield "there are targets, but no trgLang"
    for file in top.xpath("x:file", namespaces=NAMES):
        yield from _twice("unit", file.xpath(".//x:unit/@id", namespaces=NAMES))
        if file.xpath(".//@slr:sizeRestriction", namespaces=NAMES):
            profile = file.xpath("slr:profiles/@generalProfile", namespaces=NAMES)
            if profile != ["xliff:codepoints"]:
                yield "there are size restrictions, but no profile"
        for unit in file.xpath(".//x:unit", namespaces=NAMES):
            yield from (f"{unit.get('id')}: {fault}" for fault in _unit(unit))


def _unit(unit: etree._Element) -> Iterator[str]:
    if not unit.xpath("x:segment", namespaces=NAMES):
        yield "there is no segment"
    data = unit.xpath("x:originalData/x:data/@id", namespaces=NAMES)
    yield from _twice("data", data)
    told = unit.xpath(".//@dataRef | .//@dataRefStart | .//@dataRefEnd")
    yield from (f"there is no data {name}" for name in told if name not in data)
    yield from (f"the data {name} is not used" for name in data if name not in told)
    yield from _twice("code", unit.xpath(".//x:source//@id | x:segment/@id | x:ignorable/@id", namespaces=NAMES))
    for segment in unit.xpath("x:segment", namespaces=NAMES):
        state = segment.get("state", "initial")
        (source,) = segment.xpath("x:source", namespaces=NAMES)
        targets = segment.xpath("x:target", namespaces=NAMES)
        if state != "initial" and not targets:
            yield f"it is {state}, but has no target"
        if segment.get("subState") and not segment.get("state"):
            yield "it has a subState, but no state"
        if (segment.get("subState") or "").startswith("xlf:"):
            yield "its subState has a prefix that is kept for the standard"
        for target in targets:
            yield from _codes(source, target)
        if state == "final" and _codes_of(source) != _codes_of(targets[0]):
            yield "it is final, and the target does not have the codes of the source"


def _codes(source: etree._Element, target: etree._Element) -> Iterator[str]:
    """The codes of a target have the ids of the same codes of the source, or ids of their own."""
    there = {code.get("id"): code for code in source.iterdescendants() if code.get("id")}
    yield from _twice("code of the target", [code.get("id") for code in target.iterdescendants() if code.get("id")])
    for code in (code for code in target.iterdescendants() if code.get("id") in there):
        other = there[code.get("id")]
        if (code.tag, dict(code.attrib)) != (other.tag, dict(other.attrib)):
            yield f"the code {code.get('id')} of the target is not that of the source"
        if code.get("subType", "").startswith("xlf:") and code.get("type") != "fmt":
            yield "only what is formatted can be bold or italic"


def _codes_of(text: etree._Element) -> Counter[str]:
    return Counter(f"{code.tag} {code.get('dispStart')}{code.get('dispEnd')}{code.get('disp')}"
                   for code in text.iterdescendants())


def size(text: etree._Element) -> int:
    """Give how many code points a text counts (5.7.6.1, xliff:codepoints): its letters, and what its codes say."""
    return len("".join(text.itertext())) + sum(int(code.get(f"{_SLR}sizeInfo", 0)) for code in text.iterdescendants())


def _twice(what: str, names: list[str]) -> Iterator[str]:
    yield from (f"there is more than one {what} {name}" for name, number in Counter(names).items() if number > 1)
