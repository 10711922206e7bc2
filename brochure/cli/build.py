"""The verb `build`: prints files."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from brochure.cli.terminal import Progress, folding, project_of, shown, side_by_side
from brochure.errors import BrochureError, Exit, UsageError
from brochure.formats import FORMATS, Finishing, Format, format_named
from brochure.project import Project

SUMMARY = "print files into build/"


def declare(verb: argparse.ArgumentParser) -> None:
    """Declare what the verb understands."""
    verb.add_argument("locales", nargs="*", metavar="LOCALE",
                      help="the languages, such as nb or en (default: those that the clinic's file wants, "
                           "or else all)")
    verb.add_argument("--format", action="append", metavar="FORMAT", dest="formats",
                      help=f"one of: {', '.join(FORMATS)}; or all of them: all "
                           "(default: those that the clinic's file wants, or else screen)")
    verb.add_argument("--brochure", metavar="ID", help="which brochure, if there is more than one")
    verb.add_argument("--clinic", type=Path, metavar="FILE", help="print this clinic's imprint on the back page")
    verb.add_argument("--draft", action="store_true",
                      help="print the source where a translation is missing, marked, with “draft” on every page")
    verb.add_argument("-o", "--output", type=Path, metavar="DIR", help="where the files go (default: build/)")
    verb.add_argument("--marks", action="store_true", help="press: crop and registration marks outside of the bleed")
    verb.add_argument("--output-profile", type=Path, metavar="FILE.icc",
                      help="press: the ICC profile of another press (default: FOGRA39)")
    verb.add_argument("--creep", type=float, metavar="MM", default=0.0,
                      help="booklet: move the pages of each sheet further in this much more towards the fold")
    verb.add_argument("--ticks", action="store_true", help="booklet: light marks where to fold and to staple")
    verb.add_argument("--jobs", type=int, metavar="N", help="how many files to print at the same time")


def run(options: argparse.Namespace) -> int:
    """Print the files that are asked for; gives the exit code."""
    from brochure.build import Job, Made, attempt, failure_of
    from brochure.edition import editions, known_locales

    project = project_of(options)
    wishes = _wishes(project, options.clinic)
    formats = formats_asked(options.formats or list(wishes.formats) or ["screen"])
    name = project.brochure(options.brochure)
    named = tuple(dict.fromkeys(options.locales or wishes.locales))
    locales = known_locales(project, named, unfinished=options.draft)
    if options.jobs is not None and options.jobs < 1:
        raise UsageError("--jobs must be at least 1")
    output = options.output or project.output
    finishing = finishing_asked(options, formats)
    asked = editions(project, name, locales, formats)
    if not options.formats or "all" not in options.formats:
        _check_sides(formats, locales if options.locales else (), asked)
    jobs = [Job(project, name, code, form, options.draft, options.clinic, output, finishing.of(form))
            for code, form in asked]
    with Progress(options) as progress:
        results = attempt(jobs, progress.tell, workers=options.jobs)
    made = [entry for entry in results if isinstance(entry, Made)]
    failure = failure_of(results)
    if failure and options.json:
        raise failure
    if options.json:
        print(json.dumps([asdict(entry) for entry in made], indent=2, ensure_ascii=False))
    elif not options.quiet:
        for entry in made:
            print(f"{shown(output / entry.file)}: {'unchanged' if entry.unchanged else entry.told()}")
            if FORMATS[entry.format].finish == "sheets":
                print(f"  {folding(-(-entry.pages // 4))}")
            if FORMATS[entry.format].bilingual:
                print(f"  {side_by_side(entry.blank)}")
            for problem in entry.problems:
                print(f"  not right yet: {problem}")
            for unproven in entry.unproven:
                print(f"  not checked: {unproven}")
            for waived in entry.waived:
                print(f"  waived: {waived}")
        for code in () if named else known_locales(project, ()):
            if code not in locales:
                print(f"{code} is unfinished, and not printed; “brochure build {code} --draft” shows its pages")
    if failure:
        raise failure
    return Exit.DONE


@dataclass(frozen=True)
class _Wishes:
    """The languages and formats that a clinic's file wants."""

    locales: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()


def _wishes(project: Project, clinic: Path | None) -> _Wishes:
    """What a clinic's file wants; raises BrochureError if it cannot be read, or if what it wants is not known."""
    if clinic is None:
        return _Wishes()
    from brochure.clinics import read_partly
    from brochure.locales import locale_codes

    codes = locale_codes(project.locales)
    found, faults = read_partly(clinic, codes)
    if faults and not set(found.locales) <= set(codes):
        raise BrochureError(faults=faults)
    return _Wishes(found.locales, found.formats)


def _check_sides(formats: tuple[Format, ...], locales: tuple[str, ...], asked: tuple[tuple[str, Format], ...]) -> None:
    """Raise UsageError if a format is asked for by its name in a language of which there is none."""
    for form in formats:
        lacking = [code for code in locales if (code, form) not in asked]
        if lacking or not any(found is form for _, found in asked):
            what = f"of {lacking[0]}" if lacking else "of any language"
            raise UsageError(f"there is no {form.name} edition {what}: it is the source language beside another", None,
                             "Name a language that the brochure is translated to.")


def finishing_asked(options: argparse.Namespace, formats: tuple[Format, ...]) -> Finishing:
    """Give what is asked for besides the formats; raises UsageError if no format of them can have it."""
    finishing = Finishing(marks=options.marks, output_profile=options.output_profile, creep=options.creep,
                          ticks=options.ticks)
    ways = {form.finish for form in formats}
    if (finishing.marks or finishing.output_profile) and "press" not in ways:
        raise UsageError("--marks and --output-profile are for a printing press", None, "Say “--format press” too.")
    if (finishing.creep or finishing.ticks) and "sheets" not in ways:
        raise UsageError("--creep and --ticks are for sheets", None, "Say “--format booklet” too.")
    return finishing


def formats_asked(names: list[str]) -> tuple[Format, ...]:
    """Give the formats of some names, each once; raises UsageError with the nearest name if there is none."""
    if "all" in names:
        return tuple(FORMATS.values())
    return tuple(dict.fromkeys(format_named(name) for name in names))
