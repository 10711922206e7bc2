"""A release: every language in every format, checked as it lies there, with what is needed to give it out.

The folder is made anew beside the old one, and takes its place when nothing is missing. What is refused is told at
once: nothing is released, and the release of before stays as it is.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from brochure.build import Job, Made, build
from brochure.checking import Report, report, unused_waivers
from brochure.edition import Source, editions, known_locales, read_language, read_source
from brochure.errors import BrochureError, CheckFailed, Fault, Place, ToolMissing, UsageError
from brochure.files import make_folder, open_to_all, reason, write_whole
from brochure.formats import FORMATS
from brochure.index import Entry, Picture, render_index
from brochure.kept import engine, read_json
from brochure.preflight import ALWAYS, OURS
from brochure.project import Project
from brochure.scripts import is_pseudo
from brochure.thumbnails import thumbnails
from brochure.verapdf import VeraPdf

INDEX, MANIFEST, SUMS, PICTURES = "index.html", "manifest.json", "SHA256SUMS", "pictures"
# px; pictures are shown at half their width at most, so that they are sharp on fine screens too.
_COVER, _PAGE, _OTHER = 480, 320, 240
_ELSEWHERE = "Move it away, or choose another folder with -o."


@dataclass(frozen=True)
class Released:
    """What was released: each file as the manifest tells it, and the brochures whose text nobody has approved."""

    files: dict[str, dict[str, Any]]
    unapproved: tuple[str, ...]


def release(project: Project, output: Path, tell: Callable[[str], None] = lambda _: None,
            verapdf: VeraPdf | None = None) -> Released:
    """Make the release of all brochures in a folder; an older release there is replaced as a whole.

    `tell` is called with a line for each step. `verapdf` is asked for its opinion too, where it can be. Raises
    CheckFailed, with every reason, if something is not ready to be given out; BrochureError if the folder holds
    anything that is no release of ours, or cannot be written.
    """
    if project.output.resolve().is_relative_to(output.resolve()):
        raise UsageError("a release needs a folder of its own", Place(str(output)), "Choose another one with -o.")
    try:
        _refuse_strangers(output)
    except OSError as error:
        raise _not_written(error, output) from None
    names = project.brochures()
    if not names:
        raise UsageError("there is no brochure in content/")
    if trials := [code for code in known_locales(project, ()) if is_pseudo(code)]:
        raise _refused([Fault("this is a trial of the layout, and no language", Place(f"locales/{code}"),
                              "Take the folder away; “brochure locale pseudo” needs none.") for code in trials])
    with _folder_in_place_of(output) as folder:
        made = _built(project, names, tell)
        for entry in made:
            shutil.copyfile(project.output / entry.file, folder / entry.file)
        proven = _proven(project, folder, made, tell, verapdf)
        tell("making the download page")
        sources = [read_source(project, name) for name in names]
        entries = [Entry(entry.file, entry.brochure, entry.locale, entry.format, entry.pages, entry.bytes,
                         tuple(_pictures(folder, entry))) for entry in made]
        write_whole(folder / INDEX, render_index(project, sources, entries, SUMS).encode())
        released = Released({entry.file: _told(entry, proven[entry.file]) for entry in made},
                            tuple(source.brochure.id for source in sources if not _approved(project, source)))
        write_whole(folder / MANIFEST, _manifest(sources, released))
        write_whole(folder / SUMS, _sums(folder).encode())
    return released


# --- what is given out -----------------------------------------------------------------------------------------------


def _built(project: Project, names: Sequence[str], tell: Callable[[str], None]) -> list[Made]:
    """The files, in build/, where what is unchanged since the last build is not made again."""
    jobs = [Job(project, name, code, form, False, None, project.output)
            for name in names for code, form in editions(project, name, known_locales(project, ()), FORMATS.values())]
    try:
        made = build(jobs, tell)
    except (ToolMissing, UsageError):
        raise
    except BrochureError as error:
        raise _refused(error.faults) from None
    if unproven := [Fault(f"not checked: {reason}", Place(entry.file)) for entry in made for reason in entry.unproven]:
        raise _refused(unproven)
    return made


def _proven(project: Project, folder: Path, made: Sequence[Made],
            tell: Callable[[str], None], verapdf: VeraPdf | None) -> dict[str, dict[str, list[str]]]:
    """The checks that have proven each claim of each file, as it lies in the folder; every failure is a reason.

    Second opinions are not among them: they are not asked on every machine, and the manifest is the same on all.
    """
    reports = []
    for number, entry in enumerate(made, 1):
        tell(f"checking: {number} of {len(made)} files")
        reports.append(report(folder / entry.file, entry.file, [project], verapdf=verapdf))
    faults = [fault for found in reports for fault in _reasons(found)]
    if faults := [*faults, *unused_waivers(reports)]:
        raise _refused(faults)
    return {found.name: {claim: [result.check.id for result in found.results_of("passed")
                                 if claim in result.check.proves and not result.check.second]
                         for claim in found.claims} for found in reports}


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


def _refused(faults: Sequence[Fault]) -> CheckFailed:
    last = Fault("nothing is released", None, "Mend what stands above, and say it again. The release of before is as "
                                              "it was.")
    return CheckFailed(faults=(*dict.fromkeys(faults), last))


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


def _approved(project: Project, source: Source) -> bool:
    """Whether a clinician has approved every language."""
    return all(any(approval.role == "clinical" for approval in read_language(project, source, code, draft=False)[0]
                   .approvals) for code in known_locales(project, ()))


def _told(entry: Made, proven: dict[str, list[str]]) -> dict[str, Any]:
    told = asdict(entry)
    kept = ("brochure", "locale", "format", "pages", "size", "drawings", "bytes", "sha256", "sources",
            "waived")
    return {**{name: told[name] for name in kept}, "claims": proven}


def _manifest(sources: Sequence[Source], released: Released) -> bytes:
    brochures = {source.brochure.id: {"edition": source.brochure.edition, "date": str(source.brochure.date),
                                      "approved": source.brochure.id not in released.unapproved}
                 for source in sources}
    told = {"release": brochures, "engine": engine(), "files": released.files}
    return f"{json.dumps(told, indent=2, ensure_ascii=False)}\n".encode()


def _sums(folder: Path) -> str:
    """The SHA-256 of every file, as `sha256sum --check` reads it."""
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return "".join(f"{_sha256(folder / name)}  {name}\n" for name in names)


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


# --- the folder ------------------------------------------------------------------------------------------------------


def _refuse_strangers(output: Path) -> None:
    """Raise BrochureError if a folder holds anything that is not exactly as a release of ours has left it."""
    if not output.exists():
        return
    if not output.is_dir():
        raise BrochureError("the folder cannot be made: there is a file of that name", Place(str(output)), _ELSEWHERE)
    if [*output.iterdir()] and "release" not in read_json(output / MANIFEST):
        raise BrochureError("the folder holds something else than a release", Place(str(output)), _ELSEWHERE)
    there = {path.relative_to(output).as_posix() for path in output.rglob("*") if not path.is_dir()}
    lines = (output / SUMS).read_text("utf-8", "replace").splitlines() if SUMS in there else []
    sums = {name: sha256 for sha256, _, name in (line.partition("  ") for line in lines)}
    faults = [Fault("this file is not part of the release, and would be lost", Place(str(output / name)), _ELSEWHERE)
              for name in sorted(there - sums.keys() - {SUMS})]
    faults += [Fault("this file was changed since it was released; the change would be lost", Place(str(output / name)),
                     _ELSEWHERE) for name in sorted(there & sums.keys()) if _sha256(output / name) != sums[name]]
    if faults:
        raise BrochureError(faults=faults)


@contextmanager
def _folder_in_place_of(output: Path) -> Iterator[Path]:
    """Give a new folder, which takes the place of the one of before when the block ends well, or else is gone.

    Raises BrochureError if that cannot be; the folder of before is then as it was.
    """
    output = output.resolve()
    make_folder(output.parent)
    try:
        new = Path(tempfile.mkdtemp(dir=output.parent, prefix=f".{output.name}."))
    except OSError as error:
        raise _not_written(error, output) from None
    old = new.with_name(f"{new.name}.before")
    try:
        yield new
        open_to_all(new)
        if output.exists():
            output.rename(old)
        new.rename(output)
    except OSError as error:
        raise _not_written(error, output) from None
    except BrochureError as error:
        # It is told as the user knows it, not under the name of the moment.
        raise type(error)(faults=[replace(fault, place=_known(fault.place, new, output))
                                  for fault in error.faults]) from None
    finally:
        if old.exists() and not output.exists():
            old.rename(output)
        shutil.rmtree(old, ignore_errors=True)
        shutil.rmtree(new, ignore_errors=True)


def _known(place: Place | None, new: Path, output: Path) -> Place | None:
    if place and Path(place.file).is_relative_to(new):
        return replace(place, file=str(output / Path(place.file).relative_to(new)))
    return place


def _not_written(error: OSError, output: Path) -> BrochureError:
    return BrochureError(f"the release cannot be written: {reason(error)}", Place(str(output)),
                         "The release of before is as it was. Make room, or choose another folder with -o.")
