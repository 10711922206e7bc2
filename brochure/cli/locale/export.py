"""The verb `locale export`: the texts of a language for an agency, for a spreadsheet, or for a translation memory."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path

from brochure.cli.terminal import project_of, shown
from brochure.errors import Exit, UsageError
from brochure.exchange.forms import FORMS, form_of

SUMMARY = "write the texts of a language into a file for a translator: XLIFF 2.1, XLSX, CSV or TMX"


def declare(verb: argparse.ArgumentParser) -> None:
    """Declare what the verb understands."""
    verb.add_argument("locale", metavar="LOCALE", help="the language")
    verb.add_argument("--to", choices=tuple(FORMS), metavar="FORM",
                      help="xliff, for the tools of agencies; xlsx or csv, for a spreadsheet (XLSX is safer: no letter "
                           "can be lost in it); tmx, a translation memory of what is translated, which is not "
                           "imported again (default: as the name after -o ends, or xliff)")
    verb.add_argument("--changed", action="store_true",
                      help="only texts that are missing, to be looked through, or changed since somebody signed them")
    verb.add_argument("--brochure", metavar="ID", help="which brochure, if there is more than one")
    verb.add_argument("-o", "--output", type=Path, metavar="FILE",
                      help="the file to write (default: build/BROCHURE-LOCALE.xlf, or as its form is called)")


def run(options: argparse.Namespace) -> int:
    """Write the file and tell what is in it; gives the exit code."""
    from brochure.edition import known_locales, read_source, require_catalogue
    from brochure.exporting import gather
    from brochure.files import write_whole

    project = project_of(options)
    name = project.brochure(options.brochure)
    (code,) = known_locales(project, (options.locale,))
    source = read_source(project, name)
    require_catalogue(project, source.brochure, code)
    form = FORMS[kind := options.to or form_of(options.output.name if options.output else "")]
    if options.changed and not form.unfinished:
        raise UsageError("a translation memory holds what is translated, not what is to be done", None,
                         "Leave out --changed, or choose another form.")
    out = gather(project, source, code, changed=options.changed, finished=not form.unfinished)
    path: Path = options.output or project.output / f"{name}-{code}{form.suffix}"
    if out.rows:
        write_whole(path, form.write(out))
    counts = Counter(row.state for row in out.rows)
    if options.json:
        print(json.dumps({"file": str(path) if out.rows else None, "form": kind, "locale": code, "rows": len(out.rows),
                          "texts": out.head.texts, "translated": counts["translated"], "fuzzy": counts["fuzzy"],
                          "missing": counts["missing"], "source": out.head.hash}, indent=2))
    elif not options.quiet and not out.rows:
        print(f"{code}: there is nothing to export; no file is written")
    elif not options.quiet:
        print(f"{shown(path)}: {len(out.rows)} of {out.head.texts} texts; {counts['translated']} translated, "
              f"{counts['fuzzy']} to look through, {counts['missing']} missing")
        if form.unfinished:
            print(f"When it comes back: brochure locale import {code} FILE")
    return Exit.DONE
