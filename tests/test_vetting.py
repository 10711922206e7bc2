"""Clinics held against the brochure: all that is wrong is told at once, the same by each command, before it prints."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Run

LONG = "Klinikk " + "og klinikk " * 12
HOSTILE = '<svg xmlns="http://www.w3.org/2000/svg" width="30" height="14"><script>alert(1)</script></svg>'


def messages(err: str) -> list[str]:
    """The faults of an output: where, and what, without the hints."""
    return [line.removeprefix("error: ") for line in err.splitlines() if line.startswith("error: ")]


def wrong(mini: Path) -> list[str]:
    """Write a clinic with a fault of each kind, as a list and as a file; gives what is wrong with it."""
    (mini / "logo.svg").write_text(HOSTILE, "utf-8")
    (mini / "list.csv").write_text(f"id;navn;telefon;kontakt;logo;språk\nmoss;{LONG};12;盆;logo.svg;nb\n", "utf-8")
    (mini / "moss.toml").write_text(f'telephone = "12"\nlogo = "logo.svg"\ncontact = "盆"\nname = "{LONG}"\n', "utf-8")
    return ["“telephone” is no telephone number: 12", "the logo logo.svg ",
            "“contact” holds “盆” (U+76C6, cjk unified ideograph-76c6)", "“name” takes 3 lines in the imprint"]


# --- all at once -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", [
    ("clinics", "check", "list.csv"),
    ("clinics", "check", "moss.toml"),
    ("clinics", "build", "list.csv", "--locale", "nb", "--jobs", 1),
    ("clinics", "build", "list.csv", "--locale", "nb", "--jobs", 1, "--keep-going"),
    ("clinics", "build", "moss.toml", "--locale", "nb", "--jobs", 1),
    ("build", "nb", "--clinic", "moss.toml")])
def test_faults_of_every_kind_are_told_in_one_go(mini: Path, run: Run, words: tuple[object, ...]) -> None:
    wanted = wrong(mini)
    result = run(*words)
    assert result.code == 1
    found = messages(result.err)
    assert len(found) == len(wanted)
    assert all(sum(what in message for message in found) == 1 for what in wanted), found
    assert not [*mini.rglob("*.pdf")]


def test_a_field_at_fault_is_judged_no_further(mini: Path, run: Run) -> None:
    (mini / "list.csv").write_text(f"id;navn;merknad\nmoss;{LONG}盆;Ring på\nmoss;{LONG};\n", "utf-8")
    assert messages(run("clinics", "check", "list.csv").err) == [
        "list.csv:2, column navn: “name” holds “盆” (U+76C6, cjk unified ideograph-76c6), which is in none of the "
        "fonts Fira Sans",
        "list.csv:3: the id “moss” stands twice; first at list.csv:2",
        "list.csv:3, column navn: “name” takes 3 lines in the imprint; there is room for 2"]


def test_a_language_that_there_is_not_hides_no_fault_and_makes_none(mini: Path, run: Run) -> None:
    (mini / "list.csv").write_text(f"id;navn;språk\nmoss;{LONG};nob\n", "utf-8")
    assert messages(run("clinics", "check", "list.csv").err) == [
        "list.csv:2, column språk: there is no locale “nob”",
        "list.csv:2, column navn: “name” takes 3 lines in the imprint; there is room for 2"]


@pytest.mark.parametrize("words", [(), ("--keep-going",)])
def test_faults_come_in_the_order_of_the_rows(mini: Path, run: Run, words: tuple[str, ...]) -> None:
    (mini / "list.csv").write_text(f"id;navn;telefon\na;{LONG};\nb;B;12\nc;{LONG};\nd;D;12\n", "utf-8")
    result = run("clinics", "build", "list.csv", "--jobs", 1, *words)
    assert [message.partition(",")[0] for message in messages(result.err)] == [
        f"list.csv:{row}" for row in (2, 3, 4, 5)]
