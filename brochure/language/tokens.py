"""A text as the tokens that numbers are made of: digits, words, signs, times of the day, telephone numbers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from brochure.language import Language
from brochure.language.texts import folded

DASHES = "-–—‑−"
_TOKEN = re.compile(r"""
    (?P<digits>\+?\d{2,}(?:[ \u00a0\u202f]\d{2,}){2,})   # a telephone number
  | (?P<number>\d+(?:[.,:\u00a0\u202f ]\d+)*\.?)
  | (?P<word>[^\W\d_]+(?:['’\u200c](?=[^\W\d_])[^\W\d_]+|[\u0300-\u036f]|[^\W\d_])*)
  | (?P<sign>%|‰|°\s?[CcF]\b|°|[½¼¾⅓⅔⅛]|[-–—‑−/×]|[.,;:!?()])
""", re.VERBOSE)
_THOUSANDS = re.compile(r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)")
_TELEPHONE = 7   # digits without a space or a point: no number that is written so
_SPACE = re.compile(r"[ \u00a0\u202f]")


@dataclass(frozen=True)
class Token:
    """A piece of a text; `value` is that of a number, in minutes of the day that of a `clock`."""

    kind: str       # number, word, sign, digits, clock, date
    text: str       # folded
    start: int
    end: int
    value: Fraction | None = None
    point: bool = False    # a number in digits with a point after it


def plain_digits(text: str) -> str:
    """Give a text with the digits that it would have in Latin script."""
    if text.isascii():
        return text
    text = text.replace("٫", ",").replace("٬", "").replace("٪", "%").replace("،", ",")
    return "".join(str(unicodedata.decimal(letter)) if letter.isdecimal() else letter for letter in text)


def tokens(text: str, language: Language) -> Iterator[Token]:
    """Give the tokens of a text in their order."""
    position = 0
    while match := _TOKEN.search(text, position):
        position = match.end()
        kind = match.lastgroup or ""
        if kind == "digits" and _THOUSANDS.fullmatch(match[0]):
            kind = "number"
        if kind != "number":
            yield Token(kind, folded(match[0]), match.start(), match.end())
            continue
        for token in _digits(text, match.start(), match.end(), language):
            position = token.end
            yield token
            break   # what is left of the run is looked at anew


def _digits(text: str, start: int, end: int, language: Language) -> Iterable[Token]:
    """The first number of a run of digits and separators."""
    run = text[start:end]
    if thousands := _THOUSANDS.match(run):
        length = thousands.end()
        value = Fraction(_SPACE.sub("", thousands[0]))
        tail = re.match(rf"{re.escape(language.decimal)}(\d+)", run[length:])
        if tail:
            value += Fraction(int(tail[1]), 10 ** len(tail[1]))
            length += tail.end()
        yield Token("number", run[:length], start, start + length, value)
        return
    run = re.match(r"\d+(?:[.,:]\d+)*\.?", run)[0]  # type: ignore[index]
    point = run.endswith(".")
    body = run.rstrip(".")
    parts = re.split(r"[.,:]", body)
    separators = re.findall(r"[.,:]", body)
    last = start + len(body)
    if len(parts) == 1 and len(body) >= _TELEPHONE:
        yield Token("digits", body, start, last)
    elif len(parts) == 1:
        yield Token("number", body, start, last, Fraction(body), point)
    elif len(parts) == 2 and separators[0] == language.decimal and not (len(parts[1]) == 2 and _before_is_clock(
            text, start, language)):
        yield Token("number", body, start, last, Fraction(f"{parts[0]}.{parts[1]}"))
    elif all(len(part) == 3 for part in parts[1:]) and set(separators) <= {"." if language.decimal == "," else ","}:
        yield Token("number", body, start, last, Fraction("".join(parts)))
    elif len(parts) == 2 and len(parts[1]) == 2 and int(parts[0]) <= 24 and int(parts[1]) < 60:
        minutes = int(parts[0]) * 60 + int(parts[1])
        after = folded(text[last:last + 6]).strip().rstrip(".")
        if any(after.startswith(word) for word in language.listed("pm")) and int(parts[0]) < 12:
            minutes += 720
        yield Token("clock", body, start, last, Fraction(minutes))
    elif len(parts) == 2 and set(separators) <= {".", ","}:
        yield Token("number", body, start, last, Fraction(f"{parts[0]}.{parts[1]}"))
    else:
        yield Token("number", parts[0], start, start + len(parts[0]), Fraction(parts[0]))


def _before_is_clock(text: str, start: int, language: Language) -> bool:
    before = folded(text[max(0, start - 12):start]).replace(".", " ").split()
    after = folded(text[start + 4:start + 12]).replace(".", " ").split()
    return bool(before and before[-1] in language.listed("clock")) or bool(
        after and after[0] in language.listed("clock") | language.listed("am") | language.listed("pm"))
