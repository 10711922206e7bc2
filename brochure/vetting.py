"""Clinics held against the brochure, without a layout: which letters there are, what fits the box on the back page."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from brochure.clinics import Listed, read_clinics, read_partly
from brochure.clinics.columns import title_beside
from brochure.edition import (
    Source,
    finished_locales,
    languages,
    read_language,
    refuse_coarse_logo,
    room_for_clinics,
    with_logo,
)
from brochure.errors import Fault, Faults
from brochure.fonts import Family
from brochure.formats import FORMATS, Format
from brochure.glyphs import missing_in_clinic
from brochure.imprint import Clinic
from brochure.imprint_room import Room
from brochure.layouts import Layout
from brochure.locales import locale_codes
from brochure.model import Brochure, Locale
from brochure.project import Project

_FORMATS = ("screen",)   # of a clinic that tells none


@dataclass(frozen=True)
class _Place:
    """What a locale gives a clinic: its fonts and its room."""

    locale: Locale
    families: dict[str, Family]
    room: Room

    def faults(self, clinic: Clinic, *, boxed: bool = True) -> list[Fault]:
        """Give the letters that there are not, and what of the other fields does not fit the box, if it is `boxed`."""
        own = self.room.shortened(clinic.in_locale(self.locale.code))
        faults = missing_in_clinic(own, self.locale, self.families)
        where = {fault.place for fault in faults}
        told = {field.name for field in own.fields if field.place in where}
        rest = replace(own, fields=tuple(field for field in own.fields if field.name not in told))
        return [*faults, *(self.room.faults(rest) if boxed else ())]


class Vetting:
    """Whether clinics can be printed, in the languages and formats that each of them wants.

    One that tells none is looked at in all languages that are printed, and for a screen.
    """

    def __init__(self, project: Project, source: Source) -> None:
        """Read the languages of a brochure; raises BrochureError as read_language does."""
        self._known, self._layout, self._first = locale_codes(project.locales), source.layout, source.brochure.language
        self._places = {}
        for code in languages(project, source.brochure):
            # A draft has all the words that stand in the box, whatever else is not translated yet.
            brochure, locale = read_language(project, source, code, draft=True)
            self._places[code] = _Place(locale, source.families, room_for_clinics(source, brochure, locale))
        finished = finished_locales(project)
        self._usual = [code for code in self._places if code in finished] or list(self._places)

    def vetted(self, paths: Iterable[Path]) -> Iterator[Listed]:
        """Give the clinics of some files one by one, each with all that is wrong; raises as read_clinics does."""
        for listed in read_clinics(paths, self._known):
            clinic = listed.clinic or listed.rest
            faults = in_order(listed.faults, self.faults(clinic) if clinic else ())
            yield replace(listed, clinic=None, faults=faults) if faults else listed

    def faults(self, clinic: Clinic) -> list[Fault]:
        """Give what of a clinic cannot be printed; what is so in some of its languages only names them.

        If none of the languages that it asks for is known, that is what can be printed in no language.
        """
        faults, forms = Faults(), [FORMATS[name] for name in clinic.formats or _FORMATS]
        clinic = _with_logo(clinic, self._layout, forms, faults)
        found: dict[Fault, list[str]] = {}
        known = [code for code in clinic.locales if code in self._places]
        codes = known or self._usual
        if any(form.bilingual for form in forms):   # the source language stands beside each
            codes = list(dict.fromkeys((*codes, self._first)))
        if known or not clinic.locales:
            faults.found += not_given(clinic, codes)
        for code in codes:
            for fault in self._places[code].faults(clinic, boxed=_boxed(forms)):
                found.setdefault(fault, []).append(code)
        for fault, where in found.items():
            if len(where) == len(codes):
                faults.found.append(fault)
            elif known or not clinic.locales:
                faults.found.append(replace(fault, message=f"{fault.message} ({', '.join(where)})"))
        return faults.found


def _with_logo(clinic: Clinic, layout: Layout, forms: Sequence[Format], faults: Faults) -> Clinic:
    """A clinic with its logo, if it has one that can be used; what is wrong with it is added to the faults."""
    with faults.gathered():
        clinic = with_logo(clinic, layout)
        if any(form.inks for form in forms):
            refuse_coarse_logo(clinic, layout)
    return clinic


def _boxed(forms: Sequence[Format]) -> bool:
    """Whether one of some formats has a box that does not grow."""
    return any(form.size is None and form.paged for form in forms)


def not_given(clinic: Clinic, codes: Sequence[str]) -> list[Fault]:
    """Give the fields that a clinic gives for other languages than some, and neither for these nor for all."""
    found = []
    for name in dict.fromkeys(field.name for field in clinic.fields):
        given = {field.locale for field in clinic.named(name)}
        if "" not in given and (lacking := [code for code in codes if code not in given]):
            place = clinic.named(name)[0].place
            found.append(Fault(f"“{name}” is not given in {', '.join(lacking)}", place,
                               _give_it(place.column, lacking, sorted(given))))
    return found


def _give_it(column: str, lacking: Sequence[str], given: Sequence[str]) -> str:
    """What to do about a field that is not given in some languages; `column` is where it stands in a list."""
    if not column:
        return ("Give it in each language that is printed, or once for all; or print only these languages: "
                f"locales = {json.dumps(given)}")
    of_all, languages = column.rpartition(" ")[0], title_beside("locales", column)
    columns = " and ".join(f"“{of_all} {code}”" for code in lacking)
    return (f"Fill in the column {columns}, or one called “{of_all}” for all languages; or print only these languages: "
            f"write {', '.join(given)} into “{languages}”.")


def in_order(*faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """Give faults of a clinic, each once, in the order of the lines of its file; those of a row stay as they are."""
    unique = dict.fromkeys(fault for some in faults for fault in some)
    return tuple(sorted(unique, key=lambda fault: fault.place.line if fault.place else 0))


def as_printed(clinic: Path | Clinic, project: Project, source: Source, brochure: Brochure, locale: Locale,
               form: Format) -> Clinic:
    """Give a clinic, or that of a file, as a brochure prints it in a locale and a format.

    Raises BrochureError with all that is wrong with it.
    """
    faults = Faults()
    if isinstance(clinic, Path):
        clinic, found = read_partly(clinic, locale_codes(project.locales))
        faults.found += found
    faults.found += not_given(clinic, [locale.code])
    own = _with_logo(clinic.in_locale(locale.code), source.layout, [form], faults)
    place = _Place(locale, source.families, room_for_clinics(source, brochure, locale))
    faults.found += place.faults(own, boxed=_boxed([form]))
    faults.raise_any()
    return place.room.shortened(own)
