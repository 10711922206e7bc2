"""The verb `locale withdraw`: takes an edition of a language back, and says what must be taken down."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from datetime import date as Day
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from brochure.cli.locale.approve import day
from brochure.cli.terminal import project_of, shown
from brochure.errors import Exit, Place, UsageError, counted

if TYPE_CHECKING:
    from brochure.edition import Source
    from brochure.project import Project
    from brochure.withdrawing import Copy, Withdrawn

_MOST = 50   # files that are told one by one
SUMMARY = "take an edition of a language back, and say what must be taken down"


def declare(verb: argparse.ArgumentParser) -> None:
    """Declare what the verb understands."""
    verb.add_argument("locale", metavar="LOCALE", help="the language; the source language can be withdrawn, too")
    verb.add_argument("edition", metavar="EDITION", type=int, help="the number of the edition, as its back page has it")
    verb.add_argument("--by", metavar="“NAME, TITLE”", help="who withdraws it")
    verb.add_argument("--why", metavar="REASON", help="what is wrong in it, in a line")
    verb.add_argument("--date", type=day, metavar="DAY", help="when, such as 2026-11-24 (default: today)")
    verb.add_argument("--dry-run", action="store_true", help="tell what must be taken down, and write nothing")
    verb.add_argument("--given-out", action="store_true",
                      help="copies of it are out, though no file of it lies in the release or in build/")
    verb.add_argument("--undo", action="store_true", help="strike the withdrawal out again: it was a mistake")
    verb.add_argument("-o", "--output", type=Path, metavar="DIR", help="where the release lies (default: dist/)")
    verb.add_argument("--also", type=Path, metavar="DIR", action="append", default=[],
                      help="look in this folder, too, such as one that clinics' editions were printed into; can be "
                           "given several times")
    verb.add_argument("--brochure", metavar="ID", help="which brochure, if there is more than one")


def run(options: argparse.Namespace) -> int:
    """Withdraw, and tell what must be taken down; gives the exit code."""
    from brochure.edition import read_source
    from brochure.ledger import Withdrawal, today
    from brochure.withdrawing import withdraw

    project = project_of(options)
    source = read_source(project, project.brochure(options.brochure))
    if options.undo:
        return _undo(options, project, source)
    if not options.by or not options.why:
        raise UsageError("who withdraws an edition says so, and why", None,
                         '--by "Kari Nordmann, physician" --why "What is wrong in it"')
    date: Day = options.date or today()
    told = withdraw(project, source, options.locale,
                    Withdrawal(options.edition, date, options.by.strip(), options.why.strip()),
                    (options.output or project.root / "dist", project.output, project.clinics, *_also(options)),
                    write=not options.dry_run, given_out=options.given_out)
    if options.json:
        print(json.dumps({"written": told.new and not options.dry_run, **told.told()}, indent=2, ensure_ascii=False))
    elif not options.quiet:
        _print(told, dry_run=options.dry_run)
    return Exit.DONE


def _also(options: argparse.Namespace) -> list[Path]:
    """The folders that are named besides; raises UsageError if one is not there."""
    for folder in options.also:
        if not folder.is_dir():
            raise UsageError("there is no such folder", Place(shown(folder)), "Name one that files were printed into.")
    return list(options.also)


def _undo(options: argparse.Namespace, project: Project, source: Source) -> int:
    from brochure.withdrawing import take_back

    struck = take_back(project, source, options.locale, options.edition, write=not options.dry_run)
    if options.json:
        print(json.dumps({"written": not options.dry_run, "edition": struck.edition, "undone": True}, indent=2))
    elif not options.quiet:
        word = "would be withdrawn no more" if options.dry_run else "is withdrawn no more"
        print(f"edition {struck.edition} of {options.locale} {word} ({struck.why} {struck.by}, {struck.date})")
    return Exit.DONE


def _print(told: Withdrawn, *, dry_run: bool) -> None:
    act = told.withdrawal
    word = "is withdrawn" if told.new and not dry_run else "would be withdrawn" if told.new else "was withdrawn before"
    print(f"{shown(told.path)}: edition {act.edition} of {told.locale} {word}: {act.why} ({act.by}, {act.date})")
    print("Take down:")
    _print_copies(told.copies)
    if not told.copies:
        print("  no file of it lies in the release or in build/")
    for page in told.pages:
        print(f"  {page}")
    print("  what lies elsewhere: on your website and those of clinics, in folders that you named with -o (name them "
          "with --also); a file of the same SHA-256 is the same file")
    if any(copy.format == "press" for copy in told.copies):
        print("  the order at a print shop that has the press file")
    print(f"Printed copies: those whose back page says “{told.line}”.")
    if told.unsure:
        print("Look on the back page of these; nobody has noted which edition they are:")
        _print_copies(told.unsure)
    for code in told.translated:
        print(f"The {code} text was translated from it. If it has the same fault: "
              f"brochure locale withdraw {code} {act.edition} --by … --why …")
    if told.is_current:
        print("It is the edition of today: it is not printed, signed or released any more. Mend it, give the next one "
              "its number in the content file, and have that signed.")
    print("Then say “make release”: it leaves out what is withdrawn.")
    if told.new and not dry_run:
        print(f"If this was a mistake: brochure locale withdraw {told.locale} {act.edition} --undo")


def _print_copies(copies: Sequence[Copy]) -> None:
    """Print some files, and of many how many more there are in which folder."""
    for copy in copies[:_MOST]:
        print(f"  {_copy(copy)}")
    for folder, rest in groupby(copies[_MOST:], lambda copy: copy.path.parent.parent):
        some = list(rest)
        clinics = counted(len({copy.clinic for copy in some}), "clinic")
        print(f"  … and {counted(len(some), 'more file')} of {clinics} in {shown(folder)}; --json tells each")


def _copy(copy: Copy) -> str:
    clinic = f", clinic {copy.clinic}" if copy.clinic else ""
    return f"{shown(copy.path)}  ({copy.format}{clinic}; SHA-256 {copy.sha256})"
