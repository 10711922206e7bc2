"""XLIFF 2 that comes back from an agency: its tool may have cut texts into sentences, and moved codes about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from brochure.errors import BrochureError, Faults, Place, short
from brochure.exchange import Head, Incoming, Returned, State, refuse_twice
from brochure.exchange.xliff import CATEGORY, CORE, META
from brochure.exchange.xml_tree import Element, read_xml

_HEX = re.compile(r"[0-9A-Fa-f]{1,8}")
_STAGES = ("initial", "translated", "reviewed", "final")
_EXPORT = "Export the language anew with “brochure locale export”, and have the translations brought over."
_ASK = "Ask for an XLIFF 2.1 file in which nothing but the translations is changed."


class _Broken(ValueError):
    """A text that cannot be put together; the words say why."""


def read_xliff(content: bytes, file: str) -> Incoming:
    """Give what an XLIFF file holds; raise BrochureError with everything that is wrong in its form."""
    top = read_xml(content, file)
    if top.tag != f"{{{CORE}}}xliff":
        version = top.attributes.get("version", "")
        what = f"version {short(version)}" if "xliff" in top.tag and version else f"<{short(top.tag.split('}')[-1])}>"
        raise BrochureError(f"this is no XLIFF 2.1, but {what}", Place(file, top.line), _ASK)
    files = [child for child in top.children if child.tag == _core("file")]
    if len(files) != 1:
        raise BrochureError(f"there are {len(files)} files in this XLIFF", Place(file, top.line),
                            "Import them one by one; each has one brochure in one language.")
    faults = Faults()
    told = _told(files[0])
    head = _head(told, Place(file, files[0].line))
    language = top.attributes.get("trgLang", "")
    if not f"{language}-".lower().startswith(f"{head.locale}-".lower()):   # an agency says en-GB
        faults.add(f"the file says that its translations are in “{short(language)}”, but it was made for "
                   f"“{head.locale}”", Place(file, top.line), _ASK)
    rows = [row for unit in files[0].all(_core("unit")) if (row := _unit(unit, file, faults))]
    kept = refuse_twice(rows, faults)
    faults.raise_any()
    return Incoming(head, kept)


def _head(told: Mapping[str, str], place: Place) -> Head:
    try:
        return Head(told["brochure"], told["locale"], told["source-hash"], int(told["rows"]), int(told["texts"]))
    except (KeyError, ValueError):
        raise BrochureError("the file does not say which source it was made from", place,
                            "It was not made by “brochure locale export”, or its metadata is lost. "
                            f"{_EXPORT}") from None


def _told(element: Element) -> dict[str, str]:
    """What the program told of an element, as metadata."""
    groups = (group for child in element.children if child.tag == f"{{{META}}}metadata"
              for group in child.children if group.attributes.get("category") == CATEGORY)
    return {entry.attributes.get("type", ""): entry.text.strip() for group in groups for entry in group.children}


def _unit(unit: Element, file: str, faults: Faults) -> Returned | None:
    place, name = Place(file, unit.line), unit.attributes.get("id", "")
    parts = [child for child in unit.children if child.tag in {_core("segment"), _core("ignorable")}]
    data = {entry.attributes.get("id", ""): entry.text for child in unit.children
            if child.tag == _core("originalData") for entry in child.children}
    try:
        source = "".join(_text(found, _Codes(unit, data)) for part in parts if (found := _one(part, "source")))
        text, state = _translation(parts, _Codes(unit, data))
    except _Broken as error:
        faults.add(f"“{short(name)}”: {error}", place, _ASK)
        return None
    return Returned(name, source.strip(), text, state, _told(unit).get("token", ""), place)


def _translation(parts: Iterable[Element], known: _Codes) -> tuple[str, State]:
    """The translation of a unit, put together from its segments, and the least state of them."""
    found: list[tuple[int, str]] = []
    stages = []
    missing = False
    for number, part in enumerate(parts, 1):
        target = _one(part, "target")
        used = target
        if target is None and part.tag == _core("ignorable"):
            used = _one(part, "source")   # what stands between two sentences
        elif part.tag == _core("segment"):
            stage = part.attributes.get("state", "initial")
            if stage not in _STAGES:
                raise _Broken(f"there is no state “{short(stage)}”")
            text = _text(target, known) if target else ""
            missing |= not text.strip()
            stages.append(_STAGES.index(stage))
        if used is not None:
            order = used.attributes.get("order", str(number))
            found.append((int(order) if order.isdecimal() and len(order) < 9 else number, _text(used, known)))
    whole = "".join(text for _, text in sorted(found, key=lambda entry: entry[0])).strip()
    if missing and len(stages) > 1 and whole and any(_one(part, "target") for part in parts):
        raise _Broken("a sentence of it has no translation")
    if missing:
        return "", "missing"
    return whole, "translated" if min(stages, default=0) else "fuzzy"


class _Codes:
    """The codes of a unit: how each is written, by its id."""

    def __init__(self, unit: Element, data: Mapping[str, str]) -> None:
        self.data = data
        found = [code for name in ("source", "target") for text in unit.all(_core(name))
                 for kind in ("pc", "ph", "sc", "ec") for code in text.all(_core(kind))]
        self.by_id: dict[str, Element] = {}
        for code in found:
            if any(key.startswith("dataRef") for key in code.attributes):
                self.by_id.setdefault(code.attributes.get("id", ""), code)

    def written(self, code: Element, reference: str) -> str:
        """Give how a code is written, also where a tool tells that of another code."""
        told = code
        for name in (code.attributes.get("copyOf"), code.attributes.get("id")):
            if reference not in told.attributes and name in self.by_id:
                told = self.by_id[name]
        if told.attributes.get(reference) not in self.data:
            raise _Broken(f"nobody knows what the code {short(code.attributes.get('id', '?'))} stands for")
        return self.data[told.attributes[reference]]


def _text(element: Element, known: _Codes) -> str:
    """The words of a source or target, with its codes as the catalogue has them."""
    told = []
    for part in element.content:
        if isinstance(part, str):
            told.append(part)
            continue
        kind = part.tag.removeprefix(f"{{{CORE}}}")
        if kind == "pc":
            told += [known.written(part, "dataRefStart"), _text(part, known), known.written(part, "dataRefEnd")]
        elif kind in {"ph", "sc", "ec"}:
            told.append(known.written(part, "dataRef"))
        elif kind == "mrk":
            told.append(_text(part, known))
        elif kind == "cp":
            told.append(_letter(part.attributes.get("hex", "")))
        elif kind not in {"sm", "em"}:
            raise _Broken(f"it holds <{short(kind)}>, which no text has")
    return "".join(told)


def _letter(told: str) -> str:
    """The letter of a code point, which a tool writes so if XML cannot hold it."""
    number = int(told, 16) if _HEX.fullmatch(told) else -1
    if not 0 <= number <= 0x10FFFF or 0xD800 <= number <= 0xDFFF:
        raise _Broken(f"it holds the code point “{short(told)}”, which is none")
    return chr(number)


def _one(part: Element, name: str) -> Element | None:
    return next((child for child in part.children if child.tag == _core(name)), None)


def _core(name: str) -> str:
    return f"{{{CORE}}}{name}"
