"""Whether a language can be given out: what is missing, and who has to do what about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from brochure.edition import Source, read_units_of
from brochure.errors import BrochureError, Fault, Place, counted
from brochure.ledger import DRAWING, Review, ledger_of, ledger_path, withdrawn_fault
from brochure.locales import name_in, read_hints
from brochure.model import ROLES
from brochure.project import Project
from brochure.proofreading import check_words
from brochure.signing import Standing, standing, texts_of, to_sign
from brochure.translation import catalogue_path
from brochure.units import State, Unit

_NAMED = 4   # ids, or findings, that are told one by one
_STATES: dict[State, str] = {"missing": "not translated", "fuzzy": "marked fuzzy",
                            "stale": "made from an older source"}
_BY_STATE = frozenset({"words/complete", "words/fuzzy"})   # what the states of the texts tell already
_NOBODY = {"revision": "no second translator has revised", "clinical": "no clinician has approved",
           "proof": "nobody has read the finished pages with"}
NOT_YET = {"revision": "not revised by a second translator", "clinical": "not approved by a clinician",
           "proof": "not proofread"}


@dataclass(frozen=True)
class Readiness:
    """Why a language of a brochure cannot be given out, and in which of the ROLES it is not signed as a whole.

    `unsigned` may have roles that the brochure's policy does not need: then they are no reason.
    """

    brochure: str
    locale: str
    reasons: tuple[Fault, ...]
    unsigned: tuple[str, ...]


def readiness(project: Project, source: Source, code: str) -> Readiness:
    """Give whether a language is complete, unfuzzy, checked, not withdrawn, and signed as the brochure needs it."""
    brochure = source.brochure
    if (told := _unfinished(project, code)):
        return Readiness(brochure.id, code, told, ROLES)
    reasons: list[Fault] = []
    units: tuple[Unit, ...] = ()
    review, standings = Review(), tuple[Standing, ...]()
    try:
        units = read_units_of(project, source, code)
        unready = any(unit.state != "translated" for unit in units)
        reasons += _untranslated(project, brochure.id, code, units) if unready else ()
        reasons += _wrong(project, source, code)
    except BrochureError as error:
        reasons += error.faults
    try:
        review = ledger_of(project, code).review(brochure.id)
    except BrochureError as error:
        reasons += error.faults
    else:
        if withdrawn := review.withdrawn(brochure.edition):
            reasons.append(withdrawn_fault(code, withdrawn, brochure.file, str(_ledger(project, code))))
        texts = texts_of(units)
        roles = [role for role in ROLES if role != "revision" or code != brochure.language]
        standings = tuple(standing(review, role, to_sign(role, texts, brochure, source.drawings))
                          for role in roles if units)
    unsigned = [entry for entry in standings if not entry.complete]
    reasons += [_unsigned(project, source, code, entry) for entry in unsigned if entry.role in brochure.release.needs]
    return Readiness(brochure.id, code, tuple(dict.fromkeys(reasons)), tuple(entry.role for entry in unsigned))


def _ledger(project: Project, code: str) -> str:
    return str(ledger_path(project.locales, code).relative_to(project.root))


def _unfinished(project: Project, code: str) -> tuple[Fault, ...]:
    """What is told of a language whose locale.toml says that it has only begun, or cannot be read."""
    try:
        hints = read_hints(project.locales, code, project.root)
    except BrochureError as error:
        return error.faults
    return (Fault(f"{code}: it is called unfinished", Place(f"locales/{code}/locale.toml"),
                  f"“brochure locale status {code}” tells what is left. Then take the line “unfinished” out."),
            ) if hints.unfinished else ()


def _untranslated(project: Project, brochure: str, code: str, units: Sequence[Unit]) -> Iterator[Fault]:
    place = Place(str(catalogue_path(project.locales, code, brochure).relative_to(project.root)))
    counts = Counter(unit.state for unit in units)
    for state, words in _STATES.items():
        if counts[state]:
            names = [unit.id for unit in units if unit.state == state]
            first = f"Say “brochure locale update {code}” first. " if state == "stale" else ""
            yield Fault(f"{code}: {counted(len(names), 'text')} {words}: {_some(names)}", place,
                        f"{first}A translator of {name_in(code, 'en')} does them in Poedit or Weblate.")


def _wrong(project: Project, source: Source, code: str) -> Iterator[Fault]:
    found = [finding for finding in check_words(project, source, code).findings
             if finding.level == "error" and finding.check not in _BY_STATE]
    for finding in found[:_NAMED]:
        yield Fault(f"{code}: {finding.unit}: {finding.message} [{finding.check}]", finding.place, finding.hint)
    if len(found) > _NAMED:
        yield Fault(f"{code}: {counted(len(found) - _NAMED, 'more error')} in its words", None,
                    f"Say “brochure locale check {code}” to see all.")


def _unsigned(project: Project, source: Source, code: str, entry: Standing) -> Fault:
    """Say of what a sign-off is missing, and who gives it, by which command."""
    rest = [*entry.unsigned, *entry.void]
    drawings = [name for name in rest if name.startswith(DRAWING)]
    texts = len(rest) - len(drawings)
    what = " and ".join(filter(None, (counted(texts, "text") if texts else "",
                                      counted(len(drawings), "drawing") if drawings else "")))
    void = f"; changed since they were signed: {_some(entry.void)}" if entry.void else ""
    return Fault(f"{code}: {_NOBODY[entry.role]} {what}{void}", Place(_ledger(project, code)),
                 _who(project, source, code, entry.role))


def _who(project: Project, source: Source, code: str, role: str) -> str:
    """Say who has to do what, with the commands as they are typed."""
    brochure, name = source.brochure, name_in(code, "en")
    which = f" --brochure {brochure.id}" if len(project.brochures()) > 1 else ""
    pages = f"brochure build {code}{which}" if code == brochure.language else f"brochure locale proof {code}{which}"
    who = {"revision": f"A second translator of {name} compares every text with its source",
           "clinical": f"A clinician who reads {name} reads all words and looks at all drawings",
           "proof": f"Somebody who reads {name} reads the finished pages"}[role]
    return (f"{who} (“{pages}” prints them), and then says: "
            f"brochure locale approve {code}{which} --role {role} --by \"Name, title\"")


def _some(names: Sequence[str]) -> str:
    """The first of some ids, and how many more there are."""
    more = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (f" and {more} more" if more > 0 else "")
