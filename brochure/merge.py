"""A catalogue after its source has changed: merged by the id of each text, so that no translation is lost.

An edited text keeps its translation, marked fuzzy, with the sentence that it was made from; a removed one is set aside
(#~) and comes back with its id; a moved one moves. Merging by likeness, as msgmerge does, loses two edits of six.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from brochure.extraction import FUZZY, Extract, managed, with_budget
from brochure.po_text import Line, PoEntry, PoText, Style, quoted

_NEAR = 0.9   # a budget that grows from no less than this share is left as it is, for clean diffs


@dataclass(frozen=True)
class Changes:
    """What a merge did, as ids: each text of the source is new, returned, changed, minor or unchanged.

    `minor` are those of which the new source was taken over without a mark; besides, texts may have `moved`, and those
    that are unchanged may be told of otherwise (`refreshed`). `removed` are those that the source no longer has.
    """

    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    minor: tuple[str, ...] = ()
    returned: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()
    refreshed: tuple[str, ...] = ()
    unchanged: int = 0

    def __bool__(self) -> bool:
        return any((self.new, self.changed, self.minor, self.returned, self.removed, self.moved, self.refreshed))


def merge(catalogue: PoText, wanted: Sequence[Extract], minor: Collection[str] = ()) -> tuple[PoText, Changes]:
    """Give a catalogue as it is after its source has become what is wanted, and what has changed in it.

    The source's new words are taken over without a mark for the ids of `minor`.
    """
    return _Merge(catalogue, wanted, minor).result()


def new_entry(extract: Extract, style: Style) -> PoEntry:
    """Give the entry of a text that nobody has translated yet, with a blank line before it."""
    lines = [Line("blank", style.end),
             *(Line("context", raw + style.end) for raw in quoted("msgctxt", extract.id, style)),
             *(Line("source", raw + style.end) for raw in quoted("msgid", extract.source, style)),
             Line("text", f'msgstr ""{style.end}')]
    return PoEntry(tuple(lines)).with_comments(extract.comments, style).with_flags(extract.flags, style)


class _Merge:
    def __init__(self, catalogue: PoText, wanted: Sequence[Extract], minor: Collection[str]) -> None:
        self.catalogue, self.wanted, self.minor, self.style = catalogue, wanted, minor, catalogue.style
        self.live = {entry.context: entry for entry in catalogue.entries if entry.context and not entry.obsolete}
        self.old: dict[str, list[PoEntry]] = {}
        for entry in catalogue.entries:
            if entry.context and entry.obsolete:
                self.old.setdefault(entry.context, []).append(entry)
        self.found: dict[str, list[str]] = {name: [] for name in ("new", "changed", "minor", "returned", "refreshed")}

    def result(self) -> tuple[PoText, Changes]:
        """Give the merged catalogue, and what has changed."""
        merged = {extract.id: self._merged(extract) for extract in self.wanted}
        removed = [name for name in self.live if name not in merged]
        entries = self._placed(merged)
        entries += [self.live[name].set_aside() for name in removed
                    if self.live[name].text or self.live[name].has_notes]
        touched = {name for key, names in self.found.items() if key != "refreshed" for name in names}
        self.found["refreshed"] = [name for name in self.found["refreshed"] if name not in touched]
        return replace(self.catalogue, entries=tuple(entries)), Changes(
            **{name: tuple(names) for name, names in self.found.items()}, removed=tuple(removed),
            moved=self._moved(), unchanged=len(merged) - len(touched))

    def _merged(self, extract: Extract) -> PoEntry:
        entry = self.live.get(extract.id)
        if entry is None and (stored := self._stored(extract)):
            self.found["returned"].append(extract.id)
            entry = self._sourced(stored.brought_back(), extract)
        elif entry is None:
            self.found["new"].append(extract.id)
            return new_entry(extract, self.style)
        elif entry.source != extract.source:
            self.found["minor" if extract.id in self.minor else "changed"].append(extract.id)
            entry = self._sourced(entry, extract)
        return self._told(entry, extract)

    def _stored(self, extract: Extract) -> PoEntry | None:
        """The obsolete entry of an id that has come back: of several, the one of these words, or the last."""
        stored = self.old.get(extract.id, [])
        found = next((entry for entry in reversed(stored) if entry.source == extract.source),
                     stored[-1] if stored else None)
        if found is not None:
            self.old[extract.id] = [entry for entry in stored if entry is not found]
        return found

    def _sourced(self, entry: PoEntry, extract: Extract) -> PoEntry:
        """An entry with the source's words of today, marked where its translation was made from others."""
        if entry.source == extract.source:
            return entry
        marked = FUZZY in entry.flags
        if entry.text and (marked or extract.id not in self.minor):
            # The words that the translation was made from are the oldest that nobody has looked at since.
            made_from = entry.previous if marked and entry.previous else entry.source
            entry = entry.with_previous("" if made_from == extract.source else made_from, self.style)
            entry = entry.with_flags((FUZZY, *entry.flags), self.style)
        return entry.with_source(extract.source, self.style)

    def _told(self, entry: PoEntry, extract: Extract) -> PoEntry:
        """An entry with today's comments and flags; what says the same in another form is left as it is."""
        told = entry
        extract = _near(extract, entry.budget)
        if " ".join(entry.comments).split() != " ".join(extract.comments).split():
            told = told.with_comments(extract.comments, self.style)
        if {*filter(managed, entry.flags)} != {*extract.flags}:
            told = told.with_flags((*_kept(entry.flags), *extract.flags), self.style)
        if told is not entry and extract.id in self.live:
            self.found["refreshed"].append(extract.id)
        return told

    def _placed(self, merged: dict[str, PoEntry]) -> list[PoEntry]:
        """The merged entries in reading order; what is obsolete stays behind the entry that it stood behind."""
        known = {id(entry) for entries in self.old.values() for entry in entries}
        head: list[PoEntry] = []
        behind: dict[str, list[PoEntry]] = {}
        group = head
        for entry in self.catalogue.entries:
            if entry.context and not entry.obsolete:
                group = behind.setdefault(entry.context, [])
            elif not entry.obsolete or not entry.context or id(entry) in known:
                group.append(entry)
        # Behind the last entry is the end of the file, whichever entry is the last.
        last = group if group is not head else []
        end = [*last, *(entry for name, entries in behind.items() if name not in merged and entries is not last
                        for entry in entries)]
        return [*head, *(part for name, entry in merged.items()
                         for part in (entry, *(behind.get(name, []) if behind.get(name) is not last else []))), *end]

    def _moved(self) -> tuple[str, ...]:
        """The ids that stand elsewhere among those that there were before."""
        after = [extract.id for extract in self.wanted if extract.id in self.live]
        stay = set(after)
        before = [name for name in self.live if name in stay]
        blocks = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks() if before != after else []
        kept = {name for block in blocks for name in after[block.b:block.b + block.size]}
        return tuple(name for name in after if name not in kept) if before != after else ()


def _kept(flags: Iterable[str]) -> tuple[str, ...]:
    return tuple(flag for flag in flags if not managed(flag))


def _near(wanted: Extract, there: int) -> Extract:
    """An extract with the budget that is there, if that is not above the one wanted, and not far below."""
    return with_budget(wanted, there) if there and _NEAR * wanted.budget <= there <= wanted.budget else wanted
