"""Clinics' editions of a language in a format: by a template where there can be one, and else laid out, one by one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from brochure.checking import check_claims
from brochure.desk import Desk, Finished, sources_hash
from brochure.edition import Source, logo_in_inks, read_ground, read_language, room_for_clinics, with_logo
from brochure.errors import BrochureError, Place
from brochure.formats import Format
from brochure.imprint import Clinic, Field
from brochure.imprinting import NoPlace, NotHere, Template
from brochure.imprinting.blank import MARK, make_blank
from brochure.imprinting.slot import Setting
from brochure.kept import has_parts, keep_parts, read_parts
from brochure.profiles import read_profile
from brochure.project import Project, digest
from brochure.proofreading import refuse_wrong_words
from brochure.shaping import faces_for

if TYPE_CHECKING:
    from brochure.press import Press

_AT = Place("a clinic that is tried")
# A line of each kind, in words that every typeface has.
_WORDS = (("name", "Probe", ""), ("unit", "Unit", ""), ("contact", "Person", ""), ("address", "Street", ""),
          ("telephone", "22 00 00 00", "tel:+4722000000"), ("email", "a@example.no", "mailto:a@example.no"),
          ("web", "example.no", "https://example.no"), ("hours", "Open", ""), ("note", "Note", ""),
          ("booking", "example.no/a", "https://example.no/a"))
_NOBODY = Clinic(MARK, (), str(_AT))
_TRIED = replace(_NOBODY, fields=tuple(Field(name, text, _AT, link) for name, text, link in _WORDS))
_EMPTY, _PROBE = "empty.pdf", "probe.pdf"   # what a template is made of
_STAMPED = ("screen", "press", "booklet")   # whose box has a place of its own; in others it flows


@dataclass(frozen=True)
class Printed:
    """An edition of a clinic: its bytes, and whether the fast way has made them."""

    content: bytes
    fast: bool


class Shared:
    """What all editions of a brochure share in a process: its source, a warm press, and which words were looked at."""

    def __init__(self, project: Project, source: Source) -> None:
        self.project, self.source = project, source
        self._press: Press | None = None   # until a page is laid out
        self._judged: set[str] = set()

    def __getstate__(self) -> dict[str, Any]:
        """Give what goes to another process: all but the press, of which each has its own."""
        return {**self.__dict__, "_press": None}

    @property
    def press(self) -> Press:
        """The press."""
        if self._press is None:
            from brochure.press import Press

            self._press = Press(self.project.fonts, self.project.cache)
        return self._press

    def refuse_wrong_words(self, code: str) -> None:
        """Raise BrochureError if the brochure has wrong words in a language."""
        if code not in self._judged:
            refuse_wrong_words(self.project, self.source, code)
            self._judged.add(code)


class Editions:
    """The editions of a brochure in a locale and a format; `exact` has each of them laid out.

    Raises BrochureError if the brochure itself cannot be printed, or has wrong words. A template is kept for the next
    time, until anything that the brochure is made from has changed, if `read` tells of when the source was read: it
    is what `sources_now` gave before that.
    """

    def __init__(self, shared: Shared, code: str, form: Format, *, exact: bool = False, read: str = "") -> None:
        project, source = self.project, self.source = shared.project, shared.source
        self._shared, self.code, self.form, self._read = shared, code, form, read
        stamped = not exact and form.name in _STAMPED
        self._key = _key(project, source, code, form, read)
        # The profile of a press, and the inks of a logo's ground.
        self._inks = (read_profile(project.profiles, project.root).content, read_ground(project)) if form.inks else None
        self.template = self._kept() if stamped else None
        if self.template is None:
            shared.refuse_wrong_words(code)
            self.template = self._new() if stamped else None

    def _unchanged(self) -> bool:
        """Whether what the editions are made from lies on the disk as it was when they were begun."""
        return self._key == _key(self.project, self.source, self.code, self.form, self._read)

    def edition(self, clinic: Clinic) -> Printed:
        """Give the edition of a clinic; raises BrochureError if it does not fit, or the file is not what it claims."""
        return self.begun([clinic])[0]()

    def begun(self, clinics: Sequence[Clinic]) -> list[Callable[[], Printed]]:
        """Begin the editions of several clinics, in less time than one by one; gives for each what finishes it.

        That raises BrochureError if the clinic does not fit, or its file is not what it claims.
        """
        owns = [self._own(clinic) for clinic in clinics]
        inked = [own[1] for own in owns if not isinstance(own, BrochureError)]
        fast = iter(self.template.begun(inked) if self.template else [None] * len(inked))
        return [partial(_refuse, own) if isinstance(own, BrochureError) else
                partial(self._finished, own[0], next(fast)) for own in owns]

    def _own(self, clinic: Clinic) -> tuple[Clinic, Clinic] | BrochureError:
        """A clinic as it is laid out, and as it is written into a template; or why it cannot be printed."""
        try:
            own = with_logo(clinic, self.source.layout)   # a desk may need its words in the source language, too
            told = own.in_locale(self.code)
            inked = logo_in_inks(told, *self._inks, self.source.layout) if self._inks and self.template else told
        except BrochureError as error:
            return error
        return own, inked

    def _finished(self, own: Clinic, fast: Callable[[], bytes] | None) -> Printed:
        if fast:
            try:
                return Printed(fast(), True)
            except NotHere:
                pass
        finished = self._laid_out(own)
        check_claims(self.project, own.id, finished.content, finished.promise)
        # A desk reads the catalogue anew, and a file of other words would be held for one of those of the beginning.
        if not self._unchanged():
            raise BrochureError("a file of the project was saved while this was printed", None,
                                "Say it again: what is finished is not made again.")
        return Printed(finished.content, False)

    def _laid_out(self, clinic: Clinic) -> Finished:
        desk = self._desk(clinic)
        return desk.finished(desk.fit())

    def _desk(self, clinic: Clinic) -> Desk:
        return Desk(self.project, self.source, self.code, self.form, self._shared.press, clinic=clinic)

    # --- the template ------------------------------------------------------------------------------------------------

    def _kept(self) -> Template | None:
        """The template that was made before of the same, or nothing."""
        parts = read_parts(_place(self.project, self.source, self.code, self.form), self._key) if self._key else {}
        if parts.keys() != {_EMPTY, _PROBE}:
            return None
        return self._template(parts[_EMPTY], parts[_PROBE])

    def _new(self) -> Template | None:
        """A new template, or None if the layout is one that the fast way does not know; its probe keeps all claims."""
        desk, probe = self._desk(_NOBODY), self._desk(_TRIED)
        fit = desk.fit()
        empty = desk.finished(fit)
        # The back page alone is set again; a cover is before it, so that it has its side of a sheet.
        outside = probe.outside().finished(fit)
        template = self._template(empty.content, outside.content)
        if template is None:
            return None
        promise = probe.promise((*empty.promise.layout[:-1], outside.promise.layout[-1]))
        try:
            check_claims(self.project, self.form.name, template.begun([_TRIED])[0](), promise)
        except NotHere:
            return None
        self._keep({_EMPTY: empty.content, _PROBE: outside.content})
        return template

    def _keep(self, parts: dict[str, bytes]) -> None:
        """Keep a template, unless a file of the project was saved while it was made."""
        if self._key and self._unchanged():
            with suppress(BrochureError):   # where nothing can be kept, it is made again
                keep_parts(_place(self.project, self.source, self.code, self.form), self._key, parts)

    def _template(self, empty: bytes, probe: bytes) -> Template | None:
        """The template of a file with an empty box, told by one with lines of each kind; None if that is too little."""
        brochure, locale = read_language(self.project, self.source, self.code, draft=False)
        room = room_for_clinics(self.source, brochure, locale)
        faces = {weight: faces_for([self.source.families[locale.fonts[0]]], weight)[0].path for weight in (400, 600)}
        try:
            blank, added = make_blank(empty, probe, faces, self.code)
            setting = Setting(room, (blank.heading.x, blank.heading.y), turned=locale.direction == "rtl")
            return Template(blank, added, _TRIED, setting, room.labels["code"], inks=self.form.inks)
        except (NoPlace, NotHere):
            return None


def _refuse(error: BrochureError) -> Printed:
    raise error


def sources_now(project: Project, brochure: str) -> str:
    """Give the hash of what all languages of a brochure are made from, as it lies on the disk."""
    return digest(project.sources(brochure), project.root)


def is_kept(project: Project, source: Source, code: str, form: Format, read: str) -> bool:
    """Whether the template of a language in a format is kept from before, so that no page need be laid out."""
    return form.name in _STAMPED and bool(read) and has_parts(
        _place(project, source, code, form), _key(project, source, code, form, read))


def _place(project: Project, source: Source, code: str, form: Format) -> Path:
    """Where a template is kept."""
    return project.cache / "templates" / f"{source.brochure.id}-{code}-{form.name}.zip"


def _key(project: Project, source: Source, code: str, form: Format, read: str) -> str:
    """The hash of all that editions are made from, as it lies on the disk; nothing if nobody tells when it was read.

    With the hash of when the source was read, what is saved since then makes another key, which nobody asks for again.
    """
    brochure = source.brochure
    keys = (sources_hash(project, brochure.id, one, form, draft=False)
            for one in dict.fromkeys((code, brochure.language)))   # a translation is held against its source
    return " ".join((read, *keys)) if read else ""
