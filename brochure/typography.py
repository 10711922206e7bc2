"""The typographer's work on plain words, per locale: quotes, no-break spaces, dashes, numbers with their units.

Translators type straight quotes, plain spaces and hyphens; what the language wants is set here. The source of the
percent form is CLDR (Babel), of the quotes and the words that stay with a number the locale's locale.toml.
"""

from __future__ import annotations

import re

from brochure.model import Locale

NO_BREAK = "\u00a0"
_SLOT_NAME = re.compile(r"(\]\([^()\s]*\))")
_RANGE = re.compile(r"(?<![\d./:-])(\d+)\s?[-–]\s?(\d+)(?![\d./:-])")
_SPACED_DASH = re.compile(r" – ")
_FIRST_DASH = re.compile(r"^– ")
_PERCENT = re.compile(r"(\d)[ \u00a0]?%")
_NUMBER_AND_WORD = re.compile(r"(?<![\w.])(\d+(?:[–.,]\d+)*) (?=[^\W\d])")
_STRAIGHT = re.compile(r"\"|'")
_BEFORE_OPENING = " \u00a0([–—/*\n"


def typeset(text: str, locale: Locale) -> str:
    """Give a message's text, markup and all, as it is to be printed in a locale."""
    parts = _SLOT_NAME.split(text)
    parts[::2] = [_spaces(part, locale) for part in parts[::2]]
    return _quotes("".join(parts), locale)


def _spaces(text: str, locale: Locale) -> str:
    text = _RANGE.sub(r"\1–\2", text)
    space = NO_BREAK if locale.percent.endswith(("\u00a0%", " %", "\u202f%")) else ""
    text = _PERCENT.sub(rf"\1{space}%", text)
    text = _NUMBER_AND_WORD.sub(rf"\1{NO_BREAK}", text)
    for word in locale.keep_with_number:
        text = re.sub(rf"(?i)\b({re.escape(word)}) (?=\d)", rf"\1{NO_BREAK}", text)
    return _FIRST_DASH.sub(f"–{NO_BREAK}", _SPACED_DASH.sub(f"{NO_BREAK}– ", text))


def _quotes(text: str, locale: Locale) -> str:
    opening, closing = locale.quotes

    def mark(match: re.Match[str]) -> str:
        before = text[match.start() - 1] if match.start() else " "
        if match[0] == "'":
            return "’"
        return opening if before in _BEFORE_OPENING else closing

    return _STRAIGHT.sub(mark, text)
