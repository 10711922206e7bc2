"""The verb `check`: looks whether finished files are what they claim to be."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from brochure.cli.terminal import Progress, print_faults, project_of, shown
from brochure.errors import BrochureError, Exit, UsageError, nearest
from brochure.files import is_file
from brochure.formats import FORMATS, format_named
from brochure.project import Project, find_project

if TYPE_CHECKING:
    from brochure.checking import Report
    from brochure.preflight import Check

SUMMARY = "look whether finished files are what they claim to be: ours, or any PDF"
_ENDINGS = (".pdf", ".html", ".htm")


def declare(verb: argparse.ArgumentParser) -> None:
    """Declare what the verb understands."""
    verb.add_argument("targets", nargs="*", metavar="FILE|LOCALE",
                      help="files, or languages, of which every format is made and checked (default: all languages)")
    verb.add_argument("--as", metavar="FORMAT", dest="form",
                      help=f"what the files should be, one of: {', '.join(FORMATS)}")
    verb.add_argument("--only", action="append", metavar="ID", help="run this check only, or this group, such as fonts")
    verb.add_argument("--skip", action="append", metavar="ID", help="leave this check out, or this group")
    verb.add_argument("--no-java", action="store_true", help="do not ask veraPDF, which takes some seconds")
    verb.add_argument("--format", choices=("text", "json", "sarif"), default="text", dest="output",
                      help="how the result is printed: text, json (as --json), or sarif, for a code host")
    verb.add_argument("--brochure", metavar="ID", help="which brochure, if there is more than one")
    verb.add_argument("--list", action="store_true", help="list all checks")
    verb.add_argument("--explain", metavar="ID", help="tell why a check or a group is there, and what to do")


def run(options: argparse.Namespace) -> int:
    """Check what is asked for and print what was found; gives the exit code."""
    options.json = options.json or options.output == "json"
    from brochure.cli.report import print_checks, print_explanations, print_report, print_sum
    from brochure.preflight import checks

    if options.list:
        print_checks(checks(), as_json=options.json)
        return Exit.DONE
    if options.explain:
        print_explanations(checks_named([options.explain]), as_json=options.json)
        return Exit.DONE
    from brochure.checking import exit_of, fault_as_data, unused_waivers

    as_text = not options.json and options.output == "text"
    reports = []
    with Progress(options) as progress:
        for entry in _reports(options, progress):
            reports.append(entry)
            if as_text:
                progress.clear()
                print_report(entry, quiet=options.quiet)
    faults = unused_waivers(reports)
    code = exit_of(reports, faults)
    if options.output == "sarif":
        from brochure.sarif import sarif

        print(json.dumps(sarif(reports, checks(), faults, code), indent=2, ensure_ascii=False))
    elif options.json:
        told = {"version": 1, "exit": code, "files": [entry.as_data() for entry in reports],
                "faults": [fault_as_data(fault) for fault in faults]}
        print(json.dumps(told, indent=2, ensure_ascii=False))
    elif not options.quiet:
        print_sum(reports)
    print_faults(tuple(dict.fromkeys(fault for entry in reports if entry.error for fault in entry.error.faults)))
    print_faults(faults)
    return code


def _reports(options: argparse.Namespace, progress: Progress) -> Iterator[Report]:
    from brochure.checking import Report, report
    from brochure.verapdf import VeraPdf

    form = format_named(options.form) if options.form else None
    only, skip = (set(checks_named(words or ())) for words in (options.only, options.skip))
    files = _files(options, progress)
    with VeraPdf() as verapdf:
        for number, (path, error) in enumerate(files.items(), 1):
            name = shown(path)
            progress.tell(f"checking {name} ({number} of {len(files)})")
            yield Report(name, error=error) if error else report(
                path, name, _projects(options, path), form,
                lambda check: check not in skip and (not only or check in only), None if options.no_java else verapdf)


def checks_named(words: Iterable[str]) -> list[Check]:
    """Give the checks of some ids or groups; raises UsageError with the nearest if there is none."""
    from brochure.preflight import checks

    found = []
    for word in words:
        named = [check for check in checks() if word in (check.id, check.id.partition("/")[0])]
        if not named:
            raise UsageError(f"there is no check “{word}”", None, nearest(word, [check.id for check in checks()]))
        found += named
    return found


def _projects(options: argparse.Namespace, path: Path | None = None) -> tuple[Project, ...]:
    """The projects that can have made a file: the one that is meant, and the one that the file lies in."""
    found = []
    if options.project:
        found.append(project_of(options))
    for start in (Path.cwd(), path.resolve().parent if path else None):
        if start:
            with suppress(UsageError):
                found.append(find_project(start))
    return tuple(dict.fromkeys(found))


def _files(options: argparse.Namespace, progress: Progress) -> dict[Path, BrochureError | None]:
    """The files to check, in order; those of languages are made first, and have an error if they could not be."""
    from brochure.locales import locale_codes

    codes = {code for project in _projects(options)[:1] for code in locale_codes(project.locales)}
    named = [target for target in options.targets if not is_file(Path(target)) and not _is_path(target)]
    for target in named:
        if target not in codes:
            raise UsageError(f"“{target}” is neither a file nor a language of a project", None,
                             nearest(target, codes) if codes else "Name a .pdf or an .html file.")
    made = _made(options, tuple(dict.fromkeys(named)), progress) if named or not options.targets else {}
    found: dict[Path, BrochureError | None] = {}
    for target in options.targets or list(made):
        found |= made[target] if target in made else {Path(target).absolute(): None}
    return found


def _is_path(target: str) -> bool:
    return os.sep in target or target.lower().endswith(_ENDINGS) or target in (".", "..")


def _made(options: argparse.Namespace, codes: tuple[str, ...],
          progress: Progress) -> dict[str, dict[Path, BrochureError | None]]:
    """The files of some languages, or of all, in every format; what is unchanged is not made again."""
    from brochure.build import Job, attempt
    from brochure.edition import editions, known_locales

    project = project_of(options)
    name = project.brochure(options.brochure)
    locales = known_locales(project, codes, unfinished=False)
    jobs = [Job(project, name, code, form, False, None, project.output)
            for code, form in editions(project, name, locales, FORMATS.values())]
    found: dict[str, dict[Path, BrochureError | None]] = {}
    for job, made in zip(jobs, attempt(jobs, progress.tell), strict=True):
        error = made if isinstance(made, BrochureError) else None
        found.setdefault(job.locale, {})[job.output / job.name] = error
    return found
