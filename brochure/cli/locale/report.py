"""How the verb `locale check` prints: each finding with its file, line and text, in the order of reading."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from brochure.checking import Report
from brochure.cli.terminal import coloured
from brochure.errors import Place, counted, printable
from brochure.model import Finding
from brochure.preflight import Result

_COLOURS = {"error": "red", "warning": "yellow", "note": "bold"}
_MOST = 40   # findings of one check that are told one by one
_MANY = 10   # findings that say the same of texts, and are told one by one


def print_words(code: str, reports: Sequence[Report], *, quiet: bool) -> None:
    """Print what was found in the words of a language and on its pages, what was skipped, and what is well."""
    if any(report.facts is None for report in reports):
        return
    results = [(report, result) for report in reports for result in report.results]
    rest: list[str] = []
    for report in reports:
        found, more = _in_order(report)
        rest += more
        for hint, findings in groupby(found, key=lambda finding: finding.hint):
            for finding in findings:
                print(_line(report, finding))
            if hint:   # of all lines above it, up to the hint before
                print(coloured(f"  {hint}", "grey", sys.stdout))
    for line in rest:
        print(line)
    if quiet:
        return
    for report in reports:
        for entry in report.waived:
            print(f"{_line(report, entry.finding, 'waived')}: {entry.waiver}")
    for _, result in results:
        if result.status == "skipped":
            print(f"skipped {result.check.id}: {result.saw}")
    passed = [result.check.id for _, result in results if result.status == "passed"]
    if passed:
        print(f"passed: {', '.join(passed)}")
    print(coloured(f"{code}: {_verdict(reports)}", "bold", sys.stdout))


def _in_order(report: Report) -> tuple[list[Finding], list[str]]:
    """The findings by file and line, and of what is in no line those of errors first; and which checks have more.

    What is true of many texts is told once: the others would be lost among them.
    """
    kept: list[tuple[int, Finding]] = []
    more = []
    for result in report.results:
        said = Counter((finding.message, finding.place and finding.place.file) for finding in result.findings)
        many = {key: number for key, number in said.items() if number > _MANY}
        found = [finding for finding in result.findings if (finding.message, finding.place and finding.place.file)
                 not in many]
        once = {(finding.message, finding.place and finding.place.file): finding for finding in result.findings}
        found = [_of_many(once[key], number) for key, number in many.items()] + found
        kept += [(nth, finding) for nth, finding in enumerate(found[:_MOST])]
        more += [f"{result.check.id}: {len(found) - _MOST} more, which --json tells"] if len(found) > _MOST else []
    kept.sort(key=lambda entry: (entry[1].place is None, (entry[1].place and (entry[1].place.file, entry[1].place.line))
                                 or ("", 0), entry[1].level, entry[1].check, entry[0]))
    return [finding for _, finding in kept], more


def _of_many(finding: Finding, number: int) -> Finding:
    message = f"{number} texts {finding.message.replace('is ', 'are ', 1)}" if finding.message.startswith("is ") else \
        f"{number} texts: {finding.message}"
    hint = finding.hint.replace("Translate it;", "“brochure locale status” tells how many are left;")
    return replace(finding, message=message, hint=hint, unit="", place=finding.place and Place(finding.place.file))


def _line(report: Report, finding: Finding, word: str = "") -> str:
    where = str(finding.place) if finding.place else printable(report.name)
    level = coloured(word or finding.level, _COLOURS.get(finding.level, "grey"), sys.stdout)
    unit = f"{finding.unit}: " if finding.unit else ""
    return f"{where}: {level}: {unit}{finding.message}{coloured(f' [{finding.check}]', 'grey', sys.stdout)}"


def _verdict(reports: Sequence[Report]) -> str:
    levels = Counter(finding.level for report in reports for finding in report.findings)
    told = [counted(levels[level], level) for level in ("error", "warning", "note") if levels[level]]
    results: list[Result] = [result for report in reports for result in report.results]
    skipped = sum(result.status == "skipped" for result in results)
    waived = sum(len(report.waived) for report in reports)
    told += [f"{number} {word}" for number, word in ((waived, "waived"), (skipped, "skipped")) if number]
    return ", ".join(told) or f"no fault was found by {counted(len(results), 'check')}"
