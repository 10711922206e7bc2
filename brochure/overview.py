"""How far each language is: translated, signed, fitting its pages; for a table, a program, and a page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from brochure import __version__, catalogue, layouts, markup
from brochure.desk import Desk
from brochure.edition import Source, read_draft, read_units_of
from brochure.errors import BrochureError, counted
from brochure.files import read_text
from brochure.formats import FORMATS
from brochure.geometry import PageLayout
from brochure.ledger import ledger_of
from brochure.locales import month_in, name_in, read_hints
from brochure.model import ROLES
from brochure.page import fill
from brochure.po_text import parse
from brochure.project import Project
from brochure.signing import standing, texts_of, to_sign
from brochure.translation import catalogue_path
from brochure.units import Unit, count_words
from brochure.updating import edition_seen

if TYPE_CHECKING:
    from brochure.press import Press

_STYLES = ("base/tokens.css", "base/dark.css", "status/status.css")
Tell = Callable[[str], None]


@dataclass(frozen=True)
class Signed:
    """What is signed in a role: how many texts (and drawings) as they are today, how many changed since, of how many.

    `by` are those who have signed, while it is complete.
    """

    signed: int
    void: int
    count: int
    by: tuple[str, ...] = ()

    @property
    def share(self) -> float:
        """The share that is signed as it is, from 0 to 1."""
        return self.signed / self.count if self.count else 0.0


@dataclass(frozen=True)
class Fitting:
    """How a language fits: type size in pt, scale of the drawings, its pages, how full the fullest is (0 to 1).

    `draft` tells that texts of the source stood in for others, `broken` how many of these hold something that cannot be
    printed; `problem` why it does not fit, or nothing.
    """

    size: float = 0.0
    drawings: float = 0.0
    pages: int = 0
    fullest: float = 0.0
    draft: bool = False
    problem: str = ""
    broken: int = 0


@dataclass(frozen=True)
class Status:
    """How far a language is. `left` are the texts that are not ready, `words` how many words of the source they have.

    `edition` is that of the source today, `seen` the one that the catalogue was last brought up to date with, if it
    tells. `problem` says why its files cannot be read; then nothing else is known.
    """

    code: str
    name: str
    is_source: bool
    unfinished: bool
    texts: int
    states: Mapping[str, int]
    left: tuple[Unit, ...]
    words: int
    roles: Mapping[str, Signed]
    edition: int
    seen: int | None
    fitting: Fitting | None = None
    problem: str = ""

    @property
    def translated(self) -> int:
        """How many texts are ready."""
        return self.texts - len(self.left)


def status(project: Project, source: Source, code: str, press: Press | None = None) -> Status:
    """Give how far a language is; it is laid out if there is a press. A file that is broken is told, not raised."""
    brochure, own = source.brochure, code == source.brochure.language
    name = name_in(code, "en")
    try:
        hints = read_hints(project.locales, code, project.root)
        units = read_units_of(project, source, code)
        roles = _roles(project, source, code, units)
        path = catalogue_path(project.locales, code, brochure.id)
        seen = brochure.edition if own else edition_seen(
            parse(read_text(path, path.name, catalogue.LIMIT_BYTES)), brochure)
    except BrochureError as error:
        return Status(code, name, own, False, 0, {}, (), 0, {}, brochure.edition, None, problem=str(error.faults[0]))
    left = tuple(unit for unit in units if unit.state != "translated")
    states = {state: sum(unit.state == state for unit in left) for state in ("fuzzy", "stale", "missing")}
    fitting = _fitting(project, source, code, press) if press and len(left) < len(units) else None
    return Status(code, name, own, hints.unfinished, len(units), states, left, sum(map(count_words, left)), roles,
                  brochure.edition, seen, fitting)


def _roles(project: Project, source: Source, code: str, units: Sequence[Unit]) -> dict[str, Signed]:
    review = ledger_of(project, code).review(
        source.brochure.id)
    texts = texts_of(units)
    found = {}
    for role in ROLES:
        if role == "revision" and code == source.brochure.language:
            continue   # there is nothing to compare it with
        told = standing(review, role, to_sign(role, texts, source.brochure, source.drawings))
        people = dict.fromkeys(sign_off.by for who in told.signed.values() for sign_off in who)
        found[role] = Signed(len(told.signed), len(told.void), told.count, tuple(people) if told.complete else ())
    return found


def _fitting(project: Project, source: Source, code: str, press: Press) -> Fitting:
    draft, broken = False, 0
    try:
        gaps = read_draft(project, source, code)[2]
        draft, broken = bool(gaps), sum(gap.kind == "broken" for gap in gaps)
        desk = Desk(project, source, code, FORMATS["screen"], press, draft=draft)
        fit = desk.fit()
        pages = desk.proof(fit).pages
    except BrochureError as error:
        return Fitting(draft=draft, problem=error.faults[0].message, broken=broken)
    return Fitting(fit.size, fit.drawings, len(pages), max(map(_fill, pages), default=0.0), draft, broken=broken)


def _fill(page: PageLayout) -> float:
    """How far down a page of running text is full, from 0 to 1; the cover and the back page are not asked."""
    if page.role or not page.area or not page.pieces:
        return 0.0
    lowest = max(piece.at.bottom for piece in page.pieces)
    return min(1.0, (lowest - page.area.top) / (page.area.bottom - page.area.top))


def todo(entry: Status) -> Iterator[str]:
    """Give what is to be done for a language, by whom, in order; nothing if nothing is left."""
    if entry.problem:
        yield f"whoever edited it last: mend the file. {entry.problem}"
        return
    if entry.states.get("missing"):
        yield f"translator: translate {counted(entry.states['missing'], 'text')}"
    if entry.states.get("stale"):
        yield f"whoever keeps the texts: say “brochure locale update {entry.code}”, which marks what has changed"
    if waiting := entry.states.get("fuzzy", 0) + entry.states.get("stale", 0):
        yield f"translator: look through {counted(waiting, 'text')} whose source has changed"
    if entry.fitting and entry.fitting.broken:
        yield (f"translator: mend {counted(entry.fitting.broken, 'text')} that cannot be printed; “brochure locale "
               f"check {entry.code}” tells them")
    if entry.fitting and entry.fitting.problem:
        yield f"translator: shorten the text, which does not fit. {entry.fitting.problem}"
    if entry.unfinished and not entry.left:
        yield f"translator: take the line “unfinished” out of locales/{entry.code}/locale.toml"
    who = {"revision": "a second translator", "clinical": "a clinician", "proof": "whoever reads the printed pages"}
    for role, signed in entry.roles.items():
        if signed.signed < signed.count and not entry.left:
            yield (f"{who[role]}: read and sign {signed.count - signed.signed} of {signed.count}, with "
                   f"“brochure locale approve {entry.code} --role {role}”")


def as_page(project: Project, source: Source, entries: Sequence[Status]) -> bytes:
    """Give the page that shows how far the languages are, as one HTML file that fetches nothing."""
    brochure = source.brochure
    css = "\n".join(read_text(project.layouts / name, f"layouts/{name}", layouts.LIMIT_BYTES) for name in _STYLES)
    date = month_in("en", brochure.date.year, brochure.date.month)
    title = markup.plain(markup.parse(brochure.cover.title.text))
    return fill(project.layouts / "status", "status.html", css=css, title=title, edition=brochure.edition, date=date,
                generator=f"brochure {__version__}", entries=entries, todo={entry.code: list(todo(entry))
                                                                            for entry in entries},
                source=brochure.language, roles=ROLES).encode()
