"""The command: verbs become calls. The only module that prints or exits."""

from __future__ import annotations

import argparse
import atexit
import gc
import json
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import NoReturn, TextIO

from brochure import __version__
from brochure.errors import BrochureError, Exit, Fault, UsageError
from brochure.formats import FORMATS, format_named
from brochure.project import Project, find_project, project_at
from brochure.yaml_tree import nearest

_VERBS = ("build", "fit", "list", "doctor")


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        hint = f"“{self.prog} --help” tells how it is called."
        words = message.partition("invalid choice: ")[2].split("'")
        if len(words) > 1:
            message, hint = f"there is no “{words[1]}”", nearest(words[1], _VERBS)
        raise UsageError(message, None, hint)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command with its arguments; gives the exit code."""
    # Messages and file names are UTF-8 whatever the machine's locale is.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        options = _parser().parse_args(arguments)
        if arguments is None and options.run is _build:
            # This is the whole process, and its end gives everything back at once: piece by piece it takes 0.15 s.
            gc.disable()
            atexit.register(gc.freeze)
        run: Callable[[argparse.Namespace], int] = options.run
        return run(options)
    except BrochureError as error:
        _print_faults(error.faults)
        return error.exit
    except KeyboardInterrupt:
        print("brochure: stopped; what was not finished is as it was before", file=sys.stderr)
        return Exit.INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.DONE
    except Exception:
        traceback.print_exc()
        print("brochure: this is a fault of the program, not of your files; please report it with the lines above",
              file=sys.stderr)
        return Exit.BUG


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="brochure", description="Print patient brochures from structured content, in every language.",
                     epilog="Exit codes: 0 done, 1 the input is at fault, 2 wrong use, 3 a check failed, "
                            "4 a tool or library is missing, 70 a fault of the program.")
    parser.add_argument("--version", action="version", version=f"brochure {__version__}")
    parser.add_argument("--project", type=Path, metavar="DIR",
                        help="the project's folder (default: the one you are in)")
    verbs = parser.add_subparsers(metavar="VERB", required=True)

    build = _verb(verbs, "build", _build, "print PDFs into build/")
    build.add_argument("locales", nargs="*", metavar="LOCALE", help="the languages, such as nb or en (default: all)")
    build.add_argument("--format", default="screen", metavar="FORMAT", help=f"one of: {', '.join(FORMATS)}")
    build.add_argument("--brochure", metavar="ID", help="which brochure, if there is more than one")
    build.add_argument("--clinic", type=Path, metavar="FILE", help="print this clinic's imprint on the back page")
    build.add_argument("--draft", action="store_true",
                       help="print the source where a translation is missing, marked, with “draft” on every page")
    build.add_argument("-o", "--output", type=Path, metavar="DIR", help="where the files go (default: build/)")
    build.add_argument("--jobs", type=int, metavar="N", help="how many files to print at the same time")

    fit = _verb(verbs, "fit", _fit, "find the type size at which a language fills its pages")
    fit.add_argument("locales", nargs="*", metavar="LOCALE", help="the languages (default: all)")
    fit.add_argument("--brochure", metavar="ID", help="which brochure, if there is more than one")

    _verb(verbs, "list", _list, "show brochures, languages and formats, and how easy the texts are to read")
    _verb(verbs, "doctor", _doctor, "look whether the machine has what the work needs")
    return parser


def _verb(verbs: argparse._SubParsersAction[_Parser], name: str, run: Callable[[argparse.Namespace], int],
          summary: str) -> argparse.ArgumentParser:
    verb = verbs.add_parser(name, help=summary, description=f"{summary[0].upper()}{summary[1:]}.")
    verb.add_argument("--quiet", action="store_true", help="say nothing but what is wrong")
    verb.add_argument("--json", action="store_true", help="print the result as JSON, for a program")
    verb.set_defaults(run=run)
    return verb


def _build(options: argparse.Namespace) -> int:
    from brochure.build import Job, build
    from brochure.edition import known_locales

    project = _project(options)
    form = format_named(options.format)
    name = project.brochure(options.brochure)
    locales = known_locales(project, tuple(dict.fromkeys(options.locales)))
    if options.jobs is not None and options.jobs < 1:
        raise UsageError("--jobs must be at least 1")
    output = options.output or project.output
    jobs = [Job(project, name, code, form, options.draft, options.clinic, output) for code in locales]
    with _Progress(options) as progress:
        made = build(jobs, progress.tell, workers=options.jobs)
    if options.json:
        print(json.dumps([asdict(entry) for entry in made], indent=2, ensure_ascii=False))
    elif not options.quiet:
        for entry in made:
            state = "unchanged" if entry.unchanged else f"{entry.pages} pages, {entry.size:g} pt, drawings at " \
                f"{entry.drawings:.0%}, {entry.bytes / 1000:.0f} kB"
            print(f"{_shown(output / entry.file)}: {state}")
    return Exit.DONE


def _fit(options: argparse.Namespace) -> int:
    from brochure.desk import Desk
    from brochure.edition import known_locales, read_source
    from brochure.press import Press

    project = _project(options)
    locales = known_locales(project, tuple(dict.fromkeys(options.locales)))
    source = read_source(project, project.brochure(options.brochure))
    found = []
    with _Progress(options) as progress:
        press = Press(project.fonts, project.cache)
        for code in locales:
            progress.tell(f"fitting {code}")
            desk = Desk(project, source, code, FORMATS["screen"], press)
            fit = desk.search(None, None)
            found.append({"locale": code, "size": fit.size, "drawings": fit.drawings,
                          "set": {"size": desk.edition.locale.size, "drawings": desk.edition.locale.drawings}})
    if options.json:
        print(json.dumps(found, indent=2))
    elif not options.quiet:
        for entry in found:
            print(f"{entry['locale']}: size = {entry['size']:g} pt, drawings = {entry['drawings']:g}")
    return Exit.DONE


def _list(options: argparse.Namespace) -> int:
    from brochure.edition import known_locales, read_language, read_source
    from brochure.readability import readability

    project = _project(options)
    found = []
    for name in project.brochures():
        source = read_source(project, name)
        languages = []
        for code in known_locales(project, ()):
            brochure, locale = read_language(project, source, code, draft=True)
            measured = readability(replace(brochure, language=code))
            languages.append({"locale": code, "name": locale.own_name,
                              "readability": asdict(measured) if measured else None})
        found.append({"brochure": name, "edition": source.brochure.edition, "date": str(source.brochure.date),
                      "layout": source.brochure.layout, "pages": source.brochure.pages, "locales": languages,
                      "formats": {form.name: form.title for form in FORMATS.values()}})
    if options.json:
        print(json.dumps(found, indent=2, ensure_ascii=False))
    elif not options.quiet:
        _print_list(found)
    return Exit.DONE


def _print_list(found: list[dict[str, object]]) -> None:
    for entry in found:
        print(f"{entry['brochure']}: edition {entry['edition']}, {entry['date']}, {entry['pages']} pages")
        for language in entry["locales"]:  # type: ignore[attr-defined]
            measured = language["readability"]
            hard = f"{measured['measure']} {measured['whole']:.0f}" if measured else "no measure of readability"
            print(f"  {language['locale']}  {language['name']}: {hard}")
            if measured:
                print("      " + ", ".join(f"{key} {value:.0f}" for key, value in measured["sections"].items()))
        for name, title in entry["formats"].items():  # type: ignore[attr-defined]
            print(f"  {name}: {title}")


def _doctor(options: argparse.Namespace) -> int:
    from brochure.doctor import examine

    try:
        project: Project | None = _project(options)
    except UsageError:
        project = None
    found = examine(project)
    if options.json:
        print(json.dumps([asdict(entry) for entry in found], indent=2, ensure_ascii=False))
    else:
        for entry in found if not options.quiet else [entry for entry in found if not entry.well]:
            print(f"{'ok ' if entry.well else 'BAD'} {entry.name}: {entry.found}")
            if entry.remedy:
                print(f"    to mend it: {entry.remedy}")
    return Exit.DONE if all(entry.well for entry in found) else Exit.TOOL


def _project(options: argparse.Namespace) -> Project:
    if options.project:
        return project_at(options.project.resolve())
    return find_project(Path.cwd())


def _shown(path: Path) -> str:
    return os.path.relpath(path) if path.resolve().is_relative_to(Path.cwd()) else str(path)


class _Progress:
    """One line on a terminal that says what is going on; nothing in a pipe, with --quiet or --json."""

    def __init__(self, options: argparse.Namespace, stream: TextIO = sys.stderr) -> None:
        self._stream = stream
        self._on = stream.isatty() and not options.quiet and not options.json and os.environ.get("TERM") != "dumb"

    def __enter__(self) -> _Progress:
        if self._on:
            self.tell("reading")
        return self

    def tell(self, line: str) -> None:
        """Show a line in place of the one before."""
        if self._on:
            print(f"\r\x1b[K{line} …", end="", file=self._stream, flush=True)

    def __exit__(self, *_: object) -> None:
        if self._on:
            print("\r\x1b[K", end="", file=self._stream, flush=True)


def _print_faults(faults: Sequence[Fault]) -> None:
    colour = sys.stderr.isatty() and not os.environ.get("NO_COLOR")
    word = "\x1b[31merror:\x1b[0m" if colour else "error:"
    for fault in faults:
        print(f"{word} {fault}", file=sys.stderr)
