"""The judge is judged: each check passes a file of ours and fails, alone, each file that is broken for it.

A check brochure/preflight/<name>.py has its tests in test_<name>.py here, with BREAKS: for each way in which it fails,
the format of the file and what breaks it. ALSO names other checks that rightly see the same fault; prepared() adds to
the sound file what a check needs besides.
"""

from __future__ import annotations

import importlib
from collections.abc import Generator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from judged import sound as sound_one

from brochure import preflight
from brochure.errors import BrochureError, ToolMissing
from brochure.formats import FORMATS
from brochure.preflight import ALWAYS, OURS, Check, Result, Skipped, Subject

MODULES = {path.stem.removeprefix("test_"): importlib.import_module(path.stem)
           for path in sorted(Path(__file__).parent.glob("test_*.py")) if path.stem != "test_preflight"}
BREAKS = [(name, way) for name, module in MODULES.items() for way in module.BREAKS]
IN_PDFS = [(name, way) for name, way in BREAKS if MODULES[name].BREAKS[way][0] not in ("words", "web")]
# Most of the time is theirs: make verify looks whether they see the faults of others.
DRAW_PAGES = {"colours/spaces", "large-print/contrast", "press/bleed-reached", "press/ink-total", "qr/reads",
              "text/contrast"}


@cache
def _results(sound: Subject) -> tuple[Result, ...]:
    return preflight.run(sound)


def _failed(results: tuple[Result, ...]) -> set[str]:
    return {result.check.id for result in results if result.findings}


def check_of(name: str) -> Check:
    module: Any = importlib.import_module(f"brochure.preflight.{name}")
    return module.CHECK  # type: ignore[no-any-return]


def test_each_check_has_its_tests() -> None:
    checks = preflight.checks()
    assert len(checks) >= 9
    assert {check.id for check in checks} == {check_of(name).id for name in MODULES}
    assert all(check.id.replace("/", "_").replace("-", "_") == name for name in MODULES for check in [check_of(name)])
    assert {name for name, _ in BREAKS} == set(MODULES)


def test_each_check_explains_itself() -> None:
    claims = {ALWAYS, OURS}.union(*(form.claims for form in FORMATS.values()))
    for check in preflight.checks():
        assert check.title
        assert check.rationale.endswith(".")
        assert check.looks_at
        assert check.hint.endswith(".")
        assert check.proves
        assert check.proves <= claims
        assert not check.later or check.proves <= {ALWAYS, OURS}


def test_each_claim_is_proven() -> None:
    proven = frozenset().union(*(check.proves for check in preflight.checks()))
    assert all(form.claims and form.claims <= proven for form in FORMATS.values())


@pytest.mark.parametrize("form", [*FORMATS, "words"])
def test_a_file_of_ours_passes(form: str) -> None:
    results = preflight.run(sound_one(form))
    assert len(results) >= 3
    assert [str(finding) for result in results for finding in result.findings if finding.level != "note"] == []
    assert [result.check.id for result in results if result.status == "skipped"] == []


def _broken(name: str, way: str) -> tuple[Subject, Subject]:
    """What is sound for a check, and what is broken for it."""
    form, break_ = MODULES[name].BREAKS[way]
    sound = getattr(MODULES[name], "prepared", lambda subject: subject)(sound_one(form))
    return sound, break_(sound)


def _no_other_fails(name: str, sound: Subject, results: tuple[Result, ...]) -> None:
    others = _failed(results) - _failed(_results(sound)) - {check_of(name).id}
    assert others <= getattr(MODULES[name], "ALSO", set())


@pytest.mark.parametrize(("name", "way"), BREAKS)
def test_a_check_fails_alone(name: str, way: str) -> None:
    check = check_of(name)
    sound, broken = _broken(name, way)
    before = next(result for result in _results(sound) if result.check is check)
    assert before.status == "passed"
    assert before.saw
    results = preflight.run(broken, among=lambda other: other is check or other.id not in DRAW_PAGES)
    _no_other_fails(name, sound, results)
    findings = [finding for result in results if result.check is check for finding in result.findings]
    assert findings
    levels = (check.level_for(broken), "error")
    assert all(finding.message and finding.hint and finding.level in levels for finding in findings)


