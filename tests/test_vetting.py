"""Clinics held against the brochure: all that is wrong is told at once, the same by each command, before it prints."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from conftest import ROOT, Run
from PIL import Image

from brochure.inspection import Document

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
            "“contact” holds letters that are in none of the fonts", "“name” takes 3 lines in the imprint"]


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
        "list.csv:2, column navn: “name” holds letters that are in none of the "
        "fonts Fira Sans: 盆",
        "list.csv:3: the id “moss” stands twice; first at list.csv:2",
        "list.csv:3, column navn: “name” takes 3 lines in the imprint; there is room for 2"]


def test_letters_of_an_address_that_are_not_printed_need_no_typeface(mini: Path, run: Run) -> None:
    (mini / "list.csv").write_text(
        f"id;navn;booking\na;A;example.no/盆\nb;B;example.no/盆{'/timebestilling' * 8}\n", "utf-8")
    assert messages(run("clinics", "check", "list.csv").err) == [
        "list.csv:2, column booking: “booking” holds letters that are in none of the fonts Fira Sans: 盆"]


def test_a_language_that_there_is_not_hides_no_fault_and_makes_none(mini: Path, run: Run) -> None:
    (mini / "list.csv").write_text(f"id;navn;språk\nmoss;{LONG};nob\n", "utf-8")
    assert messages(run("clinics", "check", "list.csv").err) == [
        "list.csv:2, column språk: there is no language “nob”",
        "list.csv:2, column navn: “name” takes 3 lines in the imprint; there is room for 2"]


@pytest.mark.parametrize("words", [(), ("--keep-going",)])
def test_faults_come_in_the_order_of_the_rows(mini: Path, run: Run, words: tuple[str, ...]) -> None:
    (mini / "list.csv").write_text(f"id;navn;telefon\na;{LONG};\nb;B;12\nc;{LONG};\nd;D;12\n", "utf-8")
    result = run("clinics", "build", "list.csv", "--jobs", 1, *words)
    assert [message.partition(",")[0] for message in messages(result.err)] == [
        f"list.csv:{row}" for row in (2, 3, 4, 5)]


# --- logos -----------------------------------------------------------------------------------------------------------


def picture(path: Path, width: int) -> None:
    """Write a logo that is so many pixels wide, and fills its box of 30 × 14 mm."""
    Image.new("RGB", (width, round(width * 14 / 30)), "teal").save(path)


COARSE = ("list.csv:2, column logo: the logo has 200 × 93 pixels, which is too coarse for a press: 169 on an inch; it "
          "needs 300")


def test_a_logo_too_coarse_for_a_press_is_found_before_anything_is_printed(mini: Path, run: Run) -> None:
    picture(mini / "logo.png", 200)
    (mini / "list.csv").write_text("id;navn;logo;formater\na;A;logo.png;press screen\nb;B;logo.png;screen\n", "utf-8")
    for words in (("check", "list.csv"), ("build", "list.csv", "--jobs", 1)):
        result = run("clinics", *words)
        assert (result.code, messages(result.err)) == (1, [COARSE]), words
        assert "Hand it in with 355 × 165 pixels or more, or as SVG." in result.err
    assert not [*mini.rglob("*.pdf")]
    assert run("clinics", "build", "list.csv", "--locale", "nb", "--format", "screen", "--jobs", 1).code == 0
    (mini / "a.toml").write_text('name = "A"\nlogo = "logo.png"\ntelephone = "12"\n', "utf-8")
    assert len(messages(run("build", "nb", "--clinic", "a.toml", "--format", "press").err)) == 2


@pytest.mark.parametrize(("form", "width"), [("screen", 178), ("press", 355)])
def test_a_logo_of_the_size_that_is_asked_for_is_taken(mini: Path, run: Run, form: str, width: int) -> None:
    picture(mini / "logo.png", 120)
    (mini / "list.csv").write_text(f"id;navn;logo;formater\na;A;logo.png;{form}\n", "utf-8")
    told = run("clinics", "check", "list.csv").err
    assert "It needs 178 × 83 or more, and 355 × 166 for a print shop; an SVG is sharp at any size." in told
    picture(mini / "logo.png", width - 2)
    assert ("299 on an inch" if form == "press" else "too few") in run("clinics", "check", "list.csv").err
    picture(mini / "logo.png", width)
    assert run("clinics", "check", "list.csv").err == ""
    assert f"{width} pixels" in (ROOT / "docs/CLINICS.md").read_text("utf-8")


def test_a_box_that_grows_has_room_for_every_name(mini: Path, run: Run) -> None:
    (mini / "list.csv").write_text(f"id;navn;formater\na;{LONG};large-print\nb;{LONG};large-print screen\n", "utf-8")
    assert messages(run("clinics", "check", "list.csv").err) == [
        "list.csv:3, column navn: “name” takes 3 lines in the imprint; there is room for 2"]


# --- what a clinic's file wants --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("words", "made"), [
    ((), ["mini-en-booklet.pdf", "mini-en.html"]),
    (("nb", "en", "--format", "web"), ["mini-en.html", "mini-nb.html"]),
    (("nb",), ["mini-nb-booklet.pdf", "mini-nb.html"]),
    (("--format", "web"), ["mini-en.html"]),
    (("nb", "--format", "web"), ["mini-nb.html"])])
def test_a_file_tells_what_is_printed_unless_the_command_does(mini: Path, run: Run, words: tuple[str, ...],
                                                              made: list[str]) -> None:
    (mini / "moss.toml").write_text('name = "Moss"\nlocales = ["en"]\nformats = ["booklet", "web"]\n', "utf-8")
    result = run("build", *words, "--clinic", "moss.toml")
    assert (result.code, result.err) == (0, "")
    assert sorted(path.name for path in (mini / "build/moss").iterdir()) == made


def test_a_file_may_want_two_languages_and_both_beside_each_other(mini: Path, run: Run) -> None:
    (mini / "moss.toml").write_text('name = "Moss"\nlocales = ["nb", "en"]\nformats = ["parallel"]\n', "utf-8")
    assert run("build", "--clinic", "moss.toml").err == ""
    assert [path.name for path in (mini / "build/moss").iterdir()] == ["mini-en-parallel.pdf"]


def test_two_languages_beside_each_other_take_what_is_told_in_both(mini: Path, run: Run) -> None:
    (mini / "list.csv").write_text(
        "id;name;hours nb;hours en;languages;formats\nmoss;Moss;8–16;8 am–4 pm;nb en;parallel\n"
        "ski;Ski;;8 am;en;parallel\n", "utf-8")
    wanted = ["list.csv:3, column hours en: “hours” is not given in nb"]
    assert messages(run("clinics", "check", "list.csv").err) == wanted
    result = run("clinics", "build", "list.csv", "--jobs", 1, "-o", "out", "--keep-going")
    assert messages(result.err) == wanted
    text = "".join(Document((mini / "out/moss/mini-en-parallel.pdf").read_bytes(), "a.pdf").page_texts)
    assert "8–16" in text
    assert "8 am–4 pm" in text


def test_what_a_file_wants_is_a_language_that_there_is(mini: Path, run: Run) -> None:
    (mini / "moss.toml").write_text('name = "Moss"\ntelephone = "1"\nlocales = ["nob"]\n', "utf-8")
    assert messages(run("build", "--clinic", "moss.toml").err) == [
        "moss.toml:2: “telephone” is no telephone number: 1", "moss.toml:3: there is no language “nob”"]


def test_the_wishes_of_the_example_can_be_had(mini: Path, run: Run) -> None:
    text = re.sub("\nnn = .*", "", (ROOT / "clinics/example.toml").read_text("utf-8"))
    (mini / "moss.toml").write_text(text.replace("# locales", "locales").replace("# formats", "formats"), "utf-8")
    result = run("build", "--clinic", "moss.toml")
    assert result.err == ""
    assert len([*mini.glob("build/moss/*.pdf")]) == 4


# --- fields that are told for each language --------------------------------------------------------------------------


def test_a_field_is_given_in_every_language_that_is_wanted(mini: Path, run: Run) -> None:
    (mini / "list.csv").write_text(
        "id;navn;åpningstider;åpningstider nb;hours en;språk\na;A;;8–16;;nb\nb;B;;;8 am;nb\nc;C;;8–16;;\n"
        "d;D;8–16;;8 am;\ne;E;;8–16\u200b;8 am;\nf;F;;;8 am;nob\n", "utf-8")
    wanted = ["list.csv:3, column hours en: “hours” is not given in nb",
              "list.csv:4, column åpningstider nb: “hours” is not given in en",
              "list.csv:6, column åpningstider nb: “hours” holds a zero width space (U+200B) after “8–16”",
              "list.csv:7, column språk: there is no language “nob”"]
    told = run("clinics", "check", "list.csv").err
    assert messages(told) == wanted
    assert "  Fill in the column “hours nb”, or one called “hours” for all languages; or print only " in told
    assert ("  Fill in the column “åpningstider en”, or one called “åpningstider” for all languages; or print only "
            "these languages: write nb into “språk”.\n" in told)
    assert messages(run("clinics", "build", "list.csv", "--jobs", 1).err) == wanted
    assert messages(run("clinics", "build", "list.csv", "--locale", "en", "--jobs", 1).err)[0] == (
        "list.csv:2, column åpningstider nb: “hours” is not given in en")


def test_a_field_of_a_file_is_given_in_every_language_that_is_printed(mini: Path, run: Run) -> None:
    (mini / "moss.toml").write_text('name = "Moss"\n\n[hours]\nen = "8 am"\n', "utf-8")
    result = run("build", "--clinic", "moss.toml")
    assert (result.code, messages(result.err)) == (1, ["moss.toml:4: “hours” is not given in nb"])
    assert ('Give it in each language that is printed, or once for all; or print only these languages: '
            'locales = ["en"]\n') in result.err
    assert run("build", "en", "--clinic", "moss.toml").err == ""
    (mini / "moss.toml").write_text('name = "Moss"\n\n[hours]\nen = "8 am"\nnb = 5\n', "utf-8")
    assert len(messages(run("build", "nb", "--clinic", "moss.toml").err)) == 1
