"""The verb `clinics check`: looks whether the clinics of a list can be printed, without printing them."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from brochure.cli.terminal import Progress, print_faults, project_of, refused
from brochure.errors import BrochureError, Exit, Fault, counted

if TYPE_CHECKING:
    from brochure.clinics import Listed

SUMMARY = "look whether the clinics of a list can be printed: every fault, with its row and column"
_OFTEN = 200   # clinics between two looks at the progress


def declare(verb: argparse.ArgumentParser) -> None:
    """Declare what the verb understands."""
    verb.add_argument("lists", nargs="+", type=Path, metavar="FILE",
                      help="a list of clinics (CSV or XLSX), or the file of one (TOML)")
    verb.add_argument("--brochure", metavar="ID", help="which brochure, if there is more than one")


def run(options: argparse.Namespace) -> int:
    """Look at each clinic, and print what is wrong as it is found; gives the exit code."""
    from brochure.edition import read_source
    from brochure.vetting import Vetting

    project = project_of(options)
    source = read_source(project, project.brochure(options.brochure))
    clinics = faulty = 0
    wrong: tuple[Fault, ...] = ()    # what is wrong with lists as a whole
    broken: tuple[Fault, ...] = ()   # why a list cannot be read
    begun = _Rows() if options.json else None
    with Progress(options) as progress:
        found = Vetting(project, source).vetted(options.lists)
        try:
            for listed in found:
                if listed.faults and not begun:
                    progress.clear()
                    print_faults(listed.faults)
                if listed.whole:
                    wrong += listed.faults
                    continue
                clinics += 1
                faulty += bool(listed.faults)
                if begun:
                    begun.add(listed)
                if clinics % _OFTEN == 0:
                    progress.tell(f"{counted(clinics, 'clinic')} looked at, {faulty:,} with faults")
        except BrochureError as error:
            broken = error.faults
    ends = Exit.INPUT if faulty or wrong or broken else Exit.DONE
    if begun:
        begun.end(ends, (*wrong, *broken))
        return ends
    print_faults(broken)
    if faulty:
        print(refused(faulty, clinics), file=sys.stderr)
    elif ends == Exit.DONE and not options.quiet:
        print(f"{counted(clinics, 'clinic')}: nothing is wrong")
    return ends


class _Rows:
    """The result as JSON, written row by row: a list can be long."""

    def __init__(self) -> None:
        self._before = '{"version": 1, "clinics": ['

    def add(self, listed: Listed) -> None:
        """Write a row: which clinic, where it stands, and what is wrong."""
        told = {"id": listed.id, "file": listed.place.file, "row": listed.place.line or None,
                "faults": list(_faults(listed.faults))}
        print(f"{self._before}\n{json.dumps(told, ensure_ascii=False)}", end="")
        self._before = ","

    def end(self, ends: int, broken: tuple[Fault, ...]) -> None:
        """Write what is left: what is wrong with a file as a whole, and the exit code."""
        start = self._before if self._before != "," else ""
        print(f'{start}\n], "faults": {json.dumps(list(_faults(broken)), ensure_ascii=False)}, "exit": {int(ends)}}}')


def _faults(faults: tuple[Fault, ...]) -> Iterator[dict[str, str]]:
    from brochure.checking import fault_as_data

    return ({**fault_as_data(fault), "column": fault.place.column if fault.place else ""} for fault in faults)
