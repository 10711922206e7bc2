"""The verb `release`: puts all files into a folder, ready to be given out."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from pathlib import Path

from brochure.cli.terminal import Progress, project_of, shown
from brochure.errors import Exit

SUMMARY = "put every language in every format into dist/, checked, with a download page"


def declare(verb: argparse.ArgumentParser) -> None:
    """Declare what the verb understands."""
    verb.add_argument("-o", "--output", type=Path, metavar="DIR", help="where the release goes (default: dist/)")
    verb.add_argument("--no-java", action="store_true",
                      help="do not ask veraPDF, which takes a second or two more, where there is a Java")


def run(options: argparse.Namespace) -> int:
    """Make the release and tell what is in it; gives the exit code."""
    from brochure.release import INDEX, release
    from brochure.verapdf import VeraPdf

    project = project_of(options)
    output = options.output or project.root / "dist"
    with Progress(options) as progress, VeraPdf() as verapdf:
        released = release(project, output, progress.tell, None if options.no_java else verapdf)
    if options.json:
        print(json.dumps(asdict(released), indent=2, ensure_ascii=False))
    elif not options.quiet:
        size = sum(entry["bytes"] for entry in released.files.values())
        languages = {entry["locale"] for entry in released.files.values()}
        print(f"{shown(output / INDEX)}: {len(released.files)} files in {len(languages)} languages, "
              f"{size / 1e6:.1f} MB; what they claim is proven")
        for name, entry in released.files.items():
            for waived in entry["waived"]:
                print(f"  {name}: waived: {waived}")
        for name in released.unapproved:
            print(f"  {name}: no clinician has approved the text; the page and the brochures say so")
    return Exit.DONE
