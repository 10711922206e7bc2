"""The tags of a PDF: what each part of it is, in the order of reading (ISO 32000-1, 14.7 and 14.8)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf

from brochure.errors import Unreadable

LIMIT_TAGS = 200_000
_DEEPEST = 200


@dataclass(frozen=True)
class Content:
    """A stretch of marked content that belongs to a tag: its page, from 1, and its number on it."""

    page: int
    number: int


@dataclass
class Tag:
    """A tag: its role (a standard one, as the file's own is mapped), its depth from 0, what it says for its content.

    `page` is the page that it begins on, or 0 if the file does not say. `parts` are its tags and content, in order.
    """

    role: str
    depth: int
    page: int
    alt: str = ""
    actual: str = ""
    language: str = ""
    title: str = ""
    parts: list[Tag | Content] = field(default_factory=list)

    def walk(self) -> Iterator[Tag]:
        """Give the tag, and all within it, in the order of reading."""
        open_ = [self]
        while open_:
            tag = open_.pop()
            yield tag
            open_ += [part for part in reversed(tag.parts) if isinstance(part, Tag)]

    def content(self) -> Iterator[Content]:
        """Give all content of the tag, in the order of reading."""
        open_: list[Tag | Content] = [self]
        while open_:
            part = open_.pop()
            if isinstance(part, Content):
                yield part
            else:
                open_ += reversed(part.parts)


@dataclass(frozen=True)
class Tags:
    """All tags: whether the file says that it is tagged, the document's language, and the topmost tags."""

    marked: bool
    language: str
    tops: tuple[Tag, ...]

    def walk(self) -> Iterator[Tag]:
        """Give all tags, in the order of reading."""
        for top in self.tops:
            yield from top.walk()

    def content(self) -> Iterator[Content]:
        """Give all content that has a tag, in the order of reading."""
        for top in self.tops:
            yield from top.content()


def tags_of(pdf: pikepdf.Pdf) -> Tags:
    """Give the tags of a file; a loop in them ends there. Raises Unreadable if there are too many."""
    root, info = pdf.Root.get("/StructTreeRoot"), pdf.Root.get("/MarkInfo")
    marked = isinstance(info, pikepdf.Dictionary) and bool(info.get("/Marked", False))
    language = _text(pdf.Root.get("/Lang"))
    if not isinstance(root, pikepdf.Dictionary):
        return Tags(marked, language, ())
    top = Tag("StructTreeRoot", -1, 0)
    _Reader(pdf, root).read(root, top)
    for tag in reversed(list(top.walk())):   # from within: a tag that does not say its page begins where its parts do
        tag.page = tag.page or next((part.page for part in tag.parts if part.page), 0)
    return Tags(marked, language, tuple(part for part in top.parts if isinstance(part, Tag)))


class _Reader:
    def __init__(self, pdf: pikepdf.Pdf, root: Any) -> None:
        self._pages: dict[Any, int] = {page.objgen: number for number, page in enumerate(pdf.pages, 1)}
        mapped = root.get("/RoleMap")
        self._roles: dict[str, str] = {}
        if isinstance(mapped, pikepdf.Dictionary):
            self._roles = {name: str(role) for name, role in mapped.items()}
        self._seen: set[tuple[int, int]] = set()
        self._left = LIMIT_TAGS

    def read(self, root: Any, top: Tag) -> None:
        open_ = [(root, top, 0)]
        while open_:
            element, tag, page = open_.pop()
            kids = element.get("/K")
            within: list[tuple[Any, Tag, int]] = []
            for kid in kids if isinstance(kids, pikepdf.Array) else (kids,):
                self._left -= 1
                if self._left < 0:
                    raise Unreadable(f"it has more than {LIMIT_TAGS:,} tags")
                if isinstance(kid, int):
                    tag.parts.append(Content(page, kid))
                elif isinstance(kid, pikepdf.Dictionary):
                    self._kid(kid, tag, page, within)
            open_ += reversed(within)

    def _kid(self, kid: Any, tag: Tag, page: int, within: list[tuple[Any, Tag, int]]) -> None:
        own: Any = kid.get("/Pg")
        here = self._pages.get(own.objgen, page) if isinstance(own, pikepdf.Dictionary) else page
        kind = kid.get("/Type")
        if kind == "/MCR":
            number = kid.get("/MCID")
            if isinstance(number, int):
                tag.parts.append(Content(here, number))
        elif kind != "/OBJR" and "/S" in kid and tag.depth < _DEEPEST:
            if kid.is_indirect:
                if kid.objgen in self._seen:
                    return
                self._seen.add(kid.objgen)
            alt, actual, language, title = (_text(kid.get(key)) for key in ("/Alt", "/ActualText", "/Lang", "/T"))
            child = Tag(self._role(str(kid.S)), tag.depth + 1, here, alt, actual, language, title)
            tag.parts.append(child)
            within.append((kid, child, here))

    def _role(self, name: str) -> str:
        for _ in range(10):
            if name not in self._roles:
                break
            name = self._roles[name]
        return name[1:]


def _text(told: Any) -> str:
    try:
        return "" if told is None else str(told)
    except (TypeError, ValueError, UnicodeDecodeError):
        return ""
