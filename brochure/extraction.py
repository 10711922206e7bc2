"""What a translator is told of each text in a catalogue: comments, and flags that Poedit and Weblate act on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from brochure.catalogue import budget_in
from brochure.content import PHRASES
from brochure.markup import MarkupError, Text, parse, plain
from brochure.units import Unit

FUZZY = "fuzzy"
LIMIT = "max-length:"   # Weblate counts the letters as they are typed, markup included
_MARKUP = "md-text"     # Weblate takes the marks of **strong** and [words](slot) for what they are
_NO_TEXTS: Mapping[str, str] = {}
_NUMBER = re.compile(r"(?<![^\W\d_])(?<![^\W_]\d)\d+(?:[.,:]\d+)*(?:\s?[-–]\s?\d+(?:[.,:]\d+)*)?(?:\s?[%‰°])?")
_NOT_YET = "not brought up to date yet"
_HARM = "safety: a mistake here can do harm; a clinician signs it anew whenever it changes"


@dataclass(frozen=True)
class Extract:
    """A text as it stands in a catalogue for translators: its id, the source's words, comments and flags."""

    id: str
    source: str
    comments: tuple[str, ...]
    flags: tuple[str, ...]

    @property
    def budget(self) -> int:
        """The most letters that it may have, or 0 where that is not known."""
        return next(filter(None, map(budget_in, self.flags)), 0)


def extracts(units: Iterable[Unit], pivot: str = "", texts: Mapping[str, str] = _NO_TEXTS) -> tuple[Extract, ...]:
    """Give what a catalogue tells of each unit of the source language.

    `pivot` is the name of the language that stands beside the source, `texts` its translations by id.
    """
    return tuple(Extract(unit.id, unit.source, _comments(unit, pivot, texts.get(unit.id, "")), _flags(unit))
                 for unit in units)


def managed(flag: str) -> bool:
    """Whether a flag is one that the program sets; all others are the translator's or a tool's."""
    return flag == _MARKUP or flag.startswith(LIMIT)


def with_budget(extract: Extract, budget: int) -> Extract:
    """Give an extract that allows another number of letters."""
    flags = (f"{LIMIT}{budget}" if flag.startswith(LIMIT) else flag for flag in extract.flags)
    return replace(extract, flags=tuple(flags),
                   comments=tuple(_room(budget) if _is_room(told) else told for told in extract.comments))


def told_safety(comments: Iterable[str]) -> bool:
    """Whether the comments of an entry say that its text is marked `safety`, however they are folded."""
    return _HARM in " ".join(" ".join(comments).split())


def numbers(text: str) -> tuple[str, ...]:
    """Give every number of a text in digits, with its range and its sign, each once.

    >>> numbers("Fra uke 4–6, hos 10 % og 10 %.")
    ('4–6', '10 %')
    """
    return tuple(dict.fromkeys(match[0] for match in _NUMBER.finditer(text)))


def told(unit: Unit) -> tuple[tuple[str, str], ...]:
    """Give what a translator is told of a text, each line with its kind; the first says what it is, and where."""
    where = PHRASES.get(unit.id) or (f"page {unit.page}" if unit.page else "every layout")
    lines = [("place", f"{where}, {unit.role}")]
    lines += [("heading", f"under: {_plain(unit.heading)}")] if unit.heading else []
    lines += [("author", " ".join(unit.note.split()))] if unit.note else []
    lines += [("numbers", f"numbers: {' · '.join(found)}")] if (found := numbers(_plain(unit.source))) else []
    lines += [("safety", _HARM)] if unit.safety else []
    return tuple(lines)


def _comments(unit: Unit, pivot: str, text: str) -> tuple[str, ...]:
    lines = [line for _, line in told(unit)]
    lines += [_room(unit.budget)] if unit.budget else []
    return (*lines, f"{pivot}: {text or _NOT_YET}") if pivot else tuple(lines)


def _room(budget: int) -> str:
    return f"room: {budget} letters"


def _is_room(comment: str) -> bool:
    return bool(budget_in(f"#. {comment}"))


def _flags(unit: Unit) -> tuple[str, ...]:
    flags = [_MARKUP] if _has_markup(unit.source) else []
    return (*flags, *([f"{LIMIT}{unit.budget}"] if unit.budget else []))


def _plain(text: str) -> str:
    try:
        return plain(parse(text))
    except MarkupError:
        return text


def _has_markup(text: str) -> bool:
    return any(not isinstance(span, Text) for span in parse(text))
