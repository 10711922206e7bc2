"""What is customary in a language: its code and names, quotation marks, words that are counted, the letters it uses.

Codes, names and units are CLDR's (Babel), quotation marks those that CLDR names first, where the trade has no others.
"""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Any

from brochure.errors import UsageError
from brochure.scripts import cldr_code, is_pseudo

_USUAL = ("“", "”")
_QUOTES = {
    ("«", "»"): "ar az be ca ckb el es eu fa gl hy it km lo mn nb nn oc ps pt ru sq uk ug",
    ("«\u202f", "\u202f»"): "br fr ti am wo ff",
    ("„", "“"): "bg bs cs de dsb et hr hsb is ka lb lt mk nds sk sl sr",
    ("„", "”"): "hu pl ro szl",
    ("”", "”"): "fi he se sma smj smn sms sv yi",
    ("»", "«"): "da",
    ("「", "」"): "ja yue zh-Hant",
    _USUAL: "pt-BR",
}
_COUNTED = ("duration-week", "duration-month")
_WORDS_OF_ITS_OWN = 3   # names in which a letter stands: “Åland” and “Bokmål” are known everywhere
_MOST_NAMED = 4   # languages that a hint names


def quotes_of(code: str) -> tuple[str, str]:
    """Give the opening and the closing quotation mark of a language.

    >>> quotes_of("nb"), quotes_of("de-AT"), quotes_of("so")
    (('«', '»'), ('„', '“'), ('“', '”'))
    """
    asked = cldr_code(code).replace("_", "-")
    for name in (asked, asked.split("-")[0]):
        for marks, codes in _QUOTES.items():
            if name in codes.split():
                return marks
    return _USUAL


def counted_words(code: str) -> tuple[str, ...]:
    """Give the words for weeks and months in a language, in every number: what a text counts, and sets beside a number.

    >>> counted_words("en")
    ('week', 'weeks', 'month', 'months')
    """
    from babel.core import Locale

    data: Any = Locale.parse(cldr_code(code))._data["unit_patterns"]
    found: dict[str, None] = {}
    for unit in _COUNTED:
        patterns = data.get(unit, {})
        for number, pattern in patterns.get("long", patterns).items():
            word = pattern.replace("{0}", "").strip() if isinstance(pattern, str) and number != "per" else ""
            if "{0} " in str(pattern) and word.isalpha():
                found[word] = None
    return tuple(found)


def letters_of(code: str) -> str:
    """Give the letters of a language: those in its names of languages, countries, months and days, composed (NFC)."""
    letters = " ".join(_names_in(code))
    return "".join(dict.fromkeys(letter for letter in letters if unicodedata.category(letter)[0] in "LM"))


@cache
def _names_in(code: str) -> tuple[str, ...]:
    from babel.core import Locale

    locale = Locale.parse(cldr_code(code))
    names = [*locale.languages.values(), *locale.territories.values(), *locale.months["format"]["wide"].values(),
             *locale.days["format"]["wide"].values()]
    return tuple(unicodedata.normalize("NFC", str(name)) for name in names)


def has_letter(code: str, letter: str) -> bool:
    """Whether a language writes words of its own with a letter: not only one or two names from elsewhere.

    >>> has_letter("sv", "å"), has_letter("de", "å")
    (True, False)
    """
    return sum(letter in name.lower() for name in _names_in(code)) >= _WORDS_OF_ITS_OWN


def is_language(code: str) -> bool:
    """Whether a code is one of a language, as its folder is named.

    >>> is_language("pl"), is_language("pt-BR"), is_language("em")
    (True, True, False)
    """
    try:
        return language_code(code) == code
    except UsageError:
        return False


def language_code(told: str) -> str:
    """Give the code of a language as its folder is named: `pt_br` is pt-BR, `ukr` is uk.

    Raises UsageError, with the nearest languages, if CLDR does not know it.
    """
    from babel.core import Locale, UnknownLocaleError, get_global

    parts = told.strip().replace("_", "-").split("-")
    first = parts[0].lower()
    alias = str(get_global("language_aliases").get(first, first)) if len(first) == 3 else first
    code = "-".join((*alias.split("_"), *(part.title() if len(part) == 4 else part.upper() for part in parts[1:])))
    if first in {"no", "nor"}:
        raise UsageError("“no” stands for two languages", None, "Say nb (Norsk bokmål) or nn (Norsk nynorsk).")
    if is_pseudo(code):
        raise UsageError(f"“{code}” is a trial of the layout, and no language", None,
                         "“brochure locale pseudo” prints it.")
    try:
        Locale.parse(cldr_code(code))
    except (UnknownLocaleError, ValueError):
        raise UsageError(f"“{told[:40]}” is no code of a language that CLDR knows", None, _suggestion(told)) from None
    return code


def _suggestion(told: str) -> str:
    """The languages that somebody may have meant: by the code, or by the name in English, Norwegian or itself."""
    wanted = told.strip().lower()[:40]
    named = list(_names())
    exact = [code for code, names in named if wanted in names]
    near = difflib.get_close_matches(wanted, sorted({name for _, names in named for name in names}), n=_MOST_NAMED,
                                     cutoff=0.7)
    starts = [code for code, names in named if len(wanted) > 2 and any(name.startswith(wanted) for name in names)]
    found = exact or [*(code for name in near for code, names in named if name in names), *starts]
    from babel.core import Locale

    english = Locale("en").languages
    told_of = [f"{code} ({english.get(code.replace('-', '_'), code)})"
               for code in list(dict.fromkeys(found))[:_MOST_NAMED]]
    return f"Did you mean {', '.join(told_of)}?" if told_of else \
        "Codes are those of BCP 47, such as uk for Ukrainian, se for Northern Sámi, pt-BR for Portuguese in Brazil."


def _names() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every language of CLDR: its code, and its names in lower case."""
    from babel.core import Locale
    from babel.localedata import locale_identifiers

    others = [Locale(code).languages for code in ("en", "nb")]
    known = set(locale_identifiers())
    bare = {code.split("_")[0] for code in known} - {"root", "no"}
    for code in sorted({*bare, *(code for code in others[0] if code in known and "_" in code)}):
        own = str(Locale.parse(code).get_display_name() or "")
        yield code.replace("_", "-"), tuple(
            name.lower() for name in (code, own, *(names.get(code, "") for names in others)) if name)
