"""The download page of a release: each language under its own name, what each file is for, how its pages look."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from brochure import __version__, markup
from brochure.content import APPROVED_AS
from brochure.edition import Source, read_language
from brochure.errors import told_from
from brochure.formats import FORMATS
from brochure.locales import bytes_in, month_in, number_in
from brochure.model import Brochure, Locale, Message
from brochure.page import fill
from brochure.project import Project
from brochure.typography import typeset

_STYLES = ("tokens.css", "dark.css", "index.css")


@dataclass(frozen=True)
class Picture:
    """A small picture of a page: its file in the release, its size in px, and what is read aloud in its place."""

    file: str
    width: int
    height: int
    alt: str = ""


@dataclass(frozen=True)
class Entry:
    """A file of the release; `pages` is 0 where it has none. `pictures` are its cover, and then perhaps its pages."""

    name: str
    brochure: str
    locale: str
    format: str
    pages: int
    bytes: int
    pictures: tuple[Picture, ...] = ()


def shown_language(project: Project, source: Source, code: str, entries: Sequence[Entry]) -> dict[str, Any]:
    """Give what the page tells of a brochure in a language, as plain data that a manifest can keep.

    Raises BrochureError if a text has no translation.
    """
    words = _Words(*read_language(project, source, code, draft=False))
    return words.shown({entry.format: entry for entry in entries})


def render_index(project: Project, sources: Sequence[Source], shown: Mapping[tuple[str, str], Mapping[str, Any]],
                 older: Collection[tuple[str, str]], sums: str) -> str:
    """Give the HTML of the page, in which `sums` is the name of the file with the checksums.

    `shown` is what it tells of each brochure in each language, `older` those of which only an older edition is there.
    The page itself is in the source language of the first brochure, each section in its own. Raises BrochureError if
    a text has no translation, or a template is broken.
    """
    first = sources[0]
    top, base = _Words(*read_language(project, first, first.brochure.language, draft=False)), project.base
    codes = sorted({code for _, code in shown}, key=lambda code: (code != first.brochure.language, code))
    with told_from(project.root):
        return fill(
            base, "index.html", language=top.locale.code, direction=top.locale.direction, kind=top.kind(),
            title=", ".join(_Words(source.brochure, top.locale).title() for source in sources),
            publisher=first.brochure.publisher.name, generator=f"brochure {__version__}",
            css="\n".join((base / name).read_text(encoding="utf-8") for name in _STYLES),
            languages_label=top.phrase("languages"), checksums=top.phrase("checksums"), sums=sums,
            languages=[_section(code, shown, older) for code in codes])


def _section(code: str, shown: Mapping[tuple[str, str], Mapping[str, Any]],
             older: Collection[tuple[str, str]]) -> dict[str, Any]:
    brochures = [{**told, "is_older": (name, code) in older} for (name, other), told in shown.items() if other == code]
    return {"code": code, "direction": brochures[0]["direction"], "name": brochures[0]["language"],
            "brochures": brochures}


class _Words:
    """The words of one brochure in one language, typeset, without markup."""

    def __init__(self, brochure: Brochure, locale: Locale) -> None:
        # A brochure keeps the code of its source language in every other.
        self.brochure, self.locale, self.source = brochure, locale, brochure.language
        self._phrases = {message.id: message for message in brochure.phrases}

    def plain(self, message: Message) -> str:
        return markup.plain(markup.parse(typeset(message.text, self.locale)))

    def phrase(self, name: str, /, **values: object) -> str:
        text = self.plain(self._phrases[f"phrase.{name}"])
        for key, value in values.items():
            text = text.replace(f"{{{key}}}", str(value))
        return text

    def kind(self) -> str:
        return self.plain(self.brochure.cover.kind)

    def title(self) -> str:
        return self.plain(self.brochure.cover.title)

    def shown(self, entries: Mapping[str, Entry]) -> dict[str, Any]:
        """Give what the page tells of the brochure; its pages are shown in the first format that has pictures.

        A release that keeps this language keeps these words, though its catalogue may be unfinished by then.
        """
        brochure, cover = self.brochure, self.brochure.cover
        # What is for a print shop comes last.
        ordered = [entries[name] for name in sorted(FORMATS, key=lambda name: FORMATS[name].inks) if name in entries]
        pages = next((entry.pictures for entry in ordered if entry.pictures), ())
        alt = self.phrase("cover", picture=self.plain(cover.alt))
        return {
            "id": brochure.id, "language": self.locale.own_name, "direction": self.locale.direction,
            "title": self.title(), "tagline": self.plain(cover.tagline) if cover.tagline else "",
            "cover": asdict(replace(pages[0], alt=alt)) if pages else None,
            "edition": self.phrase("edition", edition=brochure.edition, date=self._month(brochure.date)),
            "approvals": [self.phrase(APPROVED_AS[approval.role], name=approval.by, date=self._month(approval.date))
                          for approval in brochure.approvals],
            "unapproved": list(self._unapproved()), "newer": self.phrase("newer"),
            "downloads": self.phrase("downloads"), "files": [self._file(entry) for entry in ordered],
            "previews": self.phrase("previews"),
            "pages": [asdict(replace(picture, alt=self.phrase("preview", number=self._number(number))))
                      for number, picture in enumerate(pages[1:], 1)],
        }

    def _unapproved(self) -> Iterator[str]:
        """What nobody has approved, in the words of the page."""
        roles = {approval.role for approval in self.brochure.approvals}
        if "clinical" not in roles:
            yield self.plain(self.brochure.back.unapproved)
        if "revision" not in roles and self.locale.code != self.source:
            yield self.phrase("unrevised")
        if "proof" not in roles:
            yield self.phrase("unread")

    def _file(self, entry: Entry) -> dict[str, Any]:
        extension = Path(entry.name).suffix.removeprefix(".")
        pages = [self.phrase("pages", count=self._number(entry.pages))] if entry.pages else []
        picture = asdict(entry.pictures[0]) if entry.pictures else None
        return {"name": entry.name, "title": self.phrase(f"format-{entry.format}"),
                "use": self.phrase(f"use-{entry.format}"), "picture": picture,
                "download": extension == "pdf",   # a web page is opened
                "facts": [extension.upper(), *pages, bytes_in(self.locale.code, entry.bytes)]}

    def _month(self, month: Any) -> str:
        return month_in(self.locale.code, month.year, month.month)

    def _number(self, number: int) -> str:
        return number_in(self.locale.code, number)
