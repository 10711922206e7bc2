"""The units of a catalogue: each text of a brochure beside its translation, with all that is known of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from brochure.catalogue import Entry, read_catalogue
from brochure.errors import Faults, Place, nearest
from brochure.markup import parse, plain
from brochure.model import Brochure, BulletList, Message, Section, Subheading, messages

State = Literal["missing", "fuzzy", "stale", "translated"]
_NO_BUDGETS: Mapping[str, int] = {}


@dataclass(frozen=True)
class Unit:
    """A text and its translation: what a translator works on, and what the checks on words look at.

    `source` is the text of today in the source language; `text` the translation as it was typed, even where it is
    `fuzzy` or `stale` (its source has changed since), or nothing where it is `missing`. `place` is where the
    translation stands, `entry_place` where its entry begins, `source_place` where the source does. `heading` is what
    it stands under, in the source language: the words before its list, or the nearest heading; `section` the id of its
    section, or nothing. `budget` is how many
    letters there is room for, as they are typed, where that is known.
    """

    id: str
    role: str
    source: str
    text: str
    state: State
    place: Place
    entry_place: Place
    source_place: Place
    page: int
    section: str = ""
    heading: str = ""
    note: str = ""
    safety: bool = False
    budget: int | None = None


def read_units(brochure: Brochure, path: Path, root: Path,
               budgets: Mapping[str, int] = _NO_BUDGETS) -> tuple[Unit, ...]:
    """Give a unit for every text of a brochure, in reading order, with the translations of a catalogue.

    `brochure` is in the source language. The budget of a text is the one that its translator sees in the catalogue, or
    else that of `budgets`. Raises BrochureError with every fault of the catalogue's form, and every
    entry that is of no text of the brochure; what is wrong in a translation itself is left to the checks.
    """
    file = str(path.relative_to(root))
    faults = Faults()
    entries = read_catalogue(path, file, faults)
    known = {message.id for message in messages(brochure)}
    for name, entry in entries.items():
        if name not in known:
            faults.add(f"the brochure has no text “{name}”", entry.place, nearest(name, known) if known else "")
    faults.raise_any()
    return tuple(_unit(message, section, heading, entries.get(message.id), Place(file), budgets)
                 for message, section, heading in _in_context(brochure))


def source_units(brochure: Brochure, budgets: Mapping[str, int] = _NO_BUDGETS) -> tuple[Unit, ...]:
    """Give the units of the source language itself: every text is its own translation."""
    return tuple(Unit(message.id, message.role, message.text, message.text, "translated", message.place, message.place,
                      message.place, message.page, section, heading, message.note, message.safety,
                      budgets.get(message.id))
                 for message, section, heading in _in_context(brochure))


def state_of(message: Message, entry: Entry | None) -> State:
    """Give what a translation is worth today."""
    if entry is None or not entry.text:
        return "missing"
    if entry.source != message.text:
        return "stale"
    return "fuzzy" if entry.fuzzy else "translated"


def count_words(unit: Unit) -> int:
    """Give how many words the source of a unit has."""
    return len(plain(parse(unit.source)).split())


def _unit(message: Message, section: str, heading: str, entry: Entry | None, nowhere: Place,
          budgets: Mapping[str, int]) -> Unit:
    return Unit(message.id, message.role, message.text, entry.text if entry else "", state_of(message, entry),
                entry.text_place if entry else nowhere, entry.place if entry else nowhere, message.place, message.page,
                section, heading, message.note, message.safety,
                entry.budget if entry and entry.budget else budgets.get(message.id))


def _in_context(brochure: Brochure) -> Iterator[tuple[Message, str, str]]:
    """Every message with the id of its section and the heading that it stands under."""
    headings = {name: told for section in brochure.sections for name, told in _headings(section)}
    for message in messages(brochure):
        section, heading = headings.get(message.id, ("", ""))
        yield message, section, heading


def _headings(section: Section) -> Iterator[tuple[str, tuple[str, str]]]:
    top = section.heading.text if section.heading else ""
    if section.heading:
        yield section.heading.id, (section.id, "")
    heading = top
    for block in section.blocks:
        if isinstance(block, Subheading):
            yield block.text.id, (section.id, top)
            heading = block.text.text
            continue
        lead = block.intro.text if isinstance(block, BulletList) and block.intro else ""
        for message in messages(block):
            is_item = bool(lead) and message.role == "list item"
            yield message.id, (section.id, lead if is_item else heading)
