"""How the verb `locale check` prints: each finding with its file, line and text, in the order of reading."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Sequence

from brochure.checking import Report
from brochure.cli.terminal import coloured
from brochure.errors import printable
from brochure.model import Finding
from brochure.preflight import Result, counted

_COLOURS = {"error": "red", "warning": "yellow", "note": "bold"}
_MOST = 40   # findings of one check that are told one by one


def print_words(code: str, reports: Sequence[Report], *, quiet: bool) -> None:
    """Print what was found in the words of a language and on its pages, what was skipped, and what is well."""
    if any(report.facts is None for report in reports):
        return
    results = [(report, result) for report in reports for result in report.results]
    explained: set[str] = set()
    for report in reports:
        for finding, hint in _in_order(report):
            print(_line(report, finding))
            if hint and finding.check not in explained:
                explained.add(finding.check)
                print(coloured(f"  {finding.hint}", "grey", sys.stdout))
    for _, result in results:
        if result.status == "failed" and len(result.findings) > _MOST:
            print(f"{result.check.id}: {len(result.findings) - _MOST} more, which --json tells")
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


def _in_order(report: Report) -> Iterable[tuple[Finding, bool]]:
    """The findings by file and line, and of what is in no line those of errors first; each with whether to explain."""
    kept: list[tuple[int, Finding]] = []
    for result in report.results:
        kept += [(nth, finding) for nth, finding in enumerate(result.findings[:_MOST])]
    kept.sort(key=lambda entry: (entry[1].place is None, (entry[1].place and (entry[1].place.file, entry[1].place.line))
                                 or ("", 0), entry[1].level, entry[1].check, entry[0]))
    return ((finding, bool(finding.hint)) for _, finding in kept)


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
