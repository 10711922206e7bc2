"""Plans and makes files: editions × formats, by workers, from a cache by content hash, written whole or not at all."""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from brochure.content import language_of
from brochure.desk import NO_FINISHING, Desk, sources_hash
from brochure.edition import read_imprint, read_source
from brochure.errors import BrochureError, CheckFailed, Faults
from brochure.files import make_folder, write_whole
from brochure.formats import Finishing, Format
from brochure.kept import engine, read_json
from brochure.ledger import ledger_of, ledger_path, withdrawn_fault
from brochure.profiles import read_profile
from brochure.project import Project
from brochure.workers import collection, engine_loaded, start_method

_DAY = 86_400   # s


@dataclass(frozen=True)
class Job:
    """One file to make; `output` is the folder that all files of the build lie in."""

    project: Project
    brochure: str
    locale: str
    format: Format
    draft: bool
    clinic: Path | None
    output: Path
    finishing: Finishing = NO_FINISHING

    @property
    def name(self) -> str:
        """The file's name below the output folder."""
        name = self.format.file_name(self.brochure, self.locale, draft=self.draft)
        return f"{self.clinic.stem}/{name}" if self.clinic else name

    @property
    def languages(self) -> tuple[str, ...]:
        """The codes of the languages that stand in it: the source language beside that of the job, where both do."""
        beside = (language_of(self.project.content / f"{self.brochure}.yaml"),) if self.format.bilingual else ()
        return (self.locale, *beside)

    def key(self) -> str:
        """Give the hash of everything that decides the file's bytes."""
        return sources_hash(self.project, self.brochure, self.locale, self.format, draft=self.draft,
                            clinic=self.clinic, finishing=self.finishing)


@dataclass(frozen=True)
class Made:
    """What became of a job, as the manifest tells it: type size in pt, drawings as a share of their width.

    `languages` are those that stand in the file.
    """

    file: str
    brochure: str
    locale: str
    languages: tuple[str, ...]
    format: str
    draft: bool
    clinic: str
    edition: int
    date: str
    pages: int
    size: float
    drawings: float
    bytes: int
    sha256: str
    sources: str
    claims: tuple[str, ...]
    unproven: tuple[str, ...]   # checks of the claims that could not run on this machine, and why
    waived: tuple[str, ...]     # what was found against the claims and is let be, and why
    unchanged: bool = False
    problems: tuple[str, ...] = ()   # what would stop the build if it were no draft
    blank: int = 0   # halves of sheets on which two languages stand beside each other

    def told(self) -> str:
        """Give what a user is told of the file."""
        pages = f"{self.pages} pages, {self.size:g} pt, drawings at {self.drawings:.0%}, " if self.pages else ""
        return f"{pages}{self.bytes / 1000:.0f} kB"


def build(jobs: list[Job], tell: Callable[[str], None] = lambda _: None, *, checks: bool = True,
          workers: int | None = None) -> list[Made]:
    """Make the files of some jobs; what is there and unchanged is not made again.

    `tell` is called with a line for each step. Raises BrochureError with the faults of all jobs; a file that could
    not be made leaves the one of before as it was.
    """
    made = attempt(jobs, tell, checks=checks, workers=workers)
    if failure := failure_of(made):
        raise failure
    return [entry for entry in made if isinstance(entry, Made)]


def failure_of(made: Iterable[Made | BrochureError]) -> BrochureError | None:
    """Give the error of all that could not be made, or None."""
    errors = [entry for entry in made if isinstance(entry, BrochureError)]
    if not errors:
        return None
    failure = next((type(error) for error in errors if type(error) is not BrochureError), BrochureError)
    return failure(faults=dict.fromkeys(fault for error in errors for fault in error.faults))


