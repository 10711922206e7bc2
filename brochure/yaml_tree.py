"""YAML in which every value knows its line: typed access that notes a fault and goes on.

Scalars are taken as they are written, so that `no`, `1.10` or `2026-11` stay what the author typed.
"""

from __future__ import annotations

import difflib
import re
from pathlib import Path

import yaml

from brochure.errors import BrochureError, Faults, Place
from brochure.model import Month

LIMIT_BYTES = 1_000_000
_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
_ID = re.compile(r"[a-z0-9]+([.-][a-z0-9]+)*")


def nearest(word: str, words: object) -> str:
    """Give a hint that names the nearest of the words that would have been right."""
    known = sorted(str(other) for other in words)  # type: ignore[attr-defined]
    close = difflib.get_close_matches(word, known, n=1, cutoff=0.5)
    return f"Did you mean “{close[0]}”?" if close else f"Known are: {', '.join(known) or 'none'}."


class Node:
    """A value of the tree. Every getter notes what is wrong in the shared faults and gives an empty value then."""

    def __init__(self, node: yaml.Node, file: str, faults: Faults) -> None:
        self._node = node
        self._file = file
        self.faults = faults

    @property
    def place(self) -> Place:
        """The line on which the value begins."""
        return Place(self._file, self._node.start_mark.line + 1)

    def fault(self, message: str, hint: str = "") -> None:
        """Note a fault at this value."""
        self.faults.add(message, self.place, hint)

    @property
    def empty(self) -> bool:
        """Whether nothing is written here (`key:` without a value)."""
        return isinstance(self._node, yaml.ScalarNode) and not self._node.value and not self._node.style

    def mapping(self, required: set[str], optional: set[str] | None = None) -> dict[str, Node]:
        """Give the values by key; unknown, double and missing keys are faults (`optional=None` allows any key)."""
        if not isinstance(self._node, yaml.MappingNode):
            self.fault(f"expected “key: value” lines, found {self._kind()}")
            return {}
        result: dict[str, Node] = {}
        for key_node, value_node in self._node.value:
            key = Node(key_node, self._file, self.faults)
            name = key_node.value if isinstance(key_node, yaml.ScalarNode) else ""
            if name in result:
                key.fault(f"“{name}” stands twice in the same block", "Keep one of the two lines.")
            elif optional is not None and name not in required | optional:
                key.fault(f"unknown key “{name}”", nearest(name, required | optional))
            else:
                result[name] = Node(value_node, self._file, self.faults)
        for name in sorted(required - result.keys()):
            self.fault(f"“{name}” is missing here")
        return result

    def items(self) -> list[Node]:
        """Give the values of a list."""
        if not isinstance(self._node, yaml.SequenceNode):
            self.fault(f"expected a list, found {self._kind()}")
            return []
        return [Node(item, self._file, self.faults) for item in self._node.value]

    def text(self) -> str:
        """Give a text with something in it."""
        if not isinstance(self._node, yaml.ScalarNode):
            self.fault(f"expected text, found {self._kind()}")
            return ""
        value = str(self._node.value).strip()
        if not value:
            self.fault("the text is empty", "Write the text, or take the block out.")
        elif unprintable := sorted({f"U+{ord(letter):04X}" for letter in value if not letter.isprintable()}):
            self.fault(f"the text holds invisible characters: {', '.join(unprintable)}",
                       "Take them out; the program sets no-break spaces and line breaks itself.")
        return value

    def optional_text(self) -> str:
        """Give a text, or nothing if nothing is written."""
        return "" if self.empty else self.text()

    def identifier(self) -> str:
        """Give an id: small letters, digits, dots and hyphens."""
        value = self.text()
        if value and not _ID.fullmatch(value):
            self.fault(f"“{value}” is no id: use small letters a–z, digits, dots and hyphens")
        return value

    def number(self, least: int = 1) -> int:
        """Give a whole number."""
        value = self.text()
        if not value.isdecimal() or int(value) < least:
            if value:
                self.fault(f"expected a whole number from {least} up, found “{value}”")
            return least
        return int(value)

    def month(self) -> Month:
        """Give a month such as 2026-11."""
        value = self.text()
        match = _MONTH.fullmatch(value)
        if not match:
            if value:
                self.fault(f"expected a month such as 2026-11, found “{value}”")
            return Month(1970, 1)
        return Month(int(match[1]), int(match[2]))

    def one_of(self, words: tuple[str, ...]) -> str:
        """Give one of some words."""
        value = self.text()
        if value and value not in words:
            self.fault(f"“{value}” is not known here", nearest(value, words))
        return value

    def texts(self) -> tuple[str, ...]:
        """Give the texts of a list."""
        return tuple(item.text() for item in self.items())

    def _kind(self) -> str:
        if self.empty:
            return "nothing"
        kinds = {yaml.MappingNode: "“key: value” lines", yaml.SequenceNode: "a list"}
        return kinds.get(type(self._node), f"the text “{str(self._node.value)[:40]}”")


def read(path: Path, file: str, faults: Faults) -> Node:
    """Give the root of a YAML file; raise BrochureError if it is no YAML, too large or uses aliases or tags."""
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise BrochureError("there is no such file", Place(file)) from None
    if len(raw) > LIMIT_BYTES:
        raise BrochureError(f"the file has {len(raw):,} bytes; {LIMIT_BYTES:,} is the most", Place(file))
    try:
        text = raw.decode("utf-8-sig")
        for token in yaml.scan(text, Loader=yaml.CSafeLoader):
            if isinstance(token, yaml.AliasToken | yaml.AnchorToken | yaml.TagToken):
                raise BrochureError("YAML anchors, aliases and tags (& * !) are not used here",
                                    Place(file, token.start_mark.line + 1), "Put a text that begins so in quotes.")
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise BrochureError("the file is not UTF-8", Place(file, line), "Save it with the encoding UTF-8.") from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise BrochureError(*_explain(error, text, mark.line if mark else 0, file)) from None
    except yaml.YAMLError as error:
        raise BrochureError(f"this is not YAML: {error}".splitlines()[0], Place(file)) from None
    except RecursionError:
        raise BrochureError("the blocks are nested too deeply", Place(file)) from None
    if node is None:
        raise BrochureError("the file is empty", Place(file))
    return Node(node, file, faults)


def _explain(error: yaml.MarkedYAMLError, text: str, line: int, file: str) -> tuple[str, Place, str]:
    lines = text.splitlines()
    for number in (line, line - 1):
        if 0 <= number < len(lines) and "\t" in lines[number][: len(lines[number]) - len(lines[number].lstrip())]:
            return "a line begins with a tab", Place(file, number + 1), "Indent with spaces; YAML does not allow tabs."
    return (f"this is not YAML: {error.problem}", Place(file, line + 1),
            "Look at this line and the one above: a colon or quotation mark in a text needs quotes around the text.")
