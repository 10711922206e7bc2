"""The verb `locale import`: the translations of a file come back into the catalogue of their language."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from brochure.cli.terminal import print_ids, project_of, shown
from brochure.errors import Exit

if TYPE_CHECKING:
    from brochure.importing import Import

SUMMARY = "take translations over from a file that “locale export” has made; if anything is wrong, nothing changes"
_TOLD = {
    "new": "new",
    "changed": "changed",
    "confirmed": "looked through, and right as they were",
    "marked": "marked as to be looked through",
    "kept": "not changed in the file, but in the catalogue since: left as they are there",
    "skipped": "left out (--skip)",
}


def declare(verb: argparse.ArgumentParser) -> None:
    """Declare what the verb understands."""
    verb.add_argument("locale", metavar="LOCALE", help="the language")
    verb.add_argument("file", type=Path, metavar="FILE",
                      help="an XLIFF, XLSX or CSV file; a translation memory (TMX) goes out only")
    verb.add_argument("--skip", nargs="+", action="extend", default=[], metavar="ID",
                      help="leave these texts of the file out; “advice.*” stands for many")
    verb.add_argument("--accept", action="store_true",
                      help="what the file has changed counts as translated, and the rest as it was, even where it says "
                           "“initial”: some tools never tell a state")
    verb.add_argument("--dry-run", action="store_true", help="only tell what would change")
    verb.add_argument("--brochure", metavar="ID", help="which brochure, if there is more than one")


def run(options: argparse.Namespace) -> int:
    """Take the translations over, and tell what became of each text; gives the exit code."""
    from brochure.edition import known_locales, read_source
    from brochure.importing import take_in

    project = project_of(options)
    (code,) = known_locales(project, (options.locale,))
    source = read_source(project, project.brochure(options.brochure))
    found = take_in(project, source, code, options.file, options.skip, accept=options.accept)
    if not options.dry_run:
        found.write()
    if options.json:
        print(json.dumps({"file": str(found.path), "locale": code, "touched": found.touched,
                          "written": found.touched and not options.dry_run, **found.kinds, "waiting": found.waiting,
                          "absent": found.absent, "source_changed_elsewhere": found.elsewhere}, indent=2))
    elif not options.quiet:
        _print(found, dry=options.dry_run)
    return Exit.DONE


def _print(found: Import, *, dry: bool) -> None:
    print(f"{shown(found.path)}:")
    for kind, words in _TOLD.items():
        print_ids(words, found.kinds[kind])
    print_ids("of these are not finished, as the file says, and wait to be looked through", found.waiting)
    print(f"  {len(found.kinds['unchanged'])} unchanged")
    if found.absent:
        print(f"  {found.absent} of the rows that the file was made with are not in it any more")
    if found.elsewhere:
        print("  the source has changed since the file was made, in texts that it does not hold")
    if dry and found.touched:
        print("Nothing was written (--dry-run).")
    elif found.touched:
        print(f"Look through them: brochure locale check {found.locale}")
