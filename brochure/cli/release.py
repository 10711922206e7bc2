"""The verb `release`: puts all files into a folder, ready to be given out."""

from __future__ import annotations

import argparse
import json
import textwrap
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from brochure.cli.terminal import Progress, project_of, shown
from brochure.errors import Exit, counted

if TYPE_CHECKING:
    from brochure.release import Outcome, Released

SUMMARY = "put every language that is ready in every format into dist/, checked, with a download page"


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
        print(json.dumps(_as_data(released), indent=2, ensure_ascii=False))
    elif not options.quiet:
        _print(released, shown(output / INDEX))
    return Exit.DONE


def _as_data(released: Released) -> dict[str, Any]:
    from brochure.checking import fault_as_data

    return {"languages": [{**asdict(entry), "reasons": [fault_as_data(fault) for fault in entry.reasons]}
                          for entry in released.languages], "files": released.files}


def _print(released: Released, index: str) -> None:
    size = sum(entry["bytes"] for entry in released.files.values())
    there = {entry["locale"] for entry in released.files.values()}
    print(f"{index}: {len(released.files)} files in {counted(len(there), 'language')}, "
          f"{size / 1e6:.1f} MB; what they claim is proven")
    several = len({entry.brochure for entry in released.languages}) > 1
    for entry in released.languages:
        print(f"  {f'{entry.brochure}: ' if several else ''}{entry.locale}: {_state(entry)}")
        if entry.without:
            print(f"    not in: {', '.join(entry.without)}; what stands beside it there is not ready")
        if entry.lost:
            print(f"    its web page, which is as it was, leads to what is no longer there: {', '.join(entry.lost)}")
        for fault in entry.reasons:
            print(textwrap.indent(str(fault), "    "))
    for name, policy in released.policies.items():
        if "clinical" not in policy.needs:
            print(f"  {name}: a clinician’s approval is not asked for: {policy.why} ({policy.by})")
    for name, told in released.files.items():
        for waived in told["waived"]:
            print(f"  {name}: waived: {waived}")


def _state(entry: Outcome) -> str:
    from brochure.readiness import NOT_YET

    edition = f"edition {entry.edition} of {entry.date}"
    not_yet = [NOT_YET[role] for role in entry.unsigned]
    unsigned = f"; {', '.join(not_yet)}: the page says so" if not_yet else ""
    return {"released": f"{edition}{unsigned}",
            "kept": f"not ready; stays as it was released last, {edition}{unsigned}",
            "left out": "not ready, and left out: no edition of it that was released can stay"}[entry.state]
