"""Whether a term of a glossary stands in a text, however it is inflected."""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from typing import Any

from brochure.language import Language
from brochure.language.texts import folded, words

_SHORTEST, _ENDING = 4, 4   # letters: of a stem that a word may go on from, and how many more it may have


def find(term: str, text: str, language: Language) -> list[tuple[int, int]]:
    """Give where a term stands in a text: the first and the last of its words, counted from 0.

    >>> from brochure.language import read
    >>> find("pelvic belt", "Use one of the pelvic belts", read("en"))
    [(4, 5)]
    """
    wanted, found = _stems(term, language), _stems(text, language)
    if not wanted:
        return []
    last = len(wanted) - 1
    return [(start, start + last) for start in range(len(found) - last)
            if all(_alike(*wanted[index], *found[start + index], language) for index in range(len(wanted)))]


@lru_cache(maxsize=2_000)
def _stems(text: str, language: Language) -> list[tuple[str, str]]:
    """The words of a text, each with its stem: a text is asked for many terms."""
    return [(word, stem(word, language)) for word in words(folded(text))]


def _alike(term: str, term_stem: str, word: str, word_stem: str, language: Language) -> bool:
    if word == term:
        return True
    if language.endings:
        if word[:_SHORTEST - 1] != term[:_SHORTEST - 1]:   # as most are
            return False
        start = _shared(word, term)
        return start >= _SHORTEST - 1 and {word[start:], term[start:]} <= language.endings | {""}
    if word_stem == term_stem and len(unaccented(word)) - (same := _shared(unaccented(word), unaccented(term))) <= \
            _ENDING and len(unaccented(term)) - same <= _ENDING:
        return True
    for prefix in language.prefixes:
        if word.startswith(prefix) and len(word) - len(prefix) >= 3 and \
                _goes_on(term_stem, word[len(prefix):]):
            return True
    # Stemmers leave some endings: “iliosakralleddene” has the stem of “iliosakralledd” and five letters more.
    return len(term) > 5 and _goes_on(term_stem if len(term_stem) > _SHORTEST else term, word)


def _shared(one: str, other: str) -> int:
    """How many letters two words have in common from their beginning on."""
    return next((index for index, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
                min(len(one), len(other)))


def unaccented(word: str) -> str:
    """Give a word without what stands over its letters: “Bänder” begins like “Band”."""
    return "".join(letter for letter in unicodedata.normalize("NFD", word) if not unicodedata.combining(letter))


def _goes_on(start: str, word: str) -> bool:
    return len(start) >= _SHORTEST and word.startswith(start) and len(word) - len(start) <= _ENDING


@cache
def _stemmer(name: str) -> Any:
    import snowballstemmer

    return snowballstemmer.stemmer(name)


@cache
def stem(word: str, language: Language) -> str:
    """Give the stem of a word, by Snowball where it has the language; else the word."""
    return str(_stemmer(language.stemmer).stemWord(word)) if language.stemmer else word

