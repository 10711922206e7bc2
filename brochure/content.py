"""The source language: a YAML file of `content/` becomes a Brochure, or all that is wrong with it is said at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from brochure import markup
from brochure.errors import Faults, Place
from brochure.model import (
    Approval,
    Back,
    Block,
    Box,
    Brochure,
    BulletList,
    Cover,
    Figure,
    Film,
    Label,
    Message,
    Month,
    Number,
    NumberStrip,
    Paragraph,
    Publisher,
    Section,
    Slot,
    Subheading,
    messages,
)
from brochure.yaml_tree import Node, nearest, read

_REQUIRED = {"brochure", "language", "layout", "pages", "edition", "date", "publisher", "source", "keywords",
             "slots", "cover", "sections", "back"}
_OPTIONAL = {"authors", "approvals", "next_review", "feedback"}
T = TypeVar("T")
_SIDES = ("above", "below")


def read_brochure(path: Path, phrases: Path, drawings: dict[str, frozenset[str]], root: Path) -> Brochure:
    """Give the brochure of a content file.

    `phrases` is the file with the layout's own words, `drawings` the anchors of each drawing by its name, `root` the
    folder that places are told from. Raises BrochureError with every fault of both files.
    """
    faults = Faults()
    file = str(path.relative_to(root))
    top = read(path, file, faults)
    reader = _Reader(drawings, faults)
    brochure = reader.brochure(top, path.stem, file)
    extra = read(phrases, str(phrases.relative_to(root)), faults)
    brochure = _with_phrases(brochure, tuple(reader.message(item, "phrase") for item in extra.items()))
    reader.check_ids(messages(brochure))
    reader.check_markup(brochure)
    faults.raise_any()
    return brochure


def _with_phrases(brochure: Brochure, phrases: tuple[Message, ...]) -> Brochure:
    return replace(brochure, phrases=phrases)


@dataclass
class _Reader:
    drawings: dict[str, frozenset[str]]
    faults: Faults
    page: int = 0

    # --- the parts of a brochure -------------------------------------------------------------------------------------

    def brochure(self, top: Node, name: str, file: str) -> Brochure:
        keys = _Keys(top, _REQUIRED, _OPTIONAL)
        identifier = keys.read("brochure", Node.identifier, name)
        if identifier != name:
            keys.nodes["brochure"].fault(f"the brochure is called “{identifier}”, its file “{name}.yaml”",
                                         "Give both the same name.")
        pages = keys.read("pages", Node.number, 4)
        if pages % 4:
            keys.nodes["pages"].fault(f"{pages} pages cannot be folded and stapled", "Use a multiple of four.")
        cover = keys.read("cover", self.cover, None) or _no_cover(top.place)
        sections = tuple(self.section(item) for item in keys.items("sections"))
        self.page = pages
        return Brochure(
            id=identifier,
            language=keys.read("language", Node.text, "nb"),
            layout=keys.read("layout", Node.identifier, ""),
            pages=pages,
            edition=keys.read("edition", Node.number, 1),
            date=keys.read("date", Node.month, Month(1970, 1)),
            publisher=keys.read("publisher", self.publisher, Publisher("", "", (), "")),
            source=keys.read("source", Node.text, ""),
            authors=keys.optional("authors", Node.texts, ()),
            approvals=tuple(self.approval(item) for item in keys.items("approvals")),
            next_review=keys.optional("next_review", Node.month, None),
            feedback=keys.optional("feedback", Node.text, ""),
            slots=keys.read("slots", self.slots, ()),
            cover=cover,
            sections=sections,
            back=keys.read("back", self.back, None) or _no_back(top.place),
            phrases=(),
            keywords=keys.read("keywords", lambda node: self.message(node, "keywords"), None) or _nothing(top.place),
            file=file,
        )

    def publisher(self, node: Node) -> Publisher:
        keys = _Keys(node, {"short", "name", "address", "web"}, set())
        return Publisher(keys.read("short", Node.text, ""), keys.read("name", Node.text, ""),
                         keys.read("address", Node.texts, ()), keys.read("web", Node.identifier, ""))

    def approval(self, node: Node) -> Approval:
        keys = _Keys(node, {"role", "by", "date"}, set())
        return Approval(keys.read("role", Node.text, ""), keys.read("by", Node.text, ""),
                        keys.read("date", Node.month, Month(1970, 1)))

    def slots(self, node: Node) -> tuple[Slot, ...]:
        found = []
        for name, value in node.mapping(set(), None).items():
            keys = _Keys(value, set(), {"link", "film", "language"})
            language = keys.optional("language", Node.text, "")
            kind = next((word for word in ("film", "link") if word in keys.nodes), "language")
            target = keys.read(kind, Node.text, "")
            if kind != "language" and target and not is_web_address(target):
                keys.nodes[kind].fault(f"“{target}” is no web address", "Write it whole, beginning with https://")
            if kind == "film" and not language:
                value.fault(f"the film “{name}” does not say its language", "Add a line such as “language: nb”.")
            found.append(Slot(name, kind, target, language, value.place))  # type: ignore[arg-type]
        return tuple(found)

    def cover(self, node: Node) -> Cover:
        self.page = 1
        keys = _Keys(node, {"drawing", "kind", "title", "alt"}, {"tagline"})
        return Cover(
            kind=keys.message(self, "kind", "kind of document"),
            title=keys.message(self, "title", "title"),
            tagline=keys.optional("tagline", lambda part: self.message(part, "tagline"), None),
            drawing=keys.read("drawing", self.drawing, ""),
            alt=keys.message(self, "alt", "text read aloud in place of a drawing"),
            place=node.place,
        )

    def back(self, node: Node) -> Back:
        keys = _Keys(node, {"films", "available", "unapproved"}, {"guideline", "latest"})
        films = []
        for item in keys.items("films"):
            film = _Keys(item, {"id", "text", "slot"}, {"facts", "note"})
            films.append(Film(self._message(film, "film", item), film.read("slot", Node.identifier, "")))
        return Back(
            films=tuple(films),
            available=keys.message(self, "available", "line on the back page"),
            guideline=keys.optional("guideline", lambda part: self.message(part, "line on the back page"), None),
            latest=keys.optional("latest", lambda part: self.message(part, "line on the back page"), None),
            unapproved=keys.message(self, "unapproved", "line on the back page"),
        )

    def section(self, node: Node) -> Section:
        keys = _Keys(node, {"id", "page", "blocks"}, {"heading"})
        identifier = keys.read("id", Node.identifier, "")
        self.page = keys.read("page", Node.number, 1)
        heading = None
        if "heading" in keys.nodes:
            place = keys.nodes["heading"].place
            heading = Message(f"{identifier}.heading", keys.nodes["heading"].text(), place, "heading", page=self.page)
        blocks = [self.block(item) for item in keys.items("blocks")]
        return Section(identifier, self.page, heading, tuple(block for block in blocks if block))

    # --- the kinds of block ------------------------------------------------------------------------------------------

    def block(self, node: Node) -> Block | None:
        kinds: dict[str, tuple[Callable[[_Keys, Node], Block], set[str]]] = {
            "paragraph": (lambda keys, at: Paragraph(self._message(keys, "paragraph", at, "paragraph")), set()),
            "subheading": (lambda keys, at: Subheading(self._message(keys, "subheading", at, "subheading")), set()),
            "box": (lambda keys, at: Box(self._message(keys, "box", at, "box")), set()),
            "list": (self._list, {"intro"}),
            "numbers": (self._numbers, set()),
            "figure": (self._figure, {"alt", "caption", "labels"}),
        }
        names = node.mapping(set(), None).keys()
        if not names:
            return None
        kind = next((name for name in kinds if name in names), None)
        if kind is None:
            unknown = [name for name in names if name not in {"id", "facts", "note"}]
            what = f"unknown kind of block “{unknown[0]}”" if unknown else "the block has no content"
            node.fault(what, nearest(unknown[0], kinds) if unknown else f"Add one of: {', '.join(kinds)}.")
            return None
        build, extra = kinds[kind]
        return build(_Keys(node, {"id", kind}, {"facts", "note", *extra}), node)

    def _list(self, keys: _Keys, node: Node) -> BulletList:
        identifier = keys.read("id", Node.identifier, "")
        note = keys.optional("note", Node.text, "")
        intro = None
        if "intro" in keys.nodes:
            intro = Message(f"{identifier}.intro", keys.nodes["intro"].text(), keys.nodes["intro"].place,
                            "words before a list", note, keys.facts(), self.page)
        inherited = keys.facts() if intro is None else ()
        items = tuple(self.message(item, "list item", inherited) for item in keys.items("list"))
        if not items and "list" in keys.nodes:
            node.fault(f"the list “{identifier}” has no items")
        return BulletList(identifier, intro, items)

    def _numbers(self, keys: _Keys, node: Node) -> NumberStrip:
        identifier = keys.read("id", Node.identifier, "")
        numbers = []
        for item in keys.items("numbers"):
            part = _Keys(item, {"id", "value", "label"}, {"facts", "note"})
            name = part.read("id", Node.identifier, "")
            note = part.optional("note", Node.text, "")
            place = item.place

            def words(key: str, role: str, part: _Keys = part, name: str = name, note: str = note,
                      place: Place = place) -> Message:
                at = part.nodes[key].place if key in part.nodes else place
                return Message(f"{name}.{key}", part.read(key, Node.text, ""), at, role, note, part.facts(), self.page)

            numbers.append(Number(name, words("value", "number in large type"), words("label", "words under a number")))
        if not numbers and "numbers" in keys.nodes:
            node.fault(f"the number strip “{identifier}” has no numbers")
        return NumberStrip(identifier, tuple(numbers))

    def _figure(self, keys: _Keys, node: Node) -> Figure:
        identifier = keys.read("id", Node.identifier, "")
        name = keys.read("figure", self.drawing, "")
        if "alt" not in keys.nodes:
            node.fault(f"the figure “{identifier}” has no “alt”", "Say in words what the drawing shows; it is read aloud.")
        words = {}
        for key, role in (("alt", "text read aloud in place of a drawing"), ("caption", "caption")):
            if key in keys.nodes:
                words[key] = Message(f"{identifier}.{key}", keys.nodes[key].text(), keys.nodes[key].place, role,
                                     keys.optional("note", Node.text, ""), keys.facts(), self.page)
        labels = []
        for item in keys.items("labels"):
            part = _Keys(item, {"id", "text", "anchors", "side"}, {"note", "facts"})
            anchors = part.read("anchors", Node.texts, ())
            for anchor in anchors:
                if name and anchor not in self.drawings.get(name, frozenset()):
                    item.fault(f"the drawing “{name}” has no anchor “{anchor}”",
                               nearest(anchor, self.drawings.get(name, frozenset())))
            side = part.read("side", lambda at: at.one_of(_SIDES), "above")
            labels.append(Label(self._message(part, "label in a drawing", item), anchors, side))
        empty = Message(f"{identifier}.alt", "", node.place)
        return Figure(identifier, name, tuple(labels), words.get("alt", empty), words.get("caption"), keys.facts(),
                      node.place)

    # --- words -------------------------------------------------------------------------------------------------------

    def drawing(self, node: Node) -> str:
        name = node.text()
        if name and name not in self.drawings:
            node.fault(f"there is no drawing images/{name}.svg", nearest(name, self.drawings))
        return name

    def message(self, node: Node, role: str, facts: tuple[str, ...] = ()) -> Message:
        return self._message(_Keys(node, {"id", "text"}, {"facts", "note"}), role, node, facts=facts)

    def _message(self, keys: _Keys, role: str, node: Node, key: str = "text", facts: tuple[str, ...] = ()) -> Message:
        place = keys.nodes[key].place if key in keys.nodes else node.place
        return Message(keys.read("id", Node.identifier, ""), keys.read(key, Node.text, ""), place, role,
                       keys.optional("note", Node.text, ""), keys.facts() or facts, self.page)

    def check_ids(self, found: object) -> None:
        first: dict[str, Place] = {}
        for message in found:  # type: ignore[attr-defined]
            if message.id and message.id in first:
                self.faults.add(f"the id “{message.id}” is used twice; first at {first[message.id]}", message.place,
                                "Every text needs an id of its own: translations hang on it.")
            first.setdefault(message.id, message.place)

    def check_markup(self, brochure: Brochure) -> None:
        names = {slot.name for slot in brochure.slots}
        for message in messages(brochure):
            try:
                used = markup.slots(markup.parse(message.text))
            except markup.MarkupError as error:
                self.faults.add(f"the markup of “{message.id}” is broken: {error}", message.place)
                continue
            for name in sorted(used.keys() - names):
                self.faults.add(f"“{message.id}” uses the slot “{name}”, which is not declared", message.place,
                                nearest(name, names))
        films = [slot.name for slot in brochure.slots if slot.kind == "film"]
        for film in brochure.back.films:
            if film.slot and film.slot not in films:
                self.faults.add(f"“{film.slot}” is no film of this brochure", film.text.place, nearest(film.slot, films))
        links = [slot.name for slot in brochure.slots if slot.kind == "link"]
        if brochure.publisher.web and brochure.publisher.web not in links:
            self.faults.add(f"the publisher's web address “{brochure.publisher.web}” is no link of this brochure",
                            Place(brochure.file), nearest(brochure.publisher.web, links))


class _Keys:
    """The keys of one mapping, read with a default where a key is missing (which is already noted as a fault)."""

    def __init__(self, node: Node, required: set[str], optional: set[str]) -> None:
        self.nodes = node.mapping(required, optional)
        self._place = node.place

    def read(self, key: str, get: Callable[[Node], T], default: T) -> T:
        return get(self.nodes[key]) if key in self.nodes else default

    def optional(self, key: str, get: Callable[[Node], T], default: T) -> T:
        return get(self.nodes[key]) if key in self.nodes and not self.nodes[key].empty else default

    def items(self, key: str) -> list[Node]:
        return self.nodes[key].items() if key in self.nodes else []

    def facts(self) -> tuple[str, ...]:
        return self.optional("facts", Node.texts, ())

    def message(self, reader: _Reader, key: str, role: str) -> Message:
        return self.read(key, lambda node: reader.message(node, role), _nothing(self._place))


def is_web_address(text: str) -> bool:
    """Whether a text is a whole http or https address with a host that has a dot."""
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and "." in host.strip(".") and not any(map(str.isspace, text))


def _nothing(place: Place) -> Message:
    return Message("", "", place)


def _no_cover(place: Place) -> Cover:
    return Cover(_nothing(place), _nothing(place), None, "", _nothing(place), place)


def _no_back(place: Place) -> Back:
    return Back((), _nothing(place), None, None, _nothing(place))
