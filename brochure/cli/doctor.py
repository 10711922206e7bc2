"""The verb `doctor`: looks whether the machine has all that is needed."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict

from brochure.cli.terminal import project_of
from brochure.errors import Exit, UsageError
from brochure.project import Project

SUMMARY = "look whether the machine has what the work needs"


def declare(verb: argparse.ArgumentParser) -> None:
    """Declare what the verb understands: nothing of its own."""


def run(options: argparse.Namespace) -> int:
    """Print what is there and what is missing; gives the exit code."""
    from brochure.doctor import examine

    try:
        project: Project | None = project_of(options)
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
