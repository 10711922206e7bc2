"""The source language: a YAML file of `content/` becomes a Brochure, or all that is wrong with it is said at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from brochure import markup
from brochure.blocks import TOLD, Anchors, Part, drawing, message, read_block
from brochure.errors import Faults, Place, nearest, short
from brochure.formats import FORMATS
from brochure.model import (
    ROLES,
    Back,
    Brochure,
    BulletList,
    Cover,
    Figure,
    Film,
    Message,
    Month,
    NumberStrip,
    Policy,
    Publisher,
    Section,
    Slot,
    messages,
)
from brochure.people import person_fault
from brochure.yaml_tree import Node, read

_REQUIRED = {"brochure", "language", "layout", "pages", "edition", "date", "publisher", "source", "keywords",
             "slots", "cover", "sections", "back"}
_OPTIONAL = {"authors", "release", "next_review", "feedback", "site"}
# The phrase that tells who has approved a brochure, by role.
APPROVED_AS = {"clinical": "approved", "revision": "revised", "proof": "proofread"}
# The words that the page and its templates add to every brochure, and where they stand; each format has a name, and
# tells what it is for.
PHRASES = {f"phrase.{name}": where for where, names in {
    "the back page": ("edition", "next-review", "feedback", "authors", "imprint", "contact", "telephone", "email",
                      "web", "hours", "booking", *APPROVED_AS.values()),
    "the web page": ("languages", "skip", "contents", "films"),
    "every page of a draft": ("draft",),
    "read aloud at every QR code": ("qr",),
    "the download page": ("unrevised", "unread", "newer", "downloads", "pages", "previews", "preview", "cover",
                          "checksums", *(f"{part}-{name}" for part in ("format", "use") for name in FORMATS)),
}.items() for name in names}
_LANGUAGE = re.compile(r"""^["']?language["']?:\s+["']?([A-Za-z-]+)""", re.MULTILINE)
_LONGEST_ADDRESS = 200   # letters: the QR code of a longer one is too fine to be read from paper
_LINE = "line on the back page"
_TARGETS: tuple[Literal["link", "film"], ...] = ("link", "film")
_NO_TEXTS: tuple[str, ...] = ()
# What a language needs before it is released, unless the content says otherwise.
POLICY = Policy(("clinical",))


def language_of(path: Path) -> str:
    """Give the source language of a content file without reading all of it; nothing if it is not found at a glance."""
    try:
        found = _LANGUAGE.search(path.read_text(encoding="utf-8", errors="replace"))
    except OSError:
        return ""
    return found[1] if found else ""


def read_brochure(path: Path, phrases: Path, drawings: Anchors, root: Path) -> Brochure:
    """Give the brochure of a content file.

    `phrases` is the file with the layouts' own words, which lies beside the layouts, `drawings` the anchors of each
    drawing by its name, `root` the folder that places are told from. Raises BrochureError with every fault of both
    files.
    """
    faults = Faults()
    file = str(path.relative_to(root))
    layouts = {entry.parent.name for entry in phrases.parent.parent.glob("*/layout.toml")}
    reader = _Reader(drawings, layouts, faults)
    with faults.gathered():
        extra = read(phrases, str(phrases.relative_to(root)), faults)
        reader.phrases = tuple(message(item, "phrase", 0) for item in extra.items())
        for name in sorted(PHRASES.keys() - {phrase.id for phrase in reader.phrases}):
            extra.fault(f"the phrase “{name}” is missing, which the layouts print", "Put it back.")
    with faults.gathered():
        brochure = reader.brochure(read(path, file, faults), path.stem, file)
        reader.check(brochure)
    faults.raise_any()
    return brochure


@dataclass
class _Reader:
    drawings: Anchors
    layouts: set[str]
    faults: Faults
    phrases: tuple[Message, ...] = ()
    references: list[tuple[str, str, Place]] = field(default_factory=list)   # kind of slot, its name, who asks for it

    # --- the parts of a brochure -------------------------------------------------------------------------------------

    def brochure(self, top: Node, name: str, file: str) -> Brochure:
        """Give the brochure of a file; what is missing or wrong in it is noted and left empty."""
        part = Part(top, _REQUIRED, _OPTIONAL)
        identifier = part.read("brochure", Node.identifier, name)
        if identifier != name:
            part.nodes["brochure"].fault(f"the brochure is called “{identifier}”, its file “{name}.yaml”",
                                         "Give both the same name.")
        pages = part.read("pages", Node.number, 4)
        if pages % 4:
            part.nodes["pages"].fault(f"{pages} pages cannot be folded and stapled", "Use a multiple of four.")
        nothing = Message("", "", top.place)
        sections = tuple(self.section(item) for item in part.items("sections"))
        if not sections and "sections" in part.nodes:
            part.nodes["sections"].fault("the brochure has no sections")
        return Brochure(
            id=identifier,
            language=part.read("language", _language, "nb"),
            layout=part.read("layout", self.layout, ""),
            pages=pages,
            edition=part.read("edition", Node.number, 1),
            date=part.read("date", Node.month, Month(1970, 1)),
            publisher=part.read("publisher", self.publisher, Publisher("", "", (), "")),
            source=part.read("source", Node.text, ""),
            authors=part.optional("authors", Node.texts, _NO_TEXTS),
            release=part.optional("release", self.policy, POLICY),
            next_review=part.optional("next_review", Node.month, None),
            feedback=part.optional("feedback", Node.text, ""),
            slots=part.read("slots", self.slots, ()),
            cover=part.read("cover", self.cover, Cover(nothing, nothing, None, "", nothing, top.place)),
            sections=sections,
            back=part.read("back", lambda node: self.back(node, pages), Back((), nothing, None, None, nothing)),
            phrases=tuple(replace(phrase, page=pages) for phrase in self.phrases),
            keywords=part.read("keywords", lambda node: message(node, "keywords", pages), nothing),
            site=part.optional("site", _site, ""),
            file=file,
        )

    def layout(self, node: Node) -> str:
        """Give the name of a layout that there is."""
        name = node.identifier()
        if name and name not in self.layouts:
            node.fault(f"there is no layout “{name}”", nearest(name, self.layouts))
        return name

    def publisher(self, node: Node) -> Publisher:
        """Give the publisher; its web address is one of the links."""
        part = Part(node, {"short", "name", "address", "web"}, set())
        web = part.read("web", Node.identifier, "")
        self.references.append(("link", web, part.place("web")))
        return Publisher(part.read("short", Node.text, ""), part.read("name", Node.text, ""),
                         part.read("address", Node.texts, _NO_TEXTS), web)

    def policy(self, node: Node) -> Policy:
        """Give what a language needs before it is released; who goes without a clinician says why, and signs that."""
        part = Part(node, {"needs"}, {"why", "by"})
        needs = tuple(dict.fromkeys(item.one_of(ROLES) for item in part.items("needs")))
        policy = Policy(needs, part.optional("why", Node.text, ""), part.optional("by", Node.text, ""))
        if policy.by and (wrong := person_fault(policy.by)):
            part.nodes["by"].fault(wrong, "Write it like this: by: Kari Nordmann, physician")
        if "needs" in part.nodes and {*needs} <= {*ROLES} - {"clinical"} and not (policy.why and policy.by):
            node.fault("brochures are released without a clinician’s approval, and nobody says why",
                       "Add two lines: “why: …” and “by: Name, title”. Or add “clinical” to “needs”.")
        return policy

    def slots(self, node: Node) -> tuple[Slot, ...]:
        """Give the links, films and other languages that texts may name."""
        found = []
        for name, value in node.mapping(set(), None).items():
            part = Part(value, set(), {"link", "film", "language"})
            kinds = [word for word in _TARGETS if word in part.nodes]
            if len(kinds) > 1 or not part.nodes:
                value.fault(f"the slot “{name}” must be a link, a film or a language",
                            "Write one of: link: https://… — film: https://… — language: nb")
                continue
            language = part.read("language", _language, "")
            kind: Literal["link", "film", "language"] = kinds[0] if kinds else "language"
            target = part.read(kind, Node.text, "")
            if kinds and target and (wrong := address_fault(target)):
                part.nodes[kind].fault(wrong, "Write it whole, beginning with https://")
            if kind == "film" and not language:
                value.fault(f"the film “{name}” does not say its language", "Add a line such as “language: nb”.")
            found.append(Slot(name, kind, target, language, value.place))
        return tuple(found)

    def cover(self, node: Node) -> Cover:
        """Give the front page."""
        part = Part(node, {"drawing", "kind", "title", "alt"}, {"tagline"})
        return Cover(
            kind=_line(part, "kind", "kind of document", 1),
            title=_line(part, "title", "title", 1),
            tagline=part.optional("tagline", lambda text: message(text, "tagline", 1), None),
            drawing=part.read("drawing", lambda name: drawing(name, self.drawings), ""),
            alt=_line(part, "alt", "text read aloud in place of a drawing", 1),
            place=node.place,
        )

    def section(self, node: Node) -> Section:
        """Give a section with its blocks."""
        part = Part(node, {"id", "page", "blocks"}, {"heading"})
        page = part.read("page", Node.number, 1)
        heading = None
        if "heading" in part.nodes:
            heading = part.text("heading", "heading", page, identifier=f"{part.id}.heading")
        blocks = [read_block(item, page, self.drawings) for item in part.items("blocks")]
        return Section(part.id, page, heading, tuple(block for block in blocks if block))

    def back(self, node: Node, page: int) -> Back:
        """Give the back page."""
        part = Part(node, {"films", "available", "unapproved"}, {"guideline", "latest"})
        films = []
        for item in part.items("films"):
            film = Part(item, {"id", "text", "slot"}, TOLD)
            slot = film.read("slot", Node.identifier, "")
            self.references.append(("film", slot, film.place("slot")))
            films.append(Film(film.text("text", "film", page), slot))
        return Back(
            films=tuple(films),
            available=_line(part, "available", _LINE, page),
            guideline=part.optional("guideline", lambda text: message(text, _LINE, page), None),
            latest=part.optional("latest", lambda text: message(text, _LINE, page), None),
            unapproved=_line(part, "unapproved", _LINE, page),
        )

    # --- what must agree across the file ----------------------------------------------------------------------------

    def check(self, brochure: Brochure) -> None:
        """Note ids that stand twice, broken markup, and slots that are named but not declared."""
        first: dict[str, Place] = {}
        for identifier, place in _ids(brochure):
            if identifier and identifier in first:
                self.faults.add(f"the id “{identifier}” is used twice; first at {first[identifier]}", place,
                                "Every text needs an id of its own: translations hang on it.")
            first.setdefault(identifier, place)
        names = {slot.name for slot in brochure.slots}
        for text in messages(brochure):
            try:
                used = markup.slots(markup.parse(text.text))
            except markup.MarkupError as error:
                self.faults.add(f"the markup of “{text.id}” is broken: {error}", text.place, markup.HINT)
                continue
            for name in sorted(used.keys() - names):
                self.faults.add(f"“{text.id}” uses the slot “{name}”, which is not declared under “slots”",
                                text.place, nearest(name, names))
        for kind, name, place in self.references:
            known = [slot.name for slot in brochure.slots if slot.kind == kind]
            if name and name not in known:
                self.faults.add(f"“{name}” is no {kind} that is declared under “slots”", place, nearest(name, known))


def _ids(brochure: Brochure) -> Iterator[tuple[str, Place]]:
    """The ids that must differ: those of texts, and of the blocks that hold several."""
    for section in brochure.sections:
        for block in section.blocks:
            if isinstance(block, Figure):
                yield block.id, block.place
            elif isinstance(block, NumberStrip):
                yield from ((item.id, item.value.place) for item in block.items)
            elif isinstance(block, BulletList) and block.items:
                yield block.id, block.items[0].place
    yield from ((text.id, text.place) for text in messages(brochure))


def _line(part: Part, key: str, role: str, page: int) -> Message:
    return part.read(key, lambda node: message(node, role, page), Message("", "", part.node.place))


def _language(node: Node) -> str:
    """A language code of CLDR; “no” stands for two languages, and the hyphenation knows only nb and nn."""
    from babel.localedata import exists

    code = node.text()
    if code == "no" or (code and not exists(code.replace("-", "_"))):
        node.fault(f"“{short(code)}” is no language code", "Write a code such as nb, nn, se or en.")
        return "nb"
    return code


def _site(node: Node) -> str:
    """The address of a folder on a website."""
    text = node.text()
    if wrong := address_fault(text):
        node.fault(wrong, "Write it whole, beginning with https://")
    elif not text.endswith("/"):
        node.fault(f"“{short(text)}” is no address of a folder", "End it with a slash: the pages lie below it.")
    return text


def address_fault(text: str) -> str:
    """Say what is wrong with a web address; nothing if it is whole, has a host with a dot, and fits a QR code."""
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
    except ValueError:
        return f"“{short(text)}” is no web address"
    if parts.scheme not in {"http", "https"} or "." not in host.strip(".") or not text.isprintable() or " " in text:
        return f"“{short(text)}” is no web address"
    if len(text) > _LONGEST_ADDRESS:
        return f"the web address has {len(text)} letters; {_LONGEST_ADDRESS} is the most"
    return ""
