"""The verb `jobsheet`: prints what goes to a print shop together with the files."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from pathlib import Path

from brochure.cli.terminal import Progress, project_of, shown
from brochure.errors import Exit, UsageError, counted
from brochure.formats import FORMATS, Finishing

SUMMARY = "print the job sheet for a print shop, with the files of the press format"
_MOST = 10_000_000   # copies


def declare(verb: argparse.ArgumentParser) -> None:
    """Declare what the verb understands."""
    verb.add_argument("locales", nargs="*", metavar="LOCALE", help="the languages to be printed (default: all)")
    verb.add_argument("--copies", type=int, required=True, metavar="N", help="how many copies of each language")
    verb.add_argument("--language", metavar="LANGUAGE", help="the language of the job sheet itself: nb or en "
                      "(default: that of the brochure's source)")
    verb.add_argument("--brochure", metavar="ID", help="which brochure, if there is more than one")
    verb.add_argument("--clinic", type=Path, metavar="FILE", help="print this clinic's imprint on the back page")
    verb.add_argument("--marks", action="store_true", help="crop and registration marks in the files")
    verb.add_argument("--output-profile", type=Path, metavar="FILE.icc",
                      help="the ICC profile of another press (default: FOGRA39)")
    verb.add_argument("-o", "--output", type=Path, metavar="FILE",
                      help="the job sheet to write (default: build/BROCHURE-jobsheet.pdf)")


def run(options: argparse.Namespace) -> int:
    """Make the files that are missing, and the job sheet; gives the exit code."""
    from brochure.build import Job, build
    from brochure.clinics import read_clinic
    from brochure.edition import known_locales, read_source
    from brochure.files import write_whole
    from brochure.jobsheet import Order, language_asked, print_jobsheet
    from brochure.locales import locale_codes
    from brochure.press import Press

    if not 1 <= options.copies <= _MOST:
        raise UsageError(f"--copies must be a number from 1 to {_MOST:,}")
    project = project_of(options)
    name, form = project.brochure(options.brochure), FORMATS["press"]
    locales = known_locales(project, tuple(dict.fromkeys(options.locales)), unfinished=False)
    source = read_source(project, name)
    language = language_asked(project, options.language, source.brochure.language)
    finishing = Finishing(marks=options.marks, output_profile=options.output_profile)
    folder = project.output / options.clinic.stem if options.clinic else project.output
    output: Path = options.output or folder / f"{name}-jobsheet.pdf"
    with Progress(options) as progress:
        jobs = [Job(project, name, code, form, False, options.clinic, project.output, finishing) for code in locales]
        made = build(jobs, progress.tell)
        progress.tell("printing the job sheet")
        clinic = read_clinic(options.clinic, locale_codes(project.locales)) if options.clinic else None
        order = Order(made, options.copies, language, finishing, clinic)
        content = print_jobsheet(project, source, order, Press(project.fonts, project.cache), output.name)
        write_whole(output, content)
    if options.json:
        print(json.dumps({"file": str(output), "copies": options.copies, "language": language,
                          "files": [asdict(entry) for entry in made]}, indent=2, ensure_ascii=False))
    elif not options.quiet:
        print(f"{shown(output)}: {options.copies:,} copies of {counted(len(made), 'file')}")
        for entry in made:
            print(f"  {shown(project.output / entry.file)}: {entry.told()}")
    return Exit.DONE
