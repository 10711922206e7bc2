"""A list of clinics to fill in: the names of its columns, and a clinic that does not exist as an example."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping

from brochure.clinics.columns import LANGUAGES, TITLES
from brochure.tables.csv_rows import BOM
from brochure.tables.xlsx_writing import write_sheet

# What stands in the example, for each field; or for each of some languages, in a column for each.
_EXAMPLE: Mapping[str, str | Mapping[str, str]] = {
    "id": "eksempel", "name": "Eksempel fysioterapi", "unit": "Avdeling for kvinnehelse",
    "contact": "Kari Nordmann, fysioterapeut", "address": "Storgata 1\n0155 Oslo", "telephone": "22 00 00 00",
    "email": "post@example.no", "web": "www.example.no",
    "hours": {"nb": "Mandag–fredag 8–16", "en": "Monday–Friday 8 am–4 pm"},
    "note": {"nb": "Inngang fra gårdsplassen", "en": "Entrance from the courtyard"},
    "booking": "www.example.no/time", "logo": "", "locales": "nb, en", "formats": "screen, booklet",
}


def template_csv(language: str) -> bytes:
    """Give a list as CSV for Excel, its columns named in a language (nb or en): UTF-8 with a byte-order mark."""
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows(_rows(language))
    return (BOM + text.getvalue()).encode()


def template_xlsx(language: str) -> bytes:
    """Give a list as XLSX, its columns named in a language (nb or en); the same bytes each time."""
    return write_sheet({"nb": "klinikker", "en": "clinics"}[language], _rows(language))


def titles(language: str) -> tuple[str, ...]:
    """Give the names of the columns of a list."""
    return _rows(language)[0]


def is_example(identifier: str, name: str) -> bool:
    """Whether a clinic is the example that a new list holds.

    >>> is_example("eksempel", "Eksempel fysioterapi"), is_example("moss", "Moss fysioterapi")
    (True, False)
    """
    return (identifier, name) == (_EXAMPLE["id"], _EXAMPLE["name"])


def _rows(language: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    named: list[str] = []
    example: list[str] = []
    for field, names in TITLES.items():
        title = names[LANGUAGES.index(language)]
        filling = _EXAMPLE[field]
        filled = {title: filling} if isinstance(filling, str) else {
            f"{title} {code}": text for code, text in filling.items()}
        named += filled
        example += filled.values()
    return tuple(named), tuple(example)
