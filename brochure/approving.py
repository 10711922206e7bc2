"""Approving: somebody signs texts of a language, which is written into its ledger; what is not ready is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from brochure.desk import Desk
from brochure.edition import Source, known_locales, read_units_of
from brochure.errors import BrochureError, CheckFailed, Fault, UsageError, nearest
from brochure.formats import FORMATS
from brochure.ledger import Review, SignOff, ledger_of, today, withdrawn_fault, write_ledger
from brochure.model import ROLES, Finding
from brochure.people import person_fault
from brochure.project import Project
from brochure.proofreading import check_words
from brochure.signing import Standing, sign, standing, texts_of, to_sign, without_unknown
from brochure.units import Unit

_STATES = {"missing": "it is not translated", "fuzzy": "it is marked fuzzy",
           "stale": "its source has changed since it was translated"}

OUTSIDE = "outside of --only"


@dataclass(frozen=True)
class Signed:
    """What became of a sign-off, which tells what is signed now.

    `again` are those texts of it that had been signed, and have changed since. `before` was signed already, by whom;
    `left` is still not signed, and why. `unknown` are lines that were taken out of the ledger, since the brochure has
    no such text. `warned` are those signed now of which a check on words warns.
    """

    path: Path
    brochure: str
    locale: str
    act: SignOff
    again: tuple[str, ...]
    before: Mapping[str, tuple[str, ...]]
    left: Mapping[str, str]
    unknown: tuple[str, ...]
    warned: tuple[str, ...] = ()

    def told(self) -> dict[str, Any]:
        """Give it as JSON tells it."""
        return {"brochure": self.brochure, "locale": self.locale, "role": self.act.role, "by": self.act.by,
                "date": str(self.act.date), "edition": self.act.edition, "signed": list(self.act.texts),
                "again": self.again, "before": self.before, "left": self.left, "unknown": self.unknown,
                "warned": self.warned}


def approve(project: Project, source: Source, code: str, act: SignOff, only: tuple[str, ...] = (),
            tell: Callable[[str], None] = lambda _: None, *, write: bool = True) -> Signed:
    """Sign what is ready and not signed yet; or, of that, what has one of some ids (`advice.*` stands for many).

    `act` tells who signs, when, and as what; its texts are not looked at. Raises UsageError for a name, a day or an
    id that cannot be, CheckFailed if nothing is ready, or an id was asked for that is not, and BrochureError if the
    edition is withdrawn, or has no pages to be read as a proof. Then nothing is written. A text in which a
    check on words finds an error is not ready.
    """
    _check(act)
    known_locales(project, (code,))
    brochure = source.brochure
    ledger = ledger_of(project, code)
    if withdrawn := ledger.review(brochure.id).withdrawn(act.edition):
        raise BrochureError(faults=[withdrawn_fault(code, withdrawn, brochure.file, ledger.file)])
    units = read_units_of(project, source, code)
    seals = to_sign(act.role, texts_of(units), brochure, source.drawings)
    review, unknown = _tidy(ledger.review(brochure.id), source, units)
    before = standing(review, act.role, seals)
    asked = _asked(only, seals)
    tell(f"checking {code}")
    findings = check_words(project, source, code).findings
    blocked = _blocked([unit for unit in units if unit.id in seals], findings)
    _refuse_blocked([(unit, blocked[unit.id]) for unit in units if unit.id in blocked and unit.id in asked],
                    bool(only) or len(blocked) == len(units))
    if act.role == "proof":
        tell(f"laying out {code}")
        _lay_out(project, source, code)
    now = replace(act, texts={name: seals[name] for name in asked if name not in before.signed and name not in blocked})
    if write and (now.texts or unknown):
        write_ledger(ledger.holding(brochure.id, sign(review, now)))
    left = {name: blocked.get(name, "") if name in asked else OUTSIDE for name in seals
            if name not in before.signed and name not in now.texts}
    warned = {finding.unit for finding in findings if finding.level == "warning"}
    return Signed(ledger.path, brochure.id, code, now, tuple(name for name in now.texts if name in before.void),
                  _who(before, asked), left, unknown, tuple(name for name in now.texts if name in warned))


def _blocked(units: Iterable[Unit], findings: Iterable[Finding]) -> dict[str, str]:
    """The texts that cannot be signed, and why."""
    wrong = {finding.unit: finding for finding in reversed(tuple(findings)) if finding.level == "error"}
    found = {}
    for unit in units:
        if unit.state != "translated":
            found[unit.id] = _STATES[unit.state]
        elif unit.id in wrong:
            found[unit.id] = f"{wrong[unit.id].message} [{wrong[unit.id].check}]"
    return found


def _check(act: SignOff) -> None:
    """Raise UsageError if nobody can have signed so."""
    if wrong := person_fault(act.by):
        raise UsageError(wrong, None, 'Write it like this: --by "Kari Nordmann, physician"')
    if act.date > today():
        raise UsageError(f"{act.date} lies in the future", None, "Write the day on which it was signed.")


def _tidy(review: Review, source: Source, units: Iterable[Unit]) -> tuple[Review, tuple[str, ...]]:
    """The review without the lines of texts and drawings that are not there, and the ids of those."""
    texts = texts_of(units)
    known = {name for role in ROLES for name in to_sign(role, texts, source.brochure, source.drawings)}
    return without_unknown(review, known)


def _asked(only: tuple[str, ...], names: Iterable[str]) -> tuple[str, ...]:
    names = tuple(names)
    faults = [Fault(f"there is no text “{pattern}” to sign", None, nearest(pattern, names)) for pattern in only
              if not any(fnmatchcase(name, pattern) for name in names)]
    if faults:
        raise UsageError(faults=faults)
    return tuple(name for name in names if not only or any(fnmatchcase(name, pattern) for pattern in only))


def _refuse_blocked(units: list[tuple[Unit, str]], refuse: bool) -> None:
    """Raise CheckFailed if texts cannot be signed that somebody has asked for by name, or if none can be."""
    if units and refuse:
        faults = [Fault(f"“{unit.id}” cannot be signed: {why}", unit.place) for unit, why in units]
        raise CheckFailed(faults=(*faults, Fault("nothing is signed")))


def _lay_out(project: Project, source: Source, code: str) -> None:
    """Raise BrochureError if there are no pages that somebody can have read."""
    from brochure.press import Press

    desk = Desk(project, source, code, next(iter(FORMATS.values())), Press(project.fonts, project.cache))
    desk.proof(desk.fit())


def _who(before: Standing, asked: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """What was signed before, by the name and the day of who has signed it last."""
    found: dict[str, list[str]] = {}
    for name in asked:
        if name in before.signed:
            last = max(before.signed[name], key=lambda entry: entry.date)
            found.setdefault(f"{last.by} ({last.date})", []).append(name)
    return {who: tuple(names) for who, names in found.items()}
