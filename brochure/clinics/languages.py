"""The languages that a clinic may want: a code is what is written, but people write names."""

from __future__ import annotations

import re
from collections.abc import Collection

from brochure.customs import is_language
from brochure.errors import nearest
from brochure.scripts import cldr_code

_WORDS = re.compile(r"[^\W\d_]{4,}")


def language_hint(word: str, codes: Collection[str]) -> str:
    """Give what to write instead of a word that is no code: the code of the language that it names, or the nearest.

    >>> language_hint("Norsk", ["en", "nb", "nn"]), language_hint("nynorsk", ["en", "nb", "nn"])
    ('Write nb.', 'Write nn.')
    >>> language_hint("engelsk", ["en", "nb"]), language_hint("no", ["en", "nb", "nn"])
    ('Write en.', 'Write nb.')
    """
    wanted = word.casefold()
    named = [code for code in sorted(codes) if is_language(code) and (wanted in _names(code) or _code(wanted) == code)]
    return f"Write {named[0]}." if named else nearest(word, codes)


def _code(word: str) -> str:
    """The code that is meant by one of three letters, or by that of Norwegian as a whole, which is mostly Bokmål."""
    from babel.core import get_global

    language = re.split("[-_]", word)[0]
    known = get_global("language_aliases").get(language, language)
    return "nb" if known == "no" else known


def _names(code: str) -> set[str]:
    """The words that a language is called by, in Norwegian, in English, and in itself."""
    from babel.core import Locale

    language = Locale.parse(cldr_code(code))
    told = " ".join(str(language.get_display_name(other)) for other in ("nb", "en", language))
    return set(_WORDS.findall(told.casefold()))
