"""PO files as text: what changes is written anew, and every other byte stays as the translator's tool wrote it.

Babel drops the headers of Poedit and mangles previous sources; polib writes every line anew, at one width (seen in 2.18
and 1.2). Here a file is its lines, and an entry those from the end of the one before it to the end of its translation.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from brochure.catalogue import LINE, budget_in, unescaped

# The parts of an entry in the order in which gettext writes them; blank lines stand anywhere.
_ORDER = ("translator", "extracted", "reference", "flags", "previous", "context", "source", "plural", "text")
_STRINGS = frozenset(_ORDER[4:])
_COMMENTS = {".": "extracted", ":": "reference", ",": "flags", "|": "previous"}
_KEYWORDS = {"msgctxt": "context", "msgid": "source", "msgid_plural": "plural"}
_BOM = "\ufeff"
_LINE_OF_FILE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+")
_PIECE = re.compile(r"[^\n]*\n|[^\n]+")
_WORD = re.compile(r"[^ ]* *")
_FIRST = re.compile(r"^ *[^ ]* *")
_KEYWORD = re.compile(r'(msgctxt|msgid_plural|msgid|msgstr)\b')
_USUAL_WIDTHS = (79, 77, 80)   # gettext and Poedit, Weblate, others


@dataclass(frozen=True)
class Style:
    """How a file is written: the most letters in a line (0: lines are never broken), and how a line ends."""

    width: int = 79
    end: str = "\n"


@dataclass(frozen=True)
class Line:
    """A line with its end, and the part of the entry that it belongs to: one of _ORDER, or `blank`."""

    part: str
    raw: str


@dataclass(frozen=True)
class PoEntry:
    """An entry of a PO file, as lines; every change gives a new one."""

    lines: tuple[Line, ...]

    @cached_property
    def obsolete(self) -> bool:
        """Whether it is kept for later only (#~)."""
        keywords = [line for line in self.lines if line.part in {"context", "source", "text"}]
        return bool(keywords) and all(line.raw.lstrip().startswith("#~") for line in keywords)

    @cached_property
    def context(self) -> str:
        """The msgctxt, which is the id of the text."""
        return self._string("context")

    @cached_property
    def source(self) -> str:
        """The msgid."""
        return self._string("source")

    @cached_property
    def text(self) -> str:
        """The msgstr."""
        return self._string("text")

    @cached_property
    def previous(self) -> str:
        """The msgid that the translation was made from, where that is told (#|)."""
        return self._string("previous")

    @cached_property
    def flags(self) -> tuple[str, ...]:
        """The flags, such as fuzzy."""
        told = ",".join(line.raw.strip().removeprefix("#,") for line in self.lines if line.part == "flags")
        return tuple(flag for flag in map(str.strip, told.split(",")) if flag)

    @cached_property
    def comments(self) -> tuple[str, ...]:
        """The lines that are for the translator (#.)."""
        return tuple(line.raw.strip()[2:].strip() for line in self.lines if line.part == "extracted")

    @cached_property
    def budget(self) -> int:
        """The most letters that its translator is told, or 0."""
        told = sorted((line for line in self.lines if line.part in {"flags", "extracted"}),
                      key=lambda line: line.part == "extracted")
        return next(filter(None, (budget_in(line.raw.strip()) for line in told)), 0)

    @property
    def is_header(self) -> bool:
        """Whether it is the header of the file."""
        return not (self.context or self.source or self.obsolete)

    @property
    def has_notes(self) -> bool:
        """Whether a translator has written comments of his own."""
        return any(line.part == "translator" and line.raw.strip() != "#" for line in self.lines)

    def with_comments(self, comments: Sequence[str], style: Style) -> PoEntry:
        """Give the entry with other lines for the translator."""
        return self._with("extracted", [f"#. {comment}" for comment in comments], style)

    def with_flags(self, flags: Sequence[str], style: Style) -> PoEntry:
        """Give the entry with other flags, fuzzy first."""
        ordered = sorted(dict.fromkeys(flags), key=lambda flag: flag != "fuzzy")
        return self._with("flags", [f"#, {', '.join(ordered)}"] if ordered else [], style)

    def with_source(self, source: str, style: Style) -> PoEntry:
        """Give the entry with another msgid."""
        return self._with("source", quoted("msgid", source, style), style)

    def with_previous(self, source: str, style: Style) -> PoEntry:
        """Give the entry with another msgid that its translation was made from, or none."""
        return self._with("previous", quoted("msgid", source, style, "#| ") if source else [], style)

    def with_text(self, text: str, style: Style) -> PoEntry:
        """Give the entry with another msgstr."""
        return self._with("text", quoted("msgstr", text, style), style)

    def set_aside(self) -> PoEntry:
        """Give the entry as an obsolete one; what the program tells of it is left out."""
        kept = [line for line in self.lines if line.part not in {"extracted", "reference"}]
        return PoEntry(tuple(
            replace(line, raw=f"#~{line.raw.lstrip()[1:]}") if line.part == "previous"
            else replace(line, raw=f"#~ {line.raw.lstrip()}") if line.part in {"context", "source", "plural", "text"}
            else line for line in kept))

    def brought_back(self) -> PoEntry:
        """Give an obsolete entry as one that counts."""
        return PoEntry(tuple(
            replace(line, raw=re.sub(r"^\s*#~ ?", "#" if line.part == "previous" else "", line.raw))
            if line.raw.lstrip().startswith("#~") else line for line in self.lines))

    def _string(self, part: str) -> str:
        found = []
        for line in self.lines:
            match = LINE.fullmatch(_bare(line.raw)) if line.part == part else None
            if match and not (part == "previous" and match[1] == "msgctxt"):
                found.append(unescaped(match[2]))
        return "".join(found)

    def _with(self, part: str, raws: Sequence[str], style: Style) -> PoEntry:
        """The entry with the lines of a part written anew, where it stood, or where gettext puts it."""
        lines = [line for line in self.lines if line.part != part]
        there = [number for number, line in enumerate(self.lines) if line.part == part]
        at = there[0] if there else next((number for number, line in enumerate(lines) if line.part != "blank" and
                                          _ORDER.index(line.part) > _ORDER.index(part)), len(lines))
        lines[at:at] = [Line(part, raw + style.end) for raw in raws]
        return PoEntry(tuple(lines))


@dataclass(frozen=True)
class PoText:
    """A PO file: its entries in the order of the file, and what stands behind the last."""

    entries: tuple[PoEntry, ...]
    tail: tuple[Line, ...] = ()
    style: Style = Style()
    bom: bool = False

    def header(self, field: str) -> str:
        """Give what a field of the header says, or nothing."""
        told = next((entry.text for entry in self.entries if entry.is_header), "")
        found = (line.partition(":") for line in told.split("\n"))
        return next((value.strip() for name, _, value in found if name.strip().lower() == field.lower()), "")

    def with_header(self, field: str, value: str) -> PoText:
        """Give the file with another value of a field that stands in a line of its own; nothing else changes."""
        line = re.compile(rf'(\s*"{re.escape(field)}: )[^"]*?((?:\\n)?"\s*)', re.IGNORECASE)
        entries = tuple(entry if not entry.is_header else PoEntry(tuple(
            replace(each, raw=line.sub(lambda found: f"{found[1]}{_escaped(value)}{found[2]}", each.raw))
            if line.fullmatch(each.raw) else each for each in entry.lines)) for entry in self.entries)
        return replace(self, entries=entries)

    def __str__(self) -> str:
        raws = [line.raw for lines in (*(entry.lines for entry in self.entries), self.tail) for line in lines]
        # A file may end without a line end, and its last entry may have moved up.
        ended = [raw if raw.endswith(("\n", "\r")) else raw + self.style.end for raw in raws[:-1]]
        return (_BOM if self.bom else "") + "".join([*ended, *raws[-1:]])


def parse(text: str) -> PoText:
    """Give the entries of a PO file whose form is in order; its line ends are kept as they are."""
    bom = text.startswith(_BOM)
    raws = _LINE_OF_FILE.findall(text[bom:])
    entries: list[PoEntry] = []
    lines: list[Line] = []      # of the entry at hand
    waiting: list[Line] = []    # blank lines, which may belong to the next entry
    part = before = ""
    for raw in raws:
        bare = raw.strip()
        if not bare:
            waiting.append(Line("blank", raw))
            continue
        goes_on = _bare(bare).startswith('"') and part in _STRINGS
        kind = part if goes_on else _part(bare)
        same = kind == "text" and (goes_on or _bare(bare).startswith("msgstr[")) and _is_old(bare) == _is_old(before)
        if not same and any(line.part == "text" for line in lines):
            entries.append(PoEntry(tuple(lines)))
            lines = []
        lines += [*waiting, Line(kind, raw)]
        waiting, part, before = [], kind, bare
    if any(line.part == "text" for line in lines):
        entries.append(PoEntry(tuple(lines)))
        lines = []
    ends = Counter(raw[len(raw.rstrip("\r\n")):] for raw in raws)
    end = next((end for end, _ in ends.most_common() if end), "\n")
    return PoText(tuple(entries), (*lines, *waiting), Style(_width(entries), end), bom)


def quoted(keyword: str, text: str, style: Style, before: str = "") -> list[str]:
    """Give the lines of a string as gettext writes it: broken behind line feeds, and behind spaces at the width.

    >>> quoted("msgid", "one two", Style(8))
    ['msgid ""', '"one "', '"two"']
    """
    pieces = [_escaped(piece) for piece in _PIECE.findall(text)] or [""]
    whole = f'{before}{keyword} "{pieces[0]}"'
    if len(pieces) == 1 and (not style.width or len(whole) <= style.width):
        return [whole]
    room = style.width - len(before) - 2 if style.width else 0
    return [f'{before}{keyword} ""', *(f'{before}"{line}"' for piece in pieces for line in _broken(piece, room))]


def _broken(piece: str, room: int) -> Iterator[str]:
    if not room:
        yield piece
        return
    line = ""
    for word in filter(None, _WORD.findall(piece)):
        if line and len(line) + len(word) > room:
            yield line
            line = ""
        line += word
    yield line


def _escaped(text: str) -> str:
    for letter, escape in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\t", "\\t"), ("\r", "\\r")):
        text = text.replace(letter, escape)
    return text


def _is_old(bare: str) -> bool:
    return bare.startswith("#~")


def _bare(raw: str) -> str:
    """A line without the marks of what is obsolete or previous."""
    return re.sub(r"^#[~|]+\s*", "", raw.strip())


def _part(bare: str) -> str:
    """The part of an entry that a line begins."""
    if bare.startswith("#~"):
        if bare.startswith("#~|"):
            return "previous"
        bare = _bare(bare)
    elif bare.startswith("#"):
        return _COMMENTS.get(bare[1:2], "translator")
    match = _KEYWORD.match(bare)
    return _KEYWORDS.get(match[1], "text") if match else "translator"


def _width(entries: Sequence[PoEntry]) -> int:
    """The most letters that a line of strings has had room for: a usual width, if that agrees with every line break."""
    least, most, longest = 0, 10**6, 0
    for entry in entries:
        if entry.is_header:
            continue   # the lines of the header end where its fields do
        strings = [line for line in entry.lines if line.part in {"source", "text"} and not _is_old(line.raw)]
        longest = max([longest, *(len(line.raw.strip()) for line in strings)])
        for line, following in pairwise(strings):
            raw, after = line.raw.strip(), following.raw.strip()
            goes_on = after.startswith('"') and following.part == line.part
            if goes_on and raw.startswith('"') and not raw.endswith('\\n"'):
                least = max(least, len(raw))
                most = min(most, len(raw) + len(_FIRST.findall(after[1:-1])[0]) - 1)
    if not least:
        return 0 if longest > max(_USUAL_WIDTHS) else _USUAL_WIDTHS[0]
    return next((width for width in _USUAL_WIDTHS if least <= width <= most), least)
