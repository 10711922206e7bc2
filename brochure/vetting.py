"""Clinics held against the brochure, without a layout: which letters there are, what fits the box on the back page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from brochure.clinics import Listed, read_clinics
from brochure.edition import Source, languages, read_language, room_for_clinics, with_logo
from brochure.errors import BrochureError, Fault
from brochure.fonts import Family
from brochure.glyphs import missing_in_clinic
from brochure.imprint import Clinic
from brochure.imprint_room import Room
from brochure.locales import locale_codes
from brochure.model import Locale
from brochure.project import Project


@dataclass(frozen=True)
class _Place:
    """What a locale gives a clinic: its fonts and its room."""

    locale: Locale
    families: dict[str, Family]
    room: Room


class Vetting:
    """Whether clinics can be printed, in the languages that each of them wants or, if it tells none, in all."""

    def __init__(self, project: Project, source: Source) -> None:
        """Read the languages of a brochure; raises BrochureError as read_language does."""
        self._known, self._layout = locale_codes(project.locales), source.layout
        self._places = {}
        for code in languages(project, source.brochure):
            # A draft has all the words that stand in the box, whatever else is not translated yet.
            brochure, locale = read_language(project, source, code, draft=True)
            self._places[code] = _Place(locale, source.families, room_for_clinics(source, brochure, locale))

    def vetted(self, paths: Iterable[Path]) -> Iterator[Listed]:
        """Give the clinics of some files one by one, each with all that is wrong; raises as read_clinics does."""
        for listed in read_clinics(paths, self._known):
            faults = self.faults(listed.clinic) if listed.clinic else []
            yield replace(listed, clinic=None, faults=tuple(faults)) if faults else listed

    def faults(self, clinic: Clinic) -> list[Fault]:
        """Give what of a clinic cannot be printed; what is so in some of its languages only names them."""
        try:
            clinic = with_logo(clinic, self._layout)
        except BrochureError as error:
            return list(error.faults)
        found: dict[Fault, list[str]] = {}
        codes = [code for code in clinic.locales or self._places if code in self._places]
        for code in codes:
            place, own = self._places[code], clinic.in_locale(code)
            for fault in missing_in_clinic(own, place.locale, place.families) or place.room.faults(own):
                found.setdefault(fault, []).append(code)
        return [fault if len(where) == len(codes) else
                replace(fault, message=f"{fault.message} ({', '.join(where)})") for fault, where in found.items()]
