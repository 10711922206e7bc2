"""The verb `locale watch`: prints the pages of a language whenever one of its files is saved."""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from brochure.cli.terminal import Progress, print_faults, project_of, shown
from brochure.errors import BrochureError, Exit

if TYPE_CHECKING:
    from brochure.watching import Printed, Watch

SUMMARY = "print the pages of a language again whenever you save, until you press Ctrl-C"
_PAUSE = 0.2   # s between two looks at the files


def declare(verb: argparse.ArgumentParser) -> None:
    """Declare what the verb understands."""
    verb.add_argument("locale", metavar="LOCALE", help="the language")
    verb.add_argument("--brochure", metavar="ID", help="which brochure, if there is more than one")
    verb.add_argument("-o", "--output", type=Path, metavar="DIR", help="where the pages go (default: build/)")


def run(options: argparse.Namespace) -> int:
    """Watch a language until it is interrupted; gives the exit code."""
    from brochure.edition import known_locales
    from brochure.watching import Watch

    project = project_of(options)
    name = project.brochure(options.brochure)
    known_locales(project, (options.locale,))
    watch = None
    if not options.json and not options.quiet:
        print(f"printing {options.locale} now, and whenever a file of it is saved; Ctrl-C ends it", flush=True)
    with Progress(options) as progress:
        while True:
            progress.tell("printing" if watch is None else "watching; Ctrl-C ends it")
            try:
                watch = watch or Watch(project, name, options.locale, options.output or project.output)
                begin = time.perf_counter()
                if printed := watch.look():
                    progress.clear()
                    _tell(printed, time.perf_counter() - begin, options)
            except BrochureError as error:
                progress.clear()
                print_faults(error.faults)
                _tell_kept(watch, options)
            if getattr(sys.stdout, "gone", False):
                return Exit.DONE
            try:
                time.sleep(_PAUSE)
            except KeyboardInterrupt:
                return Exit.DONE


def _tell_kept(watch: Watch | None, options: argparse.Namespace) -> None:
    """Say that what somebody sees in a reader is not what was saved."""
    if options.quiet:
        return
    there = watch is not None and watch.path.is_file()
    print(f"  the pages of {shown(watch.path)} are those of before" if watch and there else "  no pages were printed",
          file=sys.stderr, flush=True)


def _tell(printed: Printed, seconds: float, options: argparse.Namespace) -> None:
    if options.json:
        print(json.dumps({"file": str(printed.path), "pages": printed.pages, "size": printed.size,
                          "seconds": round(seconds, 3), "problem": printed.problem,
                          "broken": [str(fault) for fault in printed.broken], **printed.states}), flush=True)
    elif not options.quiet:
        counts = {"missing": printed.states.get("missing", 0),
                  "not right yet": len({fault.place for fault in printed.broken}),
                  "to look through": printed.states.get("fuzzy", 0) + printed.states.get("stale", 0)}
        left = ", ".join(f"{number} {words}" for words, number in counts.items() if number) or "nothing is missing"
        size = f"{printed.size:g} pt" if printed.searched else f"{printed.size:g} pt until the size that fits is found"
        print(f"{shown(printed.path)}: {printed.pages} pages, {size}, in {seconds:.1f} s; {left}")
        for problem in (*map(str, printed.broken), *filter(None, [printed.problem])):
            print(f"  not right yet: {problem}")
    sys.stdout.flush()
