"""How the verb `check` prints: what was found in a file, and what there is to be checked."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from typing import Any

from brochure.checking import Facts, Report
from brochure.cli.terminal import coloured
from brochure.errors import counted, printable
from brochure.model import Level
from brochure.preflight import ALWAYS, OURS, Check, Result

_COLOURS = {"error": "red", "warning": "yellow", "note": "bold", "skipped": "yellow", "passed": "green"}
_LEVELS: tuple[Level, ...] = ("error", "warning", "note")
_BELIEVED = {"build": "as the build that made it says", "file": "as it says of itself", "you": "as you say"}
_MOST = 8   # findings of one check that are told one by one


def print_report(report: Report, *, quiet: bool) -> None:
    """Print what the checks say of a file: what is wrong, what could not be looked at, and what is well."""
    if report.facts is None or (quiet and not (report.count("error") or report.count("warning"))):
        return
    print(coloured(f"{printable(report.name)}: {_facts(report, report.facts)}", "bold", sys.stdout))
    for level in _LEVELS[:2] if quiet else _LEVELS:
        for result in report.results:
            _print_findings(result, level)
    if quiet:
        return
    for entry in report.waived:
        _print("waived", f"{entry.finding.message}: {entry.waiver}", entry.finding.check)
    for result in report.results_of("skipped"):
        _print("skipped", f"{result.check.title}: {result.saw}", result.check.id)
    for result in report.results_of("passed"):
        _print("passed", f"{result.check.title}: {_short(result.saw)}")
    if nothing := report.results_of("nothing"):
        _print("nothing", "to look at for " + ", ".join(result.check.id for result in nothing))
    print(f"  {_verdict([report])}")


def print_sum(reports: Sequence[Report]) -> None:
    """Print what came of several files."""
    if len(reports) > 1:
        print(f"{len(reports)} files: {_verdict(reports)}")


def _facts(report: Report, facts: Facts) -> str:
    pages = [counted(facts.pages, "page")] if facts.pages else []
    claims = f"{', '.join(facts.claims)}, {_BELIEVED[report.believed]}" if facts.claims else "claims nothing"
    return f"{', '.join([*pages, f'{facts.size / 1000:.0f} kB'])}; {claims}"


def _print_findings(result: Result, level: Level) -> None:
    findings = [finding for finding in result.findings if finding.level == level]
    for finding in findings[:_MOST]:
        _print(level, finding.message, result.check.id)
    if len(findings) > _MOST:
        _print("", f"and {len(findings) - _MOST} more, which --json tells")
    if findings:
        _print("", findings[0].hint)


def _print(word: str, words: str, id_: str = "") -> None:
    told = coloured(f"{word:8}", _COLOURS.get(word, "grey"), sys.stdout)
    print(f"  {told} {words}{coloured(f' [{id_}]', 'grey', sys.stdout) if id_ else ''}")


def _short(saw: str) -> str:
    saw = printable(saw)
    return saw if len(saw) <= 240 else f"{saw[:239]}…"


def _verdict(reports: Iterable[Report]) -> str:
    """What came of some files, in a line: what skipped has not passed, and says so."""
    reports = list(reports)
    counts = {level: sum(entry.count(level) for entry in reports) for level in _LEVELS}
    told = [counted(number, level) for level, number in counts.items() if number]
    if unread := sum(entry.facts is None for entry in reports):
        told.append(f"{counted(unread, 'file')} not checked")
    if waived := sum(len(entry.waived) for entry in reports):
        told.append(f"{waived} waived")
    if skipped := sum(len(entry.results_of("skipped")) for entry in reports):
        told.append(f"{skipped} skipped")
    if unproven := sorted({claim for entry in reports for claim in entry.unproven}):
        end = f"not all claims are proven ({', '.join(unproven)})"
    elif counts["error"] or unread:
        end = ""
    elif not any(entry.results for entry in reports):
        end = "no check is for such a file"
    else:
        end = "all claims are proven" if any(entry.claims for entry in reports) else "no error was found"
        end += ", but for what is waived" if waived else ""
    return ": ".join(filter(None, (", ".join(told), end)))


# --- what there is to be checked --------------------------------------------------------------------------------------


def print_checks(checks: Iterable[Check], *, as_json: bool) -> None:
    """Print all checks: id, level, title, and what each proves."""
    if as_json:
        print(json.dumps([_as_data(check) for check in checks], indent=2, ensure_ascii=False))
        return
    for check in checks:
        print(f"{check.id}: {check.title} ({levels(check)})")


def print_explanations(checks: Iterable[Check], *, as_json: bool) -> None:
    """Print why some checks are there, what they look at, and what to do."""
    if as_json:
        print_checks(checks, as_json=True)
        return
    for check in checks:
        print(coloured(f"{check.id}: {check.title}", "bold", sys.stdout))
        for name, words in (("Why", check.rationale), ("Looks at", check.looks_at), ("What to do", check.hint),
                            ("Level", levels(check))):
            print(f"  {name}: {words}")


def levels(check: Check) -> str:
    """Say how serious what a check finds is, and for which files.

    The level depends on what a file claims: what proves a claim is an error in a file that makes it.
    """
    if check.kind == "words":
        return f"{check.level} in any language"
    files = {ALWAYS: "any file", OURS: "a file of ours"}
    claims = next((files[name] for name in files if name in check.proves),
                  f"a file that claims {' or '.join(sorted(check.proves))}")
    if check.promised:
        claims = claims.replace("any file", "a file of ours").replace("a file that", "a file of ours that")
    other = f", {check.otherwise} in any other" if check.otherwise and ALWAYS not in check.proves else ""
    return f"{check.level} in {claims}{other}"


def _as_data(check: Check) -> dict[str, Any]:
    return {"id": check.id, "title": check.title, "rationale": check.rationale, "looks_at": check.looks_at,
            "hint": check.hint, "kind": check.kind, "proves": sorted(check.proves), "level": check.level,
            "otherwise": check.otherwise, "only_ours": check.promised}
