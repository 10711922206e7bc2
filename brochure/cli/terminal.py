"""What the verbs share: the project that is meant, a line of progress, colours, faults."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import textwrap
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol, TextIO, cast

from brochure.errors import Fault, counted
from brochure.project import Project, find_project, project_at

_COLOURS = {"red": 31, "green": 32, "yellow": 33, "grey": 90, "bold": 1}


def project_of(options: argparse.Namespace) -> Project:
    """Give the project that a command is about; raises UsageError if there is none."""
    if options.project:
        return project_at(options.project.resolve())
    return find_project(Path.cwd())


def shown(path: Path) -> str:
    """Give a path as it is told: from the current folder, where it lies in it."""
    return os.path.relpath(path) if path.resolve().is_relative_to(Path.cwd()) else str(path)


def width() -> int:
    """Give how many letters a line of the terminal has; 80 in a pipe, or as COLUMNS says."""
    return max(40, shutil.get_terminal_size().columns)


def refused(faulty: int, clinics: int) -> str:
    """Give in words how many clinics of a list cannot be printed."""
    return f"{faulty:,} of {counted(clinics, 'clinic')} cannot be printed as {'it is' if clinics == 1 else 'they are'}"


def folding(sheets: int) -> str:
    """Give what to do with so many sheets of a booklet."""
    return (f"{counted(sheets, 'sheet')}: print on both sides, flip on the short edge, fold, "
            "staple through the fold")


def side_by_side(blank: int) -> str:
    """Give what to do with sheets on which two languages stand beside each other, some halves of which are blank."""
    left = {0: "", 1: "; 1 half is blank, as the languages are not equally long"}.get(
        blank, f"; {blank} halves are blank, as the languages are not equally long")
    return f"print on both sides, flip on the short edge{left}"


def coloured(words: str, colour: str, stream: TextIO) -> str:
    """Give words in a colour, where a stream is a terminal that wants colours (https://no-color.org)."""
    if not stream.isatty() or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return words
    return f"\x1b[{_COLOURS[colour]}m{words}\x1b[0m"


def print_faults(faults: Sequence[Fault]) -> None:
    """Print faults on the standard error."""
    word = coloured("error:", "red", sys.stderr)
    for fault in faults:
        print(f"{word} {fault}", file=sys.stderr)


def print_ids(what: str, names: Sequence[str], *, listed: bool = True) -> None:
    """Print what is true of some texts: how many they are, and their ids; nothing where there are none."""
    if not names:
        return
    print(f"  {len(names)} {what}{':' if listed else ''}")
    if listed:
        print(textwrap.fill(", ".join(names), width(), initial_indent="    ", subsequent_indent="    ",
                            break_long_words=False, break_on_hyphens=False))


def print_bytes(content: bytes) -> None:
    """Print bytes as they are, with the line ends that they have, whatever those of the machine are."""
    cast("Output", sys.stdout).write_bytes(content)   # as in every verb


class Verb(Protocol):
    """A module that is a verb of the command."""

    SUMMARY: str

    def declare(self, verb: argparse.ArgumentParser) -> None:
        """Declare what the verb understands."""

    def run(self, options: argparse.Namespace) -> int:
        """Do it; gives the exit code."""


def add_verb(verbs: argparse._SubParsersAction[Any], name: str, module: Verb) -> None:
    """Add a verb to those of the command, or of a group of verbs; a module without `run` is such a group."""
    summary = module.SUMMARY
    verb = verbs.add_parser(name, help=summary, description=f"{summary[0].upper()}{summary[1:]}.")
    module.declare(verb)
    if hasattr(module, "run"):
        verb.add_argument("--quiet", action="store_true", help="say nothing but what is wrong")
        verb.add_argument("--json", action="store_true", help="print the result as JSON, for a program")
        verb.set_defaults(run=module.run)


class Output:
    """The standard output of a verb; when its reader goes away, the verb goes on, and ends as it would have.

    So its exit code does not depend on how much is written at a time. A verb without an end looks at `gone`.
    """

    gone = False

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Write a text, as long as somebody reads."""
        with self._alone():
            return self._stream.write(text)
        return len(text)

    def write_bytes(self, content: bytes) -> None:
        """Write bytes after the texts, as long as somebody reads."""
        with self._alone():
            self._stream.flush()
            self._stream.buffer.write(content)
            self._stream.buffer.flush()

    def flush(self) -> None:
        """Have what was written there, as long as somebody reads."""
        with self._alone():
            self._stream.flush()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        try:
            yield
        except BrokenPipeError:
            self.gone = True
            # What is still in the stream would fail again.
            os.dup2(os.open(os.devnull, os.O_WRONLY), self._stream.fileno())

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


class Progress:
    """One line on a terminal that says what is going on; nothing in a pipe, with --quiet or --json."""

    def __init__(self, options: argparse.Namespace, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr
        self._on = (self._stream.isatty() and not options.quiet and not options.json
                    and os.environ.get("TERM") != "dumb")

    def __enter__(self) -> Progress:
        if self._on:
            self.tell("reading")
        return self

    def tell(self, line: str) -> None:
        """Show a line in place of the one before."""
        if self._on:
            print(f"\r\x1b[K{line} …", end="", file=self._stream, flush=True)

    def clear(self) -> None:
        """Take the line away, for words that stay."""
        if self._on:
            print("\r\x1b[K", end="", file=self._stream, flush=True)

    def __exit__(self, *_: object) -> None:
        self.clear()
