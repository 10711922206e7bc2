"""Catalogues: gettext's PO files, read by Babel, after their form is looked through line by line.

Babel alone is too lenient for medical words: it drops the last letter of a text whose quotation mark is not closed,
takes the first of two entries with one msgctxt, and counts lines from the msgid (seen in 2.18). So the form is checked
first, which also tells the line of everything; and where the two do not read the same text, that is a fault.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from brochure.errors import BrochureError, Faults, Place, short
from brochure.files import read_text

LIMIT_BYTES = 2_000_000
LINE = re.compile(r'(?:(msgctxt|msgid_plural|msgid|msgstr(?:\[\d+\])?)\s+)?"((?:[^"\\]|\\.)*)"')
_BEGINS = re.compile(r"msg(ctxt|id|str)|\"")
_ESCAPE = re.compile(r"\\(.)")
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "\\": "\\"}
# Weblate acts on the flag; Poedit shows the comment, and takes unknown flags out when it saves (seen in 3.2).
_BUDGET = re.compile(r"\bmax-length:\s*(\d{1,6})\b|^#\.\s*room: (\d{1,6}) letters$")
_DATES = re.compile(r"\b(?:POT-Creation|PO-Revision)-Date:")
_CHARSET = re.compile(r"charset=([\w-]+)", re.IGNORECASE)
_HALF = ("the file ends in the middle of a text: it was saved only half", "Take it from a copy.")
_REPAIR = "Open the file in Poedit, or take back the last change."


@dataclass(frozen=True)
class Entry:
    """A text and its translation; `place` is where the entry begins, `text_place` where its translation does.

    `budget` is how many letters the translation may have, where a flag max-length or a comment tells that.
    """

    id: str
    source: str
    text: str
    fuzzy: bool
    place: Place
    text_place: Place
    budget: int | None = None


@dataclass
class _Draft:
    """An entry as far as it is read: the string of each keyword, and the line of each keyword."""

    fuzzy: bool = False
    broken: bool = False
    last: bool = False
    budget: int | None = None
    strings: dict[str, str] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)

    @property
    def has_translation(self) -> bool:
        return any(keyword.startswith("msgstr") for keyword in self.strings)


def read_catalogue(path: Path, file: str, faults: Faults) -> dict[str, Entry]:
    """Give the entries of a PO file by their msgctxt, and note every fault of its form.

    Obsolete entries (#~) are left out. Raises BrochureError if there is no such file, or it is not UTF-8.
    """
    if not path.is_file():
        raise BrochureError("there is no catalogue", Place(file), "Every locale but the source has one.")
    return entries_of(read_text(path, file, LIMIT_BYTES), file, faults)


def budget_in(line: str) -> int:
    """Give the most letters of a text, if a line of flags or of a comment tells it; else 0.

    >>> budget_in("#, fuzzy, max-length:72"), budget_in("#. room: 72 letters"), budget_in("#. page 2")
    (72, 72, 0)
    """
    found = _BUDGET.search(line)
    return int(found[1] or found[2]) if found else 0


def entries_of(text: str, file: str, faults: Faults) -> dict[str, Entry]:
    """Give the entries of the text of a PO file, as read_catalogue does."""
    if text.strip() and not re.search(r"^msgid\b", text, re.MULTILINE):
        raise BrochureError("this is no PO file", Place(file), _REPAIR)
    entries: dict[str, Entry] = {}
    before = len(faults.found)
    for draft in _drafts(text, file, faults):
        _add(draft, entries, file, faults)
    if len(faults.found) > before:
        return entries
    if not entries:
        faults.add("the catalogue is empty", Place(file), "It must hold an entry for every text of the brochure.")
    found = _read_by_babel(text, file)
    return {key: _as_babel_reads(entry, found, faults) for key, entry in entries.items()}


def _read_by_babel(text: str, file: str) -> dict[str, Entry]:
    """Give Babel's entries by msgctxt; their places are not told."""
    from babel.messages.pofile import PoFileError, read_po

    # Obsolete entries and previous sources are not read; Babel 2.18 stops at the two together (#~|).
    current = "\n".join(line for line in text.split("\n") if not line.lstrip().startswith(("#~", "#|")))
    # Nor are the dates of the header: Poedit writes empty ones, at which Babel 2.18 stops.
    header, context, rest = current.partition("\nmsgctxt")
    current = f"{_DATES.sub('X-Date:', header)}{context}{rest}"
    try:
        catalogue = read_po(io.BytesIO(current.encode()), ignore_obsolete=True, abort_invalid=True, charset="utf-8")
    except (PoFileError, ValueError) as error:
        raise BrochureError(f"this is no PO file: {error}", Place(file), _REPAIR) from None
    nowhere = Place(file)
    return {str(entry.context): Entry(str(entry.context), str(entry.id), str(entry.string).strip(), entry.fuzzy,
                                      nowhere, nowhere) for entry in catalogue if entry.context}


def _as_babel_reads(entry: Entry, found: dict[str, Entry], faults: Faults) -> Entry:
    """Give Babel's reading of an entry, with the places of ours; where they differ, a letter could be lost."""
    read = found.get(entry.id)
    if read is None or (read.source, read.text, read.fuzzy) != (entry.source, entry.text, entry.fuzzy):
        faults.add(f"“{entry.id}” can be read in two ways", entry.place, _REPAIR)
        return entry
    return replace(read, place=entry.place, text_place=entry.text_place, budget=entry.budget)


def _drafts(text: str, file: str, faults: Faults) -> Iterator[_Draft]:
    """The entries of a file; a line that is none of the format's is noted."""
    current, keyword = _Draft(), ""
    lines = [line.strip() for line in text.split("\n")]
    for number, line in enumerate(lines, 1):
        match = LINE.fullmatch(line)
        if line.startswith("#"):
            if current.has_translation:
                yield current
                current, keyword = _Draft(), ""
            if line.startswith("#,"):
                current.fuzzy |= "fuzzy" in re.split(r"[,\s]+", line)
            if line.startswith(("#,", "#.")):
                current.budget = budget_in(line) or current.budget
        elif match and match[1]:
            keyword = match[1]
            if keyword in current.strings or (current.has_translation and not keyword.startswith("msgstr")):
                yield current
                current = _Draft()
            current.lines[keyword] = number
            current.strings[keyword] = _unescaped(match[2], Place(file, number), faults)
        elif match and keyword:
            current.strings[keyword] += _unescaped(match[2], Place(file, number), faults)
        elif line:
            current.broken = True
            place, last = Place(file, number), number == len(lines)   # whole files end with a line's end
            faults.add(_HALF[0], place, _HALF[1]) if last else faults.add(*_explain(line, place))
    if current.strings:
        current.last = True
        yield current


def _explain(line: str, place: Place) -> tuple[str, Place, str]:
    if line.startswith('"') and LINE.fullmatch(line):
        return "a text without msgid or msgstr before it", place, _REPAIR
    if _BEGINS.match(line):
        return ("the text of this line is not between two quotation marks, or holds one more", place,
                "A quotation mark inside a text is written \\\".")
    return "this line is no part of a PO file", place, _REPAIR


def unescaped(text: str) -> str:
    """Give a string of a PO file as it is meant: without backslashes."""
    return _ESCAPE.sub(lambda match: _ESCAPES.get(match[1], match[0]), text) if "\\" in text else text


def _unescaped(text: str, place: Place, faults: Faults) -> str:
    for unknown in sorted(set(_ESCAPE.findall(text)) - _ESCAPES.keys()):
        faults.add(f"“\\{unknown}” means nothing in a PO file", place, "A backslash itself is written \\\\.")
    return unescaped(text)


def _add(draft: _Draft, entries: dict[str, Entry], file: str, faults: Faults) -> None:
    place = Place(file, min(draft.lines.values()))
    strings = draft.strings
    if missing := [word for word in ("msgid", "msgstr") if word not in strings and f"{word}[0]" not in strings]:
        if not draft.broken and draft.last and "msgstr" in missing:
            faults.add(_HALF[0], place, _HALF[1])
        elif not draft.broken:
            faults.add(f"the entry has no {missing[0]}", place, _REPAIR)
        return
    identifier, source = strings.get("msgctxt", ""), strings["msgid"]
    if not source and not identifier:
        charset = _CHARSET.search(strings.get("msgstr", ""))
        if charset and charset[1].lower() not in {"utf-8", "utf8"}:
            faults.add(f"the header says that the file is {charset[1]}, but it is UTF-8", place,
                       "Write charset=UTF-8 there.")
    elif not source:
        faults.add(f"the msgid of “{identifier}” is empty", place, "It is the text of the source: put it back.")
    elif not identifier:
        faults.add(f"the entry “{short(source)}” has no msgctxt", place, "It is the id of the text: put it back.")
    elif "msgstr" not in strings:
        faults.add(f"“{identifier}” has plural forms, which are not used here", place,
                   "Write one msgid and one msgstr.")
    elif identifier in entries:
        faults.add(f"“{identifier}” stands twice; first at {entries[identifier].place}", place, "Keep one of the two.")
    else:
        entries[identifier] = Entry(identifier, source, strings["msgstr"].strip(), draft.fuzzy, place,
                                    Place(file, draft.lines["msgstr"]), draft.budget)
