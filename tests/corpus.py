"""Real words of real languages in place of those of a brochure, to try how their scripts are set.

The words are those of the Universal Declaration of Human Rights, of which the package gflanguages (Google Fonts,
Apache-2.0) holds passages in every language. None of them is copied here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from zlib import crc32

from gflanguages import LanguageProto, text_format

from brochure.pseudo import Pseudo

# By the code of the trial: the language's name in the package, its length beside Norwegian, its quotation marks.
LANGUAGES = {
    "ar-XA": ("ar_Arab", 0.8, ("«", "»")),
    "fa-XA": ("fa_Arab", 0.9, ("«", "»")),
    "uk-XA": ("uk_Cyrl", 1.17, ("«", "»")),
    "se-XA": ("se_Latn", 1.28, ("“", "”")),
    "pl-XA": ("pl_Latn", 1.17, ("„", "”")),
    "vi-XA": ("vi_Latn", 1.1, ("“", "”")),
}
_ARABIC = str.maketrans(",;?", "،؛؟")
_PERSIAN = str.maketrans("0123456789%", "۰۱۲۳۴۵۶۷۸۹٪")   # as Persians write them
_SIGNS = {"ar_Arab": _ARABIC, "fa_Arab": _ARABIC | _PERSIAN}
_WORD = re.compile("[^\\W\\d_](?:['\u064b-\u0655\u0670\u200c]?[^\\W\\d_])*[\u064b-\u0655]*")
_RUN = re.compile(r"[^\W\d_]+(?:[ -][^\W\d_]+)*")
_NEARBY = 12   # words among which the last one is chosen, so that a run is about as long as it should be


@cache
def words(code: str) -> tuple[str, ...]:
    """Give the words of a language, in the order of the declaration."""
    # Of the package's two thousand languages one is read: all of them would take seconds.
    told = (files("gflanguages.data") / "languages" / f"{LANGUAGES[code][0]}.textproto").read_text("utf-8")
    sample = text_format.Parse(told, LanguageProto()).sample_text
    return tuple(_WORD.findall(unicodedata.normalize("NFC", " ".join(
        getattr(sample, f"specimen_{size}") for size in (48, 36, 32, 21, 16)))))


def language(code: str) -> Pseudo:
    """Give what puts words of a language in the place of those of a text, of about the length that they have there."""
    return Pseudo(code, _change(code), False, LANGUAGES[code][2])


def _change(code: str) -> Callable[[str], str]:
    name, longer, _ = LANGUAGES[code]
    found, signs = words(code), _SIGNS.get(name, {})

    def run(match: re.Match[str]) -> str:
        wanted, at, chosen = round(len(match[0]) * longer), crc32(match[0].encode()), list[str]()
        while wanted > 1 or not chosen:
            near = [found[(at + step) % len(found)] for step in range(_NEARBY)]
            word = near[0] if len(near[0]) < wanted else min(near, key=lambda word: abs(len(word) - wanted))
            chosen.append(word)
            wanted -= len(word) + 1
            at += 1
        told = " ".join(chosen)
        return told[:1].upper() + told[1:] if match[0][0].isupper() else told

    return lambda text: _RUN.sub(run, text.translate(signs))
