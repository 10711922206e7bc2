"""The verb `locale check`: looks whether the words of a language are complete, right, and fit their pages."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from brochure.cli.terminal import Progress, print_faults, project_of
from brochure.errors import BrochureError

if TYPE_CHECKING:
    from brochure.checking import Report
    from brochure.edition import Source
    from brochure.preflight import Check
    from brochure.project import Project

SUMMARY = "look whether the words of a language are complete, say the same, and fit the pages"


def declare(verb: argparse.ArgumentParser) -> None:
    """Declare what the verb understands."""
    verb.add_argument("locales", nargs="*", metavar="LOCALE", help="the languages (default: all)")
    verb.add_argument("--no-layout", action="store_true", help="do not lay the pages out, which takes most of the time")
    verb.add_argument("--only", action="append", metavar="ID", help="run this check only, or this group, such as words")
    verb.add_argument("--skip", action="append", metavar="ID", help="leave this check out, or this group")
    verb.add_argument("--format", choices=("text", "json", "sarif"), default="text", dest="output",
                      help="how the result is printed: text, json (as --json), or sarif, for a code host")
    verb.add_argument("--brochure", metavar="ID", help="which brochure, if there is more than one")


def run(options: argparse.Namespace) -> int:
    """Check the words of the languages that are asked for, and print what was found; gives the exit code."""
    options.json = options.json or options.output == "json"
    from brochure.checking import exit_of, fault_as_data
    from brochure.cli.locale.report import print_words
    from brochure.edition import known_locales, languages, read_source
    from brochure.preflight import checks
    from brochure.proofreading import unused_waivers

    project = project_of(options)
    source = read_source(project, project.brochure(options.brochure))
    asked = known_locales(project, tuple(dict.fromkeys(options.locales)))
    codes = [code for code in (asked if options.locales else languages(project, source.brochure)) if code in asked]
    as_text = not options.json and options.output == "text"
    reports: list[Report] = []
    words: list[Report] = []
    with Progress(options) as progress:
        for code in codes:
            progress.tell(f"checking {code}")
            found = list(_reports(project, source, code, _wanted(options), layout=not options.no_layout))
            words.append(found[0])
            reports += found
            if as_text:
                progress.clear()
                print_words(code, found, quiet=options.quiet)
    faults = unused_waivers(project, source.brochure.id, words, codes)
    ends = exit_of(reports, faults)
    if options.output == "sarif":
        from brochure.sarif import sarif

        print(json.dumps(sarif(reports, checks(), faults, ends), indent=2, ensure_ascii=False))
    elif options.json:
        told = {"version": 1, "exit": ends, "files": [entry.as_data() for entry in reports],
                "faults": [fault_as_data(fault) for fault in faults]}
        print(json.dumps(told, indent=2, ensure_ascii=False))
    print_faults(tuple(dict.fromkeys(fault for entry in reports if entry.error for fault in entry.error.faults)))
    print_faults(faults)
    return ends


def _wanted(options: argparse.Namespace) -> Callable[[Check], bool]:
    from brochure.cli.check import checks_named

    only, skip = (set(checks_named(names or ())) for names in (options.only, options.skip))
    return lambda check: check not in skip and (not only or check in only)


def _reports(project: Project, source: Source, code: str, wanted: Callable[[Check], bool], *,
             layout: bool) -> Iterator[Report]:
    """The report of the words, and that of the pages; a catalogue that cannot be read gives one with the error."""
    from brochure.checking import Report
    from brochure.proofreading import ask_spelling, gather, judge
    from brochure.translation import catalogue_path

    try:
        words = gather(project, source, code)
    except BrochureError as error:
        file = source.brochure.file if code == source.brochure.language else str(
            catalogue_path(project.locales, code, source.brochure.id).relative_to(project.root))
        yield Report(file, error=error)
        return
    spelt = ask_spelling(words)   # the dictionary is read while the pages are laid out
    pages = None
    if layout:
        from brochure.galley import lay_out

        fit, pages = lay_out(project, source, words, wanted)
        words = replace(words, fit=fit)
    else:
        words = replace(words, fit=replace(words.fit, skipped="the pages were not laid out (--no-layout)"))
    yield judge(project, replace(words, spelling=spelt()), wanted)
    if pages:
        yield pages
