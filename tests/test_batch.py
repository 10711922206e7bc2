"""A list of clinics becomes files: all of them, each whole, none twice, whatever happens on the way."""

from __future__ import annotations

import csv
import json
import os
import resource
import signal
import sqlite3
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import fsspec
import psutil
import pypdfium2
import pytest
from conftest import Run
from measured import PEAK

from brochure.batch.made import Made
from brochure.batch.work import packed, unpacked
from brochure.desk import Finished
from brochure.edition import Source, read_source
from brochure.editions import Editions, Shared
from brochure.errors import BrochureError, Place
from brochure.imprint import Clinic
from brochure.kept import has_parts, keep_parts, read_parts
from brochure.press import Press
from brochure.project import Project
from brochure.stores import Folder, Stamp

COLUMNS = ("id", "name", "address", "telephone", "locales", "formats")
MOSS = ("moss", "Moss fysioterapi", "Storgata 1", "22 33 44 55", "", "")
BODO = ("bodo", "Bodø klinikk", "Sjøgata 2", "", "", "")
ALTA = ("alta", "Álttá klinihkka", "", "", "en", "screen, booklet")
BRAND = ("halden", "x" * 70, "", "1", "", "")


def write_list(path: Path, *rows: Sequence[str]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows([COLUMNS, *rows])
    return path


def many(path: Path, count: int) -> Path:
    return write_list(path, *((f"clinic-{number}", f"Klinikk {number}", f"Storgata {number}", "", "", "")
                              for number in range(count)))


def report(folder: Path, name: str = "report.csv") -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def outcomes(folder: Path) -> dict[tuple[str, str, str], str]:
    return {(line["id"], line["locale"], line["format"]): line["outcome"] for line in report(folder)}


def pdfs(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*.pdf"))}


def last_page(content: bytes) -> str:
    document = pypdfium2.PdfDocument(content)
    try:
        return str(document[len(document) - 1].get_textpage().get_text_range())
    finally:
        document.close()


@pytest.fixture
def build(run: Run, mini: Path) -> Run:
    """Print a list into out/, in this process; the result is JSON."""
    return lambda *words: run("clinics", "build", *words, "-o", "out", "--jobs", 1, "--json")


# --- what is printed -------------------------------------------------------------------------------------------------


def test_each_clinic_has_a_folder_of_its_own(build: Run, mini: Path) -> None:
    result = build(write_list(mini / "list.csv", MOSS, BODO, ALTA))
    told = json.loads(result.out)
    assert (result.code, result.err) == (0, "")
    assert (told["clinics"], told["made"], told["exact"]) == (3, 6, 0)
    made = pdfs(mini / "out")
    assert list(made) == ["alta/mini-en-booklet.pdf", "alta/mini-en.pdf", "bodo/mini-en.pdf", "bodo/mini-nb.pdf",
                          "moss/mini-en.pdf", "moss/mini-nb.pdf"]
    assert "Bodø klinikk" in last_page(made["bodo/mini-nb.pdf"])
    assert "Moss fysioterapi" in last_page(made["moss/mini-en.pdf"])
    assert [(line["list"], line["row"], line["id"], line["file"], line["outcome"], line["message"])
            for line in report(mini / "out")][:3] == [
        ("list.csv", "2", "moss", "moss/mini-en.pdf", "made", ""),
        ("list.csv", "2", "moss", "moss/mini-nb.pdf", "made", ""),
        ("list.csv", "3", "bodo", "bodo/mini-en.pdf", "made", "")]
    assert sorted(path.name for path in (mini / "out").iterdir()) == [
        ".made.sqlite3", "alta", "bodo", "moss", "report.csv"]


def test_what_the_command_names_is_made_of_every_clinic(build: Run, mini: Path) -> None:
    assert build(write_list(mini / "list.csv", MOSS, ALTA), "--locale", "nb", "--format", "press").code == 0
    assert list(pdfs(mini / "out")) == ["alta/mini-nb-press.pdf", "moss/mini-nb-press.pdf"]


def test_a_list_may_be_several_files_of_any_kind(build: Run, mini: Path, run: Run) -> None:
    (mini / "oslo.toml").write_text('name = "Oslo klinikk"\nlocales = ["nb"]\n', "utf-8")
    assert build(write_list(mini / "list.csv", MOSS), mini / "oslo.toml", "--locale", "nb").code == 0
    assert list(pdfs(mini / "out")) == ["moss/mini-nb.pdf", "oslo/mini-nb.pdf"]


def test_each_can_be_laid_out_by_itself(build: Run, mini: Path) -> None:
    told = json.loads(build(write_list(mini / "list.csv", MOSS), "--locale", "nb", "--exact").out)
    assert (told["made"], told["exact"]) == (1, 1)
    assert "Moss fysioterapi" in last_page(pdfs(mini / "out")["moss/mini-nb.pdf"])


def test_a_format_without_a_template_is_laid_out(build: Run, mini: Path) -> None:
    told = json.loads(build(write_list(mini / "list.csv", MOSS), "--locale", "en", "--format", "large-print").out)
    assert (told["made"], told["exact"]) == (1, 1)
    assert list(pdfs(mini / "out")) == ["moss/mini-en-large-print.pdf"]


def test_the_result_is_told(run: Run, mini: Path) -> None:
    write_list(mini / "list.csv", MOSS)
    words = ("clinics", "build", "list.csv", "--locale", "nb", "--jobs", 1)
    assert run(*words).out == "build/clinics: 1 clinic; 1 file made, 0 unchanged\nbuild/clinics/report.csv\n"
    assert run(*words, "--quiet").out == ""


# --- what is there ---------------------------------------------------------------------------------------------------


def test_what_is_unchanged_is_not_made_again(build: Run, mini: Path) -> None:
    path = write_list(mini / "list.csv", MOSS, BODO)
    words = (path, "--locale", "nb")
    assert build(*words).code == 0
    before = pdfs(mini / "out")
    times = {name: (mini / "out" / name).stat().st_mtime_ns for name in before}
    told = json.loads(build(*words).out)
    assert (told["made"], told["unchanged"]) == (0, 2)
    assert set(outcomes(mini / "out").values()) == {"unchanged"}
    assert {name: (mini / "out" / name).stat().st_mtime_ns for name in before} == times

    (mini / "out/moss/mini-nb.pdf").unlink()
    write_list(path, BODO, MOSS)   # where a clinic stands in a list changes nothing
    told = json.loads(build(*words).out)
    assert (told["made"], told["unchanged"]) == (1, 1)
    assert pdfs(mini / "out") == before

    (mini / "out/moss/mini-nb.pdf").write_bytes(b"%PDF")
    write_list(path, MOSS, ("bodo", "Bodø legesenter", *BODO[2:]))
    told = json.loads(build(*words).out)
    assert (told["made"], told["unchanged"]) == (2, 0)
    assert pdfs(mini / "out")["moss/mini-nb.pdf"] == before["moss/mini-nb.pdf"]
    assert "Bodø legesenter" in last_page(pdfs(mini / "out")["bodo/mini-nb.pdf"])

    content = mini / "content/mini.yaml"
    content.write_text(f"{content.read_text('utf-8')}\n# another edition\n", "utf-8")
    assert json.loads(build(*words).out)["made"] == 2


def test_a_damaged_note_of_what_was_made_costs_no_more_than_time(build: Run, mini: Path) -> None:
    words = (write_list(mini / "list.csv", MOSS, BODO), "--locale", "nb")
    assert build(*words).code == 0
    before = pdfs(mini / "out")
    (mini / "out/.made.sqlite3").write_bytes(b"no database" * 500)
    times = [path.stat().st_mtime_ns for path in (mini / "out").rglob("*.pdf")]
    assert json.loads(build(*words).out)["made"] == 2
    assert pdfs(mini / "out") == before
    assert [path.stat().st_mtime_ns for path in (mini / "out").rglob("*.pdf")] == times   # the same bytes stay
    assert json.loads(build(*words).out)["unchanged"] == 2


def test_a_note_that_is_damaged_inside_is_made_anew(build: Run, mini: Path) -> None:
    words = (many(mini / "list.csv", 60), "--locale", "nb", "--locale", "en")
    assert build(*words).code == 0
    path = mini / "out/.made.sqlite3"
    content = bytearray(path.read_bytes())
    assert len(content) > 12_000
    content[8192:10_000] = bytes(range(256)) * 7 + bytes(16)
    path.write_bytes(content)
    assert json.loads(build(*words).out)["made"] == 120
    assert json.loads(build(*words).out)["unchanged"] == 120


def test_what_is_saved_while_pages_are_laid_out_one_by_one_is_told(run: Run, mini: Path,
                                                                   monkeypatch: pytest.MonkeyPatch) -> None:
    """A desk reads the catalogue anew: a file of other words would be told as unchanged by its key ever after."""
    path = mini / "locales/en/LC_MESSAGES/mini.po"
    before, laid_out = path.read_text("utf-8"), Editions._laid_out

    def save(editions: Editions, clinic: Clinic) -> Finished:
        path.write_text(before.replace('msgstr "an item"', 'msgstr "one item"'), "utf-8")
        return laid_out(editions, clinic)

    words = ("clinics", "build", write_list(mini / "list.csv", MOSS), "--locale", "en", "--exact", "--jobs", 1,
             "-o", "out")
    with monkeypatch.context() as patched:
        patched.setattr(Editions, "_laid_out", save)
        result = run(*words)
    assert result.code == 1
    assert "a file of the project was saved while this was printed\n  Say it again" in result.err
    assert pdfs(mini / "out") == {}
    path.write_text(before, "utf-8")
    assert run(*words).code == 0


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-"])
def test_nobody_need_listen(closed: str, mini: Path) -> None:
    write_list(mini / "list.csv", (*MOSS[:4], "nb", ""))
    command = f'"{sys.executable}" -m brochure clinics check list.csv {closed}'
    done = subprocess.run(["sh", "-c", command], cwd=mini, capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stderr) == (0, "")


def test_what_was_printed_of_lists_is_told_when_an_edition_is_withdrawn(run: Run, mini: Path) -> None:
    path = write_list(mini / "list.csv", (*MOSS[:4], "nb, en", "screen, parallel"), (*BODO[:4], "nb", ""))
    for place in ((), ("-o", "elsewhere")):
        assert run("clinics", "build", path, "--jobs", 1, "--quiet", *place).code == 0
    words = ("locale", "withdraw", "nb", "2", "--by", "Ola Nordmann, lege", "--why", "Feil tall.", "--dry-run")
    result = run(*words)
    assert (result.code, result.err) == (0, "")
    told = [f"{name}  ({form}, clinic {name.split('/')[2]}; SHA-256 {sha256((mini / name).read_bytes()).hexdigest()})"
            for name, form in (("build/clinics/bodo/mini-nb.pdf", "screen"),
                               ("build/clinics/moss/mini-en-parallel.pdf", "parallel"),
                               ("build/clinics/moss/mini-nb.pdf", "screen"))]
    assert [line.strip() for line in result.out.splitlines() if "clinic " in line] == told
    also = json.loads(run(*words, "--also", "elsewhere", "--json").out)["files"]
    assert [(Path(copy["path"]).name, copy["clinic"], copy["edition"], copy["date"]) for copy in also[3:]] == [
        ("mini-nb.pdf", "bodo", 2, "2026-03"), ("mini-en-parallel.pdf", "moss", 2, "2026-03"),
        ("mini-nb.pdf", "moss", 2, "2026-03")]
    result = run(*words, "--also", "nowhere")
    assert (result.code, result.err.splitlines()[0]) == (2, "error: nowhere: there is no such folder")


def test_many_files_to_take_down_are_told_by_folder(run: Run, mini: Path) -> None:
    rows = [(f"c{number}", f"Clinic {number}", "", "", "nb", "") for number in range(60)]
    assert run("clinics", "build", write_list(mini / "list.csv", *rows), "--jobs", 1, "--quiet").code == 0
    result = run("locale", "withdraw", "nb", "2", "--by", "Ola Nordmann, lege", "--why", "Feil tall.")
    assert result.out.count("SHA-256 ") == 51   # with that of the line below
    assert "  … and 10 more files of 10 clinics in build/clinics; --json tells each\n" in result.out
    result = run("clinics", "build", mini / "list.csv", "--jobs", 1)
    assert (result.code, "edition 2 is withdrawn" in result.err) == (1, True)


def test_two_runs_do_not_share_a_folder(build: Run, mini: Path) -> None:
    words = (write_list(mini / "list.csv", MOSS), "--locale", "nb")
    other = Made(mini / "out")
    result = build(*words)
    other.close()
    assert result.code == 1
    assert "another run is making files in this folder" in result.err
    assert build(*words).code == 0


# --- what is at fault ------------------------------------------------------------------------------------------------


def test_nothing_is_printed_if_a_clinic_is_at_fault(build: Run, mini: Path) -> None:
    result = build(write_list(mini / "list.csv", MOSS, BRAND, ("moss", "Moss 2", "", "", "", ""), ALTA))
    told = json.loads(result.out)
    assert (result.code, told["made"], told["at_fault"]) == (1, 0, 2)
    assert [(fault["place"].rpartition("/")[2], fault["column"]) for fault in told["faults"]] == [
        ("list.csv:3, column telephone", "telephone"), ("list.csv:3, column name", "name"), ("list.csv:4", "")]
    assert pdfs(mini / "out") == {}
    assert [line["outcome"] for line in report(mini / "out")] == [
        "not made", "not made", "at fault", "at fault", "not made", "not made"]
    assert "telephone: “telephone” is no telephone number: 1. Write it like" in report(mini / "out")[2]["message"]


def test_what_does_not_fit_is_at_fault_too(run: Run, mini: Path) -> None:
    long = ("lang", " ".join(["Langt"] * 30), "", "", "", "")
    words = ("--locale", "nb", "-o", "out", "--jobs", 1)
    result = run("clinics", "build", write_list(mini / "list.csv", MOSS, long), *words)
    assert result.code == 1
    assert "list.csv:3, column name: “name” takes" in result.err
    assert result.err.endswith("nothing was printed: 1 of 2 clinics cannot be printed as they are\n")
    assert pdfs(mini / "out") == {}


def test_the_others_are_printed_if_that_is_asked_for(build: Run, mini: Path) -> None:
    long = ("lang", " ".join(["Langt"] * 30), "", "", "", "")
    result = build(write_list(mini / "list.csv", MOSS, BRAND, long, BODO), "--keep-going", "--locale", "nb")
    told = json.loads(result.out)
    assert (result.code, told["made"], told["at_fault"]) == (1, 2, 2)
    assert list(pdfs(mini / "out")) == ["bodo/mini-nb.pdf", "moss/mini-nb.pdf"]
    assert [(line["id"], line["outcome"]) for line in report(mini / "out")] == [
        ("moss", "made"), ("halden", "at fault"), ("lang", "at fault"), ("bodo", "made")]


def test_a_language_that_cannot_be_printed_stops_all_or_is_left_out(build: Run, mini: Path) -> None:
    catalogue = mini / "locales/en/LC_MESSAGES/mini.po"
    text = catalogue.read_text("utf-8")
    catalogue.write_text(text[:text.rindex("msgctxt")], "utf-8")
    path = write_list(mini / "list.csv", MOSS)
    result = build(path)
    assert (result.code, pdfs(mini / "out")) == (3, {})
    assert "is not in this file at all" in result.err
    assert build(path, "--keep-going").code == 3
    assert outcomes(mini / "out") == {("moss", "nb", "screen"): "made", ("moss", "en", "screen"): "failed"}


def test_a_list_that_cannot_be_read_leaves_no_report(build: Run, mini: Path) -> None:
    (mini / "list.csv").write_text("navn\nMoss\n", "utf-8")
    result = build(mini / "list.csv")
    assert result.code == 1
    assert "there is no column “id”" in result.err
    assert not (mini / "out/report.csv").exists()


@pytest.mark.parametrize("words", [[], ["--keep-going"]])
def test_nothing_is_printed_of_a_list_with_a_wrong_column(run: Run, mini: Path, words: list[str]) -> None:
    write_list(mini / "list.csv", MOSS, BODO)
    words = ["--locale", "nb", "--zip", "-o", "out", "--jobs", "1", *words]
    assert run("clinics", "build", mini / "list.csv", *words).code == 0
    before = pdfs(mini / "out"), (mini / "out/mini-clinics.zip").read_bytes()
    (mini / "list.csv").write_text("id;name;region\nmoss;Moss 2;Øst\nbodo;;Nord\nalta;Alta;Nord\n", "utf-8")
    write_list(mini / "other.csv", ("oslo", "Oslo", "", "", "", ""))
    result = run("clinics", "build", mini / "list.csv", mini / "other.csv", *words)
    assert (result.code, (pdfs(mini / "out"), (mini / "out/mini-clinics.zip").read_bytes())) == (1, before)
    assert [line.rpartition("/")[2] for line in result.err.splitlines() if not line.startswith(" ")] == [
        "list.csv:1, column region: there is no such field of a clinic", "list.csv:3, column name: “name” is empty",
        "nothing was printed: the list has columns that are wrong, and 1 of 4 clinics cannot be printed as they are"]
    assert "2 clinics that were not printed still have files of before" in result.out
    assert "not in the list" not in result.out
    assert [(line["row"], line["id"], line["outcome"], line["message"].partition(":")[0])
            for line in report(mini / "out")] == [
        ("1", "", "at fault", "region"), ("2", "moss", "not made", "of before, and still there"),
        ("3", "bodo", "at fault", "name"), ("4", "alta", "not made", ""), ("2", "oslo", "not made", "")]


def test_what_is_wrong_with_columns_is_told_to_a_program_too(build: Run, mini: Path) -> None:
    (mini / "list.csv").write_text("id;name;region\nmoss;Moss;Øst\n", "utf-8")
    result = build(mini / "list.csv")
    told = json.loads(result.out)
    assert (result.code, result.err, told["clinics"], told["at_fault"], told["made"]) == (1, "", 1, 0, 0)
    assert [fault["column"] for fault in told["faults"]] == ["region"]


@pytest.mark.parametrize("words", [[], ["--json"]])
def test_what_was_found_before_a_list_cannot_be_read_is_told(run: Run, mini: Path, words: list[str]) -> None:
    (mini / "list.csv").write_text('id;name;region\nmoss;Moss;Øst\nbodo;;Nord\nalta;"Alta\n', "utf-8")
    result = run("clinics", "build", mini / "list.csv", "--jobs", 1, "-o", "out", *words)
    assert (result.code, result.out) == (1, "")
    assert [line.rpartition("/")[2] for line in result.err.splitlines() if not line.startswith(" ")] == [
        "list.csv:1, column region: there is no such field of a clinic", "list.csv:3, column name: “name” is empty",
        "list.csv:4: the table is broken: a quotation mark opens and does not close"]


@pytest.mark.parametrize("name", ["con", "COM1", "a.", "a b", "a:b", "æ", "../moss", "a/b", ""])
def test_a_name_that_windows_cannot_have_is_refused(build: Run, mini: Path, name: str) -> None:
    assert build(write_list(mini / "list.csv", (name, *MOSS[1:])), "--locale", "nb").code == 1
    assert pdfs(mini) == {}


def test_names_that_differ_in_capitals_only_are_one_on_windows(build: Run, mini: Path) -> None:
    result = build(write_list(mini / "list.csv", MOSS, ("MOSS", *BODO[1:])), "--keep-going", "--locale", "nb")
    assert result.code == 1
    assert list(pdfs(mini / "out")) == ["moss/mini-nb.pdf"]


def test_a_cell_of_the_report_is_no_formula(build: Run, mini: Path) -> None:
    assert build(write_list(mini / "list.csv", ("=1+1", *MOSS[1:]))).code == 1
    assert report(mini / "out")[0]["id"] == "'=1+1"


# --- what is not made, and what is there of before --------------------------------------------------------------------


def test_what_there_is_no_edition_of_is_reported(run: Run, mini: Path) -> None:
    path = write_list(mini / "list.csv", (*MOSS[:4], "nb", ""), (*BODO[:4], "nb, en", ""))
    result = run("clinics", "build", path, "--format", "parallel", "--jobs", 1, "-o", "out")
    assert (result.code, result.err) == (0, "")
    assert ("2 files left out: two languages side by side are an edition of the translation, not of the source "
            "language\n") in result.out
    assert [(line["id"], line["locale"], line["format"], line["outcome"], line["message"])
            for line in report(mini / "out")] == [
        ("moss", "nb", "parallel", "left out", "the source language has no parallel edition"),
        ("bodo", "en", "parallel", "made", ""),
        ("bodo", "nb", "parallel", "left out", "the source language has no parallel edition")]


def test_files_of_clinics_that_are_not_in_the_list_are_told_and_kept(run: Run, mini: Path) -> None:
    words = ("clinics", "build", mini / "list.csv", "--locale", "nb", "--jobs", 1, "-o", "out")
    write_list(mini / "list.csv", MOSS, BODO, (*ALTA[:5], ""))
    assert "in the list" not in run(*words).out
    before = pdfs(mini / "out")
    write_list(mini / "list.csv", ("MOSS", *MOSS[1:]))
    (mini / "out/alta/mini-nb.pdf").unlink()
    assert "1 folder holds files of a clinic that is not in the list: bodo; delete what is no longer wanted\n" in run(
        *words).out
    assert pdfs(mini / "out").items() >= {"bodo/mini-nb.pdf": before["bodo/mini-nb.pdf"]}.items()
    assert [(line["id"], line["file"]) for line in report(mini / "out") if line["outcome"] == "not in the list"] == [
        ("bodo", "bodo/mini-nb.pdf")]


def others(run: Run, mini: Path, *lists: str | Path) -> tuple[dict[str, list[str]], list[str]]:
    """What of other clinics lies in the folder after a run: of other lists, and of those that are in no list."""
    told = json.loads(run("clinics", "build", *lists, "--locale", "nb", "--jobs", 1, "-o", "out", "--json").out)
    found = {str(Path(name).relative_to(mini)): folders for name, folders in told["other_lists"].items()}
    assert {(line["list"], line["id"], line["outcome"]) for line in report(mini / "out") if "made before" in line[
        "message"]} == {*((name, folder, "of another list") for name, folders in found.items() for folder in folders),
                        *(("", folder, "not in the list") for folder in told["not_listed"])}
    return found, told["not_listed"]


def test_clinics_of_another_list_are_told_apart(run: Run, mini: Path) -> None:
    write_list(mini / "nord.csv", BODO)
    write_list(mini / "moss.csv", MOSS)
    assert others(run, mini, "nord.csv") == ({}, [])
    result = run("clinics", "build", "moss.csv", "--locale", "nb", "--jobs", 1, "-o", "out")
    assert "1 folder holds files of a clinic that was in another list: nord.csv; the report names it\n" in result.out
    assert "not in the list" not in result.out
    assert others(run, mini, "moss.csv", "nord.csv") == ({}, [])
    write_list(mini / "nord.csv", ("oslo", "Oslo", "", "", "", ""))
    assert others(run, mini, mini / "nord.csv") == ({"moss.csv": ["moss"]}, ["bodo"])
    write_list(mini / "moss.csv", BODO)   # it stood in the other before
    assert others(run, mini, "moss.csv") == ({"nord.csv": ["oslo"]}, ["moss"])
    (mini / "link.csv").symlink_to(mini / "moss.csv")
    write_list(mini / "moss.csv", MOSS)
    assert others(run, mini, "link.csv") == ({"nord.csv": ["oslo"]}, ["bodo"])


def test_a_list_that_is_renamed_loses_nothing(run: Run, mini: Path) -> None:
    write_list(mini / "list.csv", MOSS, BODO)
    assert others(run, mini, "list.csv") == ({}, [])
    (mini / "list.csv").rename(mini / "renamed.csv")
    write_list(mini / "renamed.csv", MOSS)
    assert others(run, mini, "renamed.csv") == ({}, ["bodo"])
    write_list(mini / "list.csv", BRAND)   # another, under the name of before
    write_list(mini / "renamed.csv", ("oslo", "Oslo", "", "", "", ""))
    assert others(run, mini, "renamed.csv") == ({"list.csv": ["bodo"]}, ["moss"])


def test_what_was_made_before_lists_were_known_is_not_in_the_list(run: Run, mini: Path) -> None:
    write_list(mini / "nord.csv", BODO)
    write_list(mini / "moss.csv", MOSS)
    assert others(run, mini, "nord.csv") == ({}, [])
    with closing(sqlite3.connect(mini / "out/.made.sqlite3")) as base:
        base.execute("DROP TABLE lists")
    assert others(run, mini, "moss.csv") == ({}, ["bodo"])
    told = json.loads(run("clinics", "build", "nord.csv", "--locale", "nb", "--jobs", 1, "-o", "out", "--json").out)
    assert (told["made"], told["unchanged"]) == (0, 1)
    assert others(run, mini, "moss.csv") == ({"nord.csv": ["bodo"]}, [])


def test_files_of_before_of_a_clinic_that_is_not_printed_are_told(run: Run, mini: Path) -> None:
    words = ("clinics", "build", mini / "list.csv", "--locale", "nb", "--jobs", 1, "-o", "out")
    write_list(mini / "list.csv", MOSS, BODO)
    assert run(*words).code == 0
    twice = ("moss", "Moss 2", "", "", "", "")
    write_list(mini / "list.csv", MOSS, (*BODO[:3], "12", "", ""), (*BRAND[:1], "Halden", *BRAND[2:]), twice)
    told = "1 clinic that was not printed still has files of before: look at them before they are handed out"
    assert told in run(*words, "--keep-going").out
    assert [(line["id"], line["message"].rpartition("of before, and still there: ")[2])
            for line in report(mini / "out") if "of before" in line["message"]] == [("bodo", "bodo/mini-nb.pdf")]
    write_list(mini / "list.csv", ("moss", "Moss legesenter", "", "", "", ""), BRAND)
    assert told in run(*words).out
    first = report(mini / "out")[0]
    assert (first["outcome"], first["message"]) == ("not made", "the file that is there is of before")


# --- one ZIP ---------------------------------------------------------------------------------------------------------


def test_the_zip_has_all_files_and_is_the_same_each_time(build: Run, mini: Path) -> None:
    words = (write_list(mini / "list.csv", MOSS, BODO), "--locale", "nb", "--zip")
    assert json.loads(build(*words).out)["archive"] == "mini-clinics.zip"
    first = (mini / "out/mini-clinics.zip").read_bytes()
    with zipfile.ZipFile(mini / "out/mini-clinics.zip") as archive:
        assert {name: archive.read(name) for name in sorted(archive.namelist())} == pdfs(mini / "out")
        assert archive.namelist() == ["moss/mini-nb.pdf", "bodo/mini-nb.pdf"]
    (mini / "out/moss/mini-nb.pdf").unlink()
    time.sleep(0.01)
    assert build(*words).code == 0
    assert (mini / "out/mini-clinics.zip").read_bytes() == first


# --- a run that is killed --------------------------------------------------------------------------------------------


def command(*words: object) -> list[str]:
    return [sys.executable, "-m", "brochure", "clinics", "build", *map(str, words)]


def killed(process: subprocess.Popen[bytes], folder: Path, count: int) -> None:
    """Kill a process once there are so many files, and wait until those that it has begun are gone."""
    workers = []
    while process.poll() is None and len(list(folder.glob("*/*.pdf"))) < count:
        time.sleep(0.01)
    workers = psutil.Process(process.pid).children(recursive=True)
    process.kill()
    process.wait()
    assert workers
    _, alive = psutil.wait_procs(workers, timeout=20)
    assert alive == []


def test_a_run_that_is_killed_leaves_whole_files_and_goes_on_from_there(run: Run, mini: Path) -> None:
    words = (many(mini / "list.csv", 300), "--locale", "nb", "--quiet", "-o")
    process = subprocess.Popen(command(*words, "out", "--jobs", 2), cwd=mini)
    killed(process, mini / "out", 30)
    there = pdfs(mini / "out")
    (mini / "out/.unfinished/left-over").write_bytes(b"half of a fi")
    assert process.returncode == -signal.SIGKILL
    assert 30 <= len(there) < 300
    assert all(content.endswith(b"%%EOF\n") for content in there.values())
    told = report(mini / "out", "report-unfinished.csv")
    assert {line["outcome"] for line in told} <= {"made"}
    assert {line["file"] for line in told} <= there.keys()

    summary = json.loads(run("clinics", "build", *words, "out", "--jobs", 1, "--json").out)
    assert summary["made"] + summary["unchanged"] == 300
    assert summary["unchanged"] >= len(told)
    assert run("clinics", "build", *words, "whole", "--jobs", 1).code == 0
    assert pdfs(mini / "out") == pdfs(mini / "whole")
    assert len(report(mini / "out")) == 300
    assert sorted(path.name for path in (mini / "out").iterdir() if not path.name.startswith("clinic-")) == [
        ".made.sqlite3", "report.csv"]


# --- stores ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def memory() -> Iterator[fsspec.AbstractFileSystem]:
    system = fsspec.filesystem("memory")
    yield system
    system.rm("/shelf", recursive=True)


def test_files_go_to_any_store(run: Run, mini: Path, memory: fsspec.AbstractFileSystem) -> None:
    path = write_list(mini / "list.csv", MOSS, BODO)
    words = ("clinics", "build", path, "--locale", "nb", "--zip", "--jobs", 1, "--json", "-o")
    assert json.loads(run(*words, "memory://shelf/mini").out)["made"] == 2
    assert run(*words, "out").code == 0
    assert sorted(memory.find("/shelf")) == [
        "/shelf/mini/bodo/mini-nb.pdf", "/shelf/mini/mini-clinics.zip", "/shelf/mini/moss/mini-nb.pdf",
        "/shelf/mini/report.csv"]
    for name in ("bodo/mini-nb.pdf", "mini-clinics.zip"):
        assert memory.cat_file(f"/shelf/mini/{name}") == (mini / "out" / name).read_bytes()
    memory.rm("/shelf/mini/moss/mini-nb.pdf")
    told = json.loads(run(*words, "memory://shelf/mini").out)
    assert (told["made"], told["unchanged"]) == (1, 1)


def test_a_store_that_shows_halves_gets_files_under_another_name_first(run: Run, mini: Path) -> None:
    words = ("clinics", "build", write_list(mini / "list.csv", MOSS), "--locale", "nb", "--jobs", 1, "--json", "-o")
    (mini / "far/.unfinished").mkdir(parents=True)
    (mini / "far/.unfinished/left-over").write_bytes(b"half of a fi")
    assert json.loads(run(*words, f"local://{mini}/far").out)["made"] == 1
    assert sorted(str(path.relative_to(mini / "far")) for path in (mini / "far").rglob("*")) == [
        "moss", "moss/mini-nb.pdf", "report.csv"]
    assert json.loads(run(*words, f"local://{mini}/far").out)["unchanged"] == 1


def test_a_store_that_refuses_is_told(run: Run, mini: Path) -> None:
    (mini / "far").write_text("a file")
    words = ("--locale", "nb", "--jobs", 1, "-o", f"local://{mini}/far")
    result = run("clinics", "build", write_list(mini / "list.csv", MOSS), *words)
    assert result.code == 1
    assert "the store refuses:" in result.err


def test_a_full_disk_is_told_and_leaves_no_half(mini: Path) -> None:
    """By the limit of a process on the size of files: the kernel refuses the rest, as a full disk does."""
    path = write_list(mini / "list.csv", MOSS)
    process = subprocess.run(
        command(path, "--locale", "nb", "-o", "out", "--jobs", 1), cwd=mini, capture_output=True, text=True,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        preexec_fn=lambda: (signal.signal(signal.SIGXFSZ, signal.SIG_IGN),
                            resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, 30_000)))[0], check=False)
    assert process.returncode == 1
    assert "the file cannot be written" in process.stderr
    assert pdfs(mini / "out") == {}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a disk that is always full")
