"""TOML files whose faults name a line: which keys there are, of which type, and where they stand."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from brochure.errors import BrochureError, Faults, Place
from brochure.yaml_tree import nearest

LIMIT_BYTES = 200_000
_NAMES = {str: "text in quotes", list: "a list in [ ]", dict: "a table", int: "a whole number", bool: "true or false"}


class TomlFile:
    """The values of a TOML file, and the line of each key."""

    def __init__(self, path: Path, file: str, faults: Faults) -> None:
        self.file = file
        self.faults = faults
        self.data: dict[str, Any] = {}
        self._lines: list[str] = []
        try:
            raw = path.read_bytes()
        except OSError as error:
            raise BrochureError(f"the file cannot be read: {error.strerror}", Place(file)) from None
        if len(raw) > LIMIT_BYTES:
            raise BrochureError(f"the file has {len(raw):,} bytes; {LIMIT_BYTES:,} is the most", Place(file))
        try:
            text = raw.decode("utf-8-sig").replace("\r\n", "\n")
            self.data = tomllib.loads(text)
        except UnicodeDecodeError as error:
            raise BrochureError("the file is not UTF-8", Place(file, raw.count(b"\n", 0, error.start) + 1),
                                "Save it with the encoding UTF-8.") from None
        except tomllib.TOMLDecodeError as error:
            raise BrochureError(*_explain(error, text, file)) from None
        except RecursionError:
            raise BrochureError("the tables are nested too deeply", Place(file)) from None
        self._lines = text.split("\n")

    def place(self, *path: str, nth: int = 0) -> Place:
        """Give the line on which a key is set; `nth` counts the tables of an array of tables."""
        *tables, key = path
        begin = 0
        if tables:
            header = re.compile(r"\s*\[\[?\s*" + r"\s*\.\s*".join(map(_quoted, tables)) + r"\s*\]")
            found = [number for number, line in enumerate(self._lines) if header.match(line)]
            begin = found[min(nth, len(found) - 1)] if found else 0
        setting = re.compile(r"\s*" + _quoted(key) + r"\s*[.=]|\s*\[\[?\s*" + _quoted(key) + r"\s*[\].]")
        for number in range(begin, len(self._lines)):
            if setting.match(self._lines[number]):
                return Place(self.file, number + 1)
        return Place(self.file, begin + 1 if begin else 0)

    def table(self, data: Mapping[str, Any], kinds: Mapping[str, Any], required: set[str], *path: str,
              nth: int = 0) -> dict[str, Any]:
        """Give the values that are of the right kind; note unknown, missing and wrong ones as faults."""
        good: dict[str, Any] = {}
        for key, value in data.items():
            place = self.place(*path, key, nth=nth)
            if key not in kinds:
                self.faults.add(f"unknown key “{key}”", place, nearest(key, kinds))
                continue
            allowed = kinds[key] if isinstance(kinds[key], tuple) else (kinds[key],)
            if type(value) not in allowed:
                names = " or ".join(_NAMES.get(kind, "a number") for kind in allowed)
                self.faults.add(f"“{key}” must be {names}", place)
            elif list in allowed and isinstance(value, list) and not all(isinstance(item, str | dict) for item in value):
                self.faults.add(f"“{key}” must be a list of texts in quotes", place)
            else:
                good[key] = value
        for key in sorted(required - data.keys()):
            where = f" in [{'.'.join(path)}]" if path else ""
            self.faults.add(f"“{key}” is missing{where}", self.place(*path, nth=nth) if path else Place(self.file))
        return good


def _quoted(key: str) -> str:
    return f'["\']?{re.escape(key)}["\']?'


def _explain(error: tomllib.TOMLDecodeError, text: str, file: str) -> tuple[str, Place]:
    match = re.search(r"^(.*?) \(at (?:line (\d+), column \d+|end of document)\)$", str(error))
    line = int(match[2]) if match and match[2] else text.count("\n") + 1
    return f"this is not TOML: {match[1] if match else error}", Place(file, line)
