"""The verb `locale update`: brings the catalogues of languages up to date with their source."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from brochure.cli.terminal import Progress, project_of, shown
from brochure.errors import Exit

if TYPE_CHECKING:
    from brochure.updating import Update

SUMMARY = "bring the catalogues up to date after the source has changed; no translation is lost"
_TOLD = (
    ("changed", "{} marked fuzzy, because the source has changed"),
    ("new", "{} new, to be translated"),
    ("returned", "{} back again"),
    ("removed", "{} set aside at the end of the file"),
    ("minor", "{} with new words of the source, as before"),
)
_NAMED = {"changed", "new", "returned", "removed", "minor"}


def declare(verb: argparse.ArgumentParser) -> None:
    """Declare what the verb understands."""
    verb.add_argument("locales", nargs="*", metavar="LOCALE", help="the languages (default: all)")
    verb.add_argument("--brochure", metavar="ID", help="which brochure, if there is more than one")
    verb.add_argument("--dry-run", action="store_true", help="only tell what would change")
    verb.add_argument("--minor", nargs="+", action="extend", metavar="ID", default=[],
                      help="these texts have changed in form only (a typing error): translations and sign-offs stay "
                           "good; never a number, a negation or a text marked “safety”")


def run(options: argparse.Namespace) -> int:
    """Bring the catalogues up to date and tell what has changed in each; gives the exit code."""
    from brochure.edition import known_locales, read_source, require_catalogue
    from brochure.translation import translated_codes
    from brochure.updating import kept_sign_offs, updates, write_updates

    project = project_of(options)
    source = read_source(project, project.brochure(options.brochure))
    brochure = source.brochure
    codes = known_locales(project, tuple(dict.fromkeys(options.locales)))
    translated = translated_codes(project.locales, brochure.id)
    for code in options.locales:
        require_catalogue(project, brochure, code)
    with Progress(options) as progress:
        found = updates(project, source, [code for code in codes if code in translated], options.minor, progress.tell)
    kept = tuple(dict(kept_sign_offs(project, source, found))) if options.dry_run else \
        write_updates(project, source, found)
    if options.json:
        print(json.dumps([{"locale": entry.locale, "file": str(entry.path.relative_to(project.root)),
                           "touched": entry.touched, "sign_offs_kept": entry.locale in kept, **asdict(entry.changes)}
                          for entry in found], indent=2))
    elif not options.quiet:
        for entry in found:
            _tell(entry)
        if kept:
            print(f"Sign-offs stay good: {', '.join(kept)}.")
        _sum(found, dry=options.dry_run)
    return Exit.DONE


def _tell(entry: Update) -> None:
    changes = entry.changes
    if not changes:
        told = "brought to the edition of today; no text has changed" if entry.touched else "up to date"
        print(f"{shown(entry.path)}: {told}, {changes.unchanged} texts")
        return
    print(f"{shown(entry.path)}:")
    for name, words in _TOLD:
        if ids := getattr(changes, name):
            print(f"  {words.format(len(ids))}" + (f": {', '.join(ids)}" if name in _NAMED else ""))
    refreshed = f", {len(changes.refreshed)} of them with other comments or flags" if changes.refreshed else ""
    print(f"  {changes.unchanged} unchanged{refreshed}")
    if changes.moved:
        print(f"  Of all these, {len(changes.moved)} stand at another place than before.")


def _sum(found: tuple[Update, ...], *, dry: bool) -> None:
    """Say how many texts of which languages now wait for a translator, and what was written."""
    waiting = {entry.locale: len(entry.changes.changed) + len(entry.changes.new) for entry in found}
    told = [f"{code} {number}" for code, number in waiting.items() if number]
    if told:
        print(f"For translators: {', '.join(told)}.")
    if dry and any(entry.touched for entry in found):
        print("Nothing was written (--dry-run).")
