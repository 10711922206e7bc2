"""The verb `locale proof`: prints source and translation side by side, to be read and signed."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from brochure.cli.terminal import Progress, project_of, shown
from brochure.errors import Exit, UsageError

SUMMARY = "print source and translation side by side, to be read, marked and signed"


def declare(verb: argparse.ArgumentParser) -> None:
    """Declare what the verb understands."""
    verb.add_argument("locale", metavar="LOCALE", help="the language")
    verb.add_argument("--brochure", metavar="ID", help="which brochure, if there is more than one")
    verb.add_argument("-o", "--output", type=Path, metavar="FILE",
                      help="the file to write (default: build/BROCHURE-LOCALE-proof.pdf)")


def run(options: argparse.Namespace) -> int:
    """Print the proof and tell what is marked in it; gives the exit code."""
    from brochure.edition import known_locales, read_source, require_catalogue
    from brochure.files import write_whole
    from brochure.press import Press
    from brochure.proofing import print_proof

    project = project_of(options)
    name = project.brochure(options.brochure)
    (code,) = known_locales(project, (options.locale,))
    source = read_source(project, name)
    if code == source.brochure.language:
        raise UsageError(f"“{code}” is the source language: there is nothing to stand beside it", None,
                         f"Its own pages are printed by “brochure build {code}”.")
    require_catalogue(project, source.brochure, code)
    output: Path = options.output or project.output / f"{name}-{code}-proof.pdf"
    with Progress(options) as progress:
        progress.tell(f"printing the proof of {code}")
        proof = print_proof(project, source, code, Press(project.fonts, project.cache), output.name)
        write_whole(output, proof.content)
    if options.json:
        print(json.dumps({"file": str(output), "locale": code, "sheets": proof.sheets, "pages": proof.pages,
                          "texts": proof.texts, "marks": proof.marks, "hash": proof.hash, "problem": proof.problem,
                          "broken": [str(fault) for fault in proof.broken]},
                         indent=2, ensure_ascii=False))
    elif not options.quiet:
        marks = ", ".join(f"{count} {mark}" for mark, count in sorted(proof.marks.items())) or "nothing is marked"
        print(f"{shown(output)}: {proof.pages} pages, {proof.texts} texts; {marks}")
        for problem in (*map(str, proof.broken), *filter(None, [proof.problem])):
            print(f"  not right yet: {problem}")
    return Exit.DONE
