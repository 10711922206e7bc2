"""Building by the command: the same bytes each time, nothing made twice, drafts marked, files whole."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import BROCHURE, LOCALES, ROOT, TWO, Run, forms_of
from pdf_reader import Reader

from brochure import build

_AT_ANOTHER_TIME = """
import sys, time
then = time.time() + 400 * 86400
time.time = lambda: then
time.localtime = lambda seconds=None: time.gmtime(then)
from brochure.cli import main
sys.exit(main(sys.argv[1:]))
"""


def brochure_process(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", _AT_ANOTHER_TIME, "--project", str(folder), *arguments], text=True,
                          capture_output=True, env={**os.environ, **environment}, check=False)


def append(path: Path, text: str) -> None:
    path.write_text(path.read_text("utf-8") + text, encoding="utf-8")


def test_two_builds_give_the_same_bytes(mini: Path, tmp_path: Path, run: Run) -> None:
    """In different folders, on different days, with other hash seeds, locales, time zones and umasks."""
    assert run("build").code == 0
    other = tmp_path / "somewhere else" / "prosjektet øæå"
    shutil.copytree(mini, other, ignore=shutil.ignore_patterns("build"))
    result = brochure_process(other, "build", PYTHONHASHSEED="7", LC_ALL="C", TZ="Asia/Tokyo", HOME=str(tmp_path))
    assert (result.returncode, result.stderr) == (0, "")
    for code in TWO:
        here, there = (folder / "build" / f"mini-{code}.pdf" for folder in (mini, other))
        assert here.read_bytes() == there.read_bytes()


def test_the_date_comes_from_the_content_or_from_the_environment(mini: Path, run: Run,
                                                                  monkeypatch: pytest.MonkeyPatch) -> None:
    run("build", "nb")
    from_content = Reader(mini / "build/mini-nb.pdf")
    assert str(from_content.pdf.docinfo["/CreationDate"]) == "D:20260301000000Z"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1800000000")
    run("build", "nb")
    from_environment = Reader(mini / "build/mini-nb.pdf")
    assert str(from_environment.pdf.docinfo["/CreationDate"]) == "D:20270115080000Z"


def test_what_is_unchanged_is_not_made_again(mini: Path, run: Run) -> None:
    first = run("build")
    before = {path: path.stat().st_mtime_ns for path in (mini / "build").glob("*.*")}
    second = run("build")
    assert "4 pages, 10 pt, drawings at 71%" in first.out
    assert second.out == "build/mini-en.pdf: unchanged\nbuild/mini-nb.pdf: unchanged\n"
    assert {path: path.stat().st_mtime_ns for path in (mini / "build").glob("*.*")} == before


@pytest.mark.parametrize("changed", ["content/mini.yaml", "layouts/base/print.css", "locales/nb/locale.toml",
                                     "images/squat.svg", "layouts/base/phrases.yaml"])
def test_a_changed_source_is_printed_again(built: Path, run: Run, changed: str) -> None:
    append(built / changed, {".svg": "\n", ".css": "\n/* */\n"}.get(Path(changed).suffix, "\n# a comment\n"))
    assert "unchanged" not in run("build", "nb").out


def test_a_locale_is_not_printed_again_when_another_changes(built: Path, run: Run) -> None:
    append(built / "locales/en/locale.toml", "\n# a comment\n")
    assert run("build").out.count("unchanged") == 1


def test_a_damaged_or_removed_file_is_made_again(built: Path, run: Run) -> None:
    pdf = built / "build/mini-nb.pdf"
    whole = pdf.read_bytes()
    pdf.write_bytes(whole[:1000])
    run("build", "nb")
    assert pdf.read_bytes() == whole
    pdf.unlink()
    run("build", "nb")
    assert pdf.read_bytes() == whole


def test_two_builds_at_once_know_what_both_have_made(mini: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """English is printed while Norwegian is; of a third build there is a promise so far, and one is of long ago."""
    printed: list[str] = []
    make, promises = build.make, mini / "build/.cache/promises"

    def another_first(job: build.Job, key: str, checks: bool) -> build.Made:
        printed.append(job.locale)
        if len(printed) == 1:
            assert run("build", "en").code == 0
            for name in ("now.json", "long-ago.json"):
                (promises / name).write_text("{}")
            os.utime(promises / "long-ago.json", (0, 0))
        return make(job, key, checks)

    monkeypatch.setattr(build, "make", another_first)
    assert run("build", "nb").code == 0
    assert printed == ["nb", "en"]
    assert run("build", "nb", "en").out.count("unchanged") == 2
    assert (promises / "now.json").exists()
    assert not (promises / "long-ago.json").exists()


def test_the_engine_is_not_loaded_for_what_is_unchanged(built: Path) -> None:
    program = ("import sys; from brochure.cli import main; main(['build']); "
               "print(sorted({'weasyprint', 'pikepdf', 'jinja2', 'babel', 'page'} & sys.modules.keys()))")
    result = subprocess.run([sys.executable, "-c", program], text=True, capture_output=True, cwd=built, check=True)
    assert result.stdout.splitlines()[:-1] == [f"build/mini-{code}.pdf: unchanged" for code in sorted(TWO)]
    assert result.stdout.splitlines()[-1] == "[]"


def test_the_manifest_tells_what_lies_there(built: Path) -> None:
    manifest = json.loads((built / "build/manifest.json").read_text("utf-8"))
    assert set(manifest["engine"]) >= {"brochure", "python", "weasyprint"}
    assert list(manifest["files"]) == ["mini-en.pdf", "mini-nb.pdf"]
    for name, told in manifest["files"].items():
        content = (built / "build" / name).read_bytes()
        assert told["sha256"] == hashlib.sha256(content).hexdigest()
        assert (told["bytes"], told["pages"], told["size"], told["drawings"]) == (len(content), 4, 10, 0.71)
        assert told["claims"] == ["PDF/A-2a", "PDF/UA-1", "pages in fours"]
        assert len(told["sources"]) == 64
        assert told["draft"] is False


def test_a_draft_is_printed_with_all_that_is_wrong(mini: Path, run: Run) -> None:
    catalogue = mini / "locales/en/LC_MESSAGES/mini.po"
    text = catalogue.read_text("utf-8")
    long = text.replace('msgstr "an item"', f'msgstr "{"an item " * 700}"')
    long = long.replace('msgstr "Sample"', 'msgstr "Incomprehensibilitiesincomprehensibilities"')
    assert len(long) > len(text) + 5000
    catalogue.write_text(long, "utf-8")
    assert run("build", "en").code != 0
    assert not (mini / "build/mini-en.pdf").exists()
    for _ in ("new", "unchanged"):
        result = run("build", "en", "--draft")
        assert (result.code, result.err) == (0, "")
        assert "not right yet: the text of en does not fit 4 pages" in result.out
        assert re.search("not right yet: en: text/inside-.*“Incomprehensibilities", result.out)
        assert json.loads(run("build", "en", "--draft", "--json").out)[0]["unchanged"]
    assert json.loads(run("build", "en", "--draft", "--json").out)[0]["pages"] > 4


def test_a_draft_says_so_everywhere(mini: Path, run: Run) -> None:
    catalogue = mini / "locales/en/LC_MESSAGES/mini.po"
    catalogue.write_text(catalogue.read_text("utf-8").replace('msgstr "an item"', 'msgstr ""'), encoding="utf-8")
    assert run("build", "en").code == 1
    assert not (mini / "build/mini-en.pdf").exists()
    assert run("build", "en", "--draft").code == 0
    reader = Reader(mini / "build/mini-en-draft.pdf")
    assert str(reader.pdf.docinfo["/Title"]) == "Draft: Sample"
    assert [any("Draft" in words for words in reader.loose[page]) for page in range(4)] == [True] * 4
    marked = [element for element in reader.root.all("Span")
              if element.node.get("/Lang") == "nb" and reader.words(element) == "et punkt"]
    assert len(marked) == 1
    assert json.loads((mini / "build/manifest.json").read_text("utf-8"))["files"]["mini-en-draft.pdf"]["draft"] is True


BROKEN = {"**Call the doctor** if": "**Call the doctor if", "[the website](home)": "the website",
          'msgstr "Subpart"': r'msgstr "Sub\npart"', 'msgstr "First part"': 'msgstr "First\u00a0part"'}


def test_a_draft_shows_the_source_where_a_translation_cannot_be_printed(mini: Path, run: Run) -> None:
    catalogue = mini / "locales/en/LC_MESSAGES/mini.po"
    text = catalogue.read_text("utf-8")
    for good, broken in BROKEN.items():
        assert text.count(good) == 1
        text = text.replace(good, broken)
    catalogue.write_text(text, "utf-8")
    refused, result = run("build", "en"), run("build", "en", "--draft")
    assert (refused.code, result.code, result.err) == (1, 0, "")
    faults = refused.err.removeprefix("error: ").strip().split("\nerror: ")
    assert [fault for fault in faults if f"not right yet: {fault}" not in result.out] == []
    assert len(faults) == len(BROKEN)
    reader = Reader(mini / "build/mini-en-draft.pdf")
    marked = {reader.words(element) for element in reader.root.all("Span") if element.node.get("/Lang") == "nb"}
    assert {"Første del", "Underdel"} <= marked
    assert any(words.startswith("Vekten er under") for words in marked)


def test_a_clinic_has_its_own_folder(mini: Path, run: Run) -> None:
    assert run("build", "nb", "--clinic", "clinics/clinic.toml").out.startswith("build/clinic/mini-nb.pdf: 4 pages")
    words = Reader(mini / "build/clinic/mini-nb.pdf")
    assert "Klinikken" in words.words(words.root)
    manifest = json.loads((mini / "build/manifest.json").read_text("utf-8"))
    assert manifest["files"]["clinic/mini-nb.pdf"]["clinic"] == "clinic"


def test_what_was_found_is_kept_and_printed(mini: Path, run: Run) -> None:
    locale = mini / "locales/nb/locale.toml"
    locale.write_text(locale.read_text("utf-8").replace("size = 10", 'size = "fit"').replace("drawings = 0.71",
                                                                                             'drawings = "fit"'))
    first = run("build", "nb")
    assert first.code == 0
    kept, = (mini / "build/.cache/fit").glob("*.json")
    found = json.loads(kept.read_text())
    assert f"{found['size']:g} pt, drawings at {found['drawings']:.0%}" in first.out
    assert found["size"] == 12
    kept.write_text(json.dumps({"size": 11, "drawings": 0.75}))
    (mini / "build/mini-nb.pdf").unlink()
    assert "11 pt, drawings at 75%" in run("build", "nb").out


def test_one_bad_locale_does_not_keep_the_others_from_their_faults(mini: Path, run: Run) -> None:
    (mini / "locales/en/LC_MESSAGES/mini.po").write_text("nonsense", encoding="utf-8")
    append(mini / "locales/nb/locale.toml", "\n[wrong]\n")
    result = run("build")
    assert result.code == 1
    assert "locales/en/LC_MESSAGES/mini.po: this is no PO file" in result.err
    assert "locales/nb/locale.toml:" in result.err


def test_a_language_that_is_not_ready_keeps_no_other_from_being_printed(mini: Path, run: Run) -> None:
    po = mini / "locales/en/LC_MESSAGES/mini.po"
    text = po.read_text("utf-8")
    empty = re.sub(r'(?m)(?<=^msgctxt "phrase)(.*\nmsgid ".*"\nmsgstr )".*"$', r'\1""', text)
    assert empty.count('msgstr ""\n\n') > 10
    po.write_text(empty, "utf-8")
    result = run("build")
    assert (result.code, result.out.startswith("build/mini-nb.pdf: 4 pages")) == (1, True)
    many, sum_, hint = result.err.splitlines()
    assert re.fullmatch(r"error: locales/en/LC_MESSAGES/mini.po: (\d+) texts are not translated", many)
    assert sum_.endswith("texts are not ready in en")
    assert "“unfinished = true” in locales/en/locale.toml" in hint
    said = run("locale", "check", "en", "--no-layout")
    assert re.search(r"^locales/en/LC_MESSAGES/mini.po: error: \d+ texts are not translated \[words/complete\]\n"
                     r"  “brochure locale status” tells how many are left", said.out, re.MULTILINE)


def test_a_catalogue_that_was_saved_half_is_told_as_such(mini: Path, run: Run) -> None:
    po = mini / "locales/en/LC_MESSAGES/mini.po"
    text = po.read_text("utf-8")
    at = text.index('msgctxt "phrase.edition"')
    po.write_text(text[:at], "utf-8")
    for command in (("build", "en"), ("locale", "check", "en", "--no-layout")):
        result = run(*command)
        told = result.out + result.err
        assert re.search(r"mini\.po: (error: )?\d+ texts are not in this file at all", told)
        assert "“brochure locale update en” puts what is new or lost into it, empty." in told
    for end in ('msgctxt "phrase.edition"\nmsgid "Utg', 'msgctxt "phrase.edition"\n', 'msgctxt "phrase.edition"\nmsgi'):
        po.write_text(text[:at] + end, "utf-8")
        result = run("build", "en")
        assert re.search(r"mini.po:\d+: the file ends in the middle of a text: it was saved only half\n"
                         r"  Take it from a copy\.", result.err)


def test_all_formats_are_printed_and_the_line_of_progress_counts_them(
        mini: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that cannot be made keeps none of the others from being written."""
    append(mini / "locales/en/locale.toml", "\n[wrong]\n")
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    result = run("build", "--format", "all", "--jobs", "2")
    assert result.code == 1
    files = sum(len(forms_of(code)) for code in TWO)
    assert re.findall(r"printing: (\d+) of (\d+) files done …", result.err) == [
        (str(number + 1), str(files)) for number in range(files)]
    assert result.err.count("unknown key “wrong”") == 1
    assert {path.name for path in (mini / "build").glob("mini-*")} == {
        f"mini-nb{form.suffix}.{form.extension}" for form in forms_of("nb")}


