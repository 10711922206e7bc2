"""The texts of a language, gathered for translators who work without its catalogue: what goes out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from brochure.catalogue import LIMIT_BYTES
from brochure.edition import Source
from brochure.errors import Faults
from brochure.exchange import Head, Note, Outgoing, Row, Stage, State, source_hash
from brochure.extraction import told
from brochure.files import read_bytes
from brochure.ledger import ledger_of
from brochure.locales import name_in, read_hints
from brochure.markup import invisible
from brochure.po_text import PoEntry, PoText, parse
from brochure.project import Project
from brochure.scripts import direction_of
from brochure.signing import standing, texts_of, to_sign
from brochure.translation import catalogue_path
from brochure.units import Unit, read_units
from brochure.updating import pivot_texts

_LANGUAGE = "en"   # in which files tell of languages


@dataclass(frozen=True)
class Catalogue:
    """A catalogue that is up to date: its units, and the same as lines of a file."""

    path: Path
    file: str
    units: tuple[Unit, ...]
    text: PoText

    @property
    def entries(self) -> Mapping[str, PoEntry]:
        """The entries that count, by id."""
        return {entry.context: entry for entry in self.text.entries if entry.context and not entry.obsolete}


def read_current(project: Project, source: Source, code: str) -> Catalogue:
    """Give the catalogue of a locale; raise BrochureError if it is broken, or behind its source."""
    brochure = source.brochure
    path = catalogue_path(project.locales, code, brochure.id)
    file = str(path.relative_to(project.root))
    units = read_units(brochure, path, project.root)
    catalogue = Catalogue(path, file, units, parse(read_bytes(path, file, LIMIT_BYTES).decode()))
    behind = [unit for unit in units if unit.id not in catalogue.entries or unit.state == "stale"]
    faults = Faults()
    for unit in behind:
        faults.add(f"“{unit.id}” is not in the catalogue" if unit.id not in catalogue.entries else
                   f"the source of “{unit.id}” has changed since the catalogue was brought up to date",
                   unit.entry_place, f"Say “brochure locale update {code}” first.")
    faults.raise_any()
    return catalogue


def gather(project: Project, source: Source, code: str, *, changed: bool = False, finished: bool = False) -> Outgoing:
    """Give the texts of a locale as they go out.

    With `changed` those alone that are missing, to be looked through, or changed since somebody signed them; with
    `finished` those that are translated. Raises BrochureError if the catalogue is broken or behind its source.
    """
    brochure = source.brochure
    catalogue = read_current(project, source, code)
    _refuse_invisible(catalogue)
    hints = read_hints(project.locales, code, project.root)
    pivot = name_in(hints.pivot, _LANGUAGE) if hints.pivot else ""
    stages, void = _signed(project, source, code, catalogue.units)
    helps = pivot_texts(project, brochure, code, hints) if pivot else {}
    rows = [_row(unit, catalogue.entries[unit.id], stages[unit.id], helps.get(unit.id, "")) for unit in catalogue.units]
    if changed:
        rows = [row for row in rows if row.state != "translated" or row.id in void]
    if finished:
        rows = [row for row in rows if row.state == "translated"]
    head = Head(brochure.id, code, source_hash((unit.id, unit.source) for unit in catalogue.units), len(rows),
                len(catalogue.units))
    return Outgoing(head, tuple(rows), brochure.file, f"{brochure.date}-01", brochure.language,
                    (name_in(brochure.language, _LANGUAGE), name_in(code, _LANGUAGE)), direction_of(code), pivot)


def state_of(unit: Unit) -> State:
    """Give the state that a text of a catalogue goes out with; in one that is up to date no text is stale."""
    return "missing" if not unit.text else "fuzzy" if unit.state == "fuzzy" else "translated"


def _row(unit: Unit, entry: PoEntry, stage: Stage, pivot: str) -> Row:
    (_, what), *others = told(unit)
    before = [("previous", entry.previous)] if unit.state == "fuzzy" and entry.previous else []
    return Row(unit.id, what, unit.source, unit.text, state_of(unit), stage, unit.budget, pivot,
               tuple(Note(kind, words) for kind, words in (*others, *before)))


def _signed(project: Project, source: Source, code: str, units: tuple[Unit, ...]) -> tuple[
        dict[str, Stage], frozenset[str]]:
    """How far each text is, and the ids of those that have changed since somebody signed them."""
    ledger = ledger_of(project, code)
    texts = texts_of(units)
    by_role = {role: standing(ledger.review(source.brochure.id), role,
                              to_sign(role, texts, source.brochure, source.drawings))
               for role in ("revision", "clinical", "proof")}
    clinical = by_role["clinical"]
    needed = {*clinical.signed, *clinical.void, *clinical.unsigned}   # the layouts' own phrases are for no clinician

    def stage(unit: Unit) -> Stage:
        if unit.state != "translated":
            return "initial"
        if unit.id not in by_role["revision"].signed:
            return "translated"
        return "final" if unit.id in clinical.signed or unit.id not in needed else "reviewed"

    return ({unit.id: stage(unit) for unit in units},
            frozenset(name for role in by_role.values() for name in role.void))


def _refuse_invisible(catalogue: Catalogue) -> None:
    """Raise BrochureError if a text holds a letter that is lost on the way: no file of these forms can hold it."""
    faults = Faults()
    for unit in catalogue.units:
        for place, text in ((unit.source_place, unit.source), (unit.place, unit.text)):
            if letters := invisible(text):
                faults.add(f"“{unit.id}” holds {letters}", place,
                           "Take it out; the program sets no-break spaces and lines itself.")
    faults.raise_any()
