"""The verb `clinics template`: a list of clinics to fill in."""

from __future__ import annotations

import argparse
import json
import os
from pathlib import Path

from brochure.cli.terminal import print_bytes, project_of, shown
from brochure.clinics.columns import LANGUAGES
from brochure.errors import Exit, Place, UsageError

SUMMARY = "write a list of clinics to fill in, for a spreadsheet: its columns, and an example"


def declare(verb: argparse.ArgumentParser) -> None:
    """Declare what the verb understands."""
    verb.add_argument("--xlsx", type=Path, metavar="FILE",
                      help="write an XLSX file, in which no letter or zero can be lost (default: CSV, to the terminal; "
                           "put “> list.csv” after the command)")
    verb.add_argument("--language", choices=LANGUAGES, default=LANGUAGES[0],
                      help="the language that the columns are named in (default: nb); a list can have either")


def run(options: argparse.Namespace) -> int:
    """Write the list; gives the exit code."""
    from brochure.clinics.template import template_csv, template_xlsx, titles
    from brochure.edition import finished_locales
    from brochure.files import write_whole

    codes = finished_locales(project_of(options))
    if options.xlsx:
        _refuse(options.xlsx)
        write_whole(options.xlsx, template_xlsx(options.language, codes))
    if options.json:
        print(json.dumps({"file": str(options.xlsx) if options.xlsx else None,
                          "columns": titles(options.language, codes)}, indent=2, ensure_ascii=False))
    elif not options.xlsx:
        print_bytes(template_csv(options.language, codes))
    elif not options.quiet:
        print(f"{shown(options.xlsx)}: put your clinics in place of the example, a row each")
        print(f"When it is filled in: brochure clinics check {shown(options.xlsx)}")
    return Exit.DONE


def _refuse(path: Path) -> None:
    """Raise UsageError if no list can begin there; one that is filled in is never written over."""
    where = Place(shown(path))
    if path.suffix.lower() != ".xlsx":
        raise UsageError("the list is XLSX, and its name must say so", where,
                         f"Call it {path.stem or 'clinics'}.xlsx, or leave out --xlsx for CSV.")
    if not path.parent.is_dir():
        raise UsageError("there is no such folder", Place(shown(path.parent)),
                         "Make the folder first, or name one that is there.")
    if os.path.lexists(path):
        raise UsageError("there is a file of that name, which may be filled in already", where,
                         "Name another, or take it away.")
