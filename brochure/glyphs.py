"""Which letters of an edition no declared font has: named before the page is set, so that none is lost in silence."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from brochure import markup
from brochure.errors import Faults, Place
from brochure.fonts import Family, missing_letters
from brochure.model import Brochure, Clinic, Locale, messages
from brochure.typography import typeset


def check_letters(brochure: Brochure, locale: Locale, clinic: Clinic | None, families: dict[str, Family]) -> None:
    """Raise BrochureError with every text that holds a letter which none of the locale's fonts has."""
    fonts = [families[name] for name in locale.fonts]
    texts = [(message.id, markup.plain(markup.parse(typeset(message.text, locale))), message.place)
             for message in messages(brochure)]
    texts += [(field.name, field.text, field.place) for field in (clinic.fields if clinic else ())]
    if not missing_letters("".join(text for _, text, _ in texts), fonts):
        return
    faults = Faults()
    for name, text, place in texts:
        _report(name, missing_letters(text, fonts), place, locale.fonts, faults)
    faults.raise_any()


def _report(name: str, missing: list[str], place: Place, fonts: Iterable[str], faults: Faults) -> None:
    for letter in missing:
        what = unicodedata.name(letter, "unnamed").lower()
        faults.add(f"“{name}” holds “{letter}” (U+{ord(letter):04X}, {what}), which is in none of the fonts "
                   f"{', '.join(fonts)}", place, "Write it in other letters, or add a font that has it to the locale.")
