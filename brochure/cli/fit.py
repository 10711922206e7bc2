"""The verb `fit`: finds type sizes."""

from __future__ import annotations

import argparse
import json

from brochure.cli.terminal import Progress, project_of
from brochure.errors import Exit
from brochure.formats import FORMATS

SUMMARY = "find the type size at which a language fills its pages"


def declare(verb: argparse.ArgumentParser) -> None:
    """Declare what the verb understands."""
    verb.add_argument("locales", nargs="*", metavar="LOCALE", help="the languages (default: all)")
    verb.add_argument("--brochure", metavar="ID", help="which brochure, if there is more than one")


def run(options: argparse.Namespace) -> int:
    """Search the sizes and print them; gives the exit code."""
    from brochure.desk import Desk
    from brochure.edition import known_locales, read_source
    from brochure.press import Press

    project = project_of(options)
    locales = known_locales(project, tuple(dict.fromkeys(options.locales)), unfinished=False)
    source = read_source(project, project.brochure(options.brochure))
    found = []
    with Progress(options) as progress:
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
