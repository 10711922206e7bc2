"""A list of clinics to fill in: the names of its columns, and a clinic that does not exist as an example."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence

from brochure.clinics.columns import LANGUAGES, TITLES
from brochure.tables.csv_rows import BOM
from brochure.tables.xlsx_writing import write_sheet

CODES = ("nb", "nn", "en")
# What stands in the example, for each field; or for each of some languages, in a column for each that is printed.
_EXAMPLE: Mapping[str, str | Mapping[str, str]] = {
    "id": "eksempel", "name": "Eksempel fysioterapi",
    "unit": {"nb": "Avdeling for kvinnehelse", "nn": "Avdeling for kvinnehelse", "en": "Department of women’s health"},
    "contact": "Kari Nordmann", "address": "Storgata 1\n0155 Oslo", "telephone": "22 00 00 00",
    "email": "post@example.no", "web": "www.example.no",
    "hours": {"nb": "Mandag–fredag 8–16", "nn": "Måndag–fredag 8–16", "en": "Monday–Friday 8 am–4 pm"},
    "note": {"nb": "Inngang fra gårdsplassen", "nn": "Inngang frå gardsplassen", "en": "Entrance from the courtyard"},
    "booking": "www.example.no/time", "logo": "", "formats": "screen, booklet",
}


def template_csv(language: str, codes: Sequence[str] = CODES) -> bytes:
    """Give a list as CSV for Excel, its columns named in a language (nb or en): UTF-8 with a byte-order mark.

    What is told in each language has a column for each of some `codes`, Norwegian first.
    """
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows(_rows(language, codes))
    return (BOM + text.getvalue()).encode()


def template_xlsx(language: str, codes: Sequence[str] = CODES) -> bytes:
    """Give a list as XLSX, its columns named in a language (nb or en); the same bytes each time."""
    return write_sheet({"nb": "klinikker", "en": "clinics"}[language], _rows(language, codes))


def titles(language: str, codes: Sequence[str] = CODES) -> tuple[str, ...]:
    """Give the names of the columns of a list."""
    return _rows(language, codes)[0]


def is_example(identifier: str, name: str) -> bool:
    """Whether a clinic is the example that a new list holds.

    >>> is_example("eksempel", "Eksempel fysioterapi"), is_example("moss", "Moss fysioterapi")
    (True, False)
    """
    return (identifier, name) == (_EXAMPLE["id"], _EXAMPLE["name"])


def _rows(language: str, codes: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    codes = [*(code for code in CODES if code in codes), *(code for code in codes if code not in CODES)]
    named: list[str] = []
    example: list[str] = []
    for field, names in TITLES.items():
        title = names[LANGUAGES.index(language)]
        filling = _EXAMPLE.get(field, ", ".join(code for code in codes if code in CODES))   # locales
        filled = {title: filling} if isinstance(filling, str) else {
            f"{title} {code}": filling.get(code, "") for code in codes}
        named += filled
        example += filled.values()
    return tuple(named), tuple(example)
