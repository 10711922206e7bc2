"""Clinics' editions of a language in a format: by a template where there can be one, and else laid out, one by one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from brochure.checking import check_claims
from brochure.desk import Desk, Finished
from brochure.edition import Source, logo_in_inks, read_ground, read_language, room_for_clinics, with_logo
from brochure.errors import Place
from brochure.formats import Format
from brochure.imprint import Clinic, Field
from brochure.imprinting import NoPlace, NotHere, Template
from brochure.imprinting.blank import MARK, make_blank
from brochure.imprinting.slot import Setting
from brochure.profiles import read_profile
from brochure.project import Project
from brochure.shaping import faces_for

if TYPE_CHECKING:
    from brochure.press import Press

_PROBE = Place("a clinic that is tried")
# A line of each kind, in words that every typeface has.
_WORDS = (("name", "Probe", ""), ("unit", "Unit", ""), ("contact", "Person", ""), ("address", "Street", ""),
          ("telephone", "22 00 00 00", "tel:+4722000000"), ("email", "a@example.no", "mailto:a@example.no"),
          ("web", "example.no", "https://example.no"), ("hours", "Open", ""), ("note", "Note", ""),
          ("booking", "example.no/a", "https://example.no/a"))
_STAMPED = ("screen", "press", "booklet")   # whose box has a place of its own; in others it flows


@dataclass(frozen=True)
class Printed:
    """An edition of a clinic: its bytes, and whether the fast way has made them."""

    content: bytes
    fast: bool


class Editions:
    """The editions of a brochure in a locale and a format; `exact` has each of them laid out.

    Raises BrochureError if the brochure itself cannot be printed.
    """

    def __init__(self, project: Project, source: Source, code: str, form: Format,
                 press: Press | None = None, *, exact: bool = False) -> None:
        self.project, self.source, self.code, self.form, self._press = project, source, code, form, press
        # The profile of a press, and the inks of a logo's ground.
        self._inks = (read_profile(project.profiles, project.root).content, read_ground(project)) if form.inks else None
        self.template = None if exact or form.name not in _STAMPED else self._template()

    def __getstate__(self) -> dict[str, Any]:
        """Give what goes to another process: all but the press, of which each has its own."""
        return {**self.__dict__, "_press": None}

    def edition(self, clinic: Clinic) -> Printed:
        """Give the edition of a clinic; raises BrochureError if it does not fit, or the file is not what it claims."""
        own = with_logo(clinic.in_locale(self.code), self.source.layout)
        if self.template:
            inked = logo_in_inks(own, *self._inks, self.source.layout) if self._inks else own
            try:
                return Printed(self.template.edition(inked), True)
            except NotHere:
                pass
        finished = self._laid_out(own)
        check_claims(self.project, clinic.id, finished.content, finished.promise)
        return Printed(finished.content, False)

    def _laid_out(self, clinic: Clinic) -> Finished:
        if self._press is None:
            from brochure.press import Press

            self._press = Press(self.project.fonts, self.project.cache)
        desk = Desk(self.project, self.source, self.code, self.form, self._press, clinic=clinic)
        return desk.finished(desk.fit())

    def _template(self) -> Template | None:
        """The template, or None if the layout is one that the fast way does not know; its probe keeps all claims."""
        brochure, locale = read_language(self.project, self.source, self.code, draft=False)
        if locale.direction == "rtl":
            return None
        room = room_for_clinics(self.source, brochure, locale)
        faces = {weight: faces_for([self.source.families[locale.fonts[0]]], weight)[0].path for weight in (400, 600)}
        empty = Clinic(MARK, (), str(_PROBE))
        probe = replace(empty, fields=tuple(Field(name, text, _PROBE, link) for name, text, link in _WORDS))
        finished = [self._laid_out(clinic) for clinic in (empty, replace(probe, id=MARK, fields=probe.fields))]
        try:
            blank, added = make_blank(finished[0].content, finished[1].content, faces, self.code)
            setting = Setting(room, (blank.heading.x, blank.heading.y))
            template = Template(blank, added, probe, setting, room.labels["code"], inks=self.form.inks)
            check_claims(self.project, self.form.name, template.edition(probe), finished[1].promise)
        except (NoPlace, NotHere):
            return None
        return template
