"""The verb `locale status`: how far each language is."""

from __future__ import annotations

import argparse
import json
from collections import Counter

from brochure.cli.terminal import project_of
from brochure.errors import Exit

SUMMARY = "tell how far each language is"


def declare(verb: argparse.ArgumentParser) -> None:
    """Declare what the verb understands."""
    verb.add_argument("locales", nargs="*", metavar="LOCALE", help="the languages (default: all)")
    verb.add_argument("--brochure", metavar="ID", help="which brochure, if there is more than one")


def run(options: argparse.Namespace) -> int:
    """Print how many texts of each language are in which state; gives the exit code."""
    from brochure.edition import known_locales, languages, read_source
    from brochure.translation import catalogue_path
    from brochure.units import read_units, source_units

    project = project_of(options)
    source = read_source(project, project.brochure(options.brochure)).brochure
    asked = known_locales(project, tuple(dict.fromkeys(options.locales)))
    told = []
    for code in (code for code in languages(project, source) if code in asked):
        units = source_units(source) if code == source.language else read_units(
            source, catalogue_path(project.locales, code, source.id), project.root)
        counts = Counter(unit.state for unit in units)
        told.append({"locale": code, "texts": len(units), "translated": counts["translated"],
                     "fuzzy": counts["fuzzy"] + counts["stale"], "missing": counts["missing"]})
    if options.json:
        print(json.dumps(told, indent=2))
    elif not options.quiet:
        for entry in told:
            print(f"{entry['locale']}: {entry['translated']} of {entry['texts']} texts translated, "
                  f"{entry['fuzzy']} to look through, {entry['missing']} missing")
    return Exit.DONE
