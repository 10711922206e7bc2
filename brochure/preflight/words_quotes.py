"""Quotation marks are typed plain, or are those of the language."""

from __future__ import annotations

import re
from collections.abc import Iterator

from brochure.language.texts import bare
from brochure.preflight import ALWAYS, Check, Look, Spot, Subject

# ’ is not among them: it is an apostrophe, too.
_MARKS = re.compile("[«»‹›„“”‚‘]")
_INSIDE_PLAIN = re.compile(r'"[^"]*"')   # marks within marks are others in many languages


def _look(subject: Subject) -> Look:
    words = subject.told
    own = tuple(mark.strip() for mark in words.locale.quotes)
    for unit in words.ready:
        if found := list(foreign(bare(unit.text), own)):
            yield Spot(f"quotation marks of another language are typed: {' '.join(found)}", unit.place, unit.id)
    return f"{len(words.ready)} texts" if words.ready else ""


def foreign(text: str, own: tuple[str, ...]) -> Iterator[str]:
    """Give each quotation mark of a text, once, that is none of its language, or closes where it should open.

    What stands between the language's own marks is not looked at.

    >>> list(foreign('czyli «rozluźnienie»', ("„", "”"))), list(foreign("„tak «lub» nie”", ("„", "”")))
    (['«', '»'], [])
    """
    opening, closing = own
    text = _INSIDE_PLAIN.sub(" ", text)
    if opening != closing:
        text = re.sub(f"(?<!\\w){re.escape(opening)}[^{re.escape(opening + closing)}]*{re.escape(closing)}", " ", text)
    found = [match[0] for match in _MARKS.finditer(text) if match[0] not in own or _opens(text, match, own)]
    yield from dict.fromkeys(found)


def _opens(text: str, match: re.Match[str], own: tuple[str, ...]) -> bool:
    """Whether the mark that closes in this language stands before a word: «so» where »so« is right."""
    before, after = text[:match.start()][-1:], text[match.end():][:1]
    return own[0] != own[1] and match[0] == own[1] and not before.strip() and after.isalnum()


CHECK = Check(
    id="words/quotes",
    title="Quotation marks are those of the language",
    rationale="What is typed as a mark of another language is printed as it is, beside the right ones that are set.",
    looks_at="« » ‹ › „ “ ” ‚ ‘ beside the marks of the locale.toml; those within others are left out",
    proves=frozenset({ALWAYS}),
    level="warning",
    kind="words",
    look=_look,
    hint="Type plain quotation marks (\"): the program sets the marks of your language.",
)
