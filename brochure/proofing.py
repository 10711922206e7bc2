"""The proof of a language: source and translation side by side, to be read, marked and signed by people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from brochure import __version__, markup
from brochure.content import APPROVED_AS
from brochure.desk import Desk, created
from brochure.edition import Source, read_draft, read_units_of
from brochure.errors import BrochureError, Fault, Place, told_from
from brochure.files import read_text
from brochure.fit import Fit
from brochure.fonts import missing_letters
from brochure.formats import FORMATS
from brochure.geometry import PageLayout, Placed
from brochure.layouts import Layout
from brochure.ledger import DRAWING, Seal, ledger_of
from brochure.locales import month_in, name_in
from brochure.margin import Label, Note, labels
from brochure.model import ROLES, Brochure, Figure
from brochure.page import fill
from brochure.parallel import HEIGHT, WIDTH, Pair, in_step
from brochure.project import Project
from brochure.signing import Standing, standing, texts_of, to_sign
from brochure.units import Unit

if TYPE_CHECKING:
    from brochure.press import Press, Proof

_LIMIT_BYTES = 200_000
_LANGUAGE = "en"                # that of the program, in which a proof tells of itself
_WIDTH, _HEIGHT = 122.0, 175.0  # mm: of the pages as they are shown
_TOP, _OUTER = 17.0, 20.0       # mm that they stand from the sheet's edges
_CORNER = 4.0                   # mm: the lines that tell where a page ends
_HASH = 16                      # letters that are printed
_MEANS = {
    "revision": "A second translator has compared every text with its source.",
    "clinical": "A clinician has read the words as a patient will, and looked at the drawings.",
    "proof": "Somebody has read these pages as they will be printed: nothing is missing or broken.",
}


@dataclass(frozen=True)
class Proofed:
    """A proof: its bytes, its sheets with two pages, all its pages, how many texts it has, and how many are marked how.

    `hash` is that of the texts and drawings that are signed; `problem` says why the pages are not those that will be
    printed, or nothing; `broken` what is wrong in translations, in whose place the source stands.
    """

    content: bytes
    sheets: int
    pages: int
    texts: int
    marks: Mapping[str, int]
    hash: str
    problem: str
    broken: tuple[Fault, ...] = ()


@dataclass(frozen=True)
class _Sheet:
    """Two pages on a sheet (their numbers, or 0), where they stand, and what stands in their margins."""

    pair: Pair
    placed: tuple[Placed, ...]
    labels: tuple[Label, ...]


@dataclass(frozen=True)
class _Signed:
    """What is signed of each role, and the seals of what there is to sign in any."""

    roles: tuple[Standing, ...]
    seals: Mapping[str, Seal]

    def mark(self, name: str) -> str:
        """Say whether a text has changed since it was signed, or is new since anything was."""
        if any(name in role.void for role in self.roles):
            return "changed"
        begun = [role for role in self.roles if role.signed or role.void]
        never = any(name in role.unsigned for role in begun) and not any(name in role.signed for role in begun)
        return "new" if never else ""

    @property
    def begun(self) -> bool:
        """Whether anything was ever signed."""
        return any(role.signed or role.void for role in self.roles)

    @property
    def hash(self) -> str:
        """The hash of all that is signed, as it is today."""
        told = "\n".join(f"{name} {seal}" for name, seal in sorted(self.seals.items()))
        return sha256(told.encode()).hexdigest()[:_HASH]


def print_proof(project: Project, source: Source, code: str, press: Press, name: str) -> Proofed:
    """Give the proof of a language; `name` is what faults call it. The same sources give the same bytes.

    A text that is not ready is no fault: the source stands in its place, marked. Raises BrochureError if a file is
    broken, or if a letter can be printed in no typeface.
    """
    from brochure.press import Sheet

    units = read_units_of(project, source, code)
    signed = _read_signed(project, source, code, units)
    gaps = {gap.message.id: gap.kind for gap in read_draft(project, source, code)[2]}
    notes = _notes(units, signed, gaps)
    form, draft = FORMATS["parallel"], bool(gaps)
    desks = (Desk(project, source, source.brochure.language, form, press),
             Desk(project, source, code, form, press, draft=draft))
    (left, _), (right, problem) = map(_laid_out, desks)
    sheets = _sheets(in_step(left.pages, right.pages), (left.pages, right.pages),
                     [_by_block(notes, desk.edition.brochure) for desk in desks])
    values = _values(desks, units, signed, notes, sheets, problem, gaps)
    with told_from(project.root):
        html = fill(project.layouts / "proof", "proof.html", **values)
    if missing := missing_letters(html, source.families.values()):
        raise BrochureError(f"no font has the letters {' '.join(missing)}", Place(name),
                            "They stand in a translation that is not ready, or in the name of who has signed.")
    files = [Sheet(file, read_text(project.root / file, file, _LIMIT_BYTES))
             for file in ("layouts/base/tokens.css", "layouts/proof/proof.css")]
    over = press.lay_out(html, files, {f"marks/{number}.svg": _drawn(sheet, source.layout)
                                       for number, sheet in enumerate(sheets, 1)})
    stacked = [(*sheet.placed, Placed(2, number)) for number, sheet in enumerate(sheets, 1)]
    stacked += [(Placed(2, number),) for number in range(len(sheets) + 1, len(over.pages) + 1)]
    whole = press.beside((left, right, over), stacked, (WIDTH, HEIGHT), title=values["title"])
    return Proofed(whole.pdf(tagged=False), len(sheets), len(over.pages), len(units),
                   dict(Counter(note.mark for note in notes.values() if note.mark)), signed.hash, problem,
                   desks[1].broken)


# --- what is signed, and what is the matter with each text -----------------------------------------------------------


def _read_signed(project: Project, source: Source, code: str, units: Iterable[Unit]) -> _Signed:
    ledger = ledger_of(project, code)
    review, texts = ledger.review(source.brochure.id), texts_of(units)
    seals = {role: to_sign(role, texts, source.brochure, source.drawings) for role in ROLES}
    return _Signed(tuple(standing(review, role, own) for role, own in seals.items()),
                   {name: seal for own in seals.values() for name, seal in own.items()})


def _notes(units: Iterable[Unit], signed: _Signed, gaps: Mapping[str, str]) -> dict[str, Note]:
    """What is told of each text and drawing, by its id; `gaps` are the texts that are not ready, and why."""
    notes = {unit.id: Note(unit.id, gaps.get(unit.id) or signed.mark(unit.id)) for unit in units}
    return notes | {name: Note(name, signed.mark(name)) for name in signed.seals if name.startswith(DRAWING)}


def _by_block(notes: Mapping[str, Note], brochure: Brochure) -> dict[str, tuple[Note, ...]]:
    """What is told of each block of a page: most have the name of their text.

    Others are drawings, or hold the words of the layout on the back page.
    """
    phrases = {f"back.{name}": (f"phrase.{name}",) for name in ("authors", "next-review", "feedback")}
    figures = {block.id: (DRAWING + block.drawing,) for section in brochure.sections for block in section.blocks
               if isinstance(block, Figure)}
    latest = (brochure.back.latest.id,) if brochure.back.latest else ()
    approved = {f"back.approved.{number}": (f"phrase.{APPROVED_AS[approval.role]}",)
                for number, approval in enumerate(brochure.approvals, 1)}
    named = {"cover.drawing": (DRAWING + brochure.cover.drawing,), "back.kind": (brochure.cover.kind.id,),
             "back.edition": ("phrase.edition", *latest), "imprint.heading": ("phrase.imprint",),
             **phrases, **approved, **figures, **{name: (name,) for name in notes}}
    return {block: tuple(notes[name] for name in names if name in notes) for block, names in named.items()}


# --- the sheets ------------------------------------------------------------------------------------------------------


def _laid_out(desk: Desk) -> tuple[Proof, str]:
    """Give the pages at their fit; what does not fit is laid out at its smallest, on more pages, and told."""
    try:
        return desk.proof(desk.fit()), ""
    except BrochureError as error:
        layout = desk.source.layout
        smallest = Fit(layout.type.smallest, layout.drawings.smallest, None)
        return desk.lay_out(smallest.size, smallest.drawings), error.faults[0].message


def _sheets(pairs: Sequence[Pair], pages: Sequence[Sequence[PageLayout]],
            notes: Sequence[Mapping[str, tuple[Note, ...]]]) -> tuple[_Sheet, ...]:
    """Put pages of two languages beside each other, with the ids in their margins; `notes` are told of their blocks."""
    begun: tuple[set[str], set[str]] = (set(), set())
    sheets = []
    for pair in pairs:
        placed: list[Placed] = []
        told: list[Label] = []
        for document, number in enumerate(pair):
            if not number:
                continue
            page = pages[document][number - 1]
            scale = min(_WIDTH / page.width, _HEIGHT / page.height)
            left = _OUTER if document == 0 else WIDTH - _OUTER - scale * page.width
            placed.append(Placed(document, number, left, _TOP, scale))
            told += labels(page, placed[-1], (WIDTH, HEIGHT), partial(_told, notes[document]), begun[document])
            begun[document].update(piece.block for piece in page.pieces)
        sheets.append(_Sheet(pair, tuple(placed), tuple(told)))
    return tuple(sheets)


def _told(notes: Mapping[str, tuple[Note, ...]], block: str) -> tuple[Note, ...]:
    return notes.get(block, ())


def _drawn(sheet: _Sheet, layout: Layout) -> bytes:
    """The lines of a sheet: the corners of its pages, from ids to their texts, and beside what is marked."""
    corners = [f'<path d="M{x:.2f} {y + down * _CORNER:.2f}V{y:.2f}H{x + across * _CORNER:.2f}"/>'
               for page in sheet.placed
               for x, across in ((page.left, 1), (page.left + layout.width * page.scale, -1))
               for y, down in ((page.top, 1), (page.top + layout.height * page.scale, -1))]
    leaders = [f'<line x1="{x:.2f}" y1="{y:.2f}" x2="{to_x:.2f}" y2="{to_y:.2f}"/>'
               for label in sheet.labels if label.leader for x, y, to_x, to_y in [label.leader]]
    bars = [f'<line x1="{x:.2f}" y1="{top:.2f}" x2="{x:.2f}" y2="{bottom:.2f}"/>'
            for label in sheet.labels if label.bar for x, top, bottom in [label.bar]]
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {HEIGHT:g}" fill="none">'
            f'<g stroke="#5b6770" stroke-width=".2">{"".join(corners)}</g>'
            f'<g stroke="#5b6770" stroke-width=".15">{"".join(leaders)}</g>'
            f'<g stroke="#c5432e" stroke-width=".7">{"".join(bars)}</g></svg>').encode()


# --- what it says ----------------------------------------------------------------------------------------------------


def _values(desks: tuple[Desk, Desk], units: Sequence[Unit], signed: _Signed, notes: Mapping[str, Note],
            sheets: Sequence[_Sheet], problem: str, gaps: Mapping[str, str]) -> dict[str, Any]:
    brochure, code = desks[0].edition.source, desks[1].edition.locale.code
    shown = {label.note.id for sheet in sheets for label in sheet.labels}
    hidden = [_row(unit, notes) for unit in units if unit.id not in shown]
    unready = [_row(unit, notes) for unit in units if unit.id in shown and unit.id in gaps]
    names = [name_in(desk.edition.locale.code, _LANGUAGE) for desk in desks]
    title = markup.plain(markup.parse(brochure.cover.title.text))
    counts = Counter(gaps.get(unit.id, "translated") for unit in units)
    return {
        "title": f"Proof of {title}, {names[1]}", "brochure": title, "publisher": brochure.publisher.name,
        "generator": f"brochure {__version__}", "created": created(brochure), "source": brochure.language,
        "locale": desks[1].edition.locale, "names": names, "edition": brochure.edition, "problem": problem,
        "date": month_in(_LANGUAGE, brochure.date.year, brochure.date.month), "texts": len(units), "counts": counts,
        "drawings": sum(name.startswith(DRAWING) for name in signed.seals), "hash": _grouped(signed.hash),
        "begun": signed.begun, "sheets": sheets, "hidden": hidden, "unready": unready,
        "unready_count": len(units) - counts["translated"], "links": _links(desks),
        "roles": [_role(role, code, signed) for role in ROLES],
    }


def _row(unit: Unit, notes: Mapping[str, Note]) -> dict[str, str]:
    return {"id": unit.id, "source": unit.source, "text": unit.text, "mark": notes[unit.id].mark}


def _links(desks: tuple[Desk, Desk]) -> list[dict[str, str]]:
    """Where links and films lead in both languages, in the order of the content."""
    first, second = (desk.edition.locale for desk in desks)
    return [{"name": slot.name, "kind": slot.kind, "source": first.address(slot), "text": second.address(slot)}
            for slot in desks[0].edition.source.slots if slot.kind != "language"]


def _role(role: str, code: str, signed: _Signed) -> dict[str, Any]:
    found = next(entry for entry in signed.roles if entry.role == role)
    people = sorted({(sign_off.date, sign_off.by) for who in found.signed.values() for sign_off in who})
    return {"name": role, "means": _MEANS[role], "count": found.count, "signed": len(found.signed),
            "void": len(found.void), "people": [f"{by}, {date}" for date, by in people],
            "command": f"brochure locale approve {code} --role {role}", "signer": '--by "NAME, TITLE"'}


def _grouped(text: str) -> str:
    """Give a hash in groups of four, as people compare it."""
    return " ".join(text[start:start + 4] for start in range(0, len(text), 4))
