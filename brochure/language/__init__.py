"""What is known of languages: numbers, units, words that negate, stems. Pure; a TOML file a language lies in data/.

A project adds to it, or supplies a language that has no file, in the table [words] of a locale.toml.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

_DATA = Path(__file__).parent / "data"
# What a file, or [words] in a locale.toml, may tell: lists of words, or tables of lists; see docs/LANGUAGES.md.
LISTS = ("perhaps_one", "article", "percent", "joins", "out_of", "every", "clock", "am", "pm", "times", "not",
         "perhaps_not", "bounds", "common", "doubled", "prefixes", "concord", "endings", "and_in_numbers", "foreign",
         "perhaps_bounding")
TABLES = ("numbers", "perhaps", "ordinals", "shares", "amounts", "units", "yes", "no", "bounding")
TEXTS = ("decimal", "stemmer", "compound", "spaced")
KINDS: dict[str, type] = {**dict.fromkeys(LISTS, list), **dict.fromkeys(TABLES, dict), **dict.fromkeys(TEXTS, str)}
BOUNDS = ("under", "over", "at least", "at most", "about")   # the keys of the table `bounding`
NUMBERED = ("numbers", "perhaps", "ordinals", "shares", "amounts")   # tables whose keys are numbers


@dataclass(frozen=True)
class Language:
    """What is known of a language; an empty part is one that nobody has told.

    `numbers` are the words that are numbers in every case, `perhaps` those that can be something else. `amounts` are
    words for a number with its unit. `negating` are words and phrases that negate, `perhaps_negating` those that do so
    in some translations only, both with `*` for the rest of a word; those of the list `concord` are no negation of
    their own beside another one in their clause. `yes` and `no` are opposites, by what they are about. `spaced` are
    the marks with a space before them. `prefixes` are written together with the word behind them; `endings` are those
    of inflected words, where stemmers take too much away. `common` are the commonest words, by which the language is
    known where another should stand. The list `bounds` has the words that say on which side of a number something is,
    or which of two it is more of: “under”, “at least”, “fewer”; `bounding` has those that stand beside a number, by
    their kind, and the list `perhaps_bounding` those of them that can be something else as well.
    """

    code: str
    decimal: str = "."
    numbers: Mapping[str, Fraction] = field(default_factory=dict)
    perhaps: Mapping[str, Fraction] = field(default_factory=dict)
    ordinals: Mapping[str, Fraction] = field(default_factory=dict)
    shares: Mapping[str, Fraction] = field(default_factory=dict)
    amounts: Mapping[str, tuple[Fraction, str]] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, frozenset[str]] = field(default_factory=dict)
    negating: tuple[str, ...] = ()
    perhaps_negating: tuple[str, ...] = ()
    yes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    no: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    bounding: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    prefixes: tuple[str, ...] = ()
    endings: frozenset[str] = frozenset()
    compounds: bool = False
    stemmer: str = ""
    spaced: str = ""

    def listed(self, name: str) -> frozenset[str]:
        """Give the words of a list, such as `percent` or `common`."""
        return self.words.get(name, frozenset())

    def __hash__(self) -> int:
        return id(self)

    def __eq__(self, other: object) -> bool:
        return self is other


def is_number(key: str) -> bool:
    """Whether a key of a table is a number, with its unit where that is told: “2”, “1/2”, “30 minute”."""
    try:
        return bool(_amount(key))
    except (ValueError, ZeroDivisionError):
        return False


def read(code: str, told: Mapping[str, Any] | None = None) -> Language:
    """Give what is known of a language by its code, with what a project tells of it besides."""
    return _language(code, _merged(_file(code), told)) if told else _known(code)


@cache
def _known(code: str) -> Language:
    return _language(code, _file(code))


def _file(code: str) -> dict[str, Any]:
    path = _DATA / f"{code.split('-')[0]}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


def _merged(known: Mapping[str, Any], told: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(known)
    for key, value in told.items():
        if isinstance(value, list):
            merged[key] = [*merged.get(key, ()), *value]
        elif isinstance(value, dict):
            merged[key] = _merged(merged.get(key, {}), value)
        else:
            merged[key] = value
    return merged


def _language(code: str, data: Mapping[str, Any]) -> Language:
    def table(name: str) -> dict[str, list[str]]:
        return {key: [value] if isinstance(value, str) else value for key, value in data.get(name, {}).items()}

    def values(name: str) -> dict[str, Fraction]:
        return {word.lower(): Fraction(number) for number, words in table(name).items() for word in words}

    numbers, perhaps = values("numbers"), values("perhaps")
    perhaps.update(dict.fromkeys(data.get("perhaps_one", ()), Fraction(1)))
    return Language(
        code=code,
        decimal=data.get("decimal", "."),
        numbers=numbers | _compounds(numbers, data.get("compound", "")),
        perhaps=perhaps,
        ordinals=values("ordinals"),
        shares=values("shares"),
        amounts={word: _amount(told) for told, words in table("amounts").items() for word in words},
        units={word.lower(): unit for unit, words in table("units").items() for word in words},
        words={name: frozenset(data[name]) for name in LISTS if name in data},
        negating=tuple(data.get("not", ())),
        perhaps_negating=tuple(data.get("perhaps_not", ())),
        yes={key: tuple(words) for key, words in table("yes").items()},
        no={key: tuple(words) for key, words in table("no").items()},
        bounding={kind: tuple(words) for kind, words in table("bounding").items()},
        prefixes=tuple(data.get("prefixes", ())),
        endings=frozenset(data.get("endings", ())),
        compounds=bool(data.get("compound")),
        stemmer=data.get("stemmer", ""),
        spaced=data.get("spaced", ""),
    )


def _amount(told: str) -> tuple[Fraction, str]:
    number, _, unit = told.partition(" ")
    return Fraction(number), unit


def _compounds(numbers: Mapping[str, Fraction], form: str) -> dict[str, Fraction]:
    """The words from 21 to 99 that are written in one: “{tens}{unit}” or “{unit}und{tens}”."""
    if not form:
        return {}
    tens = [(word, value) for word, value in numbers.items() if value in range(20, 100, 10)]
    units = [(word, value) for word, value in numbers.items() if value in range(1, 10)]
    return {form.format(tens=ten, unit=unit): high + low for ten, high in tens for unit, low in units}


def entries(words: Iterable[str]) -> str:
    """Give a regular expression of words and phrases, the longest first; `*` stands for letters.

    >>> entries(["no", "no longer", "un*"])
    'no,?\\\\s+longer|un\\\\w+|no'
    """
    import re

    ordered = sorted(words, key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).replace(r"\*", r"\w+").replace(r"\ ", r",?\s+") for word in ordered)
