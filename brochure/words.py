"""The words of a locale as the checks see them: plain data, so that a judge shares no code with the accused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from brochure.errors import Place
from brochure.glossary import Term
from brochure.language import Language
from brochure.language.texts import bare
from brochure.model import Locale
from brochure.units import Unit

NOTHING = Language("")


@dataclass(frozen=True)
class Spelling:
    """The words that a dictionary does not know; `skipped` says why there is none."""

    dictionary: str = ""
    unknown: frozenset[str] = frozenset()
    skipped: str = "no dictionary was asked"


@dataclass(frozen=True)
class Spill:
    """Lines beyond their page: of which part (“S7”, “the cover”), from which page on, and the ids of its texts."""

    part: str
    page: int
    lines: int
    units: tuple[str, ...]


@dataclass(frozen=True)
class FitReport:
    """What came of laying the words out once, at a type size in pt; `skipped` says why that could not be done."""

    size: float = 0.0
    pages: int = 0
    spills: tuple[Spill, ...] = ()
    draft: bool = False
    skipped: str = "the words were not laid out"


@dataclass(frozen=True)
class Words:
    """The words of a brochure in a locale; `place` is the file that they stand in, `source` the source language.

    `foreign` are the slots whose words stay in another language. `letters` are the code points that each family of the
    locale's fonts has, `scripts` those (ISO 15924) that the locale is written in.
    """

    brochure: str
    source: str
    locale: Locale
    units: tuple[Unit, ...]
    place: Place
    language: Language = NOTHING
    source_language: Language = NOTHING
    foreign: frozenset[str] = frozenset()
    scripts: frozenset[str] = frozenset({"Latn"})
    terms: tuple[Term, ...] = ()
    listed: frozenset[str] = frozenset()
    letters: tuple[frozenset[int], ...] = ()
    spelling: Spelling = field(default_factory=Spelling)
    fit: FitReport = field(default_factory=FitReport)

    @property
    def is_source(self) -> bool:
        """Whether these are the words of the source language itself, which have nothing to be held against."""
        return self.locale.code == self.source

    @cached_property
    def ready(self) -> tuple[Unit, ...]:
        """The texts that are translated from the source of today; the others are told once, as not ready."""
        return tuple(unit for unit in self.units if unit.state == "translated")

    def pairs(self) -> Iterator[tuple[Unit, str, str]]:
        """Give each text that is ready, with the plain words of the source and of the translation."""
        if not self.is_source:
            for unit in self.ready:
                yield unit, bare(unit.source, self.foreign), bare(unit.text, self.foreign)

    def plain(self) -> Iterator[tuple[Unit, str]]:
        """Give each text that is ready, with its plain words; those in another language are left out."""
        for unit in self.ready:
            yield unit, bare(unit.text, self.foreign)

    def saw(self) -> str:
        """Say how many texts there were to look at; nothing for the source language beside itself."""
        return f"{len(self.ready)} texts" if self.ready and not self.is_source else ""
