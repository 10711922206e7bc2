"""Checks finished files, ours or anybody's: what each claims, what the checks say, and what has been waived.

Gives reports as plain data; the command prints them, and a release asks them.
"""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from brochure.apart import Ended, apart
from brochure.errors import BrochureError, CheckFailed, Exit, Fault, Place
from brochure.files import read_bytes
from brochure.formats import Format
from brochure.kept import read_json
from brochure.locales import locale_codes
from brochure.model import Finding, Level
from brochure.preflight import Check, Result, Status, Subject, checks, run
from brochure.project import Project
from brochure.promise import Promise, promise_of
from brochure.validator import begin
from brochure.waivers import Waived, read_waivers, sift, unused

if TYPE_CHECKING:
    from brochure.verapdf import VeraPdf

LIMIT_BYTES = 250_000_000
_PAGES = (b"<!doctype html", b"<html")
Wanted = Callable[[Check], bool]


@dataclass(frozen=True)
class Facts:
    """What a file is: `pdf`, `html` or `words`, its size in bytes, hash, pages if any, and what it should be."""

    kind: str
    size: int
    sha256: str
    pages: int | None
    claims: tuple[str, ...]
    promise: Promise | None


@dataclass(frozen=True)
class Report:
    """What the checks say of a file. `name` is how it is told; `facts` is None if it could not be read, or made.

    `believed` says where the claims come from: the build that made the file, the file itself, or the one who asks;
    `project` is the one whose build made it. `error` says why there are no facts.
    """

    name: str
    facts: Facts | None = None
    believed: str = ""
    results: tuple[Result, ...] = ()
    waived: tuple[Waived, ...] = ()
    project: Project | None = None
    error: BrochureError | None = None

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Everything that was found and is not waived."""
        return tuple(finding for result in self.results for finding in result.findings)

    @property
    def claims(self) -> tuple[str, ...]:
        """What the file should be."""
        return self.facts.claims if self.facts else ()

    @property
    def unproven(self) -> tuple[str, ...]:
        """The claims that are not proven: a check of them did not run to its end, or none of them had anything to see.

        What a stranger's file says of itself is proven without a build's promise; that it is as ours, is not.
        """
        if self.facts is None:
            return ()
        came_of = {result.check.id: result.status for result in self.results}
        asked = [check for check in checks() if not check.second and check.kind == self.facts.kind
                 and (self.facts.promise or self.believed == "you" or not check.promised)]
        statuses = {claim: {came_of.get(check.id, "skipped") for check in asked if claim in check.proves}
                    for claim in self.claims}
        return tuple(claim for claim, found in statuses.items() if "skipped" in found or found <= {"nothing"})

    def count(self, level: Level) -> int:
        """How many findings of a level there are."""
        return sum(finding.level == level for finding in self.findings)

    def results_of(self, status: Status) -> tuple[Result, ...]:
        """The results of a status."""
        return tuple(result for result in self.results if result.status == status)

    def as_data(self) -> dict[str, Any]:
        """Give the report as JSON has it; docs/CHECKS.md tells what each key is."""
        facts, promise = self.facts, self.facts.promise if self.facts else None
        return {
            "file": self.name,
            "sha256": facts.sha256 if facts else None,
            "bytes": facts.size if facts else None,
            "brochure": promise.brochure if promise else None,
            "locale": promise.locale if promise else None,
            "format": promise.format if promise else None,
            "claims": list(self.claims),
            "claims_from": self.believed or None,
            "unproven": list(self.unproven),
            "results": [_as_data(result) for result in self.results],
            "waived": [{"check": entry.finding.check, "level": entry.finding.level, "message": entry.finding.message,
                        **_where(entry.finding), "reason": entry.waiver.reason, "by": entry.waiver.by,
                        "date": str(entry.waiver.date)}
                       for entry in self.waived],
            "faults": [fault_as_data(fault) for fault in (self.error.faults if self.error else ())],
        }


def fault_as_data(fault: Fault) -> dict[str, str]:
    """Give a fault as JSON has it."""
    return {"message": fault.message, "place": str(fault.place or ""), "hint": fault.hint}


@dataclass(frozen=True)
class Proof:
    """What a file that keeps its promise is told with: checks that could not run here, and findings that are waived."""

    unproven: tuple[str, ...]
    waived: tuple[str, ...]


NO_PROOF = Proof(("no check was run",), ())


def _as_data(result: Result) -> dict[str, Any]:
    return {"check": result.check.id, "title": result.check.title, "status": result.status, "saw": result.saw,
            "findings": [{"level": finding.level, "message": finding.message, "hint": finding.hint, **_where(finding)}
                         for finding in result.findings]}


def _where(finding: Finding) -> dict[str, Any]:
    """Where a finding in words stands; what is found in a file as a whole has no such place."""
    if finding.place is None:
        return {}
    return {"place": str(finding.place), "unit": finding.unit}


def exit_of(reports: Iterable[Report], waivers: Sequence[Fault] = ()) -> Exit:
    """Give what the command ends with: a check failed or a waiver is not used, or else why a file could not be read."""
    exits = {Exit.CHECK if report.count("error") else report.error.exit if report.error else Exit.DONE
             for report in reports}
    return Exit.CHECK if waivers or Exit.CHECK in exits else max(exits, default=Exit.DONE)


def report(path: Path, name: str, projects: Iterable[Project] = (), form: Format | None = None,
           wanted: Wanted = lambda _: True, verapdf: VeraPdf | None = None) -> Report:
    """Check one file, called `name`; a file that cannot be read gives a report with the error.

    A file that a build of one of the projects made is known by its bytes, and judged by what that build promised. Any
    other is judged by what it claims of itself, and as a file of `form` should be, where that is asked. `verapdf` is
    asked for its opinion.
    """
    try:
        subject, believed, project = read_subject(path, name, projects, form)
        results = _run_apart(subject, wanted)
        if verapdf and any(entry.second and wanted(entry) and entry.proves & subject.claims for entry in checks()):
            subject = replace(subject, second_opinion=verapdf.on(subject.content))
            second = run(subject, among=lambda check: check.second and wanted(check))
            results = tuple(sorted((*results, *second), key=lambda result: result.check.id))
        waived: tuple[Waived, ...] = ()
        if project and subject.promise:
            results, waived = sift(results, read_waivers(project, subject.promise.brochure),
                                   subject.promise.locale, subject.promise.format)
        return Report(name, _facts(subject), believed, results, waived, project)
    except BrochureError as error:
        return Report(name, error=error)


def _run_apart(subject: Subject, wanted: Wanted) -> tuple[Result, ...]:
    """Run the checks of a file in a process of its own; raises BrochureError if that had to be ended."""
    def work() -> list[tuple[str, Status, str, tuple[Finding, ...]]]:
        return [(result.check.id, result.status, result.saw, result.findings) for result in run(subject, among=wanted)]

    try:
        told = apart(work)
    except Ended as reason:
        raise BrochureError(f"the file cannot be checked: {reason}", Place(subject.file),
                            "Export it again, with fewer and simpler pictures, or split it.") from None
    by_id = {check.id: check for check in checks()}
    return tuple(Result(by_id[name], status, saw, findings) for name, status, saw, findings in told)


def read_subject(path: Path, name: str, projects: Iterable[Project],
                 form: Format | None) -> tuple[Subject, str, Project | None]:
    """Give a file with what it claims, who says so, and the project that made it; raises BrochureError."""
    subject = Subject(name, _read(path, name), frozenset())
    sha256 = hashlib.sha256(subject.content).hexdigest()
    for project in projects:
        promise = _promise(project.promise(sha256))
        if promise and (form is None or form.name == promise.format):
            return replace(subject, claims=promise.claims, promise=promise), "build", project
    claims = _claims(subject) | (form.claims if form else frozenset())
    return replace(subject, claims=claims), "you" if form else "file", None


def _facts(subject: Subject) -> Facts:
    """What outlives the subject: an opened file holds the pictures of its pages."""
    return Facts(subject.kind, len(subject.content), hashlib.sha256(subject.content).hexdigest(),
                 subject.document.page_count if subject.kind == "pdf" else None, tuple(sorted(subject.claims)),
                 subject.promise)


def check_claims(project: Project, file: str, content: bytes, promise: Promise) -> Proof:
    """Raise CheckFailed if a finished file does not keep what was promised of it, but for what is waived."""
    begin(content, promise.claims)
    results = run(Subject(file, content, promise.claims, promise), only_claims=True)
    results, waived = sift(results, read_waivers(project, promise.brochure), promise.locale, promise.format)
    faults = [Fault(f"{promise.locale}: {finding.check}: {finding.message}", None, finding.hint)
              for result in results for finding in result.findings if finding.level == "error"]
    if faults:
        raise CheckFailed(faults=faults)
    return Proof(tuple(f"{result.check.id}: {result.saw}" for result in results if result.status == "skipped"),
                 tuple(str(entry) for entry in waived))


def unused_waivers(reports: Sequence[Report]) -> tuple[Fault, ...]:
    """Give a fault for each waiver that a look at every file that it concerns has found no use for."""
    looked_at: dict[tuple[Project, str], set[tuple[str, str, str]]] = {}
    for entry in reports:
        if entry.project and entry.facts and (promise := entry.facts.promise):
            looked_at.setdefault((entry.project, promise.brochure), set()).update(
                (result.check.id, promise.locale, promise.format) for result in entry.results
                if result.status != "skipped")
    used = {waived.waiver for entry in reports for waived in entry.waived}
    return tuple(fault for (project, brochure), seen in looked_at.items()
                 for fault in unused(read_waivers(project, brochure), used, seen, locale_codes(project.locales)))


def _claims(subject: Subject) -> frozenset[str]:
    if subject.kind != "pdf":
        return frozenset()
    from brochure.inspection.claims import claimed

    return claimed(subject.document)


def _promise(path: Path) -> Promise | None:
    """A promise that is kept, or None: there is none, or a version of the program wrote it that had others."""
    try:
        return promise_of(read_json(path))
    except (KeyError, TypeError):
        return None


def _read(path: Path, name: str) -> bytes:
    """Read a file that can be a PDF or a page; what is none is not read as a whole."""
    place = Place(name)
    try:
        found = path.stat()
    except (OSError, ValueError):
        found = None
    if found is None:
        raise BrochureError("there is no such file", place)
    if stat.S_ISDIR(found.st_mode):
        raise BrochureError("this is a folder", place, "Name the files in it.")
    if not stat.S_ISREG(found.st_mode):
        raise BrochureError("this is no file, but a device or a pipe", place, "Name a file.")
    if found.st_size > LIMIT_BYTES:
        raise BrochureError(f"the file is too large: {found.st_size / 1e6:,.0f} MB; {LIMIT_BYTES / 1e6:.0f} MB is the "
                            "most", place, "Export it again with smaller pictures.")
    content = read_bytes(path, name, LIMIT_BYTES)
    if not content:
        raise BrochureError("the file is empty", place, "Make it anew with the program that it comes from.")
    start = content[:1024]
    if b"%PDF-" not in start and not any(mark in start.lower() for mark in _PAGES):
        raise BrochureError("the file is neither a PDF nor a web page", place, "Name a .pdf or an .html file.")
    return content
