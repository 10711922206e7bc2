"""The preflight: checks on a finished file, one a module, found by being here.

It never imports what made the file: a judge shares no code with the accused. What a check needs of the layout is
handed in as plain data, the build's promise; a file that somebody hands in has none, and is judged by what it claims
of itself.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Generator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, Literal

from brochure.errors import BrochureError, Place, ToolMissing, Unreadable
from brochure.model import Finding, Level
from brochure.promise import Promise
from brochure.words import Words

if TYPE_CHECKING:
    from brochure.inspection import Document
    from brochure.inspection.webpage import WebPage
    from brochure.verapdf import Verdict

ALWAYS, OURS = "always", "ours"


@dataclass(frozen=True)
class Spot:
    """What a check on words has found: where it stands, the id of the text; its level and hint if not the check's."""

    message: str
    place: Place
    unit: str
    level: Level | None = None
    hint: str = ""


Look = Generator[str | Spot, None, str]
Status = Literal["passed", "failed", "skipped", "nothing", "waived"]


class Skipped(Exception):
    """A check cannot run on this machine; the words say what is missing and how it is had."""


@dataclass(frozen=True)
class Subject:
    """A finished file: its name, its bytes, what it claims, and the build's promise where it is one of ours.

    `words` are given in place of bytes where it is the words of a locale that are checked.
    `second_opinion` gives what veraPDF says of it for a flavour, where somebody has asked that; no build waits for it.
    """

    file: str
    content: bytes
    claims: frozenset[str]
    promise: Promise | None = None
    second_opinion: Callable[[str], Verdict] | None = None
    words: Words | None = None

    @property
    def kind(self) -> str:
        """Whether it is a `pdf`, `html`, or the `words` of a locale."""
        if self.words:
            return "words"
        return "pdf" if b"%PDF-" in self.content[:1024] else "html"

    @cached_property
    def document(self) -> Document:
        """The PDF, opened once for all checks; raises BrochureError if it is broken, locked or too large."""
        from brochure.inspection import Document

        return Document(self.content, self.file)

    @cached_property
    def page(self) -> WebPage:
        """The web page, read once for all checks; raises BrochureError if it is too large or nested too deeply."""
        from brochure.inspection.webpage import WebPage

        return WebPage(self.content, self.file)

    @property
    def answers_for(self) -> frozenset[str]:
        """What checks hold it to: its claims, ALWAYS, and OURS where a build of ours made it."""
        return self.claims | {ALWAYS} | ({OURS} if self.promise else frozenset())

    @property
    def told(self) -> Words:
        """The words of a locale, for checks of that kind."""
        assert self.words
        return self.words

    @property
    def promised(self) -> Promise:
        """The build's promise, for checks that are run only where there is one."""
        assert self.promise
        return self.promise


@dataclass(frozen=True)
class Check:
    """One check: a stable id, what it is called, why it is there (with its source), and what it proves.

    `proves` are claims, or ALWAYS, or OURS: what is right for every file that a build of ours made. A file that
    makes one of them and fails has an error. `otherwise` is the level for any other; without it such a file is not
    looked at. `level` softens what is found in every case.

    `look` yields a message (or, of words, a Spot) for each fault, in the words of somebody who is no programmer,
    beginning with “page N: ” where it has a page; it returns what it saw, such as “at most 231 %, on page 1”, or
    nothing where there was nothing to look at. It raises Skipped where a tool is missing. `hint` says what to do; of a
    check on words, <code> and <brochure> in it stand for those of the words.

    `promised` checks compare with the build's promise, and are run only where there is one; `second` ones tell a second
    opinion, and are run only where it is asked. `later` ones take long: a build does without them, but `brochure check`
    and a release do not; they prove no claim but ALWAYS and OURS.
    """

    id: str
    title: str
    rationale: str
    looks_at: str
    proves: frozenset[str]
    look: Callable[[Subject], Look]
    hint: str
    otherwise: Level | None = None
    level: Level = "error"
    promised: bool = False
    second: bool = False
    later: bool = False
    kind: str = "pdf"

    def level_for(self, subject: Subject) -> Level | None:
        """Give the level of what the check finds in a file, or None if the check does not concern it."""
        if subject.kind != self.kind or (self.promised and subject.promise is None):
            return None
        if self.second and subject.second_opinion is None:
            return None
        return self.level if self.proves & subject.answers_for else self.otherwise


@dataclass(frozen=True)
class Result:
    """What came of a check on a file: its status, what it saw, and what it found."""

    check: Check
    status: Status
    saw: str = ""
    findings: tuple[Finding, ...] = ()


@cache
def checks() -> tuple[Check, ...]:
    """Give all checks, by id."""
    modules = [importlib.import_module(f"{__name__}.{entry.name}") for entry in pkgutil.iter_modules(__path__)]
    return tuple(sorted((module.CHECK for module in modules), key=lambda check: check.id))


def run(subject: Subject, *, only_claims: bool = False,
        among: Callable[[Check], bool] = lambda _: True) -> tuple[Result, ...]:
    """Give what all checks that concern a file find; `only_claims` leaves out those that a build does without.

    `among` says of a check whether it is wanted. Raises BrochureError if the file cannot be read.
    """
    concerned = [(check, level) for check in checks() if among(check) and (level := check.level_for(subject))]
    if only_claims:
        concerned = [entry for entry in concerned if entry[0].proves & subject.answers_for and not entry[0].later]
    # A second opinion is on its way while the other checks run.
    results = [_result(check, level, subject) for check, level in sorted(concerned, key=lambda entry: entry[0].second)]
    return tuple(sorted(results, key=lambda result: result.check.id))


def _result(check: Check, level: Level, subject: Subject) -> Result:
    messages: list[str | Spot] = []
    look = check.look(subject)
    try:
        while True:
            messages.append(next(look))
    except StopIteration as end:
        saw: str = end.value or ""
    except (Skipped, ToolMissing, Unreadable) as reason:
        # A check that could not run to its end has not passed, but what it found before stands.
        return Result(check, "skipped", _in_a_line(reason), _findings(check, level, messages, subject))
    except BrochureError:
        raise
    except Exception as fault:
        # Files of strangers are built in ways that nobody has thought of: the other checks go on.
        words = f"the check broke off at this file ({type(fault).__name__}: {fault}). Please report it with the file"
        return Result(check, "skipped", words, _findings(check, level, messages, subject))
    findings = _findings(check, level, messages, subject)
    return Result(check, "failed" if findings else "passed" if saw else "nothing", saw, findings)


def _in_a_line(reason: Exception) -> str:
    if isinstance(reason, BrochureError):
        return " ".join(f"{fault.message}. {fault.hint}".strip() for fault in reason.faults)
    return str(reason)


def _findings(check: Check, level: Level, found: list[str | Spot], subject: Subject) -> tuple[Finding, ...]:
    def hint(told: str) -> str:
        words = subject.words
        return told.replace("<code>", words.locale.code).replace("<brochure>", words.brochure) if words else told

    return tuple(
        Finding(check.id, level, spot, hint(check.hint)) if isinstance(spot, str) else
        Finding(check.id, spot.level or level, spot.message, hint(spot.hint or check.hint), spot.place, spot.unit)
        for spot in found)
