"""Plans and makes files: editions × formats, by workers, from a cache by content hash, written whole or not at all."""

from __future__ import annotations

import gc
import json
import os
import platform
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from brochure import __version__
from brochure.edition import Source, check_words, read_imprint, read_language, read_source
from brochure.errors import BrochureError, CheckFailed, Fault, Place, told_from
from brochure.files import make_folder, write_whole
from brochure.fit import Fit, find
from brochure.formats import Format
from brochure.geometry import PageLayout
from brochure.model import Edition
from brochure.project import Project, digest

if TYPE_CHECKING:
    from brochure.press import Press, Proof

_ENGINE = ("weasyprint", "pydyf", "tinycss2", "pyphen", "jinja2", "babel", "segno")


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

    @property
    def name(self) -> str:
        """The file's name below the output folder."""
        draft = "-draft" if self.draft else ""
        name = f"{self.brochure}-{self.locale}{self.format.suffix}{draft}.pdf"
        return f"{self.clinic.stem}/{name}" if self.clinic else name

    def key(self) -> str:
        """Give the hash of everything that decides the file's bytes."""
        paths = [*self.project.sources(self.brochure, self.locale), *([self.clinic] if self.clinic else []),
                 *sorted(Path(__file__).parent.rglob("*.py"))]
        return digest(paths, self.project.root, *engine().values(), self.format.name, str(self.draft),
                      os.environ.get("SOURCE_DATE_EPOCH", ""))


@dataclass(frozen=True)
class Made:
    """What became of a job, as the manifest tells it: type size in pt, drawings as a share of their width."""

    file: str
    brochure: str
    locale: str
    format: str
    draft: bool
    clinic: str
    pages: int
    size: float
    drawings: float
    bytes: int
    sha256: str
    sources: str
    claims: tuple[str, ...]
    unchanged: bool = False


@cache
def engine() -> dict[str, str]:
    """Give the versions of what sets the pages."""
    return {"brochure": __version__, "python": platform.python_version(), **{name: version(name) for name in _ENGINE}}


def build(jobs: list[Job], tell: Callable[[str], None] = lambda _: None, *, checks: bool = True,
          workers: int | None = None) -> list[Made]:
    """Make the files of some jobs; what is there and unchanged is not made again.

    `tell` is called with a line for each step. Raises BrochureError with the faults of all jobs; a file that could
    not be made leaves the one of before as it was.
    """
    if not jobs:
        return []
    output = jobs[0].output
    make_folder(output)
    for clinic in {job.clinic for job in jobs if job.clinic and not job.clinic.is_file()}:
        read_imprint(clinic)   # raises, and says what to do
    state = _read_state(jobs[0].project)
    keys = {job: job.key() for job in jobs}
    made = {job: entry for job in jobs if (entry := _unchanged(job, keys[job], state))}
    rest = [job for job in jobs if job not in made]
    if rest:
        from brochure.press import preload

        with _no_collection():
            preload(rest[0].project.fonts, rest[0].project.cache)
        faults: dict[Fault, None] = {}
        failure = BrochureError
        for job, result in zip(rest, _run(rest, keys, checks, workers, tell), strict=True):
            if isinstance(result, BrochureError):
                faults.update(dict.fromkeys(result.faults))
                failure = type(result) if failure is BrochureError else failure
            else:
                made[job], state[_state_name(job)] = result, _state_of(result, keys[job])
        _write_state(jobs[0].project, state)
        if faults:
            raise failure(faults=faults)
    ordered = [made[job] for job in jobs]
    _write_manifest(output, ordered)
    return ordered


def _run(jobs: list[Job], keys: dict[Job, str], checks: bool, workers: int | None,
         tell: Callable[[str], None]) -> Iterable[Made | BrochureError]:
    count = min(len(jobs), workers or os.cpu_count() or 1)
    tasks = [(job, keys[job], checks) for job in jobs]
    if count == 1:
        for job, task in zip(jobs, tasks, strict=True):
            tell(f"printing {job.name}")
            yield _make(task)
        return
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    with ProcessPoolExecutor(count, mp_context=multiprocessing.get_context(_start_method())) as pool:
        for job, result in zip(jobs, pool.map(_make, tasks), strict=True):
            tell(f"printed {job.name}")
            yield result


def _start_method() -> str:
    """How workers begin: forked after the imports, so that each has the engine loaded, where that is safe.

    It is safe in a process of one thread: a lock that another thread holds is never released in the child. The
    validator keeps a pool of threads once it has run. macOS cannot fork safely once fonts are read.
    """
    threads = Path("/proc/self/task")
    return "fork" if threads.is_dir() and len(list(threads.iterdir())) == 1 else "spawn"


