"""The verb `locale pseudo`: prints the brochure in languages that nobody speaks, to try a layout."""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from brochure.cli.terminal import Progress, project_of, shown
from brochure.errors import Exit, UsageError, nearest

if TYPE_CHECKING:
    from brochure.pseudo import Pseudo

SUMMARY = "print the brochure in languages that nobody speaks, to see what a layout does to any language"


def declare(verb: argparse.ArgumentParser) -> None:
    """Declare what the verb understands."""
    verb.add_argument("codes", nargs="*", metavar="CODE",
                      help="nb-XA (accents, longer by 35 %%), ar-XB (right to left), se-XC (long words) (default: all)")
    verb.add_argument("--format", action="append", metavar="FORMAT", dest="formats",
                      help="as “brochure build” has it (default: all)")
    verb.add_argument("--brochure", metavar="ID", help="which brochure, if there is more than one")
    verb.add_argument("-o", "--output", type=Path, metavar="DIR", help="where the files go (default: build/pseudo/)")


def run(options: argparse.Namespace) -> int:
    """Print the pseudo-locales that are asked for, checked as any edition; gives the exit code."""
    from brochure.build import Job, build
    from brochure.cli.build import formats_asked
    from brochure.pseudo import PSEUDO
    from brochure.trial import add, open_trial

    project = project_of(options)
    formats = formats_asked(options.formats or ["all"])
    name = project.brochure(options.brochure)
    kinds = _asked(options.codes, PSEUDO)
    output = (options.output or project.output / "pseudo").resolve()
    with tempfile.TemporaryDirectory(prefix="brochure-") as folder, Progress(options) as progress:
        trial, source = open_trial(project, name, Path(folder))
        for kind in kinds:
            progress.tell(f"fitting {kind.code}")
            add(trial, source, kind)
        made = build([Job(trial, name, kind.code, form, False, None, output) for kind in kinds for form in formats],
                     progress.tell)
    if options.json:
        print(json.dumps([asdict(entry) for entry in made], indent=2, ensure_ascii=False))
    elif not options.quiet:
        for entry in made:
            print(f"{shown(output / entry.file)}: {'unchanged' if entry.unchanged else entry.told()}")
    return Exit.DONE


def _asked(codes: Sequence[str], known: dict[str, Pseudo]) -> tuple[Pseudo, ...]:
    for code in codes:
        if code not in known:
            raise UsageError(f"there is no pseudo-locale “{code}”", None, nearest(code, known))
    return tuple(known[code] for code in dict.fromkeys(codes or known))
