"""The verb `check`, as a user calls it: on files of ours, on anybody's, and on what is no PDF."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from conftest import Result, Run
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from judged import HELVETICA, printed

from brochure.errors import Exit
from brochure.formats import FORMATS
from brochure.preflight import checks


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder outside of any project; the current folder is in it."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def ours(path: Path, form: str = "screen") -> Path:
    path.write_bytes(printed(form).content)
    return path


def stranger(path: Path, pages: int = 3, **options: object) -> Path:
    """A PDF that we did not make, with a font that is not embedded."""
    with pikepdf.new() as pdf:
        for _ in range(pages):
            pdf.add_blank_page()
        pdf.Root.Font = pdf.make_indirect(pikepdf.Dictionary(HELVETICA))
        pdf.save(path, **options)
    return path


def files(result: Result) -> list[dict[str, Any]]:
    """What the command told of each file as JSON."""
    told = json.loads(result.out)
    assert told["exit"] == result.code
    assert told["version"] == 1
    return list(told["files"])


def statuses(told: list[dict[str, Any]]) -> set[str]:
    return {result["status"] for file in told for result in file["results"]}


# --- files ------------------------------------------------------------------------------------------------------------


def test_a_file_of_ours_is_judged_by_what_it_claims_of_itself(folder: Path, check: Run) -> None:
    ours(folder / "a b.pdf")
    result = check("a b.pdf")
    assert (result.code, result.err) == (0, "")
    header, *lines, verdict = result.out.splitlines()
    assert header.startswith("a b.pdf: 4 pages, ")
    assert header.endswith(" kB; PDF/A-2a, PDF/UA-1, as it says of itself")
    assert "  passed   The pages come in fours: 4 pages" in lines
    assert verdict == "  all claims are proven"


def test_a_file_of_a_stranger_is_told_of(folder: Path, check: Run) -> None:
    stranger(folder / "stranger.pdf")
    result = check("stranger.pdf")
    assert (result.code, result.err) == (Exit.CHECK, "")
    assert result.out.startswith("stranger.pdf: 3 pages, 1 kB; claims nothing\n")
    assert "\n  error    the font Helvetica is not embedded [fonts/embedded]\n           Export the file" in result.out
    assert "\n  note     3 pages cannot be folded and stapled [pages/multiple-of-four]\n" in result.out


def test_a_file_can_be_said_to_be_of_a_format(folder: Path, check: Run) -> None:
    ours(folder / "a.pdf")
    assert check("a.pdf", "--as", "screen").out.endswith("\n  all claims are proven\n")
    result = check("a.pdf", "--as", "large-print")
    assert result.code == Exit.CHECK
    assert "large print, as you say" in result.out
    assert "[large-print/paper]" in result.out
    assert result.out.endswith("not all claims are proven (large print)\n"), "nobody knows where its lines should stand"
    wrong = check("a.pdf", "--as", "large")
    assert (wrong.code, wrong.err) == (Exit.USAGE, "error: there is no format “large”\n"
                                                   "  Did you mean “large-print”?\n")


def test_a_claim_that_no_check_knows_is_not_proven(folder: Path, check: Run) -> None:
    with pikepdf.open(ours(folder / "a.pdf"), allow_overwriting_input=True) as pdf:
        packet: Any = pdf.Root.Metadata
        packet.write(packet.read_bytes().replace(b"<pdfaid:conformance>A", b"<pdfaid:conformance>U"))
        pdf.save(folder / "a.pdf")
    result = check("a.pdf")
    assert result.code == 0
    assert "PDF/A-2u, PDF/UA-1, as it says of itself" in result.out
    assert result.out.endswith("not all claims are proven (PDF/A-2u)\n")


def test_where_no_check_is_run_nothing_has_passed(folder: Path, check: Run) -> None:
    (folder / "a.html").write_text("<!DOCTYPE html><title>A page</title>", "utf-8")
    result = check("a.html", "--only", "fonts")
    assert (result.code, result.out) == (0, "a.html: 0 kB; claims nothing\n  no check is for such a file\n")


def test_the_same_file_is_checked_once(folder: Path, check: Run) -> None:
    ours(folder / "a.pdf")
    (folder / "b.pdf").symlink_to("a.pdf")
    assert len(files(check("a.pdf", "./a.pdf", folder / "a.pdf", "--json"))) == 1
    assert len(files(check("a.pdf", "b.pdf", "--json"))) == 2


def test_what_was_built_is_judged_by_its_promise(mini: Path, run: Run, check: Run,
                                                 monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("build", "nb").code == 0
    inside = files(check("build/mini-nb.pdf", "--json"))
    monkeypatch.chdir("/")
    outside = files(check(mini / "build/mini-nb.pdf", "--json"))
    for told in (inside, outside):
        [file] = told
        assert (file["brochure"], file["locale"], file["format"]) == ("mini", "nb", "screen")
        assert file["claims"] == sorted(FORMATS["screen"].claims)
        assert file["claims_from"] == "build"
        assert file["unproven"] == file["faults"] == []
        assert "text/not-covered" in {result["check"] for result in file["results"]}
    assert statuses(inside) == {"passed", "nothing"}
    monkeypatch.chdir(mini)
    for kept in (mini / "build/.cache/promises").glob("*.json"):
        kept.write_text('{"claims": 1}')   # as another version may have written it
    assert files(check("build/mini-nb.pdf", "--json"))[0]["claims_from"] == "file"


@pytest.mark.usefixtures("two_formats")
def test_languages_are_made_in_every_format_and_checked(mini: Path, check: Run) -> None:
    result = check("en", "--json")
    assert result.err == ""
    assert result.code == 0
    told = files(result)
    assert [file["format"] for file in told] == list(FORMATS)
    assert {file["locale"] for file in told} == {"en"}
    before = {path: path.stat().st_mtime_ns for path in (mini / "build").glob("mini-en*")}
    assert len(before) == len(FORMATS)
    result = check()
    assert result.code == 0
    assert result.out.splitlines()[-1] == f"{2 * len(FORMATS)} files: all claims are proven"
    assert {path: path.stat().st_mtime_ns for path in before} == before


@pytest.mark.usefixtures("two_formats")
def test_what_cannot_be_made_is_told_and_the_rest_is_checked(mini: Path, check: Run) -> None:
    catalogue = mini / "locales/en/LC_MESSAGES/mini.po"
    text = catalogue.read_text("utf-8")
    catalogue.write_text(text.replace('msgctxt "cover.title"', 'msgctxt "cover.titel"'), "utf-8")
    result = check("--json")
    assert result.code == Exit.INPUT
    assert "locales/en/LC_MESSAGES/mini.po" in result.err
    told = files(result)
    assert [bool(file["faults"]) for file in told] == [True] * len(FORMATS) + [False] * len(FORMATS)
    assert f"{len(FORMATS)} files not checked" in check().out


def test_without_a_project_only_files_are_known(check: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir("/")
    hint = "  Name a .pdf or an .html file.\n"
    assert check("nb").err == f"error: “nb” is neither a file nor a language of a project\n{hint}"
    assert check().err.startswith("error: / does not lie in a brochure project\n")


# --- what is no sound PDF ---------------------------------------------------------------------------------------------


def _broken(folder: Path) -> None:
    (folder / "text.pdf").write_text("Not a PDF")
    (folder / "empty.pdf").write_bytes(b"")
    (folder / "cut.pdf").write_bytes(printed("screen").content[:2000])
    (folder / "head.pdf").write_bytes(b"%PDF-1.7\n")
    stranger(folder / "none.pdf", pages=0)
    stranger(folder / "locked.pdf", encryption=pikepdf.Encryption(owner="o", user="u"))
    (folder / "folder.pdf").mkdir()
    os.mkfifo(folder / "pipe.pdf")
    with (folder / "huge.pdf").open("wb") as huge:
        huge.truncate(40_000_000_000)
    ours(folder / "\x1b[31mred\nline.pdf").with_suffix(".pdf")
    (folder / "\x1b[2Jcleared.pdf").write_bytes(b"no")


UNREADABLE = {
    "text.pdf": "the file is neither a PDF nor a web page\n  Name a .pdf or an .html file.",
    "empty.pdf": "the file is empty\n  Make it anew with the program that it comes from.",
    "cut.pdf": "the file is no PDF, or it is broken\n  Make it anew with the program that it comes from.",
    "head.pdf": "the file is no PDF, or it is broken\n  Make it anew with the program that it comes from.",
    "none.pdf": "the file has no pages\n  Make it anew with the program that it comes from.",
    "locked.pdf": "the file is locked with a password\n  Save it without a password, and try again.",
    "folder.pdf": "this is a folder\n  Name the files in it.",
    "pipe.pdf": "this is no file, but a device or a pipe\n  Name a file.",
    "huge.pdf": "the file is too large: 40,000 MB; 250 MB is the most\n  Export it again with smaller pictures.",
    "missing.pdf": "there is no such file",
    "\x1b[2Jcleared.pdf": "the file is neither a PDF nor a web page\n  Name a .pdf or an .html file.",
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_cannot_be_read_is_told(name: str, folder: Path, check: Run) -> None:
    _broken(folder)
    result = check(name)
    told = name.replace("\x1b", " ")
    assert result.err == f"error: {told}: {UNREADABLE[name]}\n"
    assert (result.code, result.out) == (Exit.INPUT, "")


def test_the_others_are_checked_all_the_same(folder: Path, check: Run) -> None:
    _broken(folder)
    sound = ours(folder / "sound.pdf")
    result = check("text.pdf", sound, "missing.pdf")
    assert result.code == Exit.INPUT
    assert result.err.count("error: ") == 2
    assert "sound.pdf: 4 pages" in result.out
    assert result.out.splitlines()[-1] == "3 files: 2 files not checked"
    stranger(folder / "stranger.pdf")
    assert check("text.pdf", "stranger.pdf").code == Exit.CHECK


def test_a_name_commands_no_terminal(folder: Path, check: Run) -> None:
    _broken(folder)
    result = check("\x1b[31mred\nline.pdf")
    assert result.code == 0
    assert result.out.startswith(" [31mred line.pdf: 4 pages")
    assert "\x1b" not in result.out


def test_a_name_that_is_not_utf8(folder: Path, check: Run) -> None:
    (folder / os.fsdecode(b"\xff.pdf")).write_bytes(printed("screen").content)
    result = check(os.fsdecode(b"\xff.pdf"), "--json")
    assert (result.code, result.err) == (0, "")
    assert check(os.fsdecode(b"\xff.pdf"), "--format", "sarif").code == 0


def test_what_the_validator_cannot_read_is_an_error(folder: Path, check: Run) -> None:
    """pikepdf mends a table of contents that is lost; the validator does not."""
    sound = printed("screen").content
    (folder / "a.pdf").write_bytes(sound.replace(b"startxref\n", b"startxref\n1"))
    [told] = files(check("a.pdf", "--as", "screen", "--json", "--only", "ua/valid"))
    assert [finding["message"].partition(":")[0] for finding in told["results"][0]["findings"]] == [
        "the validator cannot read the file"]


_BYTES = st.tuples(st.integers(0, 10**6), st.binary(max_size=8), st.integers(0, 2000))


_DAMAGES = st.lists(_BYTES, min_size=1, max_size=6)
_SOME = settings(max_examples=15, derandomize=True, deadline=None, database=None,
                 suppress_health_check=[HealthCheck.function_scoped_fixture])


@_SOME
@given(changes=_DAMAGES)
def test_any_damage_is_told_or_does_no_harm(folder: Path, check: Run, changes: list[tuple[int, bytes, int]]) -> None:
    _told_or_harmless(folder, check, changes)


@pytest.mark.verify   # as the one before, but others each time
@settings(_SOME, max_examples=150, derandomize=False)
@given(changes=_DAMAGES)
def test_any_damage_of_very_many_is_told_or_does_no_harm(folder: Path, check: Run,
                                                         changes: list[tuple[int, bytes, int]]) -> None:
    _told_or_harmless(folder, check, changes)


def _told_or_harmless(folder: Path, check: Run, changes: list[tuple[int, bytes, int]]) -> None:
    content = printed("screen").content
    for where, letters, lost in changes:
        at = where % (len(content) + 1)
        content = content[:at] + letters + content[at + lost:]
    (folder / "a.pdf").write_bytes(content)
    result = check("a.pdf")
    assert result.code in (Exit.DONE, Exit.INPUT, Exit.CHECK)
    assert "Traceback" not in result.err
    assert bool(result.err) == (result.code == Exit.INPUT)


def test_colours_are_for_terminals(folder: Path, check: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    stranger(folder / "stranger.pdf")
    assert "\x1b" not in check("stranger.pdf").out
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert "\x1b[31merror   \x1b[0m the font Helvetica" in check("stranger.pdf").out
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in check("stranger.pdf").out


# --- what there is ----------------------------------------------------------------------------------------------------


def test_all_checks_are_listed(folder: Path, check: Run) -> None:
    lines = check("--list").out.splitlines()
    assert len(lines) == len(checks()) >= 9
    assert "fonts/embedded: All fonts are embedded (error in any file)" in lines
    assert ("pages/multiple-of-four: The pages come in fours (error in a file that claims pages in fours, note in any "
            "other)") in lines
    told = json.loads(check("--list", "--json").out)
    assert [check["id"] for check in told] == [check.id for check in checks()]


def test_a_check_is_explained(folder: Path, check: Run) -> None:
    out = check("--explain", "fonts/embedded").out
    assert out.startswith("fonts/embedded: All fonts are embedded\n  Why: A printer or reader without the font")
    assert "\n  What to do: Export the file again with its fonts embedded.\n" in out
    assert [told["id"] for told in json.loads(check("--explain", "fonts/embedded", "--json").out)] == ["fonts/embedded"]
    group = [line for line in check("--explain", "fonts").out.splitlines() if not line.startswith(" ")]
    assert [line.partition(":")[0] for line in group] == [id_.id for id_ in checks() if id_.id.startswith("fonts/")]


def test_checks_are_chosen(folder: Path, check: Run) -> None:
    ours(folder / "a.pdf")
    [told] = files(check("a.pdf", "--json", "--only", "fonts", "--only", "ua/valid"))
    assert {result["check"] for result in told["results"]} == {"fonts/embedded", "ua/valid"}
    assert told["unproven"] == ["PDF/A-2a", "PDF/UA-1"]   # they take more checks
    result = check("a.pdf", "--skip", "ua")
    assert result.code == 0
    assert result.out.splitlines()[-1] == "  not all claims are proven (PDF/UA-1)"
    assert check("a.pdf", "--skip", "fonts/emb").code == Exit.USAGE


def test_quiet_says_only_what_is_wrong(folder: Path, check: Run) -> None:
    ours(folder / "a.pdf")
    stranger(folder / "b.pdf")
    assert check("a.pdf", "--quiet").out == ""
    told = check("a.pdf", "b.pdf", "--quiet")
    assert told.code == Exit.CHECK
    assert "Helvetica" in told.out
    assert "passed" not in told.out
    assert "a.pdf" not in told.out


