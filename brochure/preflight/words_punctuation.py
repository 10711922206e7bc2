"""A text ends as its source does."""

from __future__ import annotations

import re
from collections.abc import Iterator

from brochure.language import Language
from brochure.language.texts import without_addresses
from brochure.preflight import ALWAYS, Check, Look, Spot, Subject

# Marks of other scripts, and the Latin ones that they are (Unicode, chapter 6.2).
_AS_LATIN = str.maketrans({"؟": "?", "۔": ".", "،": ",", "؛": ";", "。": ".", "！": "!", "？": "?", "：": ":", "।": ".",
                           "՞": "?", "։": ".", "¿": "", "¡": ""})
_CLOSING = "\"'”’»›)]*_“‘"
_TWICE = re.compile(r"(?<!\.)\.\.(?!\.)|,,|;;|::|\.,|,\.|\?\.|!\.|\?,|؟؟|،،")
_SHOWN = 12   # letters on each side of a mark that is quoted
_NAMES = {".": "a full stop", "?": "a question mark", "!": "an exclamation mark", ":": "a colon", "": "no mark",
          "…": "an ellipsis", ",": "a comma", ";": "a semicolon"}


def _look(subject: Subject) -> Look:
    words = subject.told
    for unit, source, text in words.pairs():
        for message, hint in _faults(source, text, words.language):
            yield Spot(message, unit.place, unit.id, hint=hint)
    return words.saw()


def _faults(source: str, text: str, language: Language) -> Iterator[tuple[str, str]]:
    """What is told of a text, and what to do if it is not the hint of the check."""
    here, there = _latin(source, ""), _latin(text, language.code)
    one, other = _end(here), _end(there)
    if one != other and not {one, other} <= {".", "!"}:
        yield f"the source ends with {_NAMES[one]}, the translation with {_NAMES[other]}", ""
    elif here.count("?") != there.count("?"):
        yield (f"the source asks {here.count('?')} times, the translation {there.count('?')} times",
               "Ask as often as the source does.")
    if (twice := _TWICE.search(there)) and not _TWICE.search(here):
        around = there[max(0, twice.start() - _SHOWN):twice.end() + _SHOWN].strip()
        yield f"“{twice[0]}” stands there, in “{around}”", "Keep one of the two marks."


def _latin(text: str, code: str) -> str:
    text = without_addresses(text).translate(_AS_LATIN)
    if code.partition("-")[0] == "el":
        text = text.replace(";", "?").replace("\u037e", "?")
    return text


def _end(text: str) -> str:
    text = text.strip().rstrip(_CLOSING).strip()
    if text.endswith(("…", "...")):
        return "…"
    return text[-1:] if text[-1:] in _NAMES else ""


CHECK = Check(
    id="words/punctuation",
    title="A text ends as its source does",
    rationale="A question that has become a statement, or an item of a list with a full stop, is read otherwise.",
    looks_at="the last mark of each text, question marks, and marks that stand twice; in the marks of each script",
    proves=frozenset({ALWAYS}),
    level="warning",
    kind="words",
    look=_look,
    hint="End the text as the source ends, in the marks of your language.",
)
