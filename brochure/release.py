"""A release: every language that is ready, in every format, checked as it lies there, with what gives it out.

A language that is not ready stays as it was released last. The folder is made anew beside the old one, and takes its
place when it is whole; where no language is ready, nothing is released, and the release of before stays as it is.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from brochure.build import Job, Made, attempt
from brochure.checking import Report, report, unused_waivers
from brochure.edition import Source, editions, finished_locales, known_locales, languages, read_language, read_source
from brochure.errors import BrochureError, CheckFailed, Fault, Place, ToolMissing, UsageError
from brochure.files import write_whole
from brochure.formats import FORMATS, Finishing
from brochure.index import Entry, Picture, render_index, shown_language
from brochure.keeping import Earlier
from brochure.kept import engine
from brochure.model import Policy
from brochure.preflight import ALWAYS, OURS
from brochure.project import Project
from brochure.readiness import Readiness, readiness
from brochure.release_folder import MANIFEST, SUMS, Key, folder_in_place_of, read_before, sums
from brochure.scripts import is_pseudo
from brochure.thumbnails import thumbnails
from brochure.verapdf import VeraPdf

INDEX, PICTURES = "index.html", "pictures"
# px; pictures are shown at half their width at most, so that they are sharp on fine screens too.
_COVER, _PAGE, _OTHER = 480, 320, 240
_AS_BEFORE = "Mend what stands above, and say it again. The release of before is as it was."


@dataclass(frozen=True)
class Outcome:
    """What became of a language: `released`, `kept` as it was released last, or `left out`.

    `edition` and `date` are those in the release, 0 and nothing where it is not there. `unsigned` are the roles in
    which what is there is not signed as a whole, `reasons` why it is not released anew. `without` are formats in which
    it is not there, since the source language that stands beside it in them is not ready; `lost` the languages that its
    web page still leads to, though they are no longer there.
    """

    brochure: str
    locale: str
    state: str
    edition: int
    date: str
    unsigned: tuple[str, ...]
    reasons: tuple[Fault, ...] = ()
    without: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()


@dataclass(frozen=True)
class Released:
    """What was released: by which policy, what became of each language, and each file as the manifest tells it."""

    policies: dict[str, Policy]
    languages: tuple[Outcome, ...]
    files: dict[str, dict[str, Any]]


def release(project: Project, output: Path, tell: Callable[[str], None] = lambda _: None,
            verapdf: VeraPdf | None = None) -> Released:
    """Make the release of all brochures in a folder; an older release there is replaced as a whole.

    `tell` is called with a line for each step. `verapdf` is asked for its opinion too, where it can be. Raises
    CheckFailed, with every reason, if no language is ready to be given out; BrochureError if the folder holds anything
    that is no release of ours, or cannot be written.
    """
    if project.output.resolve().is_relative_to(output.resolve()):
        raise UsageError("a release needs a folder of its own", Place(str(output)), "Choose another one with -o.")
    before = read_before(output)
    names = project.brochures()
    if not names:
        raise UsageError("there is no brochure in content/")
    if trials := [code for code in known_locales(project, ()) if is_pseudo(code)]:
        raise CheckFailed(faults=[Fault("this is a trial of the layout, and no language", Place(f"locales/{code}"),
                                        "Take the folder away; “brochure locale pseudo” needs none.")
                                  for code in trials])
    tell("looking at what is signed")
    sources = [read_source(project, name) for name in names]
    work = _Work(project, sources, Earlier(project, before), tell, verapdf)
    try:
        with folder_in_place_of(output) as folder:
            made, proven = work.ready_files(folder)
            tell("making the download page")
            return work.finish(folder, made, proven)
    except CheckFailed as error:
        last = Fault("nothing is released", None, _AS_BEFORE)
        raise CheckFailed(faults=(*dict.fromkeys(error.faults), last)) from None


@dataclass
class _Work:
    """A release in the making. `behind` says, for each language that is not ready, why not."""

    project: Project
    sources: Sequence[Source]
    earlier: Earlier
    tell: Callable[[str], None]
    verapdf: VeraPdf | None
    states: dict[Key, Readiness] = field(default_factory=dict)
    behind: dict[Key, tuple[Fault, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        codes = known_locales(self.project, ())
        for source in self.sources:
            first = source.brochure.language
            for code in sorted(codes, key=lambda code: (code != first, code)):
                state = readiness(self.project, source, code)
                self.states[source.brochure.id, code] = state
                if state.reasons:
                    self.behind[source.brochure.id, code] = state.reasons

    # --- what is ready ------------------------------------------------------------------------------------------------

    @property
    def ready(self) -> tuple[Key, ...]:
        """The languages of which nothing is known that stands against them."""
        return tuple(key for key in self.states if key not in self.behind)

    def ready_files(self, folder: Path) -> tuple[list[Made], dict[str, dict[str, list[str]]]]:
        """Put the files of all languages that are ready into the folder; give them, and what is proven of each.

        A language of which one file fails a check is not ready: the others are made once more, without links to it.
        """
        while self.ready:
            for path in folder.iterdir():
                path.unlink()
            made = self._made()
            if made is not None:
                for entry in made:
                    shutil.copyfile(self.project.output / entry.file, folder / entry.file)
                proven = self._proven(folder, made)
                if proven is not None:
                    return made, proven
        raise CheckFailed(faults=(*(fault for faults in self.behind.values() for fault in faults),
                                  *self.earlier.withdrawn_there(self.states)))

    def _made(self) -> list[Made] | None:
        """The files, in build/, where what is unchanged stays; None if a language proves not to be ready."""
        jobs = list(self._jobs())
        try:
            made = attempt(jobs, self.tell)
        except (ToolMissing, UsageError):
            raise
        except BrochureError as error:
            raise CheckFailed(faults=error.faults) from None
        good = [entry for entry in made if isinstance(entry, Made)]
        if unproven := [Fault(f"not checked: {reason}", Place(entry.file)) for entry in good
                        for reason in entry.unproven]:
            raise CheckFailed(faults=unproven)
        for job, entry in zip(jobs, made, strict=True):
            if isinstance(entry, BrochureError):
                self._fall_behind((job.brochure, job.locale), entry.faults)
        return good if len(good) == len(made) else None

    def _jobs(self) -> Iterator[Job]:
        for source in self.sources:
            name, kept = source.brochure.id, self.earlier.kept(self.behind)
            ready = [code for other, code in self.ready if other == name]
            there = {code for other, code in (*self.ready, *kept) if other == name}
            # What is the same as in any other build is not made anew for the release.
            finished = finished_locales(self.project)
            every = [code for code in languages(self.project, source.brochure) if code in finished]
            beside = Finishing(languages=() if there == set(every) else tuple(sorted(there)))
            for code, form in editions(self.project, name, ready, FORMATS.values()):
                if not form.bilingual or source.brochure.language in ready:
                    yield Job(self.project, name, code, form, False, None, self.project.output, beside.of(form))

    def _proven(self, folder: Path, made: Sequence[Made]) -> dict[str, dict[str, list[str]]] | None:
        """The checks that have proven each claim of each file, as it lies in the folder; None if one has failed.

        Second opinions are not among them: they are not asked on every machine, and the manifest is the same on all.
        """
        reports = []
        for number, entry in enumerate(made, 1):
            self.tell(f"checking: {number} of {len(made)} files")
            reports.append(report(folder / entry.file, entry.file, [self.project], verapdf=self.verapdf))
        wrong = [(entry, faults) for entry, found in zip(made, reports, strict=True) if (faults := [*_reasons(found)])]
        for entry, faults in wrong:
            self._fall_behind((entry.brochure, entry.locale), faults)
        if wrong:
            return None
        if unused := unused_waivers(reports):
            raise CheckFailed(faults=unused)
        return {found.name: {claim: [result.check.id for result in found.results_of("passed")
                                     if claim in result.check.proves and not result.check.second]
                             for claim in found.claims} for found in reports}

    def _fall_behind(self, key: Key, reasons: Iterable[Fault]) -> None:
        self.behind[key] = tuple(dict.fromkeys((*self.behind.get(key, ()), *reasons)))

    # --- what is told of it -------------------------------------------------------------------------------------------

    def finish(self, folder: Path, made: Sequence[Made], proven: Mapping[str, dict[str, list[str]]]) -> Released:
        """Add what is kept, the pictures, the page, the manifest and the sums, and say what became of each language."""
        kept = self.earlier.kept(self.behind)
        told: dict[Key, dict[str, Any]] = {}
        files: dict[str, dict[str, Any]] = {}
        for source in self.sources:
            for key in (key for key in self.states if key[0] == source.brochure.id):
                if key in kept:
                    told[key] = self.earlier.take_over(folder, key, kept[key])
                    files |= {name: dict(self.earlier.before.files[name]) for name in kept[key]}
                elif key not in self.behind:
                    mine = [entry for entry in made if (entry.brochure, entry.locale) == key]
                    told[key] = self._language(folder, source, key, mine)
                    files |= {entry.file: _told(entry, proven[entry.file]) for entry in mine}
        for key, language in told.items():
            # An older release knows of fewer languages, or of more; its page leads to those.
            language["beside"] = language.get("beside") or sorted(code for name, code in told if name == key[0])
        released = Released({source.brochure.id: source.brochure.release for source in self.sources},
                            tuple(self._outcome(key, told, kept, files) for key in self.states), files)
        older = {key for key in kept if any(name == key[0] and told[name, code]["edition"] > told[key]["edition"]
                                            for name, code in told)}
        write_whole(folder / INDEX, render_index(self.project, self.sources, {key: language["page"] for key, language
                                                                              in told.items()}, older, SUMS).encode())
        write_whole(folder / MANIFEST, self._manifest(told, older, files))
        write_whole(folder / SUMS, sums(folder).encode())
        return released

    def _language(self, folder: Path, source: Source, key: Key, made: Sequence[Made]) -> dict[str, Any]:
        entries = [Entry(entry.file, entry.brochure, entry.locale, entry.format, entry.pages, entry.bytes,
                         tuple(_pictures(folder, entry))) for entry in made]
        approvals = read_language(self.project, source, key[1], draft=False)[0].approvals
        return {"edition": source.brochure.edition, "date": str(source.brochure.date), "kept": False,
                "approved": [{"role": entry.role, "by": entry.by, "date": str(entry.date)} for entry in approvals],
                "unapproved": list(self.states[key].unsigned), "engine": engine(),
                "page": shown_language(self.project, source, key[1], entries)}

    def _outcome(self, key: Key, told: Mapping[Key, Mapping[str, Any]], kept: Mapping[Key, object],
                 files: Mapping[str, Mapping[str, Any]]) -> Outcome:
        language = told.get(key)
        if language is None:
            return Outcome(*key, "left out", 0, "", self.states[key].unsigned, self.behind[key])
        lost = tuple(code for code in language["beside"] if (key[0], code) not in told)
        there = {told["format"] for told in files.values() if (told["brochure"], told["locale"]) == key}
        asked = editions(self.project, key[0], key[1:], FORMATS.values())
        without = tuple(form.name for _, form in asked if form.bilingual and form.name not in there)
        return Outcome(*key, "kept" if key in kept else "released", language["edition"], language["date"],
                       tuple(language["unapproved"]), self.behind.get(key, ()), without, lost)

    def _manifest(self, told: Mapping[Key, Mapping[str, Any]], older: Iterable[Key],
                  files: Mapping[str, Mapping[str, Any]]) -> bytes:
        brochures = {source.brochure.id: {
            "policy": asdict(source.brochure.release),
            "languages": {code: {**language, "newer_elsewhere": (name, code) in older}
                          for (name, code), language in told.items() if name == source.brochure.id},
        } for source in self.sources}
        return f"{json.dumps({'release': brochures, 'files': files}, indent=2, ensure_ascii=False)}\n".encode()


def _reasons(found: Report) -> Iterator[Fault]:
    """Why a file cannot be given out."""
    place = Place(found.name)
    if found.error:
        yield from found.error.faults
    elif found.believed != "build":
        yield Fault("nobody knows what this file should be", place, "Print it again with “brochure build”.")
    for result in found.results:
        for finding in result.findings:
            if finding.level == "error":
                yield Fault(f"{finding.check}: {finding.message}", place, finding.hint)
        needed = not result.check.second and result.check.proves & {ALWAYS, OURS, *found.claims}
        if result.status == "skipped" and needed:
            yield Fault(f"not checked: {result.check.id}: {result.saw}", place)
    for claim in found.unproven:
        yield Fault(f"nothing has proven that it is “{claim}”", place)


def _pictures(folder: Path, entry: Made) -> Iterator[Picture]:
    """The pictures of a file, its cover first; then all pages, of the first format only. A web page has none."""
    path = folder / entry.file
    if path.suffix != ".pdf":
        return
    content, first = path.read_bytes(), entry.format == next(iter(FORMATS))
    shown = [*thumbnails(content, _COVER if first else _OTHER, 1), *(thumbnails(content, _PAGE) if first else ())]
    for number, picture in enumerate(shown):
        name = f"{PICTURES}/{path.stem}-{number or 'cover'}.webp"
        write_whole(folder / name, picture.content)
        yield Picture(name, picture.width, picture.height)


def _told(entry: Made, proven: dict[str, list[str]]) -> dict[str, Any]:
    told = asdict(entry)
    kept = ("brochure", "locale", "languages", "format", "edition", "date", "pages", "size", "drawings", "bytes",
            "sha256", "sources", "waived")
    return {**{name: told[name] for name in kept}, "claims": proven}
