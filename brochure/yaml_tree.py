"""YAML in which every value knows its line: typed access that notes a fault and goes on.

Scalars are taken as they are written, so that `no`, `1.10` or `2026-11` stay what the author typed.
"""

from __future__ import annotations

import re
from pathlib import Path

import yaml

from brochure.errors import BrochureError, Faults, Place, close, nearest, short
from brochure.files import read_text
from brochure.markup import invisible
from brochure.model import Month

LIMIT_BYTES = 1_000_000
_MONTH = re.compile(r"([12][0-9]{3})-(0[1-9]|1[0-2])")
_ID = re.compile(r"[a-z0-9]+([.-][a-z0-9]+)*")
_NUMBER = re.compile(r"[0-9]{1,6}")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
_QUOTES = "Put the whole text in double quotes: \"…\"."
_INDENT = "Look at this line and the one above: as many spaces before each key of a block, and quotes in pairs."
_CLOSE = "Close it at the end of the text."
_SIGN = "a text begins with &, * or !, which mean something else in YAML"
_OPENS = re.compile(r"""[^"']*[:-]\s+("[^"]*|'[^']*)""")
# What PyYAML says of the mistakes that people make, and what that means; the line is where the mistake begins.
_MEANING = {
    "mapping values are not allowed": ("a text with a colon in it stands without quotes", _QUOTES),
    "cannot start any token": ("a text cannot begin with this letter", _QUOTES),
    "could not find expected ':'": ("a line without a key: a text goes on here, or its quotation mark is not closed",
                                    _INDENT),
    "did not find expected": ("this line does not fit those around it", _INDENT),
    "block sequence entries are not allowed": ("this line does not fit those around it", _INDENT),
    "unknown escape character": ("a backslash in double quotes", "Take it out, or write it twice."),
    "found another document": ("a line “---” begins a second document", "Take it out."),
}


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
        misspelt: set[str] = set()
        for key_node, value_node in self._node.value:
            key = Node(key_node, self._file, self.faults)
            name = key_node.value if isinstance(key_node, yaml.ScalarNode) else ""
            if name in result:
                key.fault(f"“{name}” stands twice in the same block", "Keep one of the two.")
            elif not name:
                key.fault("a colon without a key before it", _QUOTES)
            elif optional is not None and name not in required | optional:
                key.fault(f"unknown key “{short(name)}”", nearest(name, required | optional))
                misspelt.update(close(name, required))
            else:
                result[name] = Node(value_node, self._file, self.faults)
        for name in sorted(required - result.keys() - misspelt):
            self.fault(f"“{name}” is missing in this block", f"Add a line “{name}: …” to it.")
        return result

    def items(self) -> list[Node]:
        """Give the values of a list."""
        if not isinstance(self._node, yaml.SequenceNode):
            self.fault(f"expected a list, found {self._kind()}", "Begin each item with a hyphen: “- …”.")
            return []
        return [Node(item, self._file, self.faults) for item in self._node.value]

    def text(self) -> str:
        """Give a text with something in it."""
        if not isinstance(self._node, yaml.ScalarNode):
            self.fault(f"expected text, found {self._kind()}", _QUOTES)
            return ""
        value = str(self._node.value).strip()
        if not value:
            self.fault("the text is empty", "Write the text, or take the whole block out.")
        elif letters := invisible(value):
            self.fault(f"the text holds {letters}", "Take it out; the program sets no-break spaces and lines itself.")
        return value

    def optional_text(self) -> str:
        """Give a text, or nothing if nothing is written."""
        return "" if self.empty else self.text()

    def identifier(self) -> str:
        """Give an id: small letters, digits, dots and hyphens."""
        value = self.text()
        if value and not _ID.fullmatch(value):
            self.fault(f"“{short(value)}” is no id", "Use small letters a–z, digits, dots and hyphens.")
        return value

    def number(self, least: int = 1) -> int:
        """Give a whole number of at most six digits; 0 where it is none."""
        value = self.text()
        if not _NUMBER.fullmatch(value) or int(value) < least:
            if value:
                self.fault(f"expected a whole number from {least} up, found “{short(value)}”")
            return 0
        return int(value)

    def month(self) -> Month:
        """Give a month such as 2026-11."""
        value = self.text()
        match = _MONTH.fullmatch(value)
        if not match:
            if value:
                self.fault(f"expected a month such as 2026-11, found “{short(value)}”")
            return Month(1970, 1)
        return Month(int(match[1]), int(match[2]))

    def one_of(self, words: tuple[str, ...]) -> str:
        """Give one of some words."""
        value = self.text()
        if value and value not in words:
            self.fault(f"“{short(value)}” is not known here", nearest(value, words))
        return value

    def yes(self) -> bool:
        """Give whether it says yes; it must be yes or no."""
        return self.one_of(("yes", "no")) == "yes"

    def texts(self) -> tuple[str, ...]:
        """Give the texts of a list."""
        return tuple(item.text() for item in self.items())

    def _kind(self) -> str:
        if self.empty:
            return "nothing"
        if isinstance(self._node, yaml.ScalarNode):
            return f"the text “{short(self._node.value)}”"
        return "a list" if isinstance(self._node, yaml.SequenceNode) else "“key: value” lines"


def read(path: Path, file: str, faults: Faults) -> Node:
    """Give the root of a YAML file; raise BrochureError if it is no YAML, too large or uses aliases or tags."""
    text = read_text(path, file, LIMIT_BYTES)
    if control := _CONTROL.search(text):
        line = text.count("\n", 0, control.start()) + 1
        raise BrochureError(f"the file holds {invisible(control[0])}", Place(file, line),
                            "Take it out, or copy the text again without it.")
    try:
        for token in yaml.scan(text, Loader=yaml.CSafeLoader):
            if isinstance(token, yaml.AliasToken | yaml.AnchorToken | yaml.TagToken):
                raise BrochureError(_SIGN, Place(file, token.start_mark.line + 1), _QUOTES)
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        raise BrochureError(*_explain(error, text, file)) from None
    except yaml.YAMLError as error:
        raise BrochureError(f"this is not YAML: {error}".splitlines()[0], Place(file)) from None
    except RecursionError:
        raise BrochureError("the blocks are nested too deeply", Place(file)) from None
    if node is None:
        raise BrochureError("the file is empty", Place(file), "Take back the last change.")
    return Node(node, file, faults)


def _explain(error: yaml.MarkedYAMLError, text: str, file: str) -> tuple[str, Place, str]:
    problem, context = str(error.problem), str(error.context)
    mark = error.problem_mark or error.context_mark
    lines = text.split("\n")
    line = min(mark.line, len(lines) - 1) if mark else 0
    for number in (line, line - 1):
        if number >= 0 and "\t" in lines[number][: len(lines[number]) - len(lines[number].lstrip())]:
            return "a line begins with a tab", Place(file, number + 1), "Indent with spaces; YAML does not allow tabs."
    if "alias" in context or "anchor" in context or "tag" in context:
        return _SIGN, Place(file, line + 1), _QUOTES
    if "did not find expected" in problem or "unexpected" in problem:
        # The parser stumbles where the text goes on after a later quotation mark: the one to blame is above.
        for number in range(line, -1, -1):
            if _OPENS.fullmatch(lines[number]):
                return "a quotation mark is opened and never closed", Place(file, number + 1), _CLOSE
    for words, (message, hint) in _MEANING.items():
        if words in problem:
            return message, Place(file, line + 1), hint
    return f"this is not YAML: {problem}", Place(file, line + 1), _INDENT
