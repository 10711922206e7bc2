"""A clinic's imprint for the templates: its lines in the order of print, its logo, and the code of its booking page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from markupsafe import Markup, escape

from brochure.imprint import Clinic, Field
from brochure.imprint_room import ADDRESSES, LABELLED, LATIN, as_set
from brochure.page.qr import booking_code

SCHEME = "brochure:"
BOOKING = "qr/booking.svg"
_HEAD = {"name", "unit"}   # what stands beside the logo


def imprint(clinic: Clinic, phrase: Callable[..., str], line: Callable[[str], Markup], *, printed: bool) -> tuple[
        dict[str, Any], dict[str, bytes]]:
    """Give a clinic's imprint, and its pictures by name.

    `phrase` gives one of the layouts' own phrases, `line` the HTML of a line of words. What is `printed` has a code,
    and breaks as imprint_room knows it.
    """
    names = dict.fromkeys(field.name for field in clinic.fields)
    lines = {name: {"name": name, "label": phrase(name) if name in LABELLED else "", "ltr": name in LATIN,
                    "parts": [_part(field, line, printed=printed) for field in clinic.named(name)]} for name in names}
    pictures: dict[str, bytes] = {}
    booking = lines.pop("booking", None)
    if booking and printed:
        booking |= {"url": SCHEME + BOOKING, "alt": phrase("qr", what=phrase("booking"))}
        pictures[BOOKING] = booking_code(clinic.named("booking")[0].link)
    logo = None
    if clinic.logo:
        name = clinic.logo.artwork.name
        pictures[name] = clinic.logo.artwork.content
        logo = {"url": SCHEME + name, "alt": clinic.name, "width": f"{clinic.logo.width:.2f}",
                "height": f"{clinic.logo.height:.2f}"}
    return {"logo": logo, "head": [told for name, told in lines.items() if name in _HEAD],
            "fields": [told for name, told in lines.items() if name not in _HEAD], "booking": booking}, pictures


def _part(field: Field, line: Callable[[str], Markup], *, printed: bool) -> dict[str, Any]:
    """A line of a field; an address may break within. What runs from left to right says so as a whole, not in parts."""
    address = field.name in ADDRESSES
    text = as_set(field.text, address=address) if printed else field.text
    return {"text": field.text, "link": field.link, "words": escape(text) if field.name in LATIN else line(text)}
