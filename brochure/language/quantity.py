"""What a number of a text is: its value, its unit, how sure it is; and which words are units."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from brochure.language import Language

SHARE, CLOCK, DIGITS = "share", "clock", "digits"
# The same length of time, mass, length or volume: its kind, and how many of the smallest it is.
MEASURES = {
    "second": ("time", Fraction(1)), "minute": ("time", Fraction(60)), "hour": ("time", Fraction(3600)),
    "day": ("time", Fraction(86400)), "week": ("time", Fraction(604800)),
    "month": ("months", Fraction(1)), "year": ("months", Fraction(12)),
    "microgram": ("mass", Fraction(1, 1000)), "mg": ("mass", Fraction(1)), "g": ("mass", Fraction(1000)),
    "kg": ("mass", Fraction(10**6)),
    "mm": ("length", Fraction(1)), "cm": ("length", Fraction(10)), "m": ("length", Fraction(1000)),
    "km": ("length", Fraction(10**6)),
    "ml": ("volume", Fraction(1)), "cl": ("volume", Fraction(10)), "dl": ("volume", Fraction(100)),
    "l": ("volume", Fraction(1000)),
}
SYMBOLS = {"mg": "mg", "g": "g", "kg": "kg", "µg": "microgram", "μg": "microgram", "mcg": "microgram", "mm": "mm",
           "cm": "cm", "m": "m", "km": "km", "ml": "ml", "cl": "cl", "dl": "dl", "l": "l", "min": "minute",
           "h": "hour", "°c": "degree", "°": "degree", "мг": "mg", "г": "g", "кг": "kg", "мл": "ml", "см": "cm",
           "км": "km", "мм": "mm", "مل": "ml", "ملغ": "mg"}
@dataclass(frozen=True)
class Quantity:
    """A number of a text: its value, its unit or nothing, and how it is written.

    A share is of a whole: per cent, fractions, “one in three”. `certain` says that it is a number in every reading;
    `word` that it is written in letters, `ordinal` that it tells a place in a row. `parts` are the numbers that a
    share is made of, which it can be read as, too.
    """

    value: Fraction
    unit: str
    written: str
    certain: bool = True
    word: bool = False
    ordinal: bool = False
    sure_of_unit: bool = True
    parts: tuple[Quantity, ...] = ()
    digits: str = ""

    def __str__(self) -> str:
        return self.written

    @property
    def measure(self) -> tuple[str, Fraction]:
        """Its kind and size, in which two weeks are fourteen days."""
        kind, factor = MEASURES.get(self.unit, (self.unit, Fraction(1)))
        return kind, self.value * factor


def unit_of(word: str, language: Language) -> tuple[str, bool]:
    """Give the unit that a word is, and whether it is surely that: “uker”; “svangerskapsuke” only ends so."""
    if unit := language.units.get(word):
        return unit, True
    for prefix in language.prefixes:
        if word.startswith(prefix) and (unit := language.units.get(word[len(prefix):])):
            return unit, True
    if language.compounds:
        for length in range(3, len(word) - 2):
            if unit := language.units.get(word[-length:]):
                return unit, False
    return "", False
