"""Catalogues are brought up to date with their source: read, merged, read again, and only then written."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from brochure.budget import UNPRINTED, Tell, budgets
from brochure.catalogue import LIMIT_BYTES, Entry, entries_of, read_catalogue
from brochure.edition import Source, read_source, source_language
from brochure.errors import BrochureError, Faults, Place, UsageError, nearest
from brochure.extraction import Extract, extracts, told_safety
from brochure.files import read_bytes, write_all
from brochure.ledger import Ledger, ledger_bytes, ledger_of
from brochure.locales import Hints, name_in, read_hints
from brochure.merge import Changes, merge
from brochure.model import Brochure, messages
from brochure.po_text import PoText, parse
from brochure.project import Project
from brochure.signing import after_minor_edits, not_minor
from brochure.translation import catalogue_path, translated_codes
from brochure.units import Unit, source_units, state_of

_SHARED = "phrase."   # the layouts' own words stand in the catalogues of all brochures


@dataclass(frozen=True)
class Update:
    """What becomes of a catalogue: what changes in it, and its text before and after.

    `minor` has the source's words of before and of today, by id, for each edit of the source that was called minor.
    """

    locale: str
    path: Path
    changes: Changes
    before: str
    after: str
    minor: Mapping[str, tuple[str, str]]

    @property
    def touched(self) -> bool:
        """Whether the file changes."""
        return self.before != self.after

def updates(project: Project, source: Source, codes: Sequence[str], minor: Collection[str] = (),
            tell: Tell = lambda _: None) -> tuple[Update, ...]:
    """Give what becomes of the catalogues of some locales; nothing is written.

    Raises BrochureError with the faults of all of them, and if a text of `minor` has changed in more than its form.
    `tell` is called with a line for each step that takes long.
    """
    faults = Faults()
    found = []
    _check_known(minor, source_units(source.brochure))
    for code in codes:
        with faults.gathered():
            found.append(_update(project, source, code, minor, tell))
    faults.raise_any()
    for name in minor:
        if not any(name in entry.changes.minor for entry in found):
            raise UsageError(f"“{name}” has not changed since the catalogues were brought up to date", None,
                             "--minor is for texts whose source has changed; take it out.")
    return tuple(found)


def write_updates(project: Project, source: Source, found: Sequence[Update]) -> tuple[str, ...]:
    """Write some catalogues, and the ledgers whose sign-offs stay good through a minor edit: all of them, or none.

    Gives the languages in whose ledgers sign-offs were kept. Raises BrochureError if a ledger is at fault.
    """
    ledgers = dict(kept_sign_offs(project, source, found))
    files = {entry.path: entry.after.encode() for entry in found if entry.touched}
    # Should the machine stop between two of them, a sign-off is void without need, and never good without right.
    write_all(files | {ledger.path: ledger_bytes(ledger) for ledger in ledgers.values()})
    return tuple(ledgers)


def kept_sign_offs(project: Project, source: Source, found: Sequence[Update]) -> Iterator[tuple[str, Ledger]]:
    """Give the ledgers that change since the edits of the source were minor: those of the languages, and its own."""
    brochure = source.brochure
    edits: dict[str, tuple[set[str], str]] = {}
    for entry in found:
        for name, (before, after) in entry.minor.items():
            edits.setdefault(name, (set(), after))[0].add(before)
    faults, changed = Faults(), []
    for code in (brochure.language, *(entry.locale for entry in found)) if edits else ():
        with faults.gathered():
            ledger = ledger_of(project, code)
            review = ledger.review(brochure.id)
            moved = after_minor_edits(review, edits, is_source=code == brochure.language)
            if moved != review:
                changed.append((code, ledger.holding(brochure.id, moved)))
    faults.raise_any()
    yield from changed


def extracts_for(project: Project, source: Source, code: str, catalogue: PoText,
                 tell: Tell) -> tuple[Extract, ...]:
    """Give what the catalogue of a locale tells of each text, with that of its pivot, if it has one.

    The room of the texts is measured anew only where a new text has come, or one has outgrown its own.
    """
    hints = read_hints(project.locales, code, project.root)
    brochure = source.brochure
    ordered = sorted(catalogue.entries, key=lambda entry: not entry.obsolete)   # what counts comes last
    told = {entry.context: entry.budget for entry in ordered}
    units = source_units(brochure, {name: budget for name, budget in told.items() if budget})
    if any(_asks_for_room(unit, told) for unit in units) or not any(unit.budget for unit in units):
        units = source_units(brochure, budgets(project, source, tell, hints.pages))
    return extracts(units, name_in(hints.pivot, "en") if hints.pivot else "",
                    pivot_texts(project, brochure, code, hints) if hints.pivot else {})


def _asks_for_room(unit: Unit, told: Mapping[str, int]) -> bool:
    if unit.role in UNPRINTED:
        return False
    return unit.id not in told or bool(unit.budget and len(unit.source) > unit.budget)


def project_version(brochure: Brochure) -> str:
    """Give what the header of a catalogue calls a brochure and the edition that it was last brought up to date with."""
    return f"{brochure.id} {brochure.edition}"


def edition_seen(catalogue: PoText, brochure: Brochure) -> int | None:
    """Give the edition of the source that a catalogue was last brought up to date with, or None if it does not tell."""
    name, _, number = catalogue.header("Project-Id-Version").rpartition(" ")
    return int(number) if name == brochure.id and number.isdecimal() else None


def pivot_texts(project: Project, brochure: Brochure, code: str, hints: Hints) -> dict[str, str]:
    """Give the translations of the pivot that are of today's words, by id; raises BrochureError if there is none."""
    path = catalogue_path(project.locales, hints.pivot, brochure.id)
    if not path.is_file():
        known = [other for other in translated_codes(project.locales, brochure.id) if other != code]
        raise BrochureError(f"there is no translation to “{hints.pivot}”, which the pivot should be", hints.place,
                            nearest(hints.pivot, known) if known else "Take the line out.")
    faults = Faults()
    entries = read_catalogue(path, str(path.relative_to(project.root)), faults)
    faults.raise_any()
    return {message.id: entries[message.id].text for message in messages(brochure)
            if state_of(message, entries.get(message.id)) == "translated"}


