"""The typographer's work on plain words, per locale: quotes, no-break spaces, dashes, numbers with their units.

Translators type straight quotes, plain spaces and hyphens; what the language wants is set here. The source of the
percent form is CLDR (Babel), of the quotes and the words that stay with a number the locale's locale.toml.
"""

from __future__ import annotations

import re

from brochure.model import Locale

NO_BREAK = "\u00a0"
_SLOT_NAME = re.compile(r"(\]\([^()\s]*\))")
# Two numbers with a hyphen or dash between them and no space; not a date, a telephone number, a time or a decimal.
_RANGE = re.compile(r"(?<![\d/:-])(?<!\d[.,])(\d+(?:[.,]\d+)?)[-–](\d+(?:[.,]\d+)?)(?![\d/-])(?![.:,]\d)")
_MONTH = re.compile(r"[12]\d{3}[-–](0\d|1[0-2])")
_SPACED_DASH = re.compile(r" [-–](?= )")
_FIRST_DASH = re.compile(r"^[-–] ")
_PERCENT = re.compile(r"(\d)[ \u00a0\u202f]?([%٪])")
_THOUSANDS = re.compile(r"(?<=\d) (?=\d{3}(?!\d))")
_NUMBER_AND_WORD = re.compile(r"(?<![\w.])(\d+(?:[–.,]\d+)*) (?=[^\W\d])")
_LAST_WORD = re.compile(r"(?<=\S) (\S{1,5})$")   # a short word that would stand alone on the last line
_A_LINE = 60   # letters
_STRAIGHT = re.compile(r"[\"']")
_MARKUP = "*[]"   # stands between a quotation mark and its word, and is not printed
_BEFORE_OPENING = " \u00a0([{–—/\n"


def typeset(text: str, locale: Locale) -> str:
    """Give a message's text, markup and all, as it is to be printed in a locale.

    Names of slots stay as they are. What is typeset already stays as it is, too.
    """
    parts = _SLOT_NAME.split(text)
    parts[::2] = [_spaces(part, locale, first=index == 0) for index, part in enumerate(parts[::2])]
    before = ""
    for index in range(0, len(parts), 2):
        parts[index] = _quotes(before, parts[index], locale.quotes)
        before += parts[index] + ")"
    whole = "".join(parts)
    return _LAST_WORD.sub(rf"{NO_BREAK}\1", whole) if len(whole) > _A_LINE else whole


def _spaces(text: str, locale: Locale, *, first: bool) -> str:
    text = _RANGE.sub(lambda range_: range_[0] if _MONTH.fullmatch(range_[0]) else f"{range_[1]}–{range_[2]}", text)
    # CLDR writes the sign before the number in some languages (tr); those who write them type it so.
    if locale.percent.lstrip("\u200e\u200f").startswith(("#", "0")):
        space = NO_BREAK if locale.percent.endswith(("\u00a0%", " %", "\u202f%")) else ""
        text = _PERCENT.sub(rf"\1{space}\2", text)
    text = _NUMBER_AND_WORD.sub(rf"\1{NO_BREAK}", _THOUSANDS.sub(NO_BREAK, text))
    for word in locale.keep_with_number:
        text = re.sub(rf"(?i)\b({re.escape(word)}) (?=\d)", rf"\1{NO_BREAK}", text)
    text = _SPACED_DASH.sub(f"{NO_BREAK}–", text)
    return _FIRST_DASH.sub(f"–{NO_BREAK}", text) if first else text


def _quotes(before: str, text: str, quotes: tuple[str, str]) -> str:
    """Set the quotation marks of a part of a text; `before` is what stands before it."""
    opening, closing = quotes

    def mark(match: re.Match[str]) -> str:
        if match[0] == "'":
            return "’"
        words = (before + text[:match.start()]).rstrip(_MARKUP)
        return opening if not words or words[-1] in _BEFORE_OPENING else closing

    return _STRAIGHT.sub(mark, text)
