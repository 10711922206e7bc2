"""How often a text says no.

>>> from brochure.language import read
>>> count("Smertene er ikke farlige, men ubehagelige.", read("nb"))
(1, 2)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from brochure.language import Language, entries
from brochure.language.texts import folded, sentences

_CLAUSE = re.compile(r"[,.;:!?،؛؟–—()]")


def disagreement(source: str, source_language: Language, text: str, language: Language) -> str:
    """Say how the negations of two texts differ, or nothing if they can be the same.

    Sentences are compared one by one where there are as many in both. “Perhaps” negations (“harmless”, “unless”) count
    or not, as the other side wants it, unless that side has their opposite.
    """
    ones, others = sentences(source), sentences(text)
    pairs = list(zip(ones, others, strict=True)) if len(ones) == len(others) else [(source, text)]
    for one, other in pairs:
        (least, most), (fewest, utmost) = count(one, source_language), count(other, language)
        # Where both have a “perhaps”, it is most likely the same word: “hindrer” is “hinders”.
        alike = min(most - least, utmost - fewest)
        most, utmost = most - alike, utmost - alike
        if least > utmost:
            return f"the source says no ({named(one, source_language)}), the translation does not"\
                if utmost == 0 else _more(least, utmost, "source", "translation")
        if fewest > most:
            return f"the translation says no ({named(other, language)}), the source does not"\
                if most == 0 else _more(fewest, most, "translation", "source")
        if least == 0 and fewest == 0 and (turned := _turned(one, source_language, other, language)):
            return turned
    return ""


def _more(here: int, there: int, one: str, other: str) -> str:
    times = ("never", "once", "twice")
    told = [times[number] if number < 3 else f"{number} times" for number in (here, there)]
    return f"the {one} says no {told[0]}, the {other} {told[1]}"


def count(text: str, language: Language) -> tuple[int, int]:
    """Give how often a text negates at least, and at most."""
    least = most = 0
    beside = language.listed("concord")
    for clause in _CLAUSE.split(folded(text)) if beside else [folded(text)]:
        found = list(_found(clause, language))
        words = [word for word, surely in found if surely]
        own = sum(word not in beside for word in words)
        if words and not own:
            # “Nikt nigdy nie wie” is one negation, and so is “nie … ani …, ani …”.
            own, found = (1, found) if least == 0 else (0, [*found, ("", False)])
        least, most = least + own, most + own + sum(not surely for _, surely in found)
    return least, most


def _found(text: str, language: Language) -> Iterator[tuple[str, bool]]:
    """The expressions of a text that negate, and whether surely; the longest wins: “not only” is no “not”."""
    sure, pattern = _pattern(language)
    for match in pattern.finditer(text):
        yield match[0], bool(sure.fullmatch(match[0])) and not match.lastindex


def negations(text: str, language: Language) -> tuple[str, ...]:
    """Give all that negates in a text, surely or perhaps, in its order."""
    return tuple(word for word, _ in _found(folded(text), language))


def named(text: str, language: Language) -> str:
    """Give the words that surely negate, as a message quotes them."""
    return ", ".join(f"“{word}”" for word, surely in _found(folded(text), language) if surely)


@cache
def _pattern(language: Language) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What surely negates, and all that does; the words of “perhaps” are a group."""
    both = sorted([(word, True) for word in language.negating] + [(word, False) for word in language.perhaps_negating],
                  key=lambda entry: (-len(entry[0]), entry[0]))
    parts = "|".join(entries([word]) if surely else f"({entries([word])})" for word, surely in both)
    return re.compile(entries(language.negating)), re.compile(rf"(?<!\w)(?:{parts})(?!\w)")


def _turned(source: str, source_language: Language, text: str, language: Language) -> str:
    """A word whose opposite stands in the translation: “unnecessary” where the source says “necessary”."""
    one, other = folded(source), folded(text)
    for about in source_language.no.keys() & language.no.keys():
        here = (_has(one, source_language.yes.get(about, ())), _has(one, source_language.no[about]))
        there = (_has(other, language.yes.get(about, ())), _has(other, language.no[about]))
        if (here[0] and not here[1] and there[1] and not there[0]) or \
                (here[1] and not here[0] and there[0] and not there[1]):
            return f"the source says “{here[0] or here[1]}”, the translation the opposite, “{there[0] or there[1]}”"
    return ""


def _has(text: str, words: tuple[str, ...]) -> str:
    found = re.search(rf"(?<!\w)(?:{entries(words)})(?!\w)", text) if words else None
    return found[0] if found else ""
