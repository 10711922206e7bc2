"""The words of a locale as the checks see them: plain data, so that a judge shares no code with the accused."""

from __future__ import annotations

from dataclasses import dataclass

from brochure.errors import Place
from brochure.model import Locale
from brochure.units import Unit


@dataclass(frozen=True)
class Words:
    """The words of a brochure in a locale; `place` is the file that they stand in, `source` the source language."""

    brochure: str
    source: str
    locale: Locale
    units: tuple[Unit, ...]
    place: Place
