"""Waivers: what is found and let be, for a reason, signed and dated; and not one longer than it is needed."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from conftest import Result, Run

from brochure.errors import Exit

CHECK = "text/inside-safe-area"
SIGNED = 'by = "Kari Nordmann"\ndate = 2026-01-02\nreason = "The print shop trims by hand."\n'
WAIVER = f'check = "{CHECK}"\n{SIGNED}'


def waive(mini: Path, *waivers: str) -> None:
    (mini / "content/mini.waivers.toml").write_text("".join(f"[[waiver]]\n{waiver}" for waiver in waivers), "utf-8")


@pytest.fixture
def narrow(mini: Path) -> Path:
    """The small project with a layout that promises a wider safe area than it keeps."""
    layout = mini / "layouts/leaflet/layout.toml"
    text = layout.read_text("utf-8")
    assert text.count("safe = 10 ") == 1
    layout.write_text(text.replace("safe = 10 ", "safe = 16 "), "utf-8")
    return mini


def told(result: Result) -> list[dict[str, Any]]:
    return list(json.loads(result.out)["files"])


def test_a_waived_finding_stops_no_build(narrow: Path, run: Run) -> None:
    stopped = run("build", "nb")
    assert stopped.code == Exit.CHECK
    assert {line.split(": ")[2] for line in stopped.err.splitlines() if line.startswith("error")} == {CHECK}
    waive(narrow, WAIVER)
    built = run("build", "nb")
    assert (built.code, built.err) == (0, "")
    lines = [line for line in built.out.splitlines() if line.startswith("  waived: ")]
    assert lines
    assert all(line.startswith(f"  waived: {CHECK}: page ") for line in lines)
    assert all(line.endswith(": The print shop trims by hand. (Kari Nordmann, 2026-01-02)") for line in lines)
    manifest = json.loads((narrow / "build/manifest.json").read_text("utf-8"))["files"]["mini-nb.pdf"]
    assert [f"  waived: {entry}" for entry in manifest["waived"]] == lines
    assert manifest["unproven"] == []
    again = run("build", "nb")
    assert again.out.splitlines() == ["build/mini-nb.pdf: unchanged", *lines]
    (narrow / "content/mini.waivers.toml").unlink()
    assert run("build", "nb").code == Exit.CHECK


@pytest.mark.usefixtures("two_formats")
def test_a_waived_finding_is_shown_and_does_not_count(narrow: Path, check: Run) -> None:
    waive(narrow, f'{WAIVER}locale = "nb"\n')
    result = check("nb", "--json")
    assert result.code == 0
    screen = next(file for file in told(result) if file["format"] == "screen")
    [found] = [entry for entry in screen["results"] if entry["check"] == CHECK]
    assert (found["status"], found["findings"]) == ("waived", [])
    assert screen["waived"][0].keys() == {"check", "level", "message", "reason", "by", "date"}
    assert (screen["waived"][0]["by"], screen["waived"][0]["date"]) == ("Kari Nordmann", "2026-01-02")
    shown = check("build/mini-nb.pdf").out.splitlines()
    assert f": The print shop trims by hand. (Kari Nordmann, 2026-01-02) [{CHECK}]" in shown[1]
    assert shown[1].startswith("  waived   page ")
    assert shown[-1] == f"  {len(screen['waived'])} waived: all claims are proven, but for what is waived"


@pytest.mark.parametrize(("narrowed", "code"), [
    ('locale = "nb"\n', 0), ('format = "screen"\n', 0), ('words = "mm from the trim"\n', 0),
    ('locale = "en"\n', Exit.CHECK), ('format = "large-print"\n', Exit.CHECK), ('words = "page 99:"\n', Exit.CHECK),
])
def test_a_waiver_can_be_narrow(narrow: Path, run: Run, narrowed: str, code: int) -> None:
    waive(narrow, WAIVER + narrowed)
    assert run("build", "nb").code == code


@pytest.mark.usefixtures("two_formats")
def test_a_waiver_that_is_not_needed_is_an_error(mini: Path, check: Run) -> None:
    waive(mini, WAIVER, WAIVER + 'locale = "en"\n', 'check = "ua/valid"\nformat = "screen"\n' + SIGNED)

    def fault(line: int, check: str) -> str:
        return (f"error: content/mini.waivers.toml:{line}: nothing is found any more that this waiver of {check} lets "
                f"be\n  Take it out.\n")

    result = check("en")
    assert (result.code, result.err) == (Exit.CHECK, fault(7, CHECK))
    result = check("build/mini-en.pdf")
    assert (result.code, result.err) == (0, ""), "no other format has been looked at"
    result = check("--only", CHECK, "--only", "ua/valid", "--json")
    assert (result.code, result.err) == (Exit.CHECK, fault(2, CHECK) + fault(7, CHECK) + fault(13, "ua/valid"))
    assert [entry["place"] for entry in json.loads(result.out)["faults"]] == [
        f"content/mini.waivers.toml:{line}" for line in (2, 7, 13)]
    assert check("--only", "ua/valid").err == fault(13, "ua/valid"), "a check that did not run tells nothing"


def test_every_fault_of_the_file_is_told_at_once(mini: Path, run: Run) -> None:
    tomorrow = date.today() + timedelta(days=1)
    waive(mini, 'check = "text/inside-safe-aera"\n' + SIGNED,
          f'check = "{CHECK}"\nby = "Kari"\ndate = 2026-01-02\n',
          f'check = "{CHECK}"\nby = " "\nreason = ""\ndate = {tomorrow}\n',
          f'{WAIVER}until = 2026-02-01\n',
          f'{WAIVER}locale = "eng"\nformat = "scren"\n',
          f'check = "{CHECK}"\nby = "Kari"\nreason = "R"\ndate = "2026-01-02"\n',
          f'{WAIVER}untill = 2027-01-01\n')
    expected = [
        (2, "there is no check “text/inside-safe-aera”", "Did you mean “text/inside-safe-area”?"),
        (6, "“reason” is missing in [waiver]", "Add a line: reason = …"),
        (12, "“by” is empty", "Write a name."),
        (13, "“reason” is empty", "Write why this is let be, for those who ask in a year."),
        (14, f"{tomorrow} lies in the future", "Write the day on which it was decided."),
        (20, f"the waiver of {CHECK} ended on 2026-02-01", "Mend what it waives, or decide anew, with a new date."),
        (26, "there is no locale “eng”", "Did you mean “en”?"),
        (27, "there is no format “scren”", "Did you mean “screen”?"),
        (32, "“date” must be a date without quotes, such as 2026-11-24", ""),
        (38, "unknown key “untill”", "Did you mean “until”?"),
    ]
    told = "".join(f"error: content/mini.waivers.toml:{line}: {message}\n" + (f"  {hint}\n" if hint else "")
                   for line, message, hint in expected)
    for command in (("build", "nb"), ("check", "nb", "--no-java")):
        result = run(*command)
        assert (result.code, result.out) == (Exit.INPUT, "")
        assert result.err == told


def test_a_waiver_ends_though_nothing_else_changes(narrow: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    from brochure import waivers

    waive(narrow, f"{WAIVER}until = 2998-12-31\n")
    assert run("build", "nb").code == 0
    monkeypatch.setattr(waivers, "today", lambda: date(2999, 1, 1))
    for command in (("build", "nb"), ("check", "build/mini-nb.pdf", "--no-java"), ("check", "nb", "--no-java")):
        result = run(*command)
        assert result.code == Exit.INPUT
        assert result.err.startswith(f"error: content/mini.waivers.toml:6: the waiver of {CHECK} ended on 2998-12-31\n")