def attempt(jobs: list[Job], tell: Callable[[str], None] = lambda _: None, *, checks: bool = True,
            workers: int | None = None) -> list[Made | BrochureError]:
    """Make the files of some jobs, as build does, but give the error of each that could not be made in its place."""
    if not jobs:
        return []
    output = jobs[0].output
    make_folder(output)
    for project, profile in {(job.project, job.finishing.output_profile) for job in jobs}:
        if profile:
            read_profile(project.profiles, project.root, profile)   # raises, and says what to do
    for project, clinic in {(job.project, job.clinic) for job in jobs if job.clinic and not job.clinic.is_file()}:
        read_imprint(project, clinic)   # raises, and says what to do
    for project, name in {(job.project, job.brochure) for job in jobs}:
        if project.all_waivers(name):
            from brochure.waivers import read_waivers

            read_waivers(project, name)   # raises where one has ended, though the files are unchanged
    withdrawn = Faults()
    for project, name in dict.fromkeys((job.project, job.brochure) for job in jobs):
        with withdrawn.gathered():
            refuse_withdrawn(project, name, (code for job in jobs if (job.project, job.brochure) == (project, name)
                                             and not job.draft for code in job.languages))
    withdrawn.raise_any()
    state, noted = _read_state(jobs[0].project), dict[str, Any]()
    keys = {job: job.key() for job in jobs}
    made: dict[Job, Made | BrochureError] = {
        job: entry for job in jobs if (entry := _unchanged(job, keys[job], state))}
    rest = [job for job in jobs if job not in made]
    if rest:
        count = min(len(rest), workers or os.cpu_count() or 1)
        with engine_loaded(rest[0].project), collection(on=len(rest) > count):
            for job, result in zip(rest, _run(rest, keys, checks, count, tell), strict=True):
                made[job] = result
                if isinstance(result, Made):
                    noted[_state_name(job)] = _state_of(result, keys[job])
        _note(jobs[0].project, noted)
    ordered = [made[job] for job in jobs]
    if all(isinstance(entry, Made) for entry in ordered):
        _write_manifest(output, [entry for entry in ordered if isinstance(entry, Made)])
    return ordered


def refuse_withdrawn(project: Project, name: str, codes: Iterable[str]) -> None:
    """Raise BrochureError with every language of a brochure whose edition of today is withdrawn."""
    faults = []
    for code in dict.fromkeys(codes):
        review = ledger_of(project, code).review(name)
        if not review.withdrawals:
            continue
        brochure = read_source(project, name).brochure
        if withdrawn := review.withdrawn(brochure.edition):
            faults.append(withdrawn_fault(code, withdrawn, brochure.file, str(ledger_path(Path("locales"), code))))
    if faults:
        raise BrochureError(faults=faults)


def _run(jobs: list[Job], keys: dict[Job, str], checks: bool, count: int,
         tell: Callable[[str], None]) -> Iterable[Made | BrochureError]:
    tasks = [(job, keys[job], checks) for job in jobs]
    if count == 1:
        for number, (job, task) in enumerate(zip(jobs, tasks, strict=True), 1):
            tell(f"printing {job.name}, {number} of {len(jobs)}")
            yield _make(task)
        return
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor, as_completed

    method = start_method(checks=checks)
    with ProcessPoolExecutor(count, mp_context=multiprocessing.get_context(method)) as pool:
        # Each worker takes the next file when it has finished one; all of them take about as long.
        waiting = [pool.submit(_make, task) for task in tasks]
        tell(f"printing {len(jobs)} files")
        for number, _ in enumerate(as_completed(waiting), 1):
            tell(f"printing: {number} of {len(jobs)} files done")
        yield from (future.result() for future in waiting)


def _make(task: tuple[Job, str, bool]) -> Made | BrochureError:
    try:
        with collection(on=False):
            return make(*task)
    except BrochureError as error:
        return error


