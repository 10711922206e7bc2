"""The verb `list`: shows what there is."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict, replace
from typing import Any

from brochure.cli.terminal import project_of
from brochure.errors import Exit
from brochure.formats import FORMATS

SUMMARY = "show brochures, languages and formats, and how easy the texts are to read"


def declare(verb: argparse.ArgumentParser) -> None:
    """Declare what the verb understands: nothing of its own."""


def run(options: argparse.Namespace) -> int:
    """Print what there is; gives the exit code."""
    from brochure.edition import known_locales, read_language, read_source
    from brochure.readability import readability

    project = project_of(options)
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
        _print(found)
    return Exit.DONE


def _print(found: list[dict[str, Any]]) -> None:
    for entry in found:
        print(f"{entry['brochure']}: edition {entry['edition']}, {entry['date']}, {entry['pages']} pages")
        for language in entry["locales"]:
            measured = language["readability"]
            hard = f"{measured['measure']} {measured['whole']:.0f}" if measured else "no measure of readability"
            print(f"  {language['locale']}  {language['name']}: {hard}")
            if measured:
                print("      " + ", ".join(f"{key} {value:.0f}" for key, value in measured["sections"].items()))
        for name, title in entry["formats"].items():
            print(f"  {name}: {title}")
