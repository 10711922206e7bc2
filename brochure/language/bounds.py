"""Which numbers of a text are bounds, and of what kind: under, over, at least, at most, about.

>>> from brochure.language import read
>>> [(*bound.kinds, bound.written) for bound in bounds("Høyst 3 ganger, under 10 %, i 6 uker", read("nb"))]
[('at most', 'høyst 3'), ('under', 'under 10 %'), ('6 uker',)]
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from brochure.language import Language, entries
from brochure.language.counting import Found
from brochure.language.negation import count
from brochure.language.numbers import Reader
from brochure.language.quantity import MEASURES, SHARE, Quantity
from brochure.language.texts import folded, without_addresses
from brochure.language.tokens import plain_digits

_SIGNS = {"<": "under", ">": "over", "≤": "at most", "≥": "at least", "≈": "about", "~": "about", "±": "about"}
# “No more than 10” is “at most 10”, and where one side says no outside of the bound, the other may say it inside.
_DENIED = ({"over", "at most"}, {"under", "at least"})
_MOST_STACKED = 3   # bounds before a number: “less than about 10”


@dataclass(frozen=True)
class Bound:
    """A number of a text, and how it is bounded: of several kinds where a word can be one or the other.

    `sure` says that the words can be nothing else, as “over” can stand for a place.
    """

    quantity: Quantity
    kinds: frozenset[str]
    sure: bool
    written: str


@dataclass(frozen=True)
class Change:
    """A number that is bounded otherwise in the translation; either may be nothing; `sure` if it is surely wrong."""

    source: str
    text: str
    sure: bool


def bounds(text: str, language: Language) -> list[Bound]:
    """Give every certain number of a text, in order, with how it is bounded, or with no kind."""
    text = plain_digits(without_addresses(text))
    reader = Reader(text, language)
    found = reader.found()
    given = []
    for index, entry in enumerate(found):
        if not (entry.quantity.certain or entry.quantity.unit) or entry.quantity.ordinal:
            continue
        start, end = reader.tokens[entry.first].start, reader.tokens[entry.last].end
        before = found[index - 1] if index else None
        behind = reader.tokens[found[index + 1].first].start if index + 1 < len(found) else len(text)
        words = [*_before(text, reader.tokens[before.last].end if before else 0, start, language, joined=bool(before)),
                 *_behind(text, end, behind, language, more=index + 1 < len(found))]
        given.append(_bound(entry, words, text, language))
    return given


def changes(source: str, source_language: Language, text: str, language: Language) -> Iterator[Change]:
    """Give each number that is bounded otherwise in a translation.

    Numbers are the same where their values are; one that stands oftener in one of the two is left out.
    """
    sides = [defaultdict[object, list[Bound]](list), defaultdict[object, list[Bound]](list)]
    for side, words, known in zip(sides, (source, text), (source_language, language), strict=True):
        for bound in bounds(words, known):
            side[bound.quantity.measure].append(bound)
    denied = [count(words, known)[1] for words, known in ((source, source_language), (text, language))]
    for value, ones in sides[0].items():
        others = sides[1].get(value, [])
        for one, other in zip(ones, others, strict=True) if len(ones) == len(others) else ():
            if one.kinds & other.kinds or (not one.kinds and not other.kinds):
                continue
            if one.kinds and other.kinds:
                if denied[0] != denied[1] and any(one.kinds | other.kinds <= pair for pair in _DENIED):
                    continue
                yield Change(one.written, other.written, one.sure or other.sure)
            elif (one if one.kinds else other).sure:
                yield Change(one.written if one.kinds else "", other.written if other.kinds else "", sure=False)


def _bound(entry: Found, words: list[tuple[str, int, int]], text: str, language: Language) -> Bound:
    quantity, known = entry.quantity, _kinds(language)
    kinds = frozenset(kind for word, _, _ in words for kind in known.get(word, {_SIGNS.get(word, "")}))
    measured = quantity.unit == SHARE or MEASURES.get(quantity.unit, ("time",))[0] not in ("time", "months")
    sure = any(measured or word not in language.listed("perhaps_bounding") for word, _, _ in words)
    told = [folded(text[start:end]).strip() for _, start, end in words]
    ahead = [word for word, (_, start, _) in zip(told, words, strict=True) if start < text.find(quantity.written)]
    behind = [word for word in told if word not in ahead]
    return Bound(quantity, kinds, sure, " ".join((*ahead, quantity.written, *behind)))


def _before(text: str, begin: int, end: int, language: Language, *, joined: bool) -> Iterator[tuple[str, int, int]]:
    """The bounds that stand before a number, with at most one word between; “4 to 6” has none."""
    pattern = _pattern(language, before=True)
    window = folded(text[begin:end])
    if joined and window.strip() in language.listed("joins"):
        return
    if sign := re.search(r"([<>≤≥≈~±])\s*$", window):
        yield sign[1], begin + sign.start(), begin + sign.end()
    for _ in range(_MOST_STACKED):
        match = pattern.search(window) if pattern else None
        if not match:
            return
        yield _listed(match["word"], language), begin + match.start("word"), begin + match.end("word")
        window = window[:match.start("word")]


def _behind(text: str, begin: int, end: int, language: Language, *, more: bool) -> Iterator[tuple[str, int, int]]:
    """The bound that stands behind a number, as “or more”, if it is not that of the next one."""
    pattern = _pattern(language, before=False)
    match = pattern.match(folded(text[begin:end])) if pattern else None
    if match and not (more and len(text[begin + match.end():end].split()) < 2):
        yield _listed(match["word"], language), begin + match.start("word"), begin + match.end("word")


@cache
def _kinds(language: Language) -> dict[str, set[str]]:
    known: dict[str, set[str]] = defaultdict(set)
    for kind, words in language.bounding.items():
        for word in words:
            known[word].add(kind)
    return dict(known)


def _listed(word: str, language: Language) -> str:
    """A bound as it is listed: without the prefix that Arabic writes before it."""
    word = " ".join(word.split())
    known = _kinds(language)
    return next((word[len(prefix):] for prefix in ("", *language.prefixes)
                 if word.startswith(prefix) and word[len(prefix):] in known), word)


@cache
def _pattern(language: Language, *, before: bool) -> re.Pattern[str] | None:
    words = [word for kind, listed in language.bounding.items() for word in listed
             if before or kind not in ("under", "over") or word.split()[0] in language.listed("joins")]
    words = [word for word in words if not before or word.split()[0] not in language.listed("joins") or " " not in word]
    if not words:
        return None
    prefixes = f"(?:{entries(language.prefixes)})?" if language.prefixes else ""
    word = rf"(?<!\w)(?P<word>{prefixes}(?:{entries(words)}))(?!\w)"
    return re.compile(rf"{word}\.?(?:\s+[^\W\d]+)?\s*$" if before else rf"\s*(?:[^\W\d]+\s+)?{word}")