@contextmanager
def _no_collection() -> Iterator[None]:
    """Let no cycles of objects be looked for: while a file is set few come up, and the search takes 0.1 s."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _make(task: tuple[Job, str, bool]) -> Made | BrochureError:
    try:
        with _no_collection():
            return make(*task)
    except BrochureError as error:
        return error


def make(job: Job, key: str, checks: bool) -> Made:
    """Make one file, check its claims and write it whole; raises BrochureError or CheckFailed, and writes nothing then."""
    import hashlib

    from brochure.press import Press

    source = read_source(job.project, job.brochure)
    desk = Desk(job.project, source, job.locale, job.format, Press(job.project.fonts, job.project.cache),
                draft=job.draft, clinic=job.clinic)
    fit = desk.fit(desk.fit_key())
    proof = desk.proof(fit)
    pdf = proof.pdf()
    if checks:
        check_claims(pdf, desk, proof.pages)
    write_whole(job.output / job.name, pdf)
    return Made(
        file=job.name, brochure=job.brochure, locale=job.locale, format=job.format.name, draft=job.draft,
        clinic=job.clinic.stem if job.clinic else "", pages=len(proof.pages), size=fit.size, drawings=fit.drawings,
        bytes=len(pdf), sha256=hashlib.sha256(pdf).hexdigest(), sources=key, claims=tuple(sorted(job.format.claims)))


class Desk:
    """Where one edition is prepared: reads it, finds its fit, and lays it out at a size."""

    def __init__(self, project: Project, source: Source, code: str, form: Format, press: Press, *, draft: bool = False,
                 clinic: Path | None = None) -> None:
        self.project, self.source, self.format = project, source, form
        brochure, locale = read_language(project, source, code, draft=draft)
        imprint = read_imprint(clinic)
        check_words(source, brochure, locale, imprint)
        self._press = press
        self.planned = locale.pages or source.brochure.pages
        self.edition = Edition(brochure, source.brochure, locale, imprint, draft, 0.0, 0.0)

    def lay_out(self, size: float, drawings: float) -> Proof:
        """Give the pages at a type size (pt) and a scale of the drawings."""
        from brochure.page import render
        from brochure.press import Sheet

        edition = replace(self.edition, size=size, drawings=drawings)
        with told_from(self.project.root):
            page = render(edition, self.source.layout, self.project.base, self.source.drawings,
                          f"brochure {__version__}", created(edition))
        files = [self.project.base / "tokens.css", self.project.base / "print.css",
                 self.source.layout.folder / f"{self.source.layout.name}.css",
                 self.project.layouts / "formats" / f"{self.format.name}.css"]
        sheets = [Sheet(str(path.relative_to(self.project.root)), path.read_text(encoding="utf-8")) for path in files]
        sheets.append(Sheet("the type size", f":root {{ font-size: {size:g}pt }}"))
        if edition.draft:
            sheets.append(Sheet("the draft mark", draft_mark(page.title.split(":")[0])))
        return self._press.lay_out(page.html, sheets, page.resources)

    def fit_key(self) -> str:
        """Give the hash of what decides the fit."""
        return digest(self.project.sources(self.source.brochure.id, self.edition.locale.code), self.project.root,
                      *engine().values(), self.format.name, str(self.edition.draft))

    def fit(self, key: str | None = None) -> Fit:
        """Give the size and scale: as the locale sets them, or as they were found before, or searched now.

        Raises BrochureError, with the first block beyond the last page, if nothing fits.
        """
        locale = self.edition.locale
        kept = self.project.cache / "fit" / f"{key}.json"
        if locale.size is not None and locale.drawings is not None:
            return Fit(locale.size, locale.drawings, None)
        if key and (found := _read_json(kept)):
            return Fit(found["size"], found["drawings"], None)
        fit = self.search(locale.size, locale.drawings)
        if key:
            write_whole(kept, json.dumps({"size": fit.size, "drawings": fit.drawings}).encode())
        return fit

    def search(self, size: float | None, drawings: float | None) -> Fit:
        """Search what is not set; raises BrochureError if nothing fits."""
        fit = find(lambda *at: self.lay_out(*at).pages, self.source.layout, self.planned, size, drawings)
        if fit.overflow:
            raise self._overflow(fit)
        return fit

    def proof(self, fit: Fit) -> Proof:
        """Give the pages at a fit; raises BrochureError if something does not fit after all."""
        from brochure.fit import overflow

        proof = self.lay_out(fit.size, fit.drawings)
        self._check_imprint(proof.pages)
        if problem := overflow(proof.pages, self.planned):
            raise self._overflow(replace(fit, overflow=problem))
        return proof

    def _overflow(self, fit: Fit) -> BrochureError:
        assert fit.overflow
        locale, problem = self.edition.locale, fit.overflow
        lines = f"{problem.lines} {'line' if problem.lines == 1 else 'lines'}"
        room = {"cover": "the cover", "back": "the back page"}.get(problem.part, f"{self.planned} pages")
        return BrochureError(
            f"the text of {locale.code} does not fit {room} at {fit.size:g} pt: from “{problem.block}” on, "
            f"{lines} are beyond the last page", Place(locale.file),
            "Shorten the text; or set a smaller size, or “pages = 12”, in this file.")

    def _check_imprint(self, pages: tuple[PageLayout, ...]) -> None:
        """Raise BrochureError with every field of the clinic that takes more lines than the layout has for it."""
        clinic = self.edition.clinic
        if clinic is None:
            return
        faults = []
        for name, room in self.source.layout.imprint.items():
            lines = sum(piece.block == f"imprint.{name}" for page in pages for piece in page.pieces)
            if lines > room:
                place = next(field.place for field in clinic.fields if field.name == name)
                faults.append(Fault(f"“{name}” takes {lines} lines in the imprint; there is room for {room}", place,
                                    "Shorten it."))
        if faults:
            raise BrochureError(faults=faults)


def draft_mark(words: str) -> str:
    """Give the CSS that prints a mark at the head of every page."""
    return ("@page { @top-center { content: \"" + words.replace('"', "") + "\"; vertical-align: bottom; "
            "margin-bottom: 0.4mm; font-size: 10pt; font-weight: 600; line-height: 1; color: #1b2a41 } }")


def created(edition: Edition) -> str:
    """Give the date that the file bears, as a W3C date: SOURCE_DATE_EPOCH, or the first of the edition's month."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdecimal():
        return datetime.fromtimestamp(int(epoch), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return f"{edition.brochure.date}-01T00:00:00Z"


def check_claims(pdf: bytes, desk: Desk, pages: tuple[PageLayout, ...]) -> None:
    """Raise CheckFailed if a finished file does not keep what its format claims."""
    from brochure.preflight import Subject, run

    subject = Subject(pdf, pages, desk.planned, desk.source.layout.safe, frozenset(desk.edition.locale.fonts))
    findings = run(subject, desk.format.claims)
    if errors := [finding for finding in findings if finding.level == "error"]:
        raise CheckFailed(faults=[Fault(f"{desk.edition.locale.code}: {finding.check}: {finding.message}", None,
                                        finding.hint) for finding in errors])


# --- what was made before ----------------------------------------------------------------------------------------------


def _state_name(job: Job) -> str:
    return str((job.output / job.name).resolve())


def _state_of(made: Made, key: str) -> dict[str, Any]:
    from brochure.libraries import loaded

    return {"key": key, "libraries": loaded(), "made": asdict(made)}


def _unchanged(job: Job, key: str, state: dict[str, Any]) -> Made | None:
    import hashlib

    from brochure.libraries import same

    entry = state.get(_state_name(job))
    path = job.output / job.name
    if not entry or entry["key"] != key or not path.is_file() or not same(entry["libraries"]):
        return None
    if hashlib.sha256(path.read_bytes()).hexdigest() != entry["made"]["sha256"]:
        return None
    return Made(**{**entry["made"], "claims": tuple(entry["made"]["claims"]), "unchanged": True})


def _read_json(path: Path) -> dict[str, Any]:
    try:
        return dict(json.loads(path.read_bytes()))
    except (OSError, ValueError):
        return {}


def _read_state(project: Project) -> dict[str, Any]:
    return _read_json(project.cache / "builds.json")


def _write_state(project: Project, state: dict[str, Any]) -> None:
    write_whole(project.cache / "builds.json", json.dumps(state, indent=1, sort_keys=True).encode())


def _write_manifest(output: Path, made: list[Made]) -> None:
    """Write the manifest: what the folder's files are, those of earlier builds that still lie there included."""
    path = output / "manifest.json"
    files = {name: entry for name, entry in _read_json(path).get("files", {}).items() if (output / name).is_file()}
    for entry in made:
        told = asdict(entry)
        del told["unchanged"]
        files[told.pop("file")] = told
    text = json.dumps({"engine": engine(), "files": dict(sorted(files.items()))}, indent=2, ensure_ascii=False)
    if not path.is_file() or path.read_text(encoding="utf-8") != text + "\n":
        write_whole(path, f"{text}\n".encode())