@pytest.mark.verify
@pytest.mark.parametrize(("name", "way"), IN_PDFS)
def test_no_check_that_draws_pages_fails_besides(name: str, way: str) -> None:
    assert {check.id for check in preflight.checks()} >= DRAW_PAGES
    sound, broken = _broken(name, way)
    results = preflight.run(broken, among=lambda other: other.id in DRAW_PAGES)
    assert results
    _no_other_fails(name, sound, results)


# --- the runner ------------------------------------------------------------------------------------------------------


def _check(look: Any, **fields: Any) -> Check:
    told = {"id": "a/b", "title": "T", "rationale": "R.", "looks_at": "L", "proves": frozenset({ALWAYS}), "hint": "H."}
    return Check(**{**told, "look": look, **fields})


def _found(check: Check, subject: Subject, monkeypatch: pytest.MonkeyPatch, **options: Any) -> list[tuple[str, str]]:
    monkeypatch.setattr(preflight, "checks", lambda: (check,))
    return [(result.status, result.saw) for result in preflight.run(subject, **options)]


def test_what_a_check_sees_decides_its_status(monkeypatch: pytest.MonkeyPatch) -> None:
    def passes(_: Subject) -> Generator[str, None, str]:
        yield from ()
        return "all of it"

    def sees_nothing(_: Subject) -> Generator[str, None, str]:
        yield from ()
        return ""

    def cannot(_: Subject) -> Generator[str, None, str]:
        yield "one thing"
        raise Skipped("a tool is missing")

    pdf = Subject("a.pdf", b"%PDF-1.7", frozenset())
    assert _found(_check(passes), pdf, monkeypatch) == [("passed", "all of it")]
    assert _found(_check(sees_nothing), pdf, monkeypatch) == [("nothing", "")]
    assert _found(_check(cannot), pdf, monkeypatch) == [("skipped", "a tool is missing")]
    assert preflight.run(pdf)[0].findings[0].message == "one thing"


@pytest.mark.parametrize(("error", "told"), [
    (ToolMissing("there is no such tool", None, "Install it."), "there is no such tool. Install it."),
    (TypeError("an odd file"), "the check broke off at this file (TypeError: an odd file). Please report it with the "
                               "file"),
    (RecursionError("too deep"), "the check broke off at this file (RecursionError: too deep). Please report it with "
                                 "the file"),
])
def test_a_check_that_breaks_off_has_not_passed(error: Exception, told: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks_off(_: Subject) -> Generator[str, None, str]:
        yield from ()
        raise error

    assert _found(_check(breaks_off), Subject("a.pdf", b"%PDF-1.7", frozenset()), monkeypatch) == [("skipped", told)]


def test_a_file_that_cannot_be_read_is_the_runners_end(monkeypatch: pytest.MonkeyPatch) -> None:
    def cannot_open(subject: Subject) -> Generator[str, None, str]:
        yield from ()
        return str(subject.document.page_count)

    with pytest.raises(BrochureError, match="no PDF, or it is broken"):
        _found(_check(cannot_open), Subject("a.pdf", b"%PDF-1.7", frozenset()), monkeypatch)


def test_a_check_looks_only_at_what_concerns_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def passes(_: Subject) -> Generator[str, None, str]:
        yield from ()
        return "seen"

    seen = [("passed", "seen")]
    pdf, html = Subject("a.pdf", b"%PDF-1.7", frozenset({"X"})), Subject("a.html", b"<html>", frozenset({"X"}))
    plain = Subject("a.pdf", b"%PDF-1.7", frozenset())
    claim = {"proves": frozenset({"X"})}
    assert _found(_check(passes, **claim), pdf, monkeypatch) == seen
    assert _found(_check(passes, **claim), html, monkeypatch) == []
    assert _found(_check(passes, **claim), plain, monkeypatch) == []
    assert _found(_check(passes, **claim, otherwise="note"), plain, monkeypatch) == seen
    assert _found(_check(passes, **claim, otherwise="note"), plain, monkeypatch, only_claims=True) == []
    assert _found(_check(passes, promised=True), pdf, monkeypatch) == []
    assert _found(_check(passes, kind="html"), html, monkeypatch) == seen
