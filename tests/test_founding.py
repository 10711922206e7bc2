"""A new language begins: its catalogue, its settings and its terms, in any script that there is a typeface for."""

from __future__ import annotations

import csv
import json
import tomllib
from pathlib import Path

import polib
import pytest
from babel.localedata import locale_identifiers
from conftest import ROOT, Run

from brochure import founding
from brochure.customs import letters_of
from brochure.edition import Source, read_source
from brochure.errors import BrochureError
from brochure.fonts import missing_letters
from brochure.locales import read_locale
from brochure.project import project_at
from brochure.scripts import direction_of, families_for, script_of


@pytest.fixture(autouse=True)
def _room_is_known(request: pytest.FixtureRequest) -> None:
    if "mini" in request.fixturenames:
        request.getfixturevalue("room_is_known")


def begin(run: Run, *words: object) -> str:
    result = run("locale", "init", *words)
    assert (result.code, result.err) == (0, "")
    return result.out


def test_a_catalogue_tells_a_translator_all_there_is_to_know(mini: Path, run: Run) -> None:
    told = begin(run, "uk", "--pivot", "en")
    catalogue = polib.pofile(str(mini / "locales/uk/LC_MESSAGES/mini.po"))
    assert catalogue.metadata["Language"] == "uk"
    assert catalogue.metadata["X-Source-Language"] == "nb"
    entries = {entry.msgctxt: entry for entry in catalogue}
    english = {entry.msgctxt: entry for entry in polib.pofile(str(mini / "locales/en/LC_MESSAGES/mini.po"))}
    assert entries.keys() == english.keys()
    assert f"{len(entries)} texts" in told
    assert not any(entry.msgstr or entry.obsolete for entry in entries.values())
    assert all(entry.msgid == english[name].msgid for name, entry in entries.items())
    text = entries["first.text"]
    assert text.comment.split("\n") == [
        "page 2, paragraph", "under: Første del", "A note for the translator.", "numbers: 10 % · 4-6",
        "room: 316 letters", f"English: {english['first.text'].msgstr}"]
    assert text.flags == ["md-text", next(flag for flag in english["first.text"].flags if "max-length" in flag)]


def test_the_steps_that_are_told_lead_to_printed_pages(mini: Path, run: Run) -> None:
    told = begin(run, "uk")
    assert [word in told for word in ("glossary.csv", "Poedit", "locale watch uk", "locale check uk")] == [True] * 4
    printed = run("build")
    assert (printed.code, printed.err) == (0, "")
    assert "uk is unfinished, and not printed" in printed.out
    assert sorted(path.name for path in (mini / "build").glob("*.pdf")) == ["mini-en.pdf", "mini-nb.pdf"]
    assert run("build", "uk", "--draft", "--quiet").code == 0
    assert (mini / "build/mini-uk-draft.pdf").is_file()
    checked = run("locale", "check", "uk", "--no-layout", "--json")
    [file] = json.loads(checked.out)["files"]
    found = {result["check"] for result in file["results"] for finding in result["findings"]
             if finding["level"] == "error"}
    assert (checked.code, found) == (3, {"words/complete"})

    path = mini / "locales/uk/LC_MESSAGES/mini.po"
    catalogue = polib.pofile(str(path))
    for entry in catalogue:
        entry.msgstr = entry.msgid   # the letters matter here, not the language
    catalogue.save()
    result = run("locale", "check", "uk", "--only", "words/complete", "--no-layout")
    assert "still called unfinished" in result.out
    settings = mini / "locales/uk/locale.toml"
    kept = [line for line in settings.read_text("utf-8").splitlines() if not line.startswith("unfinished")]
    settings.write_text("\n".join(kept), "utf-8")
    assert run("locale", "check", "uk", "--only", "words/complete", "--no-layout", "--quiet").out == ""
    assert "mini-uk.pdf" in run("build").out


def test_a_web_page_does_not_lead_to_a_language_that_is_unfinished(mini: Path, run: Run) -> None:
    begin(run, "uk")
    assert run("build", "--format", "web", "--quiet").code == 0
    page = (mini / "build/mini-nb.html").read_text("utf-8")
    assert "mini-en.html" in page
    assert "mini-uk.html" not in page


