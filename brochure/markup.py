"""The inline markup of messages: `**strong**`, `*em*` and `[text](slot)`; nothing else.

A message is parsed into a tree of spans. Strong and emphasised text may hold slots; a slot holds text only, because
in a PDF a link must not hold other elements (ISO 14289-1, 7.18.5).
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass

_TOKEN = re.compile(r"\*\*|\*|\[|\]\(([^()\s]*)\)|\]")
_MARKS = {"**": "strong", "*": "em"}
JOINERS = "\u200c\u200d\u00ad"   # seen in their effect only; words of Persian and Urdu need the first two
_NAMES = {"\n": "a line break", "\t": "a tab", "\u00a0": "a no-break space", "\u202f": "a narrow no-break space",
          "\u00ad": "a soft hyphen", "\ufeff": "a byte order mark", "\u200b": "a zero width space"}
HINT = "Markup is **strong**, *emphasised* and [words](slot); each mark that opens must close."


@dataclass(frozen=True)
class Text:
    """A run of plain text."""

    text: str


@dataclass(frozen=True)
class Styled:
    """A run of spans set `strong` or `em`."""

    style: str
    children: tuple[Span, ...]


@dataclass(frozen=True)
class Slot:
    """Words that carry a named slot: a link, a film or another language."""

    name: str
    children: tuple[Span, ...]


Span = Text | Styled | Slot


class MarkupError(ValueError):
    """The markup of a text is broken; the message says how."""


@dataclass
class _Open:
    mark: str
    spans: list[Span]


def parse(text: str) -> tuple[Span, ...]:
    """Give the spans of a message, or raise MarkupError.

    >>> parse("See **this** [page](home)")
    (Text(text='See '), Styled(style='strong', children=(Text(text='this'),)), Text(text=' '), \
Slot(name='home', children=(Text(text='page'),)))
    """
    stack = [_Open("", [])]
    position = 0
    for token in _TOKEN.finditer(text):
        _add_text(stack[-1].spans, text[position:token.start()])
        position = token.end()
        _take(stack, token)
    _add_text(stack[-1].spans, text[position:])
    if len(stack) > 1:
        raise MarkupError(f"{stack[-1].mark} is opened and never closed")
    return tuple(stack[0].spans)


def invisible(text: str) -> str:
    """Name the first letter of a text that nobody can see, and what stands before it; nothing if there is none.

    >>> invisible("uke\\u00a04")
    'a no-break space (U+00A0) after “uke”'
    """
    for position, letter in enumerate(() if text.isprintable() else text):
        if not letter.isprintable() and letter not in JOINERS[:2]:
            name = _NAMES.get(letter) or unicodedata.name(letter, "a control character").lower()
            before = "".join(filter(str.isprintable, text[max(0, position - 20):position])).strip()
            return f"{name} (U+{ord(letter):04X}){f' after “{before}”' if before else ''}"
    return ""


def way_out(found: str) -> str:
    """Say what to do about a letter that `invisible` has named, in a translation.

    >>> way_out(invisible("uke\\u00a04"))
    'Type a plain space there: the program sets no-break spaces itself.'
    """
    if found.startswith(_NAMES["\n"]):
        return "Take the line break out: do not press Enter inside a text."
    if "space" in found.partition(" (")[0] and "zero" not in found:
        return "Type a plain space there: the program sets no-break spaces itself."
    return "Delete the word and type it anew."


def _add_text(spans: list[Span], text: str) -> None:
    if text:
        spans.append(Text(text))


def _take(stack: list[_Open], token: re.Match[str]) -> None:
    mark = token[0]
    open_marks = [part.mark for part in stack]
    if mark == "[" or (mark in _MARKS and mark not in open_marks):
        if "[" in open_marks:
            raise MarkupError(f"{mark} stands inside [ ]; words of a slot are plain text, put {mark} outside")
        stack.append(_Open(mark, []))
        return
    opener = "[" if mark.startswith("]") else mark
    if stack[-1].mark != opener:
        raise MarkupError(f"{mark} closes what is not open")
    if mark == "]":
        raise MarkupError("] is not followed by the name of a slot in round brackets, like [text](slot)")
    part = stack.pop()
    if not part.spans:
        raise MarkupError(f"there are no words between {part.mark} and {mark}")
    children = tuple(part.spans)
    stack[-1].spans.append(Slot(token[1], children) if opener == "[" else Styled(_MARKS[mark], children))


def slots(spans: tuple[Span, ...]) -> Counter[str]:
    """Count the slots that spans use, by name."""
    found: Counter[str] = Counter()
    for span in spans:
        if isinstance(span, Slot):
            found[span.name] += 1
        if not isinstance(span, Text):
            found += slots(span.children)
    return found


def styles(spans: tuple[Span, ...]) -> Counter[str]:
    """Count the strong and emphasised runs of spans."""
    found: Counter[str] = Counter()
    for span in spans:
        if isinstance(span, Styled):
            found[span.style] += 1
        if not isinstance(span, Text):
            found += styles(span.children)
    return found


def plain(spans: tuple[Span, ...]) -> str:
    """Give the words of spans without markup."""
    return "".join(span.text if isinstance(span, Text) else plain(span.children) for span in spans)
