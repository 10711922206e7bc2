"""Reports as SARIF 2.1.0, the form in which code hosts and editors take what checks have found (OASIS, 2020)."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from brochure import __version__
from brochure.checking import Report
from brochure.errors import Fault
from brochure.model import Finding
from brochure.preflight import Check, Result

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_TYPES = {"pdf": "application/pdf", "html": "text/html", "words": "text/x-gettext-translation"}
# What is no failure has a kind of its own (SARIF 3.27.9); “open” says that nobody could decide.
_KINDS = {"passed": "pass", "nothing": "notApplicable", "skipped": "open"}
_PAGE = re.compile(r"page (\d+): ")


def sarif(reports: Sequence[Report], checks: Sequence[Check], waivers: Iterable[Fault], code: int) -> dict[str, Any]:
    """Give reports as a SARIF log of one run: its rules are all checks, `waivers` the faults of waivers."""
    numbers = {check.id: number for number, check in enumerate(checks)}
    unread = [_notice(fault, _uri(entry.name)) for entry in reports if entry.error for fault in entry.error.faults]
    invocation = {
        "executionSuccessful": not unread, "exitCode": code, "toolExecutionNotifications": unread,
        "toolConfigurationNotifications": [
            _notice(fault, _uri(fault.place.file) if fault.place else "") for fault in waivers],
    }
    driver = {"name": "brochure", "version": __version__, "rules": [_rule(check) for check in checks]}
    results = [told for index, entry in enumerate(reports) for told in _results(entry, index, numbers)]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "invocations": [invocation],
           "artifacts": [_artifact(entry) for entry in reports], "results": results}
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(check: Check) -> dict[str, Any]:
    return {
        "id": check.id, "shortDescription": {"text": check.title}, "fullDescription": {"text": check.rationale},
        "help": {"text": check.hint}, "defaultConfiguration": {"level": check.level},
        "properties": {"looksAt": check.looks_at, "proves": sorted(check.proves)},
    }


def _artifact(report: Report) -> dict[str, Any]:
    artifact: dict[str, Any] = {"location": {"uri": _uri(report.name)}}
    if facts := report.facts:
        artifact |= {"length": facts.size, "mimeType": _TYPES[facts.kind], "hashes": {"sha-256": facts.sha256}}
    return artifact


def _results(report: Report, index: int, numbers: dict[str, int]) -> Iterable[dict[str, Any]]:
    def about(check: Check, text: str, page: str = "") -> dict[str, Any]:
        where: dict[str, Any] = {"physicalLocation": {"artifactLocation": {"uri": _uri(report.name), "index": index}}}
        if page:
            where["logicalLocations"] = [{"name": f"page {page}"}]
        return {"ruleId": check.id, "ruleIndex": numbers[check.id], "message": {"text": text}, "locations": [where]}

    def found(check: Check, finding: Finding) -> dict[str, Any]:
        page = _PAGE.match(finding.message)
        told = {**about(check, finding.message, page[1] if page else ""), "kind": "fail", "level": finding.level}
        return {**told, "locations": [_place(finding)]} if finding.place else told

    for result in report.results:
        for finding in result.findings:
            yield found(result.check, finding)
        for entry in report.waived:
            if entry.finding.check == result.check.id:
                yield {**found(result.check, entry.finding), "suppressions": [
                    {"kind": "external", "status": "accepted", "justification": str(entry.waiver)}]}
        if kind := _KINDS.get(result.status):
            yield {**about(result.check, _text(result)), "kind": kind, "level": "none"}


def _place(finding: Finding) -> dict[str, Any]:
    assert finding.place
    physical: dict[str, Any] = {"artifactLocation": {"uri": _uri(finding.place.file)}}
    if finding.place.line:
        physical["region"] = {"startLine": finding.place.line}
    return {"physicalLocation": physical, "logicalLocations": [{"name": finding.unit}]}


def _text(result: Result) -> str:
    return f"{result.check.title}: {result.saw}" if result.saw else f"{result.check.title}: nothing to look at"


def _notice(fault: Fault, uri: str) -> dict[str, Any]:
    hint = f" {fault.hint}" if fault.hint else ""
    notice: dict[str, Any] = {"level": "error", "message": {"text": f"{fault.message}.{hint}"}}
    if uri:
        physical: dict[str, Any] = {"artifactLocation": {"uri": uri}}
        if fault.place and fault.place.line:
            physical["region"] = {"startLine": fault.place.line}
        notice["locations"] = [{"physicalLocation": physical}]
    return notice


def _uri(name: str) -> str:
    """Give the name of a file as an address: one in the current folder relative to it.

    >>> _uri("build/a b.pdf"), _uri("/tmp/ø.pdf")
    ('build/a%20b.pdf', 'file:///tmp/%C3%B8.pdf')
    """
    return Path(name).as_uri() if Path(name).is_absolute() else quote(os.fsencode(Path(name).as_posix()))
