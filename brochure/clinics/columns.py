"""The columns of a list of clinics: what each may be called, in Norwegian and in English, in any order."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from brochure.clinics.fields import WORDS
from brochure.clinics.languages import language_hint
from brochure.errors import Faults, Place, nearest, short

LANGUAGES = ("nb", "en")
NEEDED = ("id", "name")
# What a column is called in a new list, in Norwegian and in English, and what else it may be called.
TITLES: Mapping[str, tuple[str, str]] = {
    "id": ("id", "id"), "name": ("navn", "name"), "unit": ("avdeling", "unit"),
    "contact": ("kontaktperson", "contact person"), "address": ("adresse", "address"),
    "telephone": ("telefon", "telephone"), "email": ("e-post", "e-mail"), "web": ("nettsted", "website"),
    "hours": ("åpningstider", "hours"), "note": ("merknad", "note"), "booking": ("timebestilling", "booking"),
    "logo": ("logo", "logo"), "locales": ("språk", "languages"), "formats": ("formater", "formats"),
}
_ALSO: Mapping[str, tuple[str, ...]] = {
    "id": ("kode", "code"), "name": ("klinikk", "clinic"), "unit": ("enhet", "department"),
    "contact": ("kontakt",), "address": ("postadresse", "besøksadresse"), "telephone": ("tlf", "phone"),
    "email": ("mail", "e-postadresse"), "web": ("nett", "nettside", "nettadresse", "hjemmeside"),
    "hours": ("opening hours", "åpningstid"), "note": ("fritekst", "notes"),
    "booking": ("bestill time", "booking address"), "locales": ("locale", "språkkoder"), "formats": ("format",),
}
_ENGLISH = ("unit", "department", "contact", "hours", "openinghours", "note")   # of WORDS
_IGNORED = "#"   # what a column begins with that is the clinic's own business
_OWN = f"A column whose name begins with {_IGNORED} is not read."
_JOINTS = re.compile(r"[\s_-]+")


@dataclass(frozen=True)
class Column:
    """A column: where it is, its field, what the list calls it, and the language that it is for, or nothing."""

    at: int
    field: str
    title: str
    locale: str = ""


def _plain(name: str) -> str:
    """A name without capitals, spaces and hyphens, which people set as they like."""
    return _JOINTS.sub("", name).rstrip(":").casefold()


_FIELDS = {_plain(name): field for field, names in TITLES.items() for name in (field, *names, *_ALSO.get(field, ()))}


def field_named(name: str) -> str:
    """Give the field that a column of this name holds; nothing if there is none.

    >>> field_named("E-POST"), field_named("Åpningstider"), field_named("region")
    ('email', 'hours', '')
    """
    return _FIELDS.get(_plain(name), "")


def title_beside(field: str, column: str) -> str:
    """Give what a field is called in the language in which a column is named that is told in each language.

    >>> title_beside("locales", "åpningstid nb"), title_beside("locales", "Opening hours (en)")
    ('språk', 'languages')
    """
    return TITLES[field][_plain(column).startswith(_ENGLISH)]


def known(names: Sequence[str]) -> int:
    """Give how many of some names are those of columns."""
    return sum(bool(_of(name)[0]) for name in names)


def find_columns(names: Sequence[str], locales: Collection[str], place: Place, faults: Faults) -> tuple[Column, ...]:
    """Give the columns that a first row names; what is wrong with it is added to the faults, and left out.

    There are none if it does not tell which are the id and the name, without which no row can be read. `locales` are
    the languages that there are, if known.
    """
    found: dict[tuple[str, str], Column] = {}
    unclear = False
    for at, name in enumerate(names):
        title = " ".join(name.split())
        if not title or title.startswith(_IGNORED):
            continue
        field, locale = _of(title)
        where = Place(place.file, place.line, title)
        if not field:
            faults.add("there is no such field of a clinic", where,
                       f"{nearest(title, _suggested())} {_OWN}")
        elif locale and locales and locale not in locales:
            faults.add(f"there is no language “{short(locale)}”", where,
                       f"{language_hint(locale, locales)} {_OWN}")
        elif (field, locale) in found:
            faults.add(f"this is the same field as column {short(found[field, locale].title)}", where,
                       "Take out the one that is not meant.")
            unclear = unclear or field in NEEDED
        else:
            found[field, locale] = Column(at, field, title, locale)
    for field in NEEDED:
        if (field, "") not in found:
            faults.add(f"there is no column “{field}”", place, _missing(field))
            unclear = True
    return () if unclear else tuple(found.values())


def _of(name: str) -> tuple[str, str]:
    """The field of a column, and the language that its name ends with, if it is one that is told in each."""
    if field := field_named(name):
        return field, ""
    first, _, last = name.strip().rpartition(" ")
    field = field_named(first)
    return (field, _code(last)) if field in WORDS else ("", "")


def _code(word: str) -> str:
    """A locale as it is written: the language in small letters, what follows as it stands."""
    language, hyphen, rest = word.strip("()").partition("-")
    return f"{language.lower()}{hyphen}{rest}"


def _missing(field: str) -> str:
    told = " or ".join(f"“{title}”" for title in dict.fromkeys(TITLES[field]))
    return (f"The first row names the columns; one must be {told}. "
            "“brochure clinics template” makes a list to fill in.")


def _suggested() -> tuple[str, ...]:
    return tuple(dict.fromkeys(title for titles in TITLES.values() for title in titles))
