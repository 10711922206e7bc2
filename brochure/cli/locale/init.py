"""The verb `locale init`: begins a new language."""

from __future__ import annotations

import argparse
import json
import sys
import textwrap
from typing import TYPE_CHECKING

from brochure.cli.terminal import Progress, print_faults, project_of, shown, width
from brochure.errors import Exit

if TYPE_CHECKING:
    from pathlib import Path

    from brochure.founding import Founded

SUMMARY = "begin a new language: its catalogue, its settings, and the terms to agree on"


def declare(verb: argparse.ArgumentParser) -> None:
    """Declare what the verb understands."""
    verb.add_argument("code", metavar="CODE", help="the language, such as uk, se or pt-BR (any that CLDR knows)")
    verb.add_argument("--pivot", metavar="CODE", default="",
                      help="a language whose translation stands beside the source in the catalogue, such as en")
    verb.add_argument("--brochure", metavar="ID", help="which brochure, if there is more than one")


def run(options: argparse.Namespace) -> int:
    """Begin a language, and tell what to do next; gives the exit code."""
    from brochure.edition import read_source
    from brochure.founding import NoTypeface, found

    project = project_of(options)
    source = read_source(project, project.brochure(options.brochure))
    with Progress(options) as progress:
        try:
            founded = found(project, source, options.code, options.pivot, progress.tell)
        except NoTypeface as error:
            progress.clear()
            print_faults(error.faults)
            print(f"\n{error.advice}", file=sys.stderr)
            return error.exit
    folder = project.locales / founded.code
    founded.write(folder)
    if options.json:
        print(json.dumps({"locale": founded.code, "name": founded.name, "script": founded.script,
                          "fonts": founded.fonts, "files": [str(folder / path) for path in founded.files],
                          "texts": founded.texts, "words": founded.words, "remarks": founded.remarks}, indent=2,
                         ensure_ascii=False))
    elif not options.quiet:
        _print(founded, folder)
    return Exit.DONE


def _print(founded: Founded, folder: Path) -> None:
    catalogue, code = next(iter(founded.files)), founded.code
    print(f"{shown(folder)}: {founded.name} ({founded.own_name}), to be set in {' and '.join(founded.fonts)}")
    told = {catalogue.name: f"{founded.texts} texts, about {founded.words} words",
            "locale.toml": "type, films, links, quotation marks", "glossary.csv": f"{founded.terms} terms"}
    for path in founded.files:
        print(f"  {path}: {told[path.name]}")
    for remark in founded.remarks:
        print(textwrap.fill(f"Note: {remark}", width(), initial_indent="  ", subsequent_indent="  "))
    print("What to do next:")
    steps = (
        f"Agree on the terms: fill in the column “use” of {shown(folder / 'glossary.csv')}.",
        f"Translate {shown(folder / catalogue)} in Poedit or Weblate. “brochure locale watch {code}” prints the pages "
        "each time you save.",
        f"“brochure locale check {code}” tells what is missing, too long or wrong. Once it finds no error, take the "
        f"line “unfinished” out of {shown(folder / 'locale.toml')}: the language is then printed with the others.",
    )
    for number, step in enumerate(steps, 1):
        print(textwrap.fill(step, width(), initial_indent=f"  {number}. ", subsequent_indent="     ",
                            break_long_words=False, break_on_hyphens=False))
