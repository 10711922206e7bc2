"""The nouns of the project: frozen records without input or output."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from typing import Any, Literal, TypeVar

from brochure.errors import Place, printable
from brochure.imprint import Clinic

T = TypeVar("T")
Level = Literal["error", "warning", "note"]
# What is signed: by a second translator, by a clinician (the drawings too), by who has read the finished pages.
ROLES = ("revision", "clinical", "proof")


@dataclass(frozen=True)
class Message:
    """One translatable text: its id never changes, and place is where the text in hand was written.

    `safety` marks a text of which a change can do harm: it is signed off anew in every language.
    """

    id: str
    text: str
    place: Place
    role: str = "text"
    note: str = ""
    facts: tuple[str, ...] = ()
    page: int = 0
    untranslated: bool = False
    safety: bool = False


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of running text."""

    text: Message


@dataclass(frozen=True)
class Subheading:
    """A heading within a section."""

    text: Message


@dataclass(frozen=True)
class Box:
    """A paragraph set apart on a coloured ground."""

    text: Message


@dataclass(frozen=True)
class BulletList:
    """A list; its words before it, if any, lead into every item."""

    id: str
    intro: Message | None
    items: tuple[Message, ...]


@dataclass(frozen=True)
class Number:
    """A number (between `**` in `value`) and the words that make it a whole statement."""

    id: str
    value: Message
    label: Message


@dataclass(frozen=True)
class NumberStrip:
    """A row of numbers to be seen at a glance."""

    id: str
    items: tuple[Number, ...]


@dataclass(frozen=True)
class Label:
    """Words beside a drawing, with leaders to the named anchors in it; `side` is where they stand."""

    text: Message
    anchors: tuple[str, ...]
    side: str


@dataclass(frozen=True)
class Figure:
    """A drawing with its alternative text, its caption and its labels."""

    id: str
    drawing: str
    labels: tuple[Label, ...]
    alt: Message
    caption: Message | None
    facts: tuple[str, ...]
    place: Place


Block = Paragraph | Subheading | Box | BulletList | NumberStrip | Figure


@dataclass(frozen=True)
class Section:
    """A part of the running text; `page` is where the page plan expects it to begin."""

    id: str
    page: int
    heading: Message | None
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Slot:
    """What a name in round brackets stands for: a link, a film, or words in another language."""

    name: str
    kind: Literal["link", "film", "language"]
    target: str
    language: str
    place: Place


@dataclass(frozen=True)
class Cover:
    """The first page."""

    kind: Message
    title: Message
    tagline: Message | None
    drawing: str
    alt: Message
    place: Place


@dataclass(frozen=True)
class Film:
    """A line about a film, and the slot that says where the film is."""

    text: Message
    slot: str


@dataclass(frozen=True)
class Back:
    """The last page."""

    films: tuple[Film, ...]
    available: Message
    guideline: Message | None
    latest: Message | None
    unapproved: Message


@dataclass(frozen=True)
class Publisher:
    """Who gives the brochure out; `web` is the slot of a link."""

    short: str
    name: str
    address: tuple[str, ...]
    web: str


@dataclass(frozen=True)
class Month:
    """A month of a year; `str` gives it as 2026-11."""

    year: int
    month: int

    def __str__(self) -> str:
        return f"{self.year:04}-{self.month:02}"


@dataclass(frozen=True)
class Approval:
    """Somebody's approval in one of the ROLES, of a brochure in a language as a whole or with others."""

    role: str
    by: str
    date: Month


@dataclass(frozen=True)
class Policy:
    """In which of the ROLES a language must be signed before it is released.

    Where no clinician need sign, `by` has decided that, and `why`.
    """

    needs: tuple[str, ...]
    why: str = ""
    by: str = ""


@dataclass(frozen=True)
class Brochure:
    """A brochure in one language: the source language as read, or another after `translated`.

    `site` is the address below which the association's web pages lie, or nothing. `approvals` stand in the ledger of
    the language (brochure/signing.py).
    """

    id: str
    language: str
    layout: str
    pages: int
    edition: int
    date: Month
    publisher: Publisher
    source: str
    authors: tuple[str, ...]
    release: Policy
    next_review: Month | None
    feedback: str
    slots: tuple[Slot, ...]
    cover: Cover
    sections: tuple[Section, ...]
    back: Back
    phrases: tuple[Message, ...]
    keywords: Message
    site: str
    file: str
    approvals: tuple[Approval, ...] = ()

    def slot(self, name: str) -> Slot | None:
        """Give the slot of a name, or None."""
        return next((slot for slot in self.slots if slot.name == name), None)


@dataclass(frozen=True)
class Locale:
    """What a language edition needs besides its words; sizes in pt, None where the fit is to find them.

    `words` is what its locale.toml tells of its language besides, for the checks on words. An `unfinished` language is
    printed only where it is asked for.
    """

    code: str
    direction: Literal["ltr", "rtl"]
    own_name: str
    fonts: tuple[str, ...]
    size: float | None
    drawings: float | None
    pages: int | None
    quotes: tuple[str, str]
    percent: str
    keep_with_number: tuple[str, ...]
    hyphenate: bool
    hyphenation: tuple[tuple[str, str], ...]
    films: tuple[str, ...]
    addresses: tuple[tuple[str, str], ...]
    file: str
    words: Mapping[str, Any] = field(default_factory=dict, hash=False)
    unfinished: bool = False

    def address(self, slot: Slot) -> str:
        """Give where a link or film leads in this locale: its own address, or the content's."""
        return dict(self.addresses).get(slot.name, slot.target)


@dataclass(frozen=True)
class Edition:
    """All that decides how one file looks, but for its format; `size` in pt, `drawings` a factor."""

    brochure: Brochure
    source: Brochure
    locale: Locale
    clinic: Clinic | None
    draft: bool
    size: float
    drawings: float


@dataclass(frozen=True)
class Finding:
    """What a check says about a file; of words, also where they stand, and the id of the text."""

    check: str
    level: Level
    message: str
    hint: str = ""
    place: Place | None = None
    unit: str = ""

    def __post_init__(self) -> None:
        # It quotes files of strangers.
        object.__setattr__(self, "message", printable(self.message))


def messages(node: Any) -> Iterator[Message]:
    """Give every message below a record, in reading order (the order of its fields)."""
    if isinstance(node, Message):
        yield node
    elif isinstance(node, tuple):
        for part in node:
            yield from messages(part)
    elif is_dataclass(node):
        for name in fields(node):
            yield from messages(getattr(node, name.name))


def with_messages(node: T, change: Callable[[Message], Message]) -> T:
    """Give a copy of a record with every message below it changed."""
    if isinstance(node, Message):
        return change(node)  # type: ignore[return-value]
    if isinstance(node, tuple):
        return tuple(with_messages(part, change) for part in node)  # type: ignore[return-value]
    if is_dataclass(node) and not isinstance(node, type):
        changed = {name.name: with_messages(getattr(node, name.name), change) for name in fields(node)}
        return replace(node, **changed)
    return node
