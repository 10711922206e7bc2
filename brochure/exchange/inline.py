"""The markup of a text as codes that a translator's tool protects: pairs around words, and placeholders."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Literal

from brochure.markup import MarkupError, Slot, Span, Styled, Text, parse

_PLACEHOLDER = re.compile(r"(\{[a-z]+\})")
_MARKS = {"strong": "**", "em": "*"}


@dataclass(frozen=True)
class Code:
    """A code: how it is written before (`start`) and after its children, which a placeholder does not have.

    `number` is its own among the codes of a text, and that of the same code in the source.
    """

    kind: Literal["strong", "em", "slot", "placeholder"]
    start: str
    end: str
    children: tuple[Piece, ...]
    number: int = 0


Piece = str | Code


def pieces(text: str, numbers: Callable[[Code], int] | None = None) -> tuple[Piece, ...]:
    """Give a text as words and codes, numbered as they come, or as `numbers` has it; what is no markup stays words.

    >>> pieces("under **10 %**")
    ('under ', Code(kind='strong', start='**', end='**', children=('10 %',), number=1))
    """
    counted = count(1)
    try:
        return tuple(_pieces(parse(text), numbers or (lambda _: next(counted))))
    except MarkupError:
        return (text,)


def like(source: Sequence[Piece]) -> Callable[[Code], int]:
    """Give what numbers the codes of a translation: as the same codes of the source, and new ones after them."""
    free = list(codes(source))
    counted = count(len(free) + 1)

    def number(code: Code) -> int:
        found = next((other for other in free if (other.start, other.end) == (code.start, code.end)), None)
        if found is None:
            return next(counted)
        free.remove(found)
        return found.number

    return number


def codes(found: Sequence[Piece]) -> Iterator[Code]:
    """Give every code of a text, also those in others."""
    for piece in found:
        if isinstance(piece, Code):
            yield piece
            yield from codes(piece.children)


def _pieces(spans: Sequence[Span], number: Callable[[Code], int]) -> Iterator[Piece]:
    for span in spans:
        if isinstance(span, Text):
            for part in filter(None, _PLACEHOLDER.split(span.text)):
                yield _numbered(Code("placeholder", part, "", ()), number) if _PLACEHOLDER.fullmatch(part) else part
        elif isinstance(span, Styled):
            mark = _MARKS[span.style]
            yield _pair(Code("strong" if span.style == "strong" else "em", mark, mark, ()), span.children, number)
        elif isinstance(span, Slot):
            yield _pair(Code("slot", "[", f"]({span.name})", ()), span.children, number)


def _numbered(code: Code, number: Callable[[Code], int]) -> Code:
    return Code(code.kind, code.start, code.end, code.children, number(code))


def _pair(code: Code, children: Sequence[Span], number: Callable[[Code], int]) -> Code:
    own = number(code)
    return Code(code.kind, code.start, code.end, tuple(_pieces(children, number)), own)