def test_the_terms_of_another_language_wait_to_be_agreed_on(mini: Path, run: Run) -> None:
    (mini / "locales/en/glossary.csv").write_text("norwegian,use,avoid,note\nvekt|vekten,weight,mass,\n", "utf-8")
    begin(run, "pl", "--pivot", "en")
    with (mini / "locales/pl/glossary.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert rows == [{"norwegian": "vekt|vekten", "use": "", "avoid": "", "note": "en: weight"}]
    result = run("locale", "check", "pl", "--only", "words/glossary", "--no-layout")
    assert "locales/pl/glossary.csv:2: note: 1 term of 1 not agreed on yet, such as “vekt”" in result.out


@pytest.mark.parametrize(("code", "named"), [
    ("se", ["Fira Sans"]), ("vi", ["Fira Sans"]), ("el", ["Fira Sans"]), ("uk", ["Fira Sans"]),
    ("pt_br", ["Fira Sans"]), ("fa", ["IBM Plex Sans Arabic", "Fira Sans"]),
    ("ur", ["IBM Plex Sans Arabic", "Fira Sans"])])
def test_a_typeface_is_chosen_by_the_script(code: str, named: list[str], mini: Path, run: Run) -> None:
    found = json.loads(run("locale", "init", code, "--json").out)
    settings = tomllib.loads((mini / "locales" / found["locale"] / "locale.toml").read_text("utf-8"))
    assert settings["fonts"] == found["fonts"] == named
    assert settings["unfinished"] is True


def test_every_language_of_cldr_begins_with_settings_that_can_be_read(mini: Path) -> None:
    project = project_at(mini)
    source = read_source(project, "mini")
    codes = sorted({name.split("_")[0] for name in locale_identifiers()} - {"root", "no", "nb", "en"})
    printed = [code for code in codes if families_for(script_of(code), source.families)]
    assert len(printed) > 150
    lacking = []
    for code in printed:
        fonts = families_for(script_of(code), source.families)
        if missing_letters(letters_of(code), [source.families[name] for name in fonts]):
            lacking.append(code)
            continue
        _read_settings(project.locales, code, source, mini)
    assert lacking == ["cu"]   # Church Slavonic


def _read_settings(locales: Path, code: str, source: Source, root: Path) -> None:
    fonts = founding._fonts(source, code)
    (locales / code).mkdir()
    (locales / code / "locale.toml").write_text(founding._settings(source, code, fonts, ""), "utf-8")
    locale = read_locale(locales, code, root, source.brochure, source.layout, source.families)
    assert (locale.direction, locale.fonts, locale.size) == (direction_of(code), fonts, None)
    assert locale.unfinished
    assert all(locale.quotes)


def test_where_there_is_no_typeface_it_is_told_which_file_to_put_where(mini: Path, run: Run) -> None:
    result = run("locale", "init", "ti")
    assert (result.code, result.out) == (1, "")
    assert "error: fonts/fonts.toml: there is no typeface for Tigrinya yet" in result.err
    assert "NotoSansEthiopic-Regular.ttf" in result.err
    assert 'scripts = ["Ethi"]' in result.err
    assert not (mini / "locales/ti").exists()


@pytest.mark.parametrize(("told", "meant"), [
    ("ukrainsk", "uk (Ukrainian)"), ("українська", "uk (Ukrainian)"), ("Dari", "fa-AF (Dari)"),
    ("norwegian", "nb (Norwegian Bokmål)"), ("samisk", "se (Northern Sami)"), ("xx", "BCP 47"), ("../nb", "BCP 47")])
def test_a_name_is_answered_with_the_code(told: str, meant: str, mini: Path, run: Run) -> None:
    result = run("locale", "init", told)
    assert result.code == 2
    assert meant in result.err


@pytest.mark.parametrize(("told", "code"), [("UKR", "uk"), ("prs", "fa-AF"), ("sr-latn", "sr-Latn")])
def test_a_code_is_written_as_its_folder_is_named(told: str, code: str, mini: Path, run: Run) -> None:
    begin(run, told)
    assert (mini / "locales" / code / "locale.toml").is_file()


@pytest.mark.verify   # the room of the texts of both is measured
def test_a_second_brochure_of_a_language_keeps_what_is_there(mini: Path, run: Run) -> None:
    begin(run, "uk")
    settings = mini / "locales/uk/locale.toml"
    settings.write_text(settings.read_text("utf-8") + "# mine\n", "utf-8")
    other = (mini / "content/mini.yaml").read_text("utf-8").replace("brochure: mini", "brochure: other")
    (mini / "content/other.yaml").write_text(other, "utf-8")
    told = begin(run, "uk", "--brochure", "other")
    assert (mini / "locales/uk/LC_MESSAGES/other.po").is_file()
    assert "  locale.toml:" not in told
    assert settings.read_text("utf-8").endswith("# mine\n")


def test_a_language_begins_as_a_whole_or_not_at_all(mini: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    before = founding.write_whole

    def full(path: Path, content: bytes) -> None:
        if path.name == "glossary.csv":
            raise BrochureError("the disk is full")
        before(path, content)

    monkeypatch.setattr(founding, "write_whole", full)
    assert run("locale", "init", "uk").code == 1
    assert sorted(path.name for path in (mini / "locales").iterdir()) == ["en", "nb"]


@pytest.mark.verify   # the room of its texts is measured, which takes ten seconds
def test_the_shipped_brochure_begins_in_a_new_language(tmp_path: Path, run: Run,
                                                       monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("content", "layouts", "fonts", "images", "profiles"):
        (tmp_path / name).symlink_to(ROOT / name)
    (tmp_path / "locales").mkdir()
    for path in (ROOT / "locales").iterdir():
        (tmp_path / "locales" / path.name).symlink_to(path)
    monkeypatch.chdir(tmp_path)
    begin(run, "se", "--pivot", "en")
    budgets = [flag for entry in polib.pofile(str(tmp_path / "locales/se/LC_MESSAGES/bekkenleddsmerter.po"))
               for flag in entry.flags if flag.startswith("max-length:")]
    assert len(budgets) > 90
    settings = tomllib.loads((tmp_path / "locales/se/locale.toml").read_text("utf-8"))
    assert settings["films"] == ["film-engelsk", "film-norsk"]
    assert settings["typography"]["quotes"] == ["”", "”"]


def test_the_catalogue_of_a_language_leaves_what_only_its_author_can_mend_alone(mini: Path, run: Run) -> None:
    content = mini / "content/mini.yaml"
    text = content.read_text("utf-8")
    content.write_text(text.replace("https://film.example.no/b", "https://film.example.no/a"), "utf-8")
    assert "films/same-address" in run("locale", "check", "nb").out
    assert "films/same-address" not in run("locale", "check", "en").out
