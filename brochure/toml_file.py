"""TOML files whose faults name a line: which keys there are, of which type, and where they stand."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from brochure.errors import BrochureError, Faults, Place, close, nearest, short
from brochure.files import read_text

LIMIT_BYTES = 200_000
_LONGEST = 2_000    # letters in a line: the time that tomllib (Python 3.11) takes for `a.a.a.a…` grows with the square
TEXTS = "texts"     # a list of texts, each with something in it
TABLES = "tables"   # an array of tables: [[name]]
_NAMES = {str: "a text in quotes", dict: "a table", int: "a whole number", float: "a number",
          date: "a date without quotes, such as 2026-11-24",
          TEXTS: "a list of texts in quotes, such as [\"…\", \"…\"]", TABLES: "a table that begins with [[ ]]"}
_HEADER = re.compile(r"\s*\[\[?\s*([^\[\]]+?)\s*\]")
_SETTING = re.compile(r"\s*([^\s=#\[\]{}][^=#\[\]{}]*?)\s*=")
_CURLY = re.compile(r"=\s*\[?\s*[“”„«»‘’]")
_FORM = "A line is: key = \"text\", or key = 12, or key = [\"one\", \"two\"]."
# What tomllib says of the mistakes that people make, and what that means.
_MEANING = {
    "Invalid value": "what stands after “=” is not understood",
    "Expected '=' after a key": "a line without “=” after its key",
    "Cannot overwrite": "a key that stands twice",
    "Cannot declare": "a table that stands twice",
    "Illegal character": "a quotation mark is opened and not closed on its line",
    "Unterminated string": "a quotation mark is opened and not closed",
    "Expected newline or end of document": "something stands after the end of the value",
    "Unclosed array": "a list whose [ is not closed, or without a comma between two items",
    "Unescaped '\\\\'": "a backslash in double quotes",
    "Invalid hex value": "a backslash in double quotes",
}


class TomlFile:
    """The values of a TOML file, and the line of each key."""

    def __init__(self, path: Path, file: str, faults: Faults, most: int = LIMIT_BYTES) -> None:
        """Read a file of at most so many bytes, called `file` in messages; raises BrochureError if it is no TOML."""
        self.file = file
        self.faults = faults
        text = read_text(path, file, most)
        for number, line in enumerate(text.split("\n"), 1):
            if len(line) > _LONGEST:
                raise BrochureError(f"the line has {len(line):,} letters; {_LONGEST:,} is the most",
                                    Place(file, number))
        try:
            self.data: dict[str, Any] = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise BrochureError(*_explain(error, text, file)) from None
        except ValueError:
            raise BrochureError("a number has too many digits", Place(file)) from None
        except RecursionError:
            raise BrochureError("the tables are nested too deeply", Place(file)) from None
        self._lines = _lines(text)

    def place(self, *path: str, nth: int = 0) -> Place:
        """Give the line on which a key or table is set; `nth` counts the tables of that name in the file.

        A key inside braces stands on the line of the table that holds it.
        """
        found = self._lines.get(path)
        if not found:
            return self.place(*path[:-1], nth=nth) if path else Place(self.file)
        return Place(self.file, found.get(nth, next(iter(found.values()))))

    def table(self, data: Mapping[str, Any], kinds: Mapping[str, Any], required: set[str], *path: str,
              nth: int = 0) -> dict[str, Any]:
        """Give the values that are of the right kind; note unknown, missing and wrong ones as faults."""
        good: dict[str, Any] = {}
        misspelt: set[str] = set()
        for key, value in data.items():
            place = self.place(*path, key, nth=nth)
            if key not in kinds:
                self.faults.add(f"unknown key “{short(key)}”", place, nearest(key, kinds))
                misspelt.update(close(key, required))
                continue
            allowed = kinds[key] if isinstance(kinds[key], tuple) else (kinds[key],)
            if any(_is(value, kind) for kind in allowed):
                good[key] = value
            else:
                names = [_NAMES[kind] for kind in allowed if kind is not int or float not in allowed]
                quoted = type(value) in (int, float) and str in allowed
                self.faults.add(f"“{key}” must be {' or '.join(names)}", place,
                                f'Write it in quotation marks: {key} = "…"' if quoted else "")
        for key in sorted(required - data.keys() - misspelt):
            where = f" in [{'.'.join(path)}]" if path else ""
            table = ".".join((*path, key))
            line = f"[{table}]" if kinds[key] is dict else f"[[{key}]]" if kinds[key] is TABLES else f"{key} = …"
            self.faults.add(f"“{key}” is missing{where}", self.place(*path, nth=nth), f"Add a line: {line}")
        return good


def _is(value: object, kind: object) -> bool:
    if kind in (TEXTS, TABLES):
        item = str if kind is TEXTS else dict
        return isinstance(value, list) and all(isinstance(part, item) and part for part in value)
    return type(value) is kind


def _lines(text: str) -> dict[tuple[str, ...], dict[int, int]]:
    """For the path of each key and table: its line, from 1 on, in each of the tables of its name."""
    found: dict[tuple[str, ...], dict[int, int]] = {}
    table: tuple[str, ...] = ()
    counts: dict[tuple[str, ...], int] = {}
    inside = ""
    for number, line in enumerate(text.split("\n"), 1):
        marks = [mark for mark in ('"""', "'''") if line.count(mark) % 2]
        if inside:
            inside = "" if inside in marks else inside
            continue
        inside = marks[0] if marks else ""
        if header := _HEADER.match(line):
            table = _path(header[1])
            counts[table] = counts.get(table, -1) + 1
            found.setdefault(table, {})[counts[table]] = number
            for end in range(1, len(table)):
                found.setdefault(table[:end], {}).setdefault(0, number)
        elif setting := _SETTING.match(line):
            path = _path(setting[1])
            for end in range(1, len(path) + 1):
                found.setdefault((*table, *path[:end]), {}).setdefault(counts.get(table, 0), number)
    return found


def _path(text: str) -> tuple[str, ...]:
    return tuple(part.strip().strip("\"'") for part in re.findall(r"\"[^\"]*\"|'[^']*'|[^.]+", text))


def _explain(error: tomllib.TOMLDecodeError, text: str, file: str) -> tuple[str, Place, str]:
    match = re.search(r"^(.*?) \(at (?:line (\d+), column \d+|end of document)\)$", str(error), re.DOTALL)
    line = int(match[2]) if match and match[2] else text.rstrip().count("\n") + 1
    problem = match[1] if match else str(error)
    message = next((meaning for words, meaning in _MEANING.items() if words in problem), f"this is not TOML: {problem}")
    return message, Place(file, line), _mend(message, text.split("\n")[line - 1])


def _mend(message: str, line: str) -> str:
    """What to do about a line that is no TOML."""
    if "backslash" in message:
        return "Write / in its place."
    if _CURLY.search(line):
        return 'The quotation marks must be straight ones, "…": a word processor makes them curly.'
    if "after the end" in message and line.count('"') > 2:
        return "Within a text, quotation marks are written “…” or '…'."
    return _FORM
