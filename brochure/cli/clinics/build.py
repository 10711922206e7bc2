"""The verb `clinics build`: prints the editions of all clinics of a list."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from brochure.cli.build import formats_asked
from brochure.cli.terminal import Progress, print_faults, project_of, refused, shown
from brochure.errors import BrochureError, Fault, UsageError, counted
from brochure.formats import FORMATS

if TYPE_CHECKING:
    from brochure.batch import Summary
    from brochure.batch.crews import Crew

SUMMARY = "print the editions of all clinics of a list, into a folder for each of them"
_MOST_NAMES = 10      # of folders, in a line
_MOST_FAULTS = 1000   # in the result as JSON: the report has all of them


def declare(verb: argparse.ArgumentParser) -> None:
    """Declare what the verb understands."""
    verb.add_argument("lists", nargs="+", type=Path, metavar="FILE",
                      help="a list of clinics (CSV or XLSX), or the file of one (TOML)")
    verb.add_argument("--locale", action="append", metavar="LOCALE", dest="locales", default=[],
                      help="a language for every clinic (default: those that a clinic wants, or else all)")
    verb.add_argument("--format", action="append", metavar="FORMAT", dest="formats", default=[],
                      help=f"a format for every clinic, one of: {', '.join(FORMATS)}; or all of them: all "
                           "(default: those that a clinic wants, or else screen)")
    verb.add_argument("--brochure", metavar="ID", help="which brochure, if there is more than one")
    verb.add_argument("-o", "--output", metavar="PLACE",
                      help="where the files go: a folder, or the address of a store, such as s3://… "
                           "(default: build/clinics/)")
    verb.add_argument("--zip", action="store_true", help="put all files into one ZIP as well")
    verb.add_argument("--keep-going", action="store_true",
                      help="leave out the clinics that are at fault, and print the others")
    verb.add_argument("--exact", action="store_true", help="lay out each edition by itself: half a second each")
    verb.add_argument("--jobs", type=int, metavar="N", help="how many processes print at the same time")
    verb.add_argument("--dask", metavar="ADDRESS", help="have a Dask cluster print, whose scheduler has this address")


def run(options: argparse.Namespace) -> int:
    """Print the editions; gives the exit code."""
    from brochure.batch import Request
    from brochure.batch import run as print_all
    from brochure.edition import known_locales
    from brochure.stores import DISCARD, store_at

    project = project_of(options)
    if options.jobs is not None and options.jobs < 1:
        raise UsageError("--jobs must be at least 1")
    if options.jobs and options.dask:
        raise UsageError("--jobs is for the processes of this machine, and --dask has others work", None,
                         "Say one of the two.")
    output = options.output or str(project.clinics)
    if options.zip and output == DISCARD:
        raise UsageError("there is no ZIP of what is discarded")
    locales = tuple(dict.fromkeys(options.locales))
    request = Request(
        project, project.brochure(options.brochure), tuple(options.lists), store_at(output),
        locales=known_locales(project, locales) if locales else (),
        formats=tuple(form.name for form in formats_asked(options.formats)), exact=options.exact,
        keep_going=options.keep_going, archive=options.zip)
    faults: list[Fault] = []
    with ExitStack() as stack, Progress(options) as progress:
        def show(found: Sequence[Fault]) -> None:
            progress.clear()
            if not options.json:
                print_faults(found)
            elif len(faults) < _MOST_FAULTS:
                faults.extend(found)

        try:
            summary = print_all(request, _crew(options, stack), progress.tell, show)
        except BrochureError:
            print_faults(faults)   # there will be no result that tells them
            raise
    if options.json:
        print(json.dumps(_as_data(summary, output, faults), indent=2, ensure_ascii=False))
    else:
        _tell(summary, output, quiet=options.quiet)
    return summary.exit


def _crew(options: argparse.Namespace, stack: ExitStack) -> Crew:
    """The workers that are asked for; a cluster is let go at the end."""
    if options.dask:
        from brochure.batch.cluster import Cluster

        cluster = Cluster(options.dask)
        stack.callback(cluster.close)
        return cluster
    from brochure.batch.crews import Processes

    return Processes(options.jobs or os.cpu_count() or 1)


def _tell(summary: Summary, output: str, *, quiet: bool) -> None:
    files = summary.files
    failed = summary.faulty or files["failed"]
    if summary.wrong:
        columns = "the list has" if summary.wrong == 1 else f"{counted(summary.wrong, 'list')} have"
        rows = f", and {refused(summary.faulty, summary.clinics)}" if summary.faulty else ""
        print(f"nothing was printed: {columns} columns that are wrong{rows}", file=sys.stderr)
    elif summary.faulty and not (files["fast"] or files["exact"] or files["unchanged"]):
        print(f"nothing was printed: {refused(summary.faulty, summary.clinics)}", file=sys.stderr)
    elif failed or files["not made"]:
        told = [f"{counted(count, noun)} {rest}" for count, noun, rest in (
            (summary.faulty, "clinic", "at fault"), (files["failed"], "file", "that could not be made"),
            (files["not made"], "file", "that {} left out then".format("was" if files["not made"] == 1 else "were")),
        ) if count]
        print(f"not printed: {', '.join(told)}", file=sys.stderr)
    if not quiet:
        made = files["fast"] + files["exact"]
        print(f"{_place(output)}: {counted(summary.clinics, 'clinic')}; {counted(made, 'file')} made, "
              f"{files['unchanged']:,} unchanged")
        if absent := files["left out"]:
            print(f"{counted(absent, 'file')} left out: two languages side by side are an edition of the translation, "
                  "not of the source language")
        for line in _old(summary):
            print(line)
        for name in (summary.report, summary.archive):
            if name and output != "discard:":
                print(f"{_place(f'{output}/{name}')}")


def _old(summary: Summary) -> Iterator[str]:
    """What is said of files that lie there from a run of before."""
    if count := summary.old:
        have = "1 clinic that was not printed still has files" if count == 1 else (
            f"{count:,} clinics that were not printed still have files")
        yield f"{have} of before: look at them before they are handed out, or delete them"
    if names := summary.not_listed:
        told = ", ".join([*names[:_MOST_NAMES], *(["…"] if len(names) > _MOST_NAMES else [])])
        holds = "1 folder holds files of a clinic that is" if len(names) == 1 else (
            f"{len(names):,} folders hold files of clinics that are")
        yield f"{holds} not in the list: {told}; delete what is no longer wanted"
    if others := summary.other_lists:
        count = sum(map(len, others.values()))
        lists = [shown(Path(name)) for name in others]
        told = ", ".join([*lists[:_MOST_NAMES], *(["…"] if len(lists) > _MOST_NAMES else [])])
        holds = "1 folder holds files of a clinic that was" if count == 1 else (
            f"{count:,} folders hold files of clinics that were")
        yield f"{holds} in another list: {told}; the report names {'it' if count == 1 else 'them'}"


def _place(output: str) -> str:
    return output if ":" in output.partition("/")[0] else shown(Path(output))


def _as_data(summary: Summary, output: str, found: Sequence[Fault]) -> dict[str, Any]:
    from brochure.checking import fault_as_data

    files = summary.files
    faults = [{**fault_as_data(fault), "column": fault.place.column if fault.place else ""} for fault in found]
    return {"version": 1, "output": output, "clinics": summary.clinics, "at_fault": summary.faulty,
            "made": files["fast"] + files["exact"], "exact": files["exact"], "unchanged": files["unchanged"],
            "failed": files["failed"], "not_made": files["not made"], "left_out": files["left out"],
            "old": summary.old, "not_listed": summary.not_listed,
            "other_lists": summary.other_lists, "report": summary.report,
            "archive": summary.archive or None, "faults": faults, "exit": int(summary.exit)}
