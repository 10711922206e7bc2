"""What goes out to translators and comes back: texts as rows, whatever the form of the file.

A file tells which brochure and language it is of, and for each text what it was like when it went out (its token).
So what comes back can be held against the source and the catalogue of today.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

from brochure.errors import Faults, Place, short

State = Literal["missing", "fuzzy", "translated"]
# What an agency calls the steps of a text; the last two are sign-offs of a second translator, and of a clinician too.
Stage = Literal["initial", "translated", "reviewed", "final"]
LIMIT_BYTES = 5_000_000
_TOKEN = re.compile(r"(missing|fuzzy|translated)/([0-9a-f]{16})/([0-9a-f]{16})")


@dataclass(frozen=True)
class Note:
    """Something that a translator is told of a text: its kind (an XLIFF category), and the words."""

    kind: str
    text: str


@dataclass(frozen=True)
class Row:
    """A text that goes out: `what` it is and where, its translation so far, and what is known of it.

    `budget` is the most letters that it may have, as they are typed; `pivot` the same text in a language that helps.
    """

    id: str
    what: str
    source: str
    text: str
    state: State
    stage: Stage
    budget: int | None = None
    pivot: str = ""
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class Head:
    """Which texts a file holds: of a brochure in a language (`locale`), made from sources with this hash.

    `rows` is how many texts it was made with, `texts` how many the brochure has.
    """

    brochure: str
    locale: str
    hash: str
    rows: int
    texts: int


@dataclass(frozen=True)
class Outgoing:
    """What goes out: the head, the rows, and how the languages are called in English; `pivot` is one that helps."""

    head: Head
    rows: tuple[Row, ...]
    file: str
    date: str
    source: str
    names: tuple[str, str]
    direction: str = "ltr"
    pivot: str = ""


@dataclass(frozen=True)
class Returned:
    """A text that comes back, with the token that it went out with, and where it stands in the file.

    `state` is what the file says of it now; `told` whether it says so by itself: a person with a spreadsheet types a
    translation and does not tell a state besides.
    """

    id: str
    source: str
    text: str
    state: State
    token: str
    place: Place
    told: bool = True


@dataclass(frozen=True)
class Incoming:
    """What comes back."""

    head: Head
    rows: tuple[Returned, ...]


@dataclass(frozen=True)
class Token:
    """What a text was like when it went out: the state of its translation, and hashes of both."""

    state: State
    source: str
    text: str


def token(row: Row) -> str:
    """Give the token that a row goes out with."""
    return f"{row.state}/{fingerprint(row.source)}/{fingerprint(row.text)}"


def read_token(told: str) -> Token | None:
    """Give what a token tells, or None if it is none."""
    match = _TOKEN.fullmatch(told.strip())
    return Token(match[1], match[2], match[3]) if match else None  # type: ignore[arg-type]


def fingerprint(text: str) -> str:
    """Give a short hash of a text."""
    return sha256(text.encode()).hexdigest()[:16]


def source_hash(sources: Iterable[tuple[str, str]]) -> str:
    """Give the hash of all texts of a source, by id and words."""
    return fingerprint("\n".join(f"{name} {fingerprint(text)}" for name, text in sources))


def refuse_twice(rows: Iterable[Returned], faults: Faults) -> tuple[Returned, ...]:
    """Give the rows, each id once; a second one is noted."""
    found: dict[str, Returned] = {}
    for row in rows:
        if row.id in found:
            faults.add(f"“{short(row.id)}” stands twice; first at {found[row.id].place}", row.place,
                       "Take out the one that is not meant.")
        else:
            found[row.id] = row
    return tuple(found.values())
