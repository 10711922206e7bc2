"""Findings that somebody has decided to live with: each for a reason, signed and dated, in a file beside the content.

content/<brochure>.waivers.toml holds a table [[waiver]] for each, locales/<code>/<brochure>.waivers.toml those that
are about one locale.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date as Day
from itertools import product
from pathlib import Path
from typing import Any

from brochure.errors import Fault, Faults, Place, nearest, short
from brochure.formats import FORMATS
from brochure.locales import locale_codes
from brochure.model import Finding
from brochure.preflight import Result, checks
from brochure.project import Project
from brochure.toml_file import TABLES, TomlFile

_KINDS = {"check": str, "reason": str, "by": str, "date": Day, "until": Day, "locale": str, "format": str,
          "words": str, "unit": str}
_REQUIRED = {"check", "reason", "by", "date"}


@dataclass(frozen=True)
class Waiver:
    """A decision that what a check finds is let be, in all editions, or in those of a locale or a format.

    `words` must occur in the message, so that nothing else that the check may find one day is let be with it; `unit`
    is the id of the text that it is found in.
    """

    check: str
    reason: str
    by: str
    date: Day
    place: Place
    until: Day | None = None
    locale: str = ""
    format: str = ""
    words: str = ""
    unit: str = ""

    def concerns(self, locale: str, form: str) -> bool:
        """Whether the waiver is about an edition."""
        return self.locale in ("", locale) and self.format in ("", form)

    def covers(self, finding: Finding) -> bool:
        """Whether the waiver lets a finding be, in an edition that it concerns."""
        return (self.check == finding.check and self.words in finding.message
                and self.unit in ("", finding.unit))

    def __str__(self) -> str:
        return f"{self.reason} ({self.by}, {self.date})"


@dataclass(frozen=True)
class Waived:
    """What was found and is let be, and why."""

    finding: Finding
    waiver: Waiver

    def __str__(self) -> str:
        return f"{self.finding.check}: {self.finding.message}: {self.waiver}"


def read_waivers(project: Project, brochure: str) -> tuple[Waiver, ...]:
    """Give the waivers of a brochure, and those of each of its locales.

    Raises BrochureError with every fault of the files, such as a waiver that has ended.
    """
    faults = Faults()
    waivers: list[Waiver] = []
    for path in project.all_waivers(brochure):
        waivers += _read(path, project, faults)
    faults.raise_any()
    return tuple(waivers)


def _read(path: Path, project: Project, faults: Faults) -> list[Waiver]:
    file = TomlFile(path, str(path.relative_to(project.root)), faults)
    entries = file.table(file.data, {"waiver": TABLES}, set()).get("waiver", [])
    codes = locale_codes(project.locales)
    known = {"check": [check.id for check in checks()], "locale": codes, "format": FORMATS}
    code = path.parent.name if path.parent.parent == project.locales else ""
    waivers = [_waiver(file, entry, nth, known) for nth, entry in enumerate(entries)]
    for nth, waiver in enumerate(waivers):
        if code and waiver.locale not in ("", code):
            faults.add(f"this file is about {code}, not about {waiver.locale}", file.place("waiver", "locale", nth=nth),
                       "Take the line out, or write the waiver in the file beside the content.")
    return [replace(waiver, locale=code or waiver.locale) for waiver in waivers]


def sift(results: Iterable[Result], waivers: Iterable[Waiver], locale: str,
         form: str) -> tuple[tuple[Result, ...], tuple[Waived, ...]]:
    """Part what was found in an edition into what stands and what is waived; words are of no format."""
    mine = [waiver for waiver in waivers if waiver.concerns(locale, form)]
    waived: list[Waived] = []
    sifted = []
    for result in results:
        stands = []
        for finding in result.findings:
            if waiver := next((entry for entry in mine if entry.covers(finding)), None):
                waived.append(Waived(finding, waiver))
            else:
                stands.append(finding)
        status = "waived" if result.status == "failed" and not stands else result.status
        sifted.append(replace(result, status=status, findings=tuple(stands)))
    return tuple(sifted), tuple(waived)


def unused(waivers: Iterable[Waiver], used: Collection[Waiver], looked_at: Collection[tuple[str, str, str]],
           locales: Iterable[str]) -> tuple[Fault, ...]:
    """Give a fault for each waiver that nothing was found for, though its check saw every edition that it concerns.

    `looked_at` are the checks that ran, each with the locale and the format of the edition that it looked at.
    """
    codes = tuple(locales)
    words = {check.id for check in checks() if check.kind == "words"}

    def editions(waiver: Waiver) -> Iterable[tuple[str, str]]:
        return product(codes, ("",) if waiver.check in words else FORMATS)

    return tuple(
        Fault(f"nothing is found any more that this waiver of {waiver.check} lets be", waiver.place, "Take it out.")
        for waiver in waivers if waiver not in used
        and all((waiver.check, *edition) in looked_at for edition in editions(waiver)
                if waiver.concerns(*edition)))


def today() -> Day:
    """Give the day of the machine: a waiver ends whatever date is printed."""
    return Day.today()


def _waiver(file: TomlFile, entry: dict[str, Any], nth: int, known: dict[str, Collection[str]]) -> Waiver:
    faults = file.faults

    def place(key: str) -> Place:
        return file.place("waiver", key, nth=nth)

    told = file.table(entry, _KINDS, _REQUIRED, "waiver", nth=nth)
    for key, hint in (("reason", "Write why this is let be, for those who ask in a year."), ("by", "Write a name.")):
        if key in told and not told[key].strip():
            faults.add(f"“{key}” is empty", place(key), hint)
    for key in told.keys() & known:
        if told[key] not in known[key]:
            faults.add(f"there is no {key} “{short(told[key])}”", place(key), nearest(told[key], known[key]))
    if "date" in told and told["date"] > today():
        faults.add(f"{told['date']} lies in the future", place("date"), "Write the day on which it was decided.")
    if "until" in told and told["until"] < today():
        faults.add(f"the waiver of {told.get('check', 'a check')} ended on {told['until']}", place("until"),
                   "Mend what it waives, or decide anew, with a new date.")
    good = told if told.keys() >= _REQUIRED else dict.fromkeys(_REQUIRED, "")
    return Waiver(place=place("check"), **good)
