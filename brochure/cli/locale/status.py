"""The verb `locale status`: how far each language is."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from brochure.cli.terminal import Progress, project_of, shown
from brochure.errors import Exit

if TYPE_CHECKING:
    from brochure.overview import Status

SUMMARY = "tell how far each language is: translated, signed, fitting its pages"
_HEAD = ("", "translated", "fuzzy", "missing", "words left", "revision", "clinical", "proof", "type", "pages",
         "fullest", "edition seen")


def declare(verb: argparse.ArgumentParser) -> None:
    """Declare what the verb understands."""
    verb.add_argument("locales", nargs="*", metavar="LOCALE", help="the languages (default: all)")
    verb.add_argument("--no-layout", action="store_true", help="do not lay the pages out, which takes most of the time")
    verb.add_argument("--html", type=Path, metavar="FILE", help="write a page that shows it, too")
    verb.add_argument("--brochure", metavar="ID", help="which brochure, if there is more than one")


def run(options: argparse.Namespace) -> int:
    """Print how far each language is, and what is to be done by whom; gives the exit code."""
    from brochure.edition import known_locales, languages, read_source
    from brochure.files import write_whole
    from brochure.overview import as_page, status, todo

    project = project_of(options)
    source = read_source(project, project.brochure(options.brochure))
    asked = known_locales(project, tuple(dict.fromkeys(options.locales)))
    press = None
    if not options.no_layout:
        from brochure.press import Press

        press = Press(project.fonts, project.cache)
    entries = []
    with Progress(options) as progress:
        for code in (code for code in languages(project, source.brochure) if code in asked):
            progress.tell(f"looking at {code}")
            entries.append(status(project, source, code, press))
    if options.html:
        write_whole(options.html, as_page(project, source, entries))
    if options.json:
        print(json.dumps([_data(entry, list(todo(entry))) for entry in entries], indent=2, ensure_ascii=False))
    elif not options.quiet:
        _print(entries)
        for entry in entries:
            for line in todo(entry):
                print(f"{entry.code}: {line}")
        if options.html:
            print(f"{shown(options.html)}: the same as a page")
    return Exit.DONE


def _data(entry: Status, left: list[str]) -> dict[str, Any]:
    fitting = entry.fitting
    return {
        "locale": entry.code, "name": entry.name, "unfinished": entry.unfinished, "problem": entry.problem,
        "texts": entry.texts, "translated": entry.translated,
        "fuzzy": entry.states.get("fuzzy", 0) + entry.states.get("stale", 0),
        "missing": entry.states.get("missing", 0), "words_left": entry.words,
        "left": {unit.id: unit.state for unit in entry.left},
        **{role: {"signed": signed.signed, "changed": signed.void, "of": signed.count, "by": signed.by}
           for role, signed in entry.roles.items()},
        "fit": None if fitting is None else {
            "size": fitting.size, "drawings": fitting.drawings, "pages": fitting.pages,
            "fullest": round(fitting.fullest, 3), "draft": fitting.draft, "problem": fitting.problem,
            "broken": fitting.broken},
        "edition": entry.edition, "edition_seen": entry.seen, "to_do": left,
    }


def _print(entries: list[Status]) -> None:
    rows = [_HEAD, *(_row(entry) for entry in entries if not entry.problem)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        print("  ".join(cell.ljust(width) if number == 0 else cell.rjust(width)
                        for number, (cell, width) in enumerate(zip(row, widths, strict=True))).rstrip())


def _row(entry: Status) -> tuple[str, ...]:
    fitting, roles = entry.fitting, entry.roles
    signed = (f"{roles[role].share:.0%}" if role in roles else "–" for role in ("revision", "clinical", "proof"))
    if fitting is None:
        fits = ("–", "–", "–")
    elif fitting.problem:
        fits = ("too long", "–", "–")
    else:
        fits = (f"{fitting.size:g} pt", str(fitting.pages), f"{fitting.fullest:.0%}")
    states = entry.states
    return (entry.code, "source" if entry.is_source else f"{entry.translated}/{entry.texts}",
            str(states["fuzzy"] + states["stale"]), str(states["missing"]), str(entry.words), *signed, *fits,
            str(entry.seen or "–"))
