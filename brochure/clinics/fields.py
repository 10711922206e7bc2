"""The fields of a clinic, wherever they are written: what is allowed in each, and how it is printed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

from brochure.clinics.languages import language_hint
from brochure.clinics.logo_file import logo_file
from brochure.errors import BrochureError, Faults, Place, nearest, short
from brochure.formats import FORMATS
from brochure.imprint import Clinic, Field
from brochure.markup import invisible

# In the order in which they are printed.
FIELDS = ("name", "unit", "contact", "address", "telephone", "email", "web", "hours", "note", "booking")
SEVERAL = frozenset({"address", "hours", "note"})   # those of several lines
WORDS = frozenset({"unit", "contact", "hours", "note"})   # those that can be told in each language
COUNTRY_CODE, REGION = 47, "NO"
# A code of 49 squares, the largest whose squares are 0.4 mm on 24 mm: ISO/IEC 18004, version 8, level M.
LONGEST_BOOKING = 152   # bytes
_LONGEST = 200   # letters in a line: the imprint has room for far fewer, and the press need not try
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
# Microsoft, “Naming Files, Paths, and Namespaces”: what no file or folder can be called on Windows.
_RESERVED = re.compile(r"con|prn|aux|nul|(com|lpt)[0-9]", re.IGNORECASE)
_NO_BREAK = "\u00a0"
_THREE_DIGITS = re.compile(r"\d{3} [^\W\d]")
_PLACE = re.compile(r"\d{3}( [^\W\d]+)+")
_LOCAL_PART = "!$'*+"   # what stands as it is before the @ of a link, beside letters and digits (RFC 6068)
_HOST = re.compile(r"^(?:https?://)?([^/?#]*)(.*)$", re.IGNORECASE | re.DOTALL)   # and what follows it
_BESIDE_DIGITS = re.compile(r"[^\d\s()+./\-\u2010-\u2015]")   # what no number holds: words, and what parts numbers
_OWN_LINE = "“note” (“merknad”), a line of your own."
_ONE_NUMBER = f"Write one number and nothing else. Words, and a second number, go into {_OWN_LINE}"
_LONGEST_NUMBER = 15   # digits (ITU-T E.164); what has more is two numbers
_SEPARATORS = re.compile(r"[\s,;|]+")
_ALL = ("all", "alle")


@dataclass(frozen=True)
class Raw:
    """A line of a field as somebody has written it; `locale` is the language that it is for, or nothing."""

    name: str
    text: str
    place: Place
    locale: str = ""


def clinic_of(identity: Raw, raws: Iterable[Raw], folder: Path, locales: Collection[str], faults: Faults,
              lines: str = "") -> Clinic:
    """Give a clinic of what is written; what is wrong is added to the faults.

    `folder` is that of the file, below which the logo lies; `lines` says how several lines are written there.
    """
    if identity.text:
        _check_id(identity, faults)
    by_name: dict[str, list[Raw]] = {}
    for raw in raws:
        by_name.setdefault(raw.name, []).append(raw)
    fields: list[Field] = []
    for name in FIELDS:
        written = by_name.get(name, [])
        for raw in written:
            text = raw.text.strip()
            if not text:
                faults.add(f"“{name}” is empty", raw.place, "Fill it in, or take the line out.")
            elif letters := invisible(raw.text):
                faults.add(f"“{name}” holds {letters}", raw.place, f"Take it out. {lines}".strip())
            elif len(raw.text) > _LONGEST:
                faults.add(f"“{name}” has {len(raw.text)} letters; {_LONGEST} is the most", raw.place, "Shorten it.")
            else:
                with faults.gathered():
                    fields.append(_field(raw, " ".join(unicodedata.normalize("NFC", text).split())))
        if name == "address" and written:
            _check_postcode(written, faults)
    logo, logo_place = "", None
    for raw in by_name.get("logo", ()):
        with faults.gathered():
            logo, logo_place = str(logo_file(raw.text.strip(), folder, raw.place)), raw.place
    return Clinic(identity.text, tuple(fields), identity.place.file,
                  _wishes(by_name.get("locales", ()), "language", locales, faults),
                  _wishes(by_name.get("formats", ()), "format", tuple(FORMATS), faults), logo,
                  logo_place)


def _check_id(identity: Raw, faults: Faults) -> None:
    if not _ID.fullmatch(identity.text):
        faults.add(f"“{identity.text}” cannot name a folder", identity.place,
                   "Name the file with letters a–z, digits and hyphens, such as moss-sykehus.toml."
                   if not identity.place.line else "Use letters a–z, digits and hyphens, such as moss-sykehus.")
    elif _RESERVED.fullmatch(identity.text):
        faults.add(f"“{identity.text}” cannot name a folder on Windows, where it is a device", identity.place,
                   "Choose another name.")


def _check_postcode(lines: Sequence[Raw], faults: Faults) -> None:
    """Note a postcode that has lost its zero; an address without a street must be one to its end."""
    *streets, last = [part.strip() for line in lines for part in line.text.split(",")]
    if _THREE_DIGITS.match(last) and (streets or _PLACE.fullmatch(last)):
        faults.add(f"“address” has a postcode of three digits: {short(last)}", lines[-1].place,
                   f"Write it with its zero: 0{short(last)}")


def _wishes(written: Iterable[Raw], what: str, known: Collection[str], faults: Faults) -> tuple[str, ...]:
    """The languages or formats that are asked for; if it is not known which there are, they are taken as they are."""
    names = {name.casefold(): name for name in known}
    found: dict[str, None] = {}
    for raw in written:
        for word in filter(None, _SEPARATORS.split(raw.text)):
            if word.casefold() in _ALL:
                found.update(dict.fromkeys(known))
            elif known and word.casefold() not in names:
                faults.add(f"there is no {what} “{short(word)}”", raw.place,
                           language_hint(word, known) if what == "language" else nearest(word, known))
            else:
                found[names.get(word.casefold(), word)] = None
    return tuple(found)


def _field(raw: Raw, text: str) -> Field:
    """The field of a line; raises BrochureError if it is none."""
    make = _MAKERS.get(raw.name)
    return make(text, raw.place) if make else Field(raw.name, text, raw.place, locale=raw.locale)


def _telephone(text: str, place: Place) -> Field:
    import phonenumbers

    if _BESIDE_DIGITS.search(text) and any(letter.isdigit() for letter in text):
        raise BrochureError(f"“telephone” holds more than a number: {short(text)}", place, _ONE_NUMBER)
    try:
        number = phonenumbers.parse(text, REGION)
    except phonenumbers.NumberParseException:
        number = None
    if number and phonenumbers.is_valid_short_number_for_region(number, REGION):
        dialled = str(number.national_number)
        # Those that all of Europe shares, such as 116 117, are told in two groups.
        printed = f"{dialled[:3]} {dialled[3:]}" if len(dialled) == 6 else dialled
        return Field("telephone", printed.replace(" ", _NO_BREAK), place, f"tel:{dialled}")
    if number is None or not phonenumbers.is_valid_number(number):
        raise BrochureError(f"“telephone” is no telephone number: {text}", place, _number_hint(text))
    national = number.country_code == COUNTRY_CODE   # Svalbard too
    style = phonenumbers.PhoneNumberFormat.NATIONAL if national else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    link = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return Field("telephone", phonenumbers.format_number(number, style).replace(" ", _NO_BREAK), place, f"tel:{link}")


def _number_hint(text: str) -> str:
    """What to write instead of what is no telephone number."""
    import phonenumbers

    digits = re.sub(r"\D", "", text)
    if len(digits) > _LONGEST_NUMBER or "/" in text:
        return _ONE_NUMBER
    with suppress(phonenumbers.NumberParseException):
        if digits == text and phonenumbers.is_valid_number(phonenumbers.parse(f"0{text}", REGION)):
            return f"A spreadsheet may have taken its zero: write 0{text}."
    return "Write it like 22 33 44 55, or with a country code like +46 8 123 456 78."


def _email(text: str, place: Place) -> Field:
    from email_validator import EmailNotValidError, validate_email

    text = text.removeprefix("mailto:")
    try:
        address = validate_email(text, check_deliverability=False)
    except EmailNotValidError:
        hint = f"Write one address; a second one goes into {_OWN_LINE}" if text.count("@") > 1 else \
            "Write it like post@klinikk.no"
        raise BrochureError(f"“email” is no e-mail address: {text}", place, hint) from None
    link = f"mailto:{quote(address.local_part, safe=_LOCAL_PART)}@{address.ascii_domain}"
    return Field("email", address.normalized, place, link)


def _web(text: str, place: Place) -> Field:
    return Field("web", *_address("web", text, place))


def _booking(text: str, place: Place) -> Field:
    printed, place, link = _address("booking", text, place)
    if len(link.encode()) > LONGEST_BOOKING:
        raise BrochureError(f"“booking” has {len(link.encode())} letters; {LONGEST_BOOKING} is the most for a code "
                            "that a telephone can read", place, "Use a shorter address that leads there.")
    return Field("booking", printed, place, link)


def _address(name: str, text: str, place: Place) -> tuple[str, Place, str]:
    """A web address: how it is printed, and where it leads."""
    link = _link(text if "://" in text else f"https://{text}")
    if link.startswith("http:"):
        raise BrochureError(f"“{name}” is not secure: {text}", place,
                            "Take http:// out, if the page can be seen with https://, too.")
    if not link:
        raise BrochureError(f"“{name}” is no web address: {text}", place, "Write it like www.klinikk.no")
    host, rest = _HOST.findall(text)[0]
    return f"{host.lower()}{rest}".removesuffix("/"), place, link


def _link(address: str) -> str:
    """An address as a browser sends it, in ASCII (RFC 3986, UTS #46); nothing if it is none."""
    import idna

    from brochure.content import address_fault  # later: it needs more than the words of the command line

    if address_fault(address):
        return ""
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").rstrip(".")
        ascii_host = host if host.isascii() else idna.encode(host, uts46=True).decode()
        port = f":{parts.port}" if parts.port else ""
    except ValueError:   # idna.IDNAError is one, too
        return ""
    if "@" in parts.netloc or not re.fullmatch(r"([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*", ascii_host):
        return ""
    kept = "/:?#[]@!$&'()*+,;=%~"
    return urlunsplit((parts.scheme, f"{ascii_host}{port}", quote(parts.path, safe=kept),
                       quote(parts.query, safe=kept), quote(parts.fragment, safe=kept)))


_MAKERS: Mapping[str, Callable[[str, Place], Field]] = {
    "telephone": _telephone, "email": _email, "web": _web, "booking": _booking}
