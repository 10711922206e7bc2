"""The blocks of a section: which kinds there are, which keys each has, and the texts in them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import TypeVar

from brochure.errors import Place, nearest
from brochure.model import (
    Block,
    Box,
    BulletList,
    Figure,
    Label,
    Message,
    Number,
    NumberStrip,
    Paragraph,
    Subheading,
)
from brochure.yaml_tree import Node

T = TypeVar("T")
Anchors = Mapping[str, frozenset[str]]
_SIDES = ("above", "below")
_NO_TEXTS: tuple[str, ...] = ()
TOLD = frozenset({"facts", "note", "safety"})   # what can be told of any text


class Part:
    """The keys of one mapping, read with an empty value where a key is missing (which is already noted as a fault)."""

    def __init__(self, node: Node, required: set[str], optional: Collection[str]) -> None:
        self.node = node
        self.nodes = node.mapping(required, set(optional))

    @property
    def id(self) -> str:
        """The id of the mapping."""
        return self.read("id", Node.identifier, "")

    @property
    def facts(self) -> tuple[str, ...]:
        """The statements of the original that the mapping makes."""
        return self.optional("facts", Node.texts, _NO_TEXTS)

    def read(self, key: str, get: Callable[[Node], T], missing: T) -> T:
        """Give a value that must be there."""
        return get(self.nodes[key]) if key in self.nodes else missing

    def optional(self, key: str, get: Callable[[Node], T], missing: T) -> T:
        """Give a value that may be missing or left empty."""
        return get(self.nodes[key]) if key in self.nodes and not self.nodes[key].empty else missing

    def items(self, key: str) -> list[Node]:
        """Give the items of a list."""
        return self.nodes[key].items() if key in self.nodes else []

    def place(self, key: str) -> Place:
        """Give the line of a value, or of the mapping where it is missing."""
        return self.nodes[key].place if key in self.nodes else self.node.place

    def text(self, key: str, role: str, page: int, *, identifier: str = "", facts: tuple[str, ...] = ()) -> Message:
        """Give the text under a key; its id is the mapping's own unless another is given, its facts likewise."""
        return Message(identifier or self.id, self.read(key, Node.text, ""), self.place(key), role,
                       self.optional("note", Node.text, ""), self.facts or facts, page,
                       safety=self.optional("safety", Node.yes, False))


def message(node: Node, role: str, page: int, facts: tuple[str, ...] = ()) -> Message:
    """Give a text that is a mapping of its own: an id, the text, and a note or facts if there are any."""
    return Part(node, {"id", "text"}, TOLD).text("text", role, page, facts=facts)


def drawing(node: Node, drawings: Anchors) -> str:
    """Give the name of a drawing; one that is not there is a fault."""
    name = node.text()
    if name and name not in drawings:
        node.fault(f"there is no drawing “{name}” in images/images.toml", nearest(name, drawings))
    return name


def read_block(node: Node, page: int, drawings: Anchors) -> Block | None:
    """Give a block of any kind, or None where it is not known which it is to be."""
    names = node.mapping(set(), None)
    if not names:
        return None
    kinds = [name for name in _KINDS if name in names]
    if len(kinds) > 1:
        node.fault(f"a block cannot be a {kinds[0]} and a {kinds[1]}", "Begin a block of its own: “- id: …”.")
        return None
    if kinds:
        read, extra = _KINDS[kinds[0]]
        return read(Part(node, {"id", kinds[0]}, {*TOLD, *extra}), page, drawings)
    unknown = [name for name in names if name not in {"id", *TOLD}]
    if unknown:
        names[unknown[0]].fault(f"unknown kind of block “{unknown[0]}”", nearest(unknown[0], _KINDS))
    else:
        node.fault("the block has no content", f"Add one of: {', '.join(_KINDS)}.")
    return None


def _paragraph(part: Part, page: int, _: Anchors) -> Paragraph:
    return Paragraph(part.text("paragraph", "paragraph", page))


def _subheading(part: Part, page: int, _: Anchors) -> Subheading:
    return Subheading(part.text("subheading", "subheading", page))


def _box(part: Part, page: int, _: Anchors) -> Box:
    return Box(part.text("box", "box", page))


def _list(part: Part, page: int, _: Anchors) -> BulletList:
    identifier = part.id
    intro = None
    if "intro" in part.nodes:
        intro = part.text("intro", "words before a list", page, identifier=f"{identifier}.intro")
    facts = part.facts if intro is None else ()
    items = tuple(message(item, "list item", page, facts) for item in part.items("list"))
    if not items and "list" in part.nodes:
        part.node.fault(f"the list “{identifier}” has no items")
    return BulletList(identifier, intro, items)


def _numbers(part: Part, page: int, _: Anchors) -> NumberStrip:
    identifier = part.id
    numbers = []
    for item in part.items("numbers"):
        one = Part(item, {"id", "value", "label"}, TOLD)
        name = one.id
        numbers.append(Number(name, one.text("value", "number in large type", page, identifier=f"{name}.value"),
                              one.text("label", "words under a number", page, identifier=f"{name}.label")))
    if not numbers and "numbers" in part.nodes:
        part.node.fault(f"the number strip “{identifier}” has no numbers")
    return NumberStrip(identifier, tuple(numbers))


def _figure(part: Part, page: int, drawings: Anchors) -> Figure:
    identifier = part.id
    name = part.read("figure", lambda node: drawing(node, drawings), "")
    if "alt" not in part.nodes:
        part.node.fault(f"the figure “{identifier}” has no “alt”",
                        "Say there in words what the drawing shows; it is read aloud.")
    alt = part.text("alt", "text read aloud in place of a drawing", page, identifier=f"{identifier}.alt")
    caption = None
    if "caption" in part.nodes:
        caption = part.text("caption", "caption", page, identifier=f"{identifier}.caption")
    labels = tuple(_label(item, page, name, drawings) for item in part.items("labels"))
    return Figure(identifier, name, labels, alt, caption, part.facts, part.node.place)


def _label(node: Node, page: int, name: str, drawings: Anchors) -> Label:
    part = Part(node, {"id", "text", "anchors", "side"}, TOLD)
    anchors = part.read("anchors", Node.texts, _NO_TEXTS)
    if not anchors and "anchors" in part.nodes:
        part.nodes["anchors"].fault("the label points at nothing", "Name one of the drawing's anchors.")
    if name in drawings:
        for anchor in anchors:
            if anchor not in drawings[name]:
                part.nodes["anchors"].fault(f"the drawing “{name}” has no anchor “{anchor}”",
                                            nearest(anchor, drawings[name]))
    side = part.read("side", lambda at: at.one_of(_SIDES), "above")
    return Label(part.text("text", "label in a drawing", page), anchors, side)


_KINDS: dict[str, tuple[Callable[[Part, int, Anchors], Block], set[str]]] = {
    "paragraph": (_paragraph, set()),
    "subheading": (_subheading, set()),
    "box": (_box, set()),
    "list": (_list, {"intro"}),
    "numbers": (_numbers, set()),
    "figure": (_figure, {"alt", "caption", "labels"}),
}