def _update(project: Project, source: Source, code: str, minor: Collection[str], tell: Tell) -> Update:
    brochure = source.brochure
    path = catalogue_path(project.locales, code, brochure.id)
    file = str(path.relative_to(project.root))
    faults = Faults()
    entries = read_catalogue(path, file, faults)
    faults.raise_any()
    _check_brochure(project, brochure, {entry.id: entry.place for entry in entries.values()}, file)
    before = read_bytes(path, file, LIMIT_BYTES).decode()
    catalogue = parse(before)
    edits = _minor_edits(project, source, minor, entries, catalogue)
    wanted = extracts_for(project, source, code, catalogue, tell)
    merged, changes = merge(catalogue, wanted, minor)
    if merged.header("Project-Id-Version").partition(" ")[0] == brochure.id:   # else it is somebody's own name for it
        merged = merged.with_header("Project-Id-Version", project_version(brochure))
    after = str(merged)
    _check_nothing_lost(catalogue, after, wanted, file)
    return Update(code, path, changes, before, after, edits)


def _minor_edits(project: Project, source: Source, minor: Collection[str], entries: Mapping[str, Entry],
                 catalogue: PoText) -> dict[str, tuple[str, str]]:
    """The words of before and of today of each text whose edit is called minor; raises BrochureError if one is not."""
    if not minor:
        return {}
    faults, edits = Faults(), {}
    language = source_language(project, source)
    # A mark that was taken out together with the edit still stands in the catalogue.
    marked = {entry.context for entry in catalogue.entries if told_safety(entry.comments)}
    for unit in source_units(source.brochure):
        entry = entries.get(unit.id)
        if unit.id not in minor or not entry or entry.source == unit.source:
            continue
        edits[unit.id] = entry.source, unit.source
        if why := not_minor(entry.source, unit.source, language, safety=unit.safety or unit.id in marked):
            faults.add(f"the edit of “{unit.id}” is not minor: {why}", unit.source_place,
                       "Leave it out of --minor: translators must see it, and who signed it signs it again.")
    faults.raise_any()
    return edits


def _check_nothing_lost(before: PoText, after: str, wanted: Sequence[Extract], file: str) -> None:
    """Read a merged catalogue again; raises RuntimeError, which is a fault of the program, if anything is not there."""
    faults = Faults()
    live = entries_of(after.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff"), file, faults)
    faults.raise_any()
    if [(entry.id, entry.source) for entry in live.values()] != [(extract.id, extract.source) for extract in wanted]:
        raise RuntimeError(f"{file} would not hold the texts of the source")
    kept = set(_translations(parse(after)))
    if lost := set(_translations(before)) - kept:
        raise RuntimeError(f"{file} would lose translations: {sorted(lost)}")


def _translations(catalogue: PoText) -> Iterator[tuple[str, str]]:
    return ((entry.context, entry.text) for entry in catalogue.entries if entry.context and entry.text)


def _check_known(names: Collection[str], units: Sequence[Unit]) -> None:
    known = {unit.id for unit in units}
    for name in names:
        if name not in known:
            raise UsageError(f"the brochure has no text “{name}”", None, nearest(name, known))


def _check_brochure(project: Project, brochure: Brochure, places: dict[str, Place], file: str) -> None:
    """Raise BrochureError if most texts of a catalogue are of another brochure, or none is of this one."""
    own = {unit.id for unit in source_units(brochure)}
    strange = [name for name in places if name not in own and not name.startswith(_SHARED)]
    if not strange or len(strange) * 2 < sum(not name.startswith(_SHARED) for name in places):
        return
    for other in project.brochures():
        if other == brochure.id:
            continue
        try:
            ids = {unit.id for unit in source_units(read_source(project, other).brochure)}
        except BrochureError:
            continue
        if sum(name in ids for name in strange) * 2 > len(strange):
            raise BrochureError(f"{len(strange)} texts of this catalogue are none of the brochure “{brochure.id}”: "
                                f"they belong to “{other}”", places[strange[0]],
                                f"Name the file {other}.po, and put the catalogue of “{brochure.id}” back.")
    if not any(name in own and not name.startswith(_SHARED) for name in places):
        raise BrochureError(f"no text of this catalogue is of the brochure “{brochure.id}”", Place(file),
                            "Put its own catalogue back.")