def make(job: Job, key: str, checks: bool) -> Made:
    """Make one file, check its claims and write it whole; if it raises BrochureError, nothing is written."""
    from brochure.checking import NO_PROOF, check_claims
    from brochure.press import Press
    from brochure.proofreading import refuse_wrong_words

    source = read_source(job.project, job.brochure)
    desk = Desk(job.project, source, job.locale, job.format, Press(job.project.fonts, job.project.cache),
                draft=job.draft, clinic=job.clinic, finishing=job.finishing)
    if checks and not job.draft:
        refuse_wrong_words(job.project, source, job.locale)
    with collection(on=True):   # a search sets the pages a dozen times
        fit = desk.fit()
    finished = desk.finished(fit)
    content, promise = finished.content, finished.promise
    problems = [*map(str, desk.broken), *([finished.problem] if finished.problem else [])]
    proof = NO_PROOF
    try:
        if checks:
            proof = check_claims(job.project, job.name, content, promise)
    except CheckFailed as error:
        if not job.draft:   # which is there to be seen, with all that is wrong
            raise
        problems += map(str, error.faults)
        proof = replace(NO_PROOF, unproven=())
    sha256 = hashlib.sha256(content).hexdigest()
    write_whole(job.project.promise(sha256), promise.to_json())
    write_whole(job.output / job.name, content)
    return Made(
        file=job.name, brochure=job.brochure, locale=job.locale, languages=job.languages, format=job.format.name,
        draft=job.draft, clinic=job.clinic.stem if job.clinic else "", edition=source.brochure.edition,
        date=str(source.brochure.date), pages=promise.pages, size=fit.size, drawings=fit.drawings,
        bytes=len(content), sha256=sha256, sources=key, claims=tuple(sorted(promise.claims)), problems=tuple(problems),
        unproven=proof.unproven, waived=proof.waived, blank=promise.blank)


# --- what was made before --------------------------------------------------------------------------------------------


def _state_name(job: Job) -> str:
    return str((job.output / job.name).resolve())


def _state_of(made: Made, key: str) -> dict[str, Any]:
    from brochure.libraries import loaded

    return {"key": key, "libraries": loaded(), "made": asdict(made)}


def _unchanged(job: Job, key: str, state: dict[str, Any]) -> Made | None:
    from brochure.libraries import same

    entry = state.get(_state_name(job))
    path = job.output / job.name
    if not entry or entry["key"] != key or not path.is_file() or not same(entry["libraries"]):
        return None
    made = entry["made"]
    if (hashlib.sha256(path.read_bytes()).hexdigest() != made["sha256"] or made["unproven"]
            or not job.project.promise(made["sha256"]).is_file()):
        return None
    lists = {name: tuple(made[name]) for name in ("languages", "claims", "waived", "problems")}
    return Made(**{**made, **lists, "unproven": (), "unchanged": True})


def _read_state(project: Project) -> dict[str, Any]:
    return read_json(project.cache / "builds.json")


def _note(project: Project, made: dict[str, Any]) -> None:
    """Note what was made, beside what others have noted since; what is no longer there is forgotten, or would add up.

    A promise that nobody has noted may be of a file that another process makes now: it is kept for a day.
    """
    there = {name: entry for name, entry in {**_read_state(project), **made}.items() if Path(name).exists()}
    kept = {project.promise(entry["made"]["sha256"]) for entry in there.values()}
    for path in set((project.cache / "promises").glob("*.json")) - kept:
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < time.time() - _DAY:
                path.unlink()
    write_whole(project.cache / "builds.json", json.dumps(there, indent=1, sort_keys=True).encode())


def _write_manifest(output: Path, made: list[Made]) -> None:
    """Write the manifest: what the folder's files are, those of earlier builds that still lie there included."""
    path = output / "manifest.json"
    files = {name: entry for name, entry in read_json(path).get("files", {}).items() if (output / name).is_file()}
    for entry in made:
        told = asdict(entry)
        del told["unchanged"]
        files[told.pop("file")] = told
    text = json.dumps({"engine": engine(), "files": dict(sorted(files.items()))}, indent=2, ensure_ascii=False)
    if not path.is_file() or path.read_text(encoding="utf-8") != text + "\n":
        write_whole(path, f"{text}\n".encode())