@pytest.mark.parametrize(("there", "most", "where", "why"), [
    ("/dev/full", 0, "out/report-unfinished.csv", "no space left on device"),
    ("locales", 0, "out/report-unfinished.csv", "there is a folder of that name"),
    ("", 20_000, "out", "file too large")])
def test_a_full_disk_is_told_of_what_is_not_printed_too(build: Run, mini: Path, there: str, most: int, where: str,
                                                        why: str) -> None:
    path = write_list(mini / "list.csv", *[(f"a{row}", "A", "", "1", "nb", "") for row in range(100 if most else 1)])
    (mini / "out").mkdir()
    if there:
        (mini / "out/report-unfinished.csv").symlink_to(mini / there)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most or before[0], before[1]))
    try:
        result = build(path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert (result.code, result.err.splitlines()[-2:]) == (1, [
        f"error: {mini / where}: the file cannot be written: {why}",
        "  What was finished is there. Make room, or choose another place with -o."])


def test_what_was_finished_before_a_file_was_refused_is_not_made_again(
        build: Run, mini: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, write = write_list(mini / "list.csv", MOSS, BODO, (*ALTA[:4], "", "")), Folder.write

    def until_full(store: Folder, name: str, content: bytes) -> Stamp:
        if name.startswith("bodo"):
            raise BrochureError("the file cannot be written: no space left on device", Place(name))
        return write(store, name, content)

    with monkeypatch.context() as full:
        full.setattr(Folder, "write", until_full)
        result = build(path, "--locale", "nb")
    assert (result.code, result.err.count("no space left on device")) == (1, 1)
    assert list(pdfs(mini / "out")) == ["moss/mini-nb.pdf"]
    told = json.loads(build(path, "--locale", "nb").out)
    assert (told["made"], told["unchanged"]) == (2, 1)


@pytest.mark.parametrize(("words", "code", "told"), [
    (["-o", "shelf://here"], 2, "there is no such store"),
    (["-o", "discard:", "--zip"], 2, "there is no ZIP of what is discarded"),
    (["--jobs", "0"], 2, "--jobs must be at least 1"),
    (["--jobs", "2", "--dask", "tcp://x:1"], 2, "--dask has others work"),
    (["--locale", "xx"], 2, "there is no locale “xx”"),
    (["--format", "poster"], 2, "there is no format “poster”"),
])
def test_what_is_asked_wrongly(run: Run, mini: Path, words: list[str], code: int, told: str) -> None:
    result = run("clinics", "build", write_list(mini / "list.csv", MOSS), *words)
    assert (result.code, told in result.err) == (code, True), result.err


@pytest.mark.parametrize(("module", "words", "told"), [
    ("distributed", ["--dask", "tcp://x:1"], "with Dask, which is not there"),
    ("fsspec.core", ["-o", "s3://shelf"], "with fsspec, which is not there")])
def test_what_is_not_installed(run: Run, mini: Path, monkeypatch: pytest.MonkeyPatch, module: str, words: list[str],
                               told: str) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    monkeypatch.delitem(sys.modules, "brochure.batch.cluster", raising=False)
    result = run("clinics", "build", write_list(mini / "list.csv", MOSS), *words)
    assert (result.code, told in result.err) == (4, True), result.err


# --- how long a list may be ------------------------------------------------------------------------------------------


@pytest.mark.verify
def test_a_list_however_long_takes_no_more_memory(mini: Path) -> None:
    """100,000 clinics, each of them another, into a store that discards: no process takes more than 200 MB."""
    path = mini / "list.csv"
    with path.open("w", encoding="utf-8") as file:
        file.write("id;name;address;telephone;email;web;hours\n")
        for number in range(100_000):
            file.write(f"clinic-{number};Klinikk {number};Storgata {number} | {number % 9000 + 1000:04} Moss;"
                       f"22 {number % 90 + 10} {number // 90 % 90 + 10} 00;post{number}@example.no;"
                       f"www.example.no/{number};Mandag–fredag {number % 9}–16\n")
    program = PEAK + ("from brochure.cli import main\n"
                      "code = main(sys.argv[1:])\n"
                      "print(*peaks(), file=sys.stderr)\n"
                      "sys.exit(code)")
    result = subprocess.run([sys.executable, "-c", program, "clinics", "build", str(path), "--locale", "nb", "-o",
                             "discard:", "--json"], cwd=mini, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    assert json.loads(result.stdout)["made"] == 100_000
    largest = [int(number) / 1e6 for number in result.stderr.split()]
    assert len(largest) == 2
    assert max(largest) <= 200, largest


# --- elsewhere -------------------------------------------------------------------------------------------------------


def test_a_template_works_where_the_project_lies_elsewhere(mini: Path) -> None:
    from brochure.clinics import read_clinic
    from brochure.formats import FORMATS

    project = Project(mini)
    (mini / "moss.toml").write_text('name = "Moss"\ntelephone = "22 33 44 55"\n', "utf-8")
    clinic = read_clinic(mini / "moss.toml")
    made = Editions(Shared(project, read_source(project, "mini")), "nb", FORMATS["screen"])
    content = packed(made, mini)
    expected = made.edition(clinic)
    assert str(mini).encode() not in content
    moved = mini.rename(mini.parent / "moved")
    own = unpacked(content, moved)
    assert own.edition(clinic) == expected
    assert expected.fast


# --- templates that are kept -----------------------------------------------------------------------------------------


def _printed(mini: Path, run: Run, name: str) -> bytes:
    assert run("clinics", "build", "list.csv", "-o", name, "--locale", "nb", "--jobs", "1", "--quiet").code == 0
    return (mini / name / "moss" / "mini-nb.pdf").read_bytes()


def _no_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a page is laid out")

    monkeypatch.setattr(Press, "__init__", refuse)
    monkeypatch.setattr("brochure.press.preload", refuse)


def test_another_list_is_printed_without_laying_a_page_out(mini: Path, run: Run,
                                                           monkeypatch: pytest.MonkeyPatch) -> None:
    (mini / "list.csv").write_text("id;name;telephone\nmoss;Moss;22 33 44 55\n", "utf-8")
    first = _printed(mini, run, "first")
    _no_engine(monkeypatch)
    assert _printed(mini, run, "second") == first


@pytest.mark.parametrize("file", ["locales/nb/locale.toml", *(pytest.param(name, marks=pytest.mark.verify) for name in (
    "content/mini.yaml", "layouts/formats/screen.css"))])
def test_a_template_is_not_kept_when_what_it_is_made_from_has_changed(file: str, mini: Path, run: Run,
                                                                      monkeypatch: pytest.MonkeyPatch) -> None:
    (mini / "list.csv").write_text("id;name\nmoss;Moss\n", "utf-8")
    _printed(mini, run, "first")
    with (mini / file).open("a", encoding="utf-8") as changed:
        changed.write("\n")
    _no_engine(monkeypatch)
    told = run("clinics", "build", "list.csv", "-o", "second", "--locale", "nb", "--jobs", "1", "--quiet")
    assert "a page is laid out" in told.err


def test_what_is_saved_while_a_list_is_printed_is_printed_the_next_time(mini: Path, run: Run,
                                                                        monkeypatch: pytest.MonkeyPatch) -> None:
    """After the sources were read, and before the pages were laid out."""
    (mini / "list.csv").write_text("id;name\nmoss;Moss\n", "utf-8")
    content = mini / "content/mini.yaml"

    def saved(project: Project, brochure: str) -> Source:
        source = read_source(project, brochure)
        content.write_text(content.read_text("utf-8").replace("Storgata 1", "Storgata 9"), "utf-8")
        return source

    with monkeypatch.context() as patch:
        patch.setattr("brochure.batch.read_source", saved)
        first = last_page(_printed(mini, run, "first"))
    second = last_page(_printed(mini, run, "second"))
    assert ("Storgata 1" in first, "Storgata 9" in second) == (True, True)
    assert "Storgata 9" in last_page(_printed(mini, run, "first"))


def test_a_template_that_cannot_be_kept_is_used_all_the_same(mini: Path, run: Run) -> None:
    (mini / "list.csv").write_text("id;name\nmoss;Moss\n", "utf-8")
    (mini / "build/.cache").mkdir(parents=True, exist_ok=True)
    (mini / "build/.cache/templates").write_text("no folder", "utf-8")
    assert _printed(mini, run, "first")


def test_whatever_stands_in_what_is_kept_is_no_fault(tmp_path: Path) -> None:
    path = tmp_path / "kept.zip"
    keep_parts(path, "key", {"a": b"content" * 9, "b": b"more"})
    whole = path.read_bytes()
    given = read_parts(path, "key")
    assert (given.keys(), has_parts(path, "key"), has_parts(path, "other")) == ({"a", "b"}, True, False)
    for at in range(len(whole)):
        for bits in (0x01, 0x80, 0xFF):
            path.write_bytes(whole[:at] + bytes([whole[at] ^ bits]) + whole[at + 1:])
            has_parts(path, "key")
            found = read_parts(path, "key")
            assert all(given.get(name, part) == part for name, part in found.items())


@pytest.mark.parametrize("damage", [
    lambda content: content[:3000] + b"damaged" + content[3007:],
    pytest.param(lambda content: content[:-100], marks=pytest.mark.verify),
    pytest.param(lambda content: b"", marks=pytest.mark.verify)])
def test_a_kept_template_that_is_damaged_is_made_anew(damage: Callable[[bytes], bytes], mini: Path, run: Run) -> None:
    (mini / "list.csv").write_text("id;name\nmoss;Moss\n", "utf-8")
    first = _printed(mini, run, "first")
    [kept] = (mini / "build/.cache/templates").iterdir()
    whole = kept.read_bytes()
    kept.write_bytes(damage(whole))
    assert _printed(mini, run, "second") == first
    assert kept.read_bytes() == whole


def test_words_that_only_the_engine_sets_are_printed_by_a_kept_template_too(mini: Path, run: Run) -> None:
    settings = mini / "locales/nb/locale.toml"
    settings.write_text(settings.read_text("utf-8").replace(
        'fonts = ["Fira Sans"]', 'fonts = ["Fira Sans", "IBM Plex Sans Arabic"]'), "utf-8")
    (mini / "list.csv").write_text("id;name\nmoss;عيادة أوسلو\noslo;Oslo\n", "utf-8")
    for name in ("first", "second"):
        assert run("clinics", "build", "list.csv", "-o", name, "--locale", "nb", "--jobs", "2", "--quiet").code == 0
    for clinic in ("moss", "oslo"):
        first, second = (mini / name / clinic / "mini-nb.pdf" for name in ("first", "second"))
        assert first.read_bytes() == second.read_bytes()
