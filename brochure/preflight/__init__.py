"""The preflight: checks on a finished file, one a module, found by being here.

It never imports what made the file: a judge shares no code with the accused. What a check needs of the layout is
handed in as plain data.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache

from brochure.geometry import PageLayout
from brochure.model import Finding

ALWAYS = "always"


@dataclass(frozen=True)
class Subject:
    """What is checked: the bytes of a PDF, and what was promised of it.

    `safe` is the distance from the trim that words keep, in mm; `fonts` are the families that may be in the file.
    """

    pdf: bytes
    layout: tuple[PageLayout, ...]
    planned: int
    safe: float
    fonts: frozenset[str]


@dataclass(frozen=True)
class Check:
    """One check: a stable id, what it is called, why it is there (with its source), and what it proves.

    `proves` is a claim of the formats, or ALWAYS. `look` gives a message for each fault; `hint` says what to do.
    """

    id: str
    title: str
    rationale: str
    proves: str
    look: Callable[[Subject], Iterator[str]]
    hint: str = ""
    level: str = field(default="error")


@cache
def checks() -> tuple[Check, ...]:
    """Give all checks, by id."""
    modules = [importlib.import_module(f"{__name__}.{entry.name}") for entry in pkgutil.iter_modules(__path__)]
    return tuple(sorted((module.CHECK for module in modules), key=lambda check: check.id))


def run(subject: Subject, claims: frozenset[str]) -> tuple[Finding, ...]:
    """Give what the checks for some claims find; nothing means that the file keeps them all."""
    return tuple(
        Finding(check.id, check.level, message, check.hint)  # type: ignore[arg-type]
        for check in checks() if check.proves == ALWAYS or check.proves in claims
        for message in check.look(subject))
