"""Clinics: a TOML file becomes the imprint of a clinic, checked and set the way it is to be printed."""

from __future__ import annotations

import re
from pathlib import Path

from brochure.content import address_fault
from brochure.errors import BrochureError, Faults, Place
from brochure.files import is_file
from brochure.markup import invisible
from brochure.model import Clinic, Field
from brochure.toml_file import TEXTS, TomlFile

FIELDS = ("name", "unit", "address", "telephone", "email", "web", "hours")
_KINDS = {**dict.fromkeys(FIELDS, str), "address": (str, TEXTS), "hours": (str, TEXTS)}
_LONGEST = 200   # letters in a line: the imprint has room for far fewer, and the press need not try
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
_NO_BREAK = "\u00a0"
COUNTRY_CODE, REGION = 47, "NO"


def read_clinic(path: Path) -> Clinic:
    """Give the clinic of a TOML file; raise BrochureError with every field that is wrong.

    A telephone number without a country code is taken for a Norwegian one.
    """
    faults = Faults()
    if not is_file(path):
        raise BrochureError("there is no such clinic file", Place(str(path)),
                            "Copy clinics/example.toml and fill it in.")
    file = TomlFile(path, str(path), faults)
    values = file.table(file.data, _KINDS, {"name"})
    if not _NAME.fullmatch(path.stem):
        faults.add(f"“{path.stem}” cannot name a folder", Place(str(path)),
                   "Name the file with letters a–z, digits and hyphens, such as moss-sykehus.toml.")
    fields: list[Field] = []
    for name in FIELDS:
        for text in _texts(values.get(name)):
            place = file.place(name)
            if not text.strip():
                faults.add(f"“{name}” is empty", place, "Fill it in, or take the line out.")
            elif letters := invisible(text):
                faults.add(f"“{name}” holds {letters}", place, "Take it out. Several lines are a list: [\"…\", \"…\"].")
            elif len(text) > _LONGEST:
                faults.add(f"“{name}” has {len(text)} letters; {_LONGEST} is the most", place, "Shorten it.")
            else:
                with faults.gathered():
                    fields.append(_field(name, text.strip(), place))
    faults.raise_any()
    return Clinic(path.stem, tuple(fields), str(path))


def _texts(value: str | list[str] | None) -> list[str]:
    if value is None:
        return []
    return [value] if isinstance(value, str) else value or [""]


def _field(name: str, text: str, place: Place) -> Field:
    if name == "telephone":
        return _telephone(text, place)
    if name == "email":
        return _email(text, place)
    if name == "web":
        address = text if "://" in text else f"https://{text}"
        if address_fault(address):
            raise BrochureError(f"“web” is no web address: {text}", place, "Write it like www.klinikk.no")
        return Field(name, re.sub(r"^https?://|/$", "", text), place, address)
    return Field(name, text, place)


def _telephone(text: str, place: Place) -> Field:
    import phonenumbers

    try:
        number = phonenumbers.parse(text, REGION)
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_valid_number(number):
        raise BrochureError(f"“telephone” is no telephone number: {text}", place,
                            "Write it like 22 33 44 55, or with a country code like +46 8 123 456 78.")
    national = number.country_code == COUNTRY_CODE   # Svalbard too
    style = phonenumbers.PhoneNumberFormat.NATIONAL if national else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    link = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return Field("telephone", phonenumbers.format_number(number, style).replace(" ", _NO_BREAK), place, f"tel:{link}")


def _email(text: str, place: Place) -> Field:
    from email_validator import EmailNotValidError, validate_email

    try:
        address = validate_email(text, check_deliverability=False).normalized
    except EmailNotValidError:
        raise BrochureError(f"“email” is no e-mail address: {text}", place, "Write it like post@klinikk.no") from None
    return Field("email", address, place, f"mailto:{address}")
