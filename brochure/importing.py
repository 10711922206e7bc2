"""Translations come back into the catalogue of their language: all of them, or, if anything is wrong, none.

A file is held against the source of today, and against the catalogue of today: who has worked there meanwhile loses
nothing. Where both have changed a text, somebody has to choose.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from pathlib import Path

from brochure.catalogue import Entry, entries_of
from brochure.edition import Source
from brochure.errors import BrochureError, Faults, Place, UsageError, nearest, short
from brochure.exchange import LIMIT_BYTES, Head, Incoming, Returned, State, Token, fingerprint, read_token, source_hash
from brochure.exchange.forms import read
from brochure.exporting import Catalogue, read_current, state_of
from brochure.extraction import FUZZY
from brochure.files import read_bytes, write_whole
from brochure.model import Message, messages
from brochure.po_text import PoEntry, Style
from brochure.project import Project
from brochure.translation import compare
from brochure.units import Unit

# What becomes of a text: the first four change the catalogue.
KINDS = ("new", "changed", "confirmed", "marked", "unchanged", "kept", "skipped")


@dataclass(frozen=True)
class Import:
    """What becomes of a catalogue: the ids of each kind, and its text before and after.

    `waiting` are those that the file brings and marks as not finished; `absent` how many rows the file has lost since
    it was made; `elsewhere` whether the source has changed in texts that are not in the file.
    """

    locale: str
    path: Path
    kinds: Mapping[str, tuple[str, ...]]
    waiting: tuple[str, ...]
    absent: int
    elsewhere: bool
    before: str
    after: str

    @property
    def touched(self) -> bool:
        """Whether the catalogue changes."""
        return self.before != self.after

    def write(self) -> None:
        """Write the catalogue, if it changes."""
        if self.touched:
            write_whole(self.path, self.after.encode())


@dataclass(frozen=True)
class _Verdict:
    """What becomes of a text, and what stands in the catalogue then."""

    kind: str
    text: str
    state: State


@dataclass
class _Merge:
    sources: Mapping[str, Message]
    accept: bool
    faults: Faults = field(default_factory=Faults)

    def verdict(self, row: Returned, unit: Unit) -> _Verdict | None:
        """Say what becomes of a text, or note why nothing can."""
        before = read_token(row.token)
        if before is None:
            self.fault(row, f"the file does not tell what “{row.id}” was like when it went out",
                       "Its metadata, hidden sheet or last column is lost.")
            return None
        if before.source != fingerprint(unit.source):
            self.fault(row, f"“{row.id}” was translated from another source: {_quote(row.source)}; "
                            f"today it is {_quote(unit.source)}", "Have it looked through by its translator.")
            return None
        if row.source != unit.source.strip():
            self.fault(row, f"the source of “{row.id}” was changed in the file: {_quote(row.source)}",
                       f"Put it back: {unit.source}")
            return None
        return self._judged(row, unit, before)

    def fault(self, row: Returned, message: str, hint: str) -> None:
        """Note what is wrong with a row, and how the rest can be imported."""
        self.faults.add(message, row.place, f"{hint} Or leave it out: --skip {short(row.id)}")

    def _judged(self, row: Returned, unit: Unit, before: Token) -> _Verdict | None:
        now = state_of(unit)
        edited = fingerprint(row.text) != before.text
        state = self._state(row, before, edited=edited)
        moved = (fingerprint(unit.text), now) != (before.text, before.state)
        if not edited and state == before.state:
            return _Verdict("kept" if moved else "unchanged", unit.text, now)
        if not row.text:
            self.fault(row, f"“{row.id}” {'has lost its translation' if edited else 'has no translation'} in the file",
                       "Put it back, or mark it as to be translated.")
            return None
        if moved and row.text != unit.text:
            self.fault(row, f"“{row.id}” has changed in the catalogue too since the file was made: there it is "
                            f"{_quote(unit.text)}, in the file {_quote(row.text)}",
                       "Write the one that is right into the file, and into the catalogue.")
            return None
        compare(self.sources[row.id], Entry(row.id, unit.source, row.text, False, row.place, row.place), self.faults)
        if row.text != unit.text:
            return _Verdict("changed" if unit.text else "new", row.text, state)
        return _Verdict("unchanged" if state == now else "marked" if state == "fuzzy" else "confirmed", row.text, state)

    def _state(self, row: Returned, before: Token, *, edited: bool) -> State:
        """The state that a text has after the file; who types a translation into a table means that it is one."""
        if not row.told or (self.accept and row.text and row.state != "translated"):
            return "translated" if edited and row.text else before.state
        return "fuzzy" if row.text and row.state == "missing" else row.state


def take_in(project: Project, source: Source, code: str, path: Path, skip: Sequence[str] = (), *,
            accept: bool = False) -> Import:
    """Give what becomes of a locale's catalogue when a file is imported; nothing is written.

    The texts of `skip` are left out, of which `advice.*` stands for many. With `accept`, what the file has changed is
    taken as finished, and what it has not changed as it was, even where it says otherwise. Raises BrochureError with
    everything that is wrong.
    """
    file = str(path)
    incoming = read(read_bytes(path, file, LIMIT_BYTES, "A file of texts is smaller."), file)
    _check_head(incoming.head, source, code, file)
    catalogue = read_current(project, source, code)
    units = {unit.id: unit for unit in catalogue.units}
    skipped = _skipped(incoming, skip)
    merge = _Merge({message.id: message for message in messages(source.brochure)}, accept)
    found: dict[str, _Verdict] = {}
    for row in incoming.rows:
        if row.id in skipped:
            continue
        if row.id not in units:
            merge.fault(row, f"the brochure has no text “{short(row.id)}”", nearest(row.id, units))
        elif verdict := merge.verdict(row, units[row.id]):
            found[row.id] = verdict
    merge.faults.raise_any()
    before = str(catalogue.text)
    after = _written(catalogue, found)
    kinds = {kind: tuple(name for name, verdict in found.items() if verdict.kind == kind) for kind in KINDS}
    waiting = tuple(name for name, verdict in found.items() if verdict.kind in {"new", "changed"}
                    and verdict.state == "fuzzy")
    return Import(code, catalogue.path, {**kinds, "skipped": skipped}, waiting,
                  max(0, incoming.head.rows - len(incoming.rows)),
                  incoming.head.hash != source_hash((unit.id, unit.source) for unit in catalogue.units), before, after)


def _check_head(head: Head, source: Source, code: str, file: str) -> None:
    """Raise BrochureError if a file is of another brochure or language."""
    if head.brochure != source.brochure.id:
        raise BrochureError(f"the file is of the brochure “{short(head.brochure)}”, not of “{source.brochure.id}”",
                            Place(file), "Name the brochure that it is of with --brochure.")
    if head.locale != code:
        raise BrochureError(f"the file is of the language “{short(head.locale)}”, not of “{code}”", Place(file),
                            "Look whether it is the right file.")


def _skipped(incoming: Incoming, skip: Sequence[str]) -> tuple[str, ...]:
    names = [row.id for row in incoming.rows]
    for pattern in skip:
        if not any(fnmatchcase(name, pattern) for name in names):
            raise UsageError(f"the file has no text “{pattern}” to leave out", None, nearest(pattern, names))
    return tuple(name for name in names if any(fnmatchcase(name, pattern) for pattern in skip))


def _written(catalogue: Catalogue, found: Mapping[str, _Verdict]) -> str:
    """The catalogue with what came back; every other byte is as it was."""
    style = catalogue.text.style
    entries = tuple(
        _changed(entry, found[entry.context], style)
        if not entry.obsolete and entry.context in found and found[entry.context].kind in KINDS[:4] else entry
        for entry in catalogue.text.entries)
    after = str(replace(catalogue.text, entries=entries))
    _check_written(catalogue, found, after)
    return after


def _changed(entry: PoEntry, verdict: _Verdict, style: Style) -> PoEntry:
    if entry.text.strip() != verdict.text:
        entry = entry.with_text(verdict.text, style)
    if verdict.state == "fuzzy" and FUZZY not in entry.flags:
        return entry.with_flags((FUZZY, *entry.flags), style)
    if verdict.state == "translated" and FUZZY in entry.flags:
        entry = entry.with_flags([flag for flag in entry.flags if flag != FUZZY], style)
        return entry.with_previous("", style)
    return entry


def _check_written(catalogue: Catalogue, found: Mapping[str, _Verdict], after: str) -> None:
    """Read the catalogue again; raises RuntimeError, which is a fault of the program, if it is not as it must be."""
    faults = Faults()
    plain = after.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
    read_again = entries_of(plain, catalogue.file, faults)
    faults.raise_any()
    for unit in catalogue.units:
        entry = read_again[unit.id]
        wanted = found.get(unit.id)
        text = wanted.text if wanted else unit.text
        state = wanted.state if wanted else unit.state
        if (entry.source, entry.text) != (unit.source, text) or (text and entry.fuzzy != (state == "fuzzy")):
            raise RuntimeError(f"{catalogue.file} would not hold “{unit.id}” as it came back")


def _quote(text: str) -> str:
    return f"“{text if len(text) <= 120 else text[:119] + '…'}”"
