"""Faults: what is wrong, where, and what to do about it; and the exit codes."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


LONGEST = 600   # letters in a message


class Exit(IntEnum):
    """The exit codes of the command."""

    DONE = 0
    INPUT = 1
    USAGE = 2
    CHECK = 3
    TOOL = 4
    BUG = 70
    INTERRUPTED = 130


@dataclass(frozen=True, order=True)
class Place:
    """A line of a file; `line` counts from 1, and 0 stands for the file as a whole.

    In a table it is the row, as a spreadsheet counts them, and `column` what its first row calls the column.
    """

    file: str
    line: int = 0
    column: str = ""

    def __str__(self) -> str:
        file = printable(self.file)   # a file's name can be anything, too
        told = f"{file}:{self.line}" if self.line else file
        return f"{told}, column {short(printable(self.column))}" if self.column else told


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong, where it is, and what to do."""

    message: str
    place: Place | None = None
    hint: str = ""

    def __post_init__(self) -> None:
        # What a message quotes can be anything: it must not break lines or command the terminal.
        object.__setattr__(self, "message", printable(self.message))
        object.__setattr__(self, "hint", printable(self.hint))

    def __str__(self) -> str:
        where = f"{self.place}: " if self.place else ""
        hint = f"\n  {self.hint}" if self.hint else ""
        return f"{where}{self.message}{hint}"


def printable(text: str) -> str:
    """Give a text as it can be shown: in one line, without commands to the terminal, and not endless."""
    if not text.isprintable():
        text = "".join(letter if letter.isprintable() else " " for letter in text)
    return text if len(text) <= LONGEST else f"{text[:LONGEST - 1]}…"


def counted(number: int, noun: str) -> str:
    """Give a number of things.

    >>> counted(1, "clinic"), counted(2000, "clinic")
    ('1 clinic', '2,000 clinics')
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


class BrochureError(Exception):
    """One or more faults, reported together; `exit` is what the command ends with."""

    exit = Exit.INPUT

    def __init__(self, message: str = "", place: Place | None = None, hint: str = "", *,
                 faults: Iterable[Fault] = ()) -> None:
        self.faults = tuple(faults) or (Fault(message, place, hint),)
        super().__init__("\n".join(map(str, self.faults)))

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (type(self), self.faults)


def _rebuild(kind: type[BrochureError], faults: tuple[Fault, ...]) -> BrochureError:
    return kind(faults=faults)


class UsageError(BrochureError):
    """The command was called with words that it does not know."""

    exit = Exit.USAGE


class CheckFailed(BrochureError):
    """A file does not keep what its format claims."""

    exit = Exit.CHECK


class ToolMissing(BrochureError):
    """A program, library or package that the work needs is not there."""

    exit = Exit.TOOL


class Unreadable(BrochureError):
    """One thing in a file cannot be looked at: it is broken, or more than can be read in some seconds; the rest can."""


def short(text: str) -> str:
    """Give a text as a message quotes it: no longer than 40 letters."""
    line = " ".join(text.split())
    return line if len(line) <= 40 else f"{line[:39]}…"


def nearest(word: str, words: Iterable[object]) -> str:
    """Give a hint that names the nearest of the words that would have been right."""
    known = sorted(str(other) for other in words)
    found = close(word, known)
    return f"Did you mean “{found[0]}”?" if found else f"Known are: {', '.join(known) or 'none'}."


def close(word: str, words: Iterable[str], share: float = 0.5) -> list[str]:
    """Give the word that another was meant to be, if there is one so near: which share of their letters is the same."""
    return difflib.get_close_matches(word[:100], sorted(words), n=1, cutoff=share)


@contextmanager
def told_from(root: Path) -> Iterator[None]:
    """Tell the places of faults that are raised inside the block from a folder, where they lie in it."""
    try:
        yield
    except BrochureError as error:
        faults = [replace(fault, place=_shorter(fault.place, root)) for fault in error.faults]
        raise type(error)(faults=faults) from None


def _shorter(place: Place | None, root: Path) -> Place | None:
    if place and Path(place.file).is_relative_to(root):
        return replace(place, file=str(Path(place.file).relative_to(root)))
    return place


@dataclass
class Faults:
    """A list that readers add to, so that all faults of a file are reported at once."""

    found: list[Fault] = field(default_factory=list)

    def add(self, message: str, place: Place | None = None, hint: str = "") -> None:
        """Note a fault and go on."""
        self.found.append(Fault(message, place, hint))

    @contextmanager
    def gathered(self) -> Iterator[None]:
        """Take over the faults of an error raised inside, and go on after the block."""
        try:
            yield
        except BrochureError as error:
            if type(error) is not BrochureError:
                raise
            self.found.extend(error.faults)

    def told(self) -> tuple[Fault, ...]:
        """Give what was found; each fault once, in order of file and line."""
        return tuple(sorted(dict.fromkeys(self.found), key=lambda fault: fault.place or Place("")))

    def raise_any(self) -> None:
        """Raise a BrochureError with what was found, as `told` gives it."""
        if self.found:
            raise BrochureError(faults=self.told())
