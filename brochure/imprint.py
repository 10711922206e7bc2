"""The nouns of an imprint: a clinic, and what it tells of itself; frozen, without input or output."""

from __future__ import annotations

from dataclasses import dataclass, replace

from brochure.artwork import Logo as Artwork
from brochure.errors import Place


@dataclass(frozen=True)
class Field:
    """One filled-in field of a clinic, or a line of one; `locale` is the language that it is for, if it is for one."""

    name: str
    text: str
    place: Place
    link: str = ""
    locale: str = ""


@dataclass(frozen=True)
class Logo:
    """A clinic's logo, and its size on the page in mm."""

    artwork: Artwork
    width: float
    height: float


@dataclass(frozen=True)
class Clinic:
    """A clinic's imprint, and what it wants: in which `locales` and `formats`, where it tells that.

    `logo_file` is where its logo lies, `logo_place` where that is told, and `logo` what is printed of it.
    """

    id: str
    fields: tuple[Field, ...]
    file: str
    locales: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    logo_file: str = ""
    logo_place: Place | None = None
    logo: Logo | None = None

    @property
    def name(self) -> str:
        """What it is called."""
        return next((field.text for field in self.fields if field.name == "name"), self.id)

    @property
    def keyword(self) -> str:
        """Its name as one keyword, without the commas that part keywords; nothing if it has nothing else."""
        return " ".join(self.name.replace(",", " ").split())

    def named(self, name: str) -> tuple[Field, ...]:
        """Give the lines of a field."""
        return tuple([field for field in self.fields if field.name == name])

    def in_locale(self, code: str) -> Clinic:
        """Give the clinic as it is printed in a locale: with what is for it, or else for all, of each field."""
        if not any(field.locale for field in self.fields):
            return self
        own = {field.name for field in self.fields if field.locale == code}
        return replace(self, fields=tuple(field for field in self.fields
                                          if field.locale == (code if field.name in own else "")))


def titled(title: str, clinic: Clinic | None) -> str:
    """Give the title of an edition: that of the brochure, and whose it is."""
    return f"{title} – {clinic.name}" if clinic else title
