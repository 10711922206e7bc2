"""Which letters of an edition no declared font has: named before the page is set, so that none is lost in silence."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

from brochure import markup
from brochure.errors import Fault, Faults, Place
from brochure.fonts import Family, missing_letters
from brochure.imprint import Clinic
from brochure.ledger import FILE as LEDGER
from brochure.locales import month_in
from brochure.model import Brochure, Locale, messages
from brochure.typography import typeset

_TOLD = 10   # letters of a field that are named


def check_letters(brochure: Brochure, locale: Locale, families: dict[str, Family]) -> None:
    """Raise BrochureError with every text of a brochure that holds a letter which none of the locale's fonts has."""
    fonts, faults = [families[name] for name in locale.fonts], Faults()
    texts = list(_texts(brochure, locale))
    if missing_letters("".join(text for _, text, _ in texts), fonts):
        for name, text, place in texts:
            _report(name, missing_letters(text, fonts), place, locale.fonts, faults)
    faults.raise_any()


def missing_in_clinic(clinic: Clinic, locale: Locale, families: dict[str, Family]) -> list[Fault]:
    """Give every field of a clinic's imprint that holds letters which none of a locale's fonts has."""
    fonts, faults = [families[name] for name in locale.fonts], Faults()
    if not missing_letters("".join(field.text for field in clinic.fields), fonts):
        return []
    texts: dict[tuple[str, Place], str] = {}
    for field in clinic.fields:
        texts[field.name, field.place] = texts.get((field.name, field.place), "") + field.text
    for (name, place), text in texts.items():
        if missing := missing_letters(text, fonts):
            told = f"{' '.join(missing[:_TOLD])}{' …' if len(missing) > _TOLD else ''}"
            faults.add(f"“{name}” holds letters that are in none of the fonts {', '.join(locale.fonts)}: {told}", place,
                       "Write it in Latin letters, or ask whoever looks after the brochure for a typeface that has "
                       "them.")
    return faults.found


def _texts(brochure: Brochure, locale: Locale) -> Iterator[tuple[str, str, Place]]:
    """Everything that is printed: what it is called, its words, and where they are written."""
    for message in messages(brochure):
        yield message.id, markup.plain(markup.parse(typeset(message.text, locale))), message.place
    publisher, file = brochure.publisher, Place(brochure.file)
    yield "publisher", " ".join((publisher.short, publisher.name, *publisher.address)), file
    yield "authors", " ".join(brochure.authors), file
    ledger = Place(str(Path(locale.file).with_name(LEDGER)))
    yield "approvals", " ".join(approval.by for approval in brochure.approvals), ledger
    yield "feedback", brochure.feedback, file
    addresses = dict(locale.addresses)
    for slot in brochure.slots:
        if slot.kind == "film" or slot.name == publisher.web:
            place = Place(locale.file) if slot.name in addresses else slot.place
            yield slot.name, locale.address(slot), place
    yield "the name of the language", locale.own_name, Place(locale.file)
    yield "the months", "".join(month_in(locale.code, 2000, month) for month in range(1, 13)), Place(locale.file)


def _report(name: str, missing: list[str], place: Place, fonts: Iterable[str], faults: Faults) -> None:
    for letter in missing:
        what = unicodedata.name(letter, "unnamed").lower()
        faults.add(f"“{name}” holds “{letter}” (U+{ord(letter):04X}, {what}), which is in none of the fonts "
                   f"{', '.join(fonts)}", place, "Write it in other letters, or add a font that has it to the locale.")
