"""Which script a language is written in, which typefaces are for it, and how it is set.

What is known of languages comes from CLDR (Babel): the script from its likely subtags. Which family is for which script
is said in fonts/fonts.toml.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Literal

from brochure.fonts import Family

LATIN = "Latn"
# Regions of no country, which CLDR uses for pseudo-locales; those of BCP 47 for private use are XA to XZ.
_PSEUDO = re.compile(r"^([a-z]{2,3})[-_]X[A-C]$")
# The scripts in which letters are slanted to emphasise words; in all others it is a fault, and they take more weight.
_SLANTED = frozenset({"Latn", "Cyrl", "Grek", "Armn"})
# Families of Noto that are not called “Noto Sans” and the name of the script in CLDR.
_NOTO = {
    "Beng": "Noto Sans Bengali", "Cans": "Noto Sans Canadian Aboriginal",
    "Hans": "Noto Sans SC", "Hant": "Noto Sans TC", "Jpan": "Noto Sans JP", "Kore": "Noto Sans KR",
    "Latn": "Noto Sans", "Cyrl": "Noto Sans", "Grek": "Noto Sans", "Mtei": "Noto Sans Meetei Mayek",
    "Nkoo": "Noto Sans NKo", "Orya": "Noto Sans Oriya", "Rohg": "Noto Sans Hanifi Rohingya",
    "Tibt": "Noto Serif Tibetan",
}


def is_pseudo(code: str) -> bool:
    """Whether a code is of a pseudo-locale, such as nb-XA: no language, but a trial of the layout."""
    return bool(_PSEUDO.match(code))


def cldr_code(code: str) -> str:
    """Give the name by which CLDR knows a language; of a pseudo-locale that of the language which it is made like.

    >>> cldr_code("pa-Arab"), cldr_code("ar-XB")
    ('pa_Arab', 'ar')
    """
    return _PSEUDO.sub(r"\1", code).replace("-", "_")


def script_of(code: str) -> str:
    """Give the script of a language code (ISO 15924): the one that it names, or the likely one; nothing if unknown.

    >>> [script_of(code) for code in ("nb", "uk", "fa", "sr-Latn", "pa-PK", "ar-XB", "xx")]
    ['Latn', 'Cyrl', 'Arab', 'Latn', 'Arab', 'Arab', '']
    """
    from babel.core import get_global

    parts = cldr_code(code).split("_")
    if named := next((part for part in parts[1:] if len(part) == 4 and part.isalpha()), ""):
        return named.title()
    likely = get_global("likely_subtags")
    found = str(likely.get("_".join(parts[:2])) or likely.get(parts[0]) or "").split("_")
    return found[1] if len(found) > 1 else ""


def direction_of(code: str) -> Literal["ltr", "rtl"]:
    """Give the direction in which a language that CLDR knows is written.

    >>> [direction_of(code) for code in ("nb", "fa", "ar-XB")]
    ['ltr', 'rtl', 'rtl']
    """
    from babel.core import Locale

    return "rtl" if Locale.parse(cldr_code(code)).text_direction == "rtl" else "ltr"


def first_direction(text: str) -> Literal["ltr", "rtl", ""]:
    """Give the direction of the first letter of a text that has one (Unicode, UAX 9, rule P2): none, if none has.

    >>> [first_direction(text) for text in ("0155 Oslo", "(أوسلو)", "8–16")]
    ['ltr', 'rtl', '']
    """
    strong = (unicodedata.bidirectional(letter) for letter in text)
    kind = next((kind for kind in strong if kind in {"L", "R", "AL"}), "")
    return "" if not kind else "ltr" if kind == "L" else "rtl"


def families_for(script: str, families: Mapping[str, Family]) -> tuple[str, ...]:
    """Give the families that are declared for a script, in their order, none if there are none.

    Names and addresses in Latin letters stand on every page: after those of another script follow those for Latin.
    """
    own = tuple(name for name, family in families.items() if script in family.scripts)
    latin = tuple(name for name, family in families.items() if LATIN in family.scripts and name not in own)
    return (*own, *latin) if own else ()


def emphasises_by_slant(script: str) -> bool:
    """Whether words are emphasised by italics in a script; otherwise they are set in a heavier weight."""
    return script in _SLANTED


def can_hyphenate(code: str) -> bool:
    """Whether there is a dictionary of hyphenation for a language."""
    from pyphen import language_fallback

    return language_fallback(cldr_code(code)) is not None


def noto_for(script: str) -> str:
    """Give the family of Noto, which has one for nearly every script, all of them under the SIL Open Font License."""
    from babel.core import Locale

    return _NOTO.get(script) or f"Noto Sans {Locale('en').scripts.get(script, script)}"


def advice(script: str) -> str:
    """Say which font files to put where, and what to write, so that a script can be printed."""
    name = noto_for(script)
    file = name.replace(" ", "")
    faces = "".join(f"""
[[family.face]]
file = "{file}-{style}.ttf"
weight = {weight}
style = "normal"
sha256 = ""
""" for style, weight in (("Light", 300), ("Regular", 400), ("SemiBold", 600)))
    return f"""No typeface in fonts/ is for the script {script}. {name} is one that may be used freely:

1. Load it down from https://fonts.google.com/noto and unpack it.
2. Put the files {file}-Light.ttf, {file}-Regular.ttf and {file}-SemiBold.ttf of its folder
   “static” into fonts/, and its licence OFL.txt as {file}-OFL.txt. If it has no Light or SemiBold, leave that out.
3. Write at the end of fonts/fonts.toml what follows; “brochure list” then tells the sha256 of each file.

[[family]]
name = "{name}"
scripts = ["{script}"]
licence = "{file}-OFL.txt"
source = "{name}, from Google Fonts"
{faces}"""