def test_json_is_for_programs(mini: Path, run: Run) -> None:
    entries = json.loads(run("build", "--json").out)
    assert [(entry["locale"], entry["file"], entry["pages"]) for entry in entries] == [
        ("en", "mini-en.pdf", 4), ("nb", "mini-nb.pdf", 4)]
    listed = json.loads(run("list", "--json").out)
    assert listed[0]["brochure"] == "mini"
    assert [locale["locale"] for locale in listed[0]["locales"]] == ["en", "nb"]


def test_quiet_says_nothing(mini: Path, run: Run) -> None:
    result = run("build", "--quiet")
    assert (result.code, result.out, result.err) == (0, "", "")


def test_the_command_by_hand(run: Run) -> None:
    assert run("--version").out.startswith("brochure ")
    helped = run("--help").out
    assert all(verb in helped for verb in ("build", "fit", "list", "doctor"))
    assert "Exit codes" in helped


def test_the_project_is_found_from_below(mini: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(mini / "locales/nb")
    assert "build/mini-nb.pdf: 4 pages" in run("build", "nb").out
    assert (mini / "build/mini-nb.pdf").is_file()


def test_the_shipped_brochures_are_built_by_all_of_the_readme(shipped: dict[str, Path]) -> None:
    assert [path.name for path in shipped.values()] == [f"{BROCHURE}-{code}.pdf" for code in LOCALES]
    assert all(path.stat().st_size > 50_000 for path in shipped.values())
    assert (ROOT / "content" / f"{BROCHURE}.yaml").is_file()


def test_what_the_association_fills_in_is_printed(built: Path, run: Run, sign: Run) -> None:
    """Empty fields are not printed; a clinical approval takes the line about its absence away."""
    content = built / "content/mini.yaml"
    before = Reader(built / "build/mini-nb.pdf")
    heard = before.words(before.root)
    assert "Ikke godkjent." in heard
    assert not any(word in heard for word in ("Godkjent av", "Forfattere", "gjennomgås", "Tilbakemeldinger"))
    filled = ("source: A brochure for tests\nauthors: [Kari Nordmann, Ola Nordmann]\nnext_review: 2028-03\n"
              "feedback: post@example.no")
    content.write_text(content.read_text("utf-8").replace("source: A brochure for tests", filled), encoding="utf-8")
    sign("nb", "clinical", "Lege Legesen, lege", "2026-02-03")
    assert run("build", "nb").code == 0
    after = Reader(built / "build/mini-nb.pdf")
    heard = after.words(after.root).replace("\u00a0", " ")
    assert "Ikke godkjent." not in heard
    for words in ("Godkjent av Lege Legesen, lege, februar 2026", "Forfattere: Kari Nordmann, Ola Nordmann",
                  "Skal gjennomgås på nytt: mars 2028", "Tilbakemeldinger: post@example.no"):
        assert words in heard
