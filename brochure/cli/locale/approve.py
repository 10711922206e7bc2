"""The verb `locale approve`: somebody signs the texts of a language."""

from __future__ import annotations

import argparse
import json
from datetime import date as Day
from typing import TYPE_CHECKING

from brochure.cli.terminal import Progress, print_ids, project_of, shown
from brochure.errors import Exit
from brochure.model import ROLES

if TYPE_CHECKING:
    from brochure.approving import Signed

SUMMARY = "sign the texts of a language, as a second translator, as a clinician, or as who has read the pages"


def declare(verb: argparse.ArgumentParser) -> None:
    """Declare what the verb understands."""
    verb.add_argument("locale", metavar="LOCALE", help="the language; the source language can be signed, too")
    verb.add_argument("--role", choices=ROLES, required=True,
                      help="revision: a second translator has compared it with the source; clinical: a clinician has "
                           "read the words and looked at the drawings; proof: somebody has read the finished pages")
    verb.add_argument("--by", required=True, metavar="“NAME, TITLE”", help="who signs")
    verb.add_argument("--only", nargs="+", metavar="ID", default=[],
                      help="sign these texts only; “advice.*” and “drawing:*” stand for many (default: all)")
    verb.add_argument("--date", type=day, metavar="DAY", help="when, such as 2026-11-24 (default: today)")
    verb.add_argument("--dry-run", action="store_true", help="tell what would be signed, and write nothing")
    verb.add_argument("--brochure", metavar="ID", help="which brochure, if there is more than one")


def run(options: argparse.Namespace) -> int:
    """Sign, and tell what is signed and what is not; gives the exit code."""
    from brochure.approving import approve
    from brochure.edition import read_source
    from brochure.ledger import SignOff, today

    project = project_of(options)
    source = read_source(project, project.brochure(options.brochure))
    act = SignOff(options.role, options.by.strip(), options.date or today(), source.brochure.edition, {})
    with Progress(options) as progress:
        signed = approve(project, source, options.locale, act, tuple(options.only), progress.tell,
                         write=not options.dry_run)
    if options.json:
        print(json.dumps({"file": str(signed.path), "written": not options.dry_run, **signed.told()}, indent=2,
                         ensure_ascii=False))
    elif not options.quiet:
        _print(signed, dry_run=options.dry_run)
    return Exit.DONE


def day(text: str) -> Day:
    """Give the day that a word of the command is; raises ArgumentTypeError if it is none."""
    try:
        return Day.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}” is no day such as 2026-11-24") from None


def _print(signed: Signed, *, dry_run: bool) -> None:
    from brochure.approving import OUTSIDE

    act = signed.act
    print(f"{shown(signed.path)}: {act.by}, {act.role}, edition {act.edition}, {act.date}")
    print_ids(f"{'would be signed' if dry_run else 'signed'} now", tuple(act.texts))
    print_ids("of these had changed since they were signed", signed.again)
    print_ids("of these have a warning, which “brochure locale check” tells", signed.warned)
    for who, names in signed.before.items():
        print_ids(f"signed before, by {who}", names, listed=False)
    for reason in dict.fromkeys(signed.left.values()):
        found = [name for name, why in signed.left.items() if why == reason]
        told = _of_many(reason) if len(found) > 1 else reason
        print_ids(f"still not signed{told and f': {told}'}", found, listed=bool(reason) and reason != OUTSIDE)
    print_ids("taken out of the ledger, since there is no such text any more", signed.unknown)


def _of_many(reason: str) -> str:
    """A reason why a text is not signed, as it is told of several."""
    for one, many in (("it is", "they are"), ("its source", "their source"), ("it was", "they were")):
        reason = reason.replace(one, many)
    return reason
