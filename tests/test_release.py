"""A release by the command: everything, checked as it lies there, told plainly, and never half of it."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from conftest import LOCALES, ROOT, TWO, Run, copied, forms_of, small_project
from PIL import Image
from test_build import brochure_process

from brochure import preflight, release
from brochure.cli import main
from brochure.formats import FORMATS
from brochure.locales import bytes_in, number_in
from brochure.preflight import Look, Skipped, Subject

NAMES = {f"mini-{code}{form.suffix}.{form.extension}" for code in TWO for form in forms_of(code)}
KARI = "Kari Nordmann, lege"
DRAWN = {name for name in NAMES if name.endswith(".pdf")}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small project, signed by a clinician, of which a release was made."""
    folder = small_project(tmp_path_factory.mktemp("released") / "mini")
    for code in TWO:
        assert main(["--project", str(folder), "locale", "approve", code, "--role", "clinical", "--by", KARI, "--date",
                     "2026-02-03", "--quiet"]) == 0
    assert main(["--project", str(folder), "release", "--no-java", "--quiet"]) == 0
    return folder


@pytest.fixture
def again(project: Path, tmp_path: Path) -> Path:
    """The same in a folder of its own, with its release, and with everything printed."""
    return copied(project, tmp_path / "mini")


@pytest.fixture
def few_formats() -> Iterator[None]:
    """Have the formats only in which languages meet: the web page, which leads to the others, and two side by side."""
    kept = dict(FORMATS)
    for name in FORMATS.keys() - {"screen", "parallel", "web"}:
        del FORMATS[name]
    yield
    FORMATS.clear()
    FORMATS.update(kept)


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def edit(path: Path, before: str, after: str) -> None:
    text = path.read_text("utf-8")
    assert text.count(before) == 1
    path.write_text(text.replace(before, after), encoding="utf-8")


# --- what is in it ----------------------------------------------------------------------------------------------------


def test_every_language_is_there_in_every_format(project: Path) -> None:
    there = tree(project / "dist")
    assert {name for name in there if "/" not in name} == {*NAMES, "index.html", "manifest.json", "SHA256SUMS"}
    for name in NAMES:
        assert there[name] == (project / "build" / name).read_bytes()


def test_the_sums_are_those_of_all_files(project: Path) -> None:
    lines = (project / "dist/SHA256SUMS").read_text("utf-8").splitlines()
    assert dict(reversed(line.split("  ")) for line in lines) == {
        name: hashlib.sha256(content).hexdigest() for name, content in tree(project / "dist").items()
        if name != "SHA256SUMS"}
    if tool := shutil.which("sha256sum"):
        said = subprocess.run([tool, "-c", "--strict", "SHA256SUMS"], cwd=project / "dist", text=True, check=True,
                              capture_output=True).stdout
        assert said.count(": OK") == len(lines)


def test_the_manifest_tells_what_is_proven(project: Path) -> None:
    manifest = json.loads((project / "dist/manifest.json").read_text("utf-8"))
    told = manifest["release"]["mini"]
    assert told["policy"] == {"needs": ["clinical"], "why": "", "by": ""}
    assert set(told["languages"]) == set(TWO)
    for code, language in told["languages"].items():
        assert (language["edition"], language["date"], language["kept"], language["newer_elsewhere"]) == (
            2, "2026-03", False, False)
        assert language["approved"] == [{"role": "clinical", "by": KARI, "date": "2026-02"}]
        assert language["unapproved"] == {"nb": ["proof"], "en": ["revision", "proof"]}[code]
        assert "weasyprint" in language["engine"]
    assert set(manifest["files"]) == NAMES
    proving = {claim: {check.id for check in preflight.checks() if claim in check.proves}
               for form in FORMATS.values() for claim in form.claims}
    for name, told in manifest["files"].items():
        content = (project / "dist" / name).read_bytes()
        assert (told["bytes"], told["sha256"]) == (len(content), hashlib.sha256(content).hexdigest())
        assert set(told["claims"]) == FORMATS[told["format"]].claims
        for claim, checks in told["claims"].items():
            assert checks
            assert set(checks) <= proving[claim]


def test_nothing_of_the_machine_or_the_day_is_in_it(project: Path) -> None:
    for name, content in tree(project / "dist").items():
        assert str(project).encode() not in content, name
        assert not re.search(rb"20\d\d-\d\d-\d\dT\d\d:(?!00:00)", content), name


def test_the_pictures_are_small_and_show_covers_and_pages(project: Path) -> None:
    pictures = {path.name: path for path in (project / "dist/pictures").iterdir()}
    first = next(iter(FORMATS.values()))
    stems = {name.removesuffix(".pdf") for name in DRAWN}
    pages = {f"mini-{code}{first.suffix}-{number}" for code in TWO for number in range(1, 5)}
    assert {name.removesuffix(".webp") for name in pictures} == {*(f"{stem}-cover" for stem in stems), *pages}
    for path in pictures.values():
        assert path.stat().st_size < 40_000
        with Image.open(path) as picture:
            assert picture.format == "WEBP"
            assert len(picture.convert("RGB").getcolors(10**6) or ()) > 50, "something is drawn there"


@pytest.mark.verify
def test_two_releases_give_the_same_bytes(project: Path, tmp_path: Path) -> None:
    """The second one has asked veraPDF, too, if there is Java."""
    other = tmp_path / "somewhere else" / "prosjekt øæå"
    shutil.copytree(project, other, ignore=shutil.ignore_patterns("build", "dist"))
    result = brochure_process(other, "release", "-o", str(tmp_path / "ut"), PYTHONHASHSEED="7", LC_ALL="C",
                              TZ="Asia/Tokyo", HOME=str(tmp_path))
    assert (result.returncode, result.stderr) == (0, "")
    here, there = tree(project / "dist"), tree(tmp_path / "ut")
    assert set(here) == set(there)
    assert [name for name in here if here[name] != there[name]] == []


def test_the_command_says_where_it_lies_and_what_is_not_signed(again: Path, run: Run, few_formats: None,
                                                               monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(again)
    result = run("release", "--no-java")
    assert (result.code, result.err) == (0, "")
    names = {name for name in tree(again / "dist") if name in NAMES}
    size = sum((again / "dist" / name).stat().st_size for name in names)
    assert result.out == (
        f"dist/index.html: 5 files in 2 languages, {size / 1e6:.1f} MB; what they claim is proven\n"
        "  nb: edition 2 of 2026-03; not proofread: the page says so\n"
        "  en: edition 2 of 2026-03; not revised by a second translator, not proofread: the page says so\n")
    told = json.loads(run("release", "--no-java", "--json").out)
    assert len(names) == 5
    assert set(told["files"]) == names
    assert [(entry["locale"], entry["state"], entry["unsigned"]) for entry in told["languages"]] == [
        ("nb", "released", ["proof"]), ("en", "released", ["revision", "proof"])]


def test_who_wants_to_hear_nothing_hears_nothing(again: Path, run: Run, two_formats: None) -> None:
    result = run("--project", again, "release", "--no-java", "--quiet")
    assert (result.code, result.out, result.err) == (0, "", "")


# --- the download page ------------------------------------------------------------------------------------------------


@dataclass
class Element:
    tag: str
    attributes: dict[str, str | None]
    inside: tuple[Element, ...]
    words: str = ""

    @property
    def language(self) -> str | None:
        return next((parent.attributes["lang"] for parent in (self, *reversed(self.inside))
                     if "lang" in parent.attributes), None)


@dataclass
class PageReader(HTMLParser):
    """Every element of a page in order, with those that it stands in."""

    found: list[Element] = field(default_factory=list)
    _open: list[Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, dict(attrs), tuple(self._open))
        self.found.append(element)
        if tag not in ("meta", "img", "link", "br"):
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop().tag == tag, f"</{tag}> closes something else"

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.words += data

    def all(self, *tags: str) -> list[Element]:
        return [element for element in self.found if element.tag in tags]


def read_index(project: Path) -> PageReader:
    reader = PageReader()
    reader.feed((project / "dist/index.html").read_text("utf-8"))
    assert not reader._open
    return reader


@pytest.fixture(scope="module")
def index(project: Path) -> PageReader:
    return read_index(project)


def test_the_page_leads_to_every_file_and_nowhere_else(project: Path, index: PageReader) -> None:
    names = {element.attributes["id"] for element in index.found if "id" in element.attributes}
    leads = [element.attributes["href"] or "" for element in index.all("a")]
    assert {lead[1:] for lead in leads if lead.startswith("#")} == set(TWO) <= names
    shown = [element.attributes["src"] or "" for element in index.all("img")]
    files = {lead for lead in leads if not lead.startswith("#")}
    assert {*files, *shown, "index.html", "manifest.json"} == set(tree(project / "dist"))
    assert len(names) == sum("id" in element.attributes for element in index.found), "no id stands twice"


def test_the_page_is_whole_in_itself(project: Path, index: PageReader) -> None:
    text = (project / "dist/index.html").read_text("utf-8")
    assert not re.search(r"https?:|//|url\(|@import|<script|\son\w+=|javascript:", text)
    assert not index.all("script", "link", "iframe", "object", "base", "form")


def test_each_language_stands_under_its_own_name_in_its_own_words(index: PageReader) -> None:
    top, = index.all("html")
    assert (top.attributes["lang"], top.attributes["dir"]) == ("nb", "ltr")
    sections = {str(entry.attributes["id"]): entry for entry in index.all("section")}
    assert list(sections) == ["nb", "en"], "the source language first"
    wanted = {"nb": ["Norsk bokmål", "Prøve", "Utgave 2, mars 2026", "Last ned", "Sider: 4"],
              "en": ["English", "Sample", "Edition 2, March 2026", "Download", "Pages: 4"]}
    for code, words in wanted.items():
        assert (sections[code].attributes["lang"], sections[code].attributes["dir"]) == (code, "ltr")
        assert [word for word in words if word not in sections[code].words.replace("\u00a0", " ")] == []
    names = [(entry.language, entry.words) for entry in index.all("a") if str(entry.attributes["href"])[0] == "#"]
    assert names == [("nb", "Norsk bokmål"), ("en", "English")]


def test_each_file_is_offered_with_what_it_is_for(project: Path, index: PageReader) -> None:
    offers = {str(entry.attributes["href"]): entry for entry in index.all("a") if entry.attributes["href"] in NAMES}
    items = {name: entry.inside[-2] for name, entry in offers.items()}
    for name, entry in offers.items():
        assert entry.words
        assert ("download" in entry.attributes) == name.endswith(".pdf"), "a web page is opened"
        assert entry.language == name.removeprefix("mini-")[:2]
        assert items[name].tag == "li"
        size = bytes_in(str(entry.language), (project / "dist" / name).stat().st_size)
        assert f" · {size}" in items[name].words
    assert len({entry.words for entry in offers.values()}) == len(NAMES), "no two links have the same words"


def test_headings_landmarks_and_pictures_are_for_all_readers(index: PageReader) -> None:
    levels = [int(entry.tag[1]) for entry in index.all("h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert [len(index.all(tag)) for tag in ("header", "nav", "main", "footer", "title")] == [1] * 5
    for picture in index.all("img"):
        assert {"alt", "width", "height"} <= set(picture.attributes)
        assert picture.attributes["alt"] or "li" in {entry.tag for entry in picture.inside}, "beside its own words"
    spoken = {str(picture.attributes["alt"]): picture.language for picture in index.all("img")}
    assert spoken["Forsiden: En kvinne."] == spoken["Side 4"] == "nb"
    assert spoken["Front cover: A woman."] == spoken["Page 4"] == "en"


def words_of(index: PageReader, code: str) -> str:
    """The words of a language on the page."""
    section, = (entry for entry in index.all("section") if entry.attributes["id"] == code)
    return section.words.replace("\u00a0", " ")


def test_the_page_tells_of_each_language_what_is_approved_and_what_is_not(index: PageReader) -> None:
    told = {"nb": (["Godkjent av Kari Nordmann, lege, februar 2026", "Ingen har ennå lest korrektur"],
                   ["Ikke godkjent", "gjennomgått av en annen", "nyere utgave"]),
            "en": (["Approved by Kari Nordmann, lege, February 2026", "not yet been revised by a second translator",
                    "Nobody has proofread"], ["Not approved", "newer edition"])}
    for code, (there, absent) in told.items():
        words = words_of(index, code)
        assert [line for line in there if line not in words] == []
        assert [line for line in absent if line in words] == []


def test_numbers_are_written_as_in_the_language() -> None:
    assert [bytes_in("nb", size) for size in (1, 239_400, 1_240_000)] == ["1 kB", "239 kB", "1,2 MB"]
    assert bytes_in("en", 1_240_000) == "1.2 MB"
    assert number_in("nb", 1200) == "1\u00a0200"


# --- what is refused --------------------------------------------------------------------------------------------------


@pytest.fixture
def untouched(again: Path) -> Iterator[Path]:
    """A project whose release stays exactly as it is, and beside which nothing is left."""
    before = tree(again / "dist")
    beside = {path.name for path in again.iterdir()}
    yield again
    assert tree(again / "dist") == before
    assert {path.name for path in again.iterdir()} == beside


NOTHING = ("error: nothing is released\n"
           "  Mend what stands above, and say it again. The release of before is as it was.\n")


BEHIND = {name for name in NAMES if "-en" in name} | {"mini-nb.pdf", "mini-nb.html"}   # of few formats
POLICY = """
release:
  needs: []
  why: The association shows it to those who are to approve it.
  by: Ola Nordmann, leader
"""


def test_the_shipped_project_is_not_released_until_a_clinician_has_signed(run: Run, tmp_path: Path) -> None:
    """Nothing is invented: every language is told with who must do what, and the command that says it is done."""
    result = run("--project", ROOT, "release", "--no-java", "-o", tmp_path / "dist")
    assert (result.code, result.out) == (3, "")
    assert not [*tmp_path.iterdir()]
    names = {"nb": "Norwegian Bokmål", "nn": "Norwegian Nynorsk", "en": "English"}
    assert set(names) == set(LOCALES)
    for code, name in names.items():
        assert re.search(rf"error: locales/{code}/review\.toml: {code}: no clinician has approved \d+ texts and "
                         rf"\d drawings\n  A clinician who reads {name} reads all words and looks at all drawings "
                         rf"\(“brochure (build|locale proof) {code}” prints them\), and then says: "
                         rf'brochure locale approve {code} --role clinical --by "Name, title"\n', result.err)
    assert result.err.count("error: ") == len(names) + 1
    assert result.err.endswith(NOTHING)


def test_the_policy_of_the_content_may_do_without_a_clinician_and_the_page_tells(mini: Path, run: Run,
                                                                                two_formats: None) -> None:
    edit(mini / "content/mini.yaml", "source: A brochure for tests\n", f"source: A brochure for tests\n{POLICY}")
    result = run("release", "--no-java")
    assert (result.code, result.err) == (0, "")
    assert "  nb: edition 2 of 2026-03; not approved by a clinician, not proofread: the page says so\n" in result.out
    assert "  mini: a clinician’s approval is not asked for: The association shows it" in result.out
    page = read_index(mini)
    assert "Ikke godkjent." in words_of(page, "nb")
    assert "Not approved." in words_of(page, "en")
    told = json.loads((mini / "dist/manifest.json").read_text("utf-8"))["release"]["mini"]
    assert told["policy"]["by"] == "Ola Nordmann, leader"
    assert told["languages"]["en"]["unapproved"] == ["revision", "clinical", "proof"]


def test_the_policy_may_ask_for_more(mini: Path, run: Run, sign: Run) -> None:
    edit(mini / "content/mini.yaml", "source: A brochure for tests\n",
         "source: A brochure for tests\nrelease:\n  needs: [clinical, revision, proof]\n")
    for code in TWO:
        sign(code, "clinical", KARI, "2026-02-03")
    result = run("release", "--no-java")
    assert (result.code, result.out) == (3, "")
    assert "en: no second translator has revised " in result.err
    assert 'brochure locale approve en --role revision --by "Name, title"' in result.err
    assert "nb: no second translator" not in result.err, "the source language is no translation"
    assert "nb: nobody has read the finished pages with " in result.err
    assert 'brochure locale approve nb --role proof --by "Name, title"' in result.err


def test_everything_that_stands_against_a_language_is_told_at_once(mini: Path, run: Run, sign: Run) -> None:
    sign("en", "clinical", KARI, "2026-02-03")
    catalogue = mini / "locales/en/LC_MESSAGES/mini.po"
    edit(catalogue, 'msgstr "an item"', 'msgstr ""')
    edit(catalogue, '#, max-length:48\nmsgctxt "first.heading"', '#, fuzzy, max-length:48\nmsgctxt "first.heading"')
    edit(catalogue, "under **10%**", "under **20%**")
    edit(mini / "content/mini.yaml", "subheading: Underdel", "subheading: Underdelen")
    result = run("release", "--no-java")
    assert (result.code, result.out) == (3, "")
    for line in ("en: 1 text not translated: first.list.a\n", "en: 1 text marked fuzzy: first.heading\n",
                 "en: 1 text made from an older source: first.sub\n", "en: second.numbers.ten.value: ",
                 "en: no clinician has approved 4 texts; changed since they were signed: first.heading, first.sub, "
                 "first.list.a, second.numbers.ten.value\n", "nb: no clinician has approved 30 texts and 4 drawings\n"):
        assert line in result.err, line
    assert result.err.endswith(NOTHING)


def test_a_language_that_has_only_begun_is_told_in_a_line(mini: Path, run: Run) -> None:
    edit(mini / "locales/en/locale.toml", 'fonts = ["Fira Sans"]\n', 'fonts = ["Fira Sans"]\nunfinished = true\n')
    edit(mini / "locales/en/LC_MESSAGES/mini.po", 'msgstr "an item"', 'msgstr ""')
    result = run("release", "--no-java")
    assert (result.code, result.out) == (3, "")
    assert "error: locales/en/locale.toml: en: it is called unfinished\n" in result.err
    assert result.err.count(" en: ") == 1


def test_a_page_that_fails_a_check_is_not_released(untouched: Path, run: Run, few_formats: None) -> None:
    for change in tomllib.loads((ROOT / "tests/bad/long-word.toml").read_text("utf-8"))["edit"]:
        path = untouched / change["file"]
        text = change.get("write", path.read_text("utf-8"))
        path.write_text(text.replace(change.get("find", "\0"), change.get("replace", "")), encoding="utf-8")
    assert run("--project", untouched, "locale", "approve", "nb", "--role", "clinical", "--by", KARI).code == 0
    result = run("--project", untouched, "release", "--no-java")
    assert (result.code, result.out) == (3, "")
    assert "nb: text/inside-safe-area: page 2" in result.err
    assert result.err.endswith(NOTHING)


# --- a language that is behind ----------------------------------------------------------------------------------------


@pytest.fixture
def newer(again: Path, sign: Run, few_formats: None, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The project with a new edition, which only the Norwegian is ready for: it is signed again."""
    monkeypatch.chdir(again)
    content = again / "content/mini.yaml"
    edit(content, "text: et punkt\n", "text: et nytt punkt\n")
    edit(content, "edition: 2\n", "edition: 3\n")
    edit(content, "date: 2026-03\n", "date: 2026-09\n")
    sign("nb", "clinical", KARI, "2026-09-01")
    return again


def test_a_language_that_is_behind_stays_as_it_was_released_last(newer: Path, run: Run) -> None:
    before = tree(newer / "dist")
    result = run("release", "--no-java")
    assert (result.code, result.err) == (0, "")
    assert "  nb: edition 3 of 2026-09; not proofread: the page says so\n" in result.out
    assert "  en: not ready; stays as it was released last, edition 2 of 2026-03; " in result.out
    assert "en: 1 text made from an older source: first.list.a\n" in result.out
    after = tree(newer / "dist")
    kept = {name for name in before if "mini-en" in name}
    assert len(kept) > 12, "files and pictures"
    assert kept == {name for name in after if "mini-en" in name}
    assert [name for name in kept if after[name] != before[name]] == []
    assert after["mini-nb.pdf"] != before["mini-nb.pdf"]
    page = read_index(newer)
    assert "Edition 2, March 2026" in words_of(page, "en")
    assert "A newer edition exists in other languages." in words_of(page, "en")
    assert "Utgave 3, september 2026" in words_of(page, "nb")
    assert "nyere utgave" not in words_of(page, "nb")
    assert {str(entry.attributes["href"]) for entry in page.all("a")} >= BEHIND
    manifest = json.loads(after["manifest.json"])
    told = manifest["release"]["mini"]["languages"]
    assert [(told[code]["edition"], told[code]["kept"], told[code]["newer_elsewhere"]) for code in TWO] == [
        (3, False, False), (2, True, True)]
    old = json.loads(before["manifest.json"])["files"]
    assert {name: entry for name, entry in manifest["files"].items() if entry["locale"] == "en"} == {
        name: entry for name, entry in old.items() if entry["locale"] == "en"}
    shutil.rmtree(newer / "build")   # nothing that a build has kept is asked for what was released before
    assert run("release", "--no-java", "--quiet").code == 0
    assert tree(newer / "dist") == after, "the same sources and the same release of before give the same bytes"


@pytest.mark.verify
def test_a_language_that_has_caught_up_is_released_anew(newer: Path, run: Run, sign: Run) -> None:
    assert run("release", "--no-java", "--quiet").code == 0
    run("locale", "update", "--quiet")
    edit(newer / "locales/en/LC_MESSAGES/mini.po", '#, fuzzy, max-length:72\n#| msgid "et punkt"\n',
         "#, max-length:72\n")
    sign("en", "clinical", KARI, "2026-09-02")
    assert "not ready" not in run("release", "--no-java").out
    assert "Edition 3, September 2026" in words_of(read_index(newer), "en")
    assert {told["edition"] for told in json.loads((newer / "dist/manifest.json").read_text("utf-8"))["files"].values()
            } == {3}


@pytest.mark.verify
def test_a_language_that_was_never_released_is_left_out_and_no_page_leads_to_it(newer: Path, run: Run) -> None:
    shutil.rmtree(newer / "dist")
    result = run("release", "--no-java")
    assert (result.code, result.err) == (0, "")
    assert "2 files in 1 language, " in result.out
    assert "  en: not ready, and left out: no edition of it that was released can stay\n" in result.out
    assert not [name for name in tree(newer / "dist") if "-en" in name]
    assert [entry.attributes["id"] for entry in read_index(newer).all("section")] == ["nb"]
    assert "mini-en.html" not in (newer / "dist/mini-nb.html").read_text("utf-8")
    assert run("build", "nb", "--format", "web", "--quiet").code == 0
    assert "mini-en.html" in (newer / "build/mini-nb.html").read_text("utf-8"), "elsewhere it will lie beside it"


@pytest.mark.verify
def test_what_does_not_fit_its_pages_is_behind(again: Path, run: Run, sign: Run, few_formats: None,
                                               monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(again)
    edit(again / "locales/en/LC_MESSAGES/mini.po", 'msgid "En knebøy."\nmsgstr "A squat."\n\n#. page 3, text read',
         f'msgid "En knebøy."\nmsgstr "{"A squat. " * 400}"\n\n#. page 3, text read')
    sign("en", "clinical", KARI, "2026-09-01")
    before = tree(again / "dist")
    result = run("release", "--no-java")
    assert (result.code, result.err) == (0, "")
    assert "  en: not ready; stays as it was released last, edition 2 of 2026-03" in result.out
    assert "does not fit" in result.out
    after = tree(again / "dist")
    assert [name for name in before if "mini-" in name and before[name] != after.get(name, before[name])] == []
    assert {name for name in after if name in NAMES} == BEHIND


@pytest.mark.verify
def test_the_source_language_that_is_behind_stands_beside_no_other(again: Path, run: Run, sign: Run, few_formats: None,
                                                                  monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(again)
    edit(again / "images/squat.svg", ">Squat<", ">A squat<")
    sign("en", "clinical", KARI, "2026-09-01")
    result = run("release", "--no-java")
    assert (result.code, result.err) == (0, "")
    assert "  nb: not ready; stays as it was released last" in result.out
    assert "nb: no clinician has approved 1 drawing; changed since they were signed: drawing:squat\n" in result.out
    assert "    not in: parallel; what stands beside it there is not ready\n" in result.out
    assert {name for name in tree(again / "dist") if "-en" in name and name in NAMES} == {"mini-en.pdf", "mini-en.html"}


@pytest.mark.verify
def test_a_file_of_before_that_is_gone_or_another_is_told(newer: Path, run: Run) -> None:
    page = newer / "dist/mini-en.pdf"
    content = page.read_bytes()
    page.unlink()
    result = run("release", "--no-java")
    assert (result.code, result.out) == (3, "")
    assert f"error: {newer}/dist/mini-en.pdf: this file is gone, so its language cannot stay" in result.err
    assert result.err.endswith(NOTHING)
    page.write_bytes(content + b" ")
    sums = newer / "dist/SHA256SUMS"
    edit(sums, hashlib.sha256(content).hexdigest(), hashlib.sha256(content + b" ").hexdigest())
    result = run("release", "--no-java")
    assert (result.code, "mini-en.pdf: this file is not the one that was released\n" in result.err) == (3, True)


def test_a_release_of_another_program_is_not_guessed_at(newer: Path, run: Run) -> None:
    manifest = newer / "dist/manifest.json"
    old = hashlib.sha256(manifest.read_bytes()).hexdigest()
    manifest.write_text('{"release": {"mini": {"edition": 2}}, "files": {}}', "utf-8")
    edit(newer / "dist/SHA256SUMS", old, hashlib.sha256(manifest.read_bytes()).hexdigest())
    before = tree(newer / "dist")
    result = run("release", "--no-java")
    assert (result.code, result.out) == (1, "")
    assert "the release was made by another version of the program, and nothing of it can be kept\n" in result.err
    assert tree(newer / "dist") == before


# --- an edition that is withdrawn -------------------------------------------------------------------------------------

WITHDRAW = ("--by", "Ola Nordmann, lege", "--why", "Feil tall på side 3.", "--date", "2026-09-05")


def test_a_withdrawn_edition_does_not_stay(newer: Path, run: Run) -> None:
    assert run("locale", "withdraw", "en", "2", *WITHDRAW).code == 0
    result = run("release", "--no-java")
    assert (result.code, result.err) == (0, "")
    assert "  en: not ready, and left out: no edition of it that was released can stay\n" in result.out
    assert not [name for name in tree(newer / "dist") if "-en" in name]
    assert "mini-en.html" not in (newer / "dist/mini-nb.html").read_text("utf-8")


@pytest.mark.verify
def test_what_stood_beside_a_withdrawn_edition_does_not_stay(newer: Path, run: Run) -> None:
    assert run("locale", "withdraw", "nb", "2", *WITHDRAW).code == 0
    result = run("release", "--no-java")
    assert (result.code, result.err) == (0, "")
    assert "    not in: parallel;" in result.out
    assert {name for name in tree(newer / "dist") if name in NAMES} == BEHIND - {"mini-en-parallel.pdf"}
    assert "parallel" not in (newer / "dist/index.html").read_text("utf-8").split("</style>")[1]
    assert not [name for name in tree(newer / "dist") if "en-parallel" in name], "nor its picture"


@pytest.mark.verify
def test_a_page_that_stays_may_lead_to_what_is_gone_and_that_is_told(mini: Path, run: Run, sign: Run,
                                                                    few_formats: None) -> None:
    shutil.copytree(mini / "locales/en", mini / "locales/en-GB")
    for code in (*TWO, "en-GB"):
        sign(code, "clinical", KARI, "2026-02-03")
    assert run("release", "--no-java", "--quiet").code == 0
    edit(mini / "locales/en-GB/LC_MESSAGES/mini.po", 'msgstr "an item"', 'msgstr ""')
    edit(mini / "content/mini.yaml", "edition: 2\n", "edition: 3\n")
    for edition in ("2", "3"):
        assert run("locale", "withdraw", "nb", edition, *WITHDRAW, "--given-out").code == 0
    result = run("release", "--no-java")
    assert (result.code, result.err) == (0, "")
    told = result.out.split("  en-GB: not ready; stays ")[1]
    assert "    its web page, which is as it was, leads to what is no longer there: nb\n" in told
    assert "mini-nb.html" not in (mini / "dist/mini-en.html").read_text("utf-8")
    assert "mini-en-GB.html" in (mini / "dist/mini-en.html").read_text("utf-8")


def test_the_edition_of_today_that_is_withdrawn_is_not_printed_signed_or_released(
        again: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(again)
    before = tree(again / "dist")
    for code in TWO:
        assert run("locale", "withdraw", code, "2", *WITHDRAW).code == 0
    told = ("error: locales/nb/review.toml: nb: edition 2 is withdrawn: Feil tall på side 3. (Ola Nordmann, lege, "
            "2026-09-05)\n  Mend it, give the next edition its number in content/mini.yaml, and have that signed.\n")
    for words in (["build", "nb"], ["locale", "approve", "nb", "--role", "proof", "--by", KARI]):
        result = run(*words)
        assert (result.code, result.out, result.err) == (1, "", told)
    result = run("build", "en", "--format", "parallel")
    assert (result.code, result.err) == (1, f"{told.replace('nb', 'en')}{told}")
    result = run("release", "--no-java")
    assert (result.code, result.out) == (3, "")
    assert told in result.err
    assert f"error: {again}/dist: nb: edition 2 is withdrawn, and still lies there: mini-nb.pdf, " in result.err
    assert tree(again / "dist") == before
    assert run("build", "nb", "--draft").code == 0
    edit(again / "content/mini.yaml", "edition: 2\n", "edition: 3\n")
    assert run("build", "nb").code == 0


def test_what_must_be_taken_down_is_told(again: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(again)
    edit(again / "content/mini.yaml", "keywords:\n", "site: https://www.example.no/brosjyrer/\nkeywords:\n")
    assert run("build", "nb", "en", "--clinic", "clinics/clinic.toml", "--quiet").code == 0
    asked = ("locale", "withdraw", "en", "2", *WITHDRAW)
    trial = run(*asked, "--dry-run")
    assert trial.out.startswith("locales/en/review.toml: edition 2 of en would be withdrawn: Feil tall på side 3. ")
    assert "[[mini.withdrawn]]" not in (again / "locales/en/review.toml").read_text("utf-8")
    result = run(*asked)
    assert (result.code, result.err) == (0, "")
    assert result.out.startswith("locales/en/review.toml: edition 2 of en is withdrawn: Feil tall på side 3. (Ola ")
    files = [path for folder in ("dist", "build", "build/clinic") for path in (again / folder).glob("mini-en*")]
    assert len(files) == 13
    for path in files:
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
        assert re.search(rf"^  {path.relative_to(again)}  \(.*; SHA-256 {sha256}\)$", result.out, re.MULTILINE), path
    assert "build/clinic/mini-en.pdf  (screen, clinic clinic; SHA-256 " in result.out
    assert "mini-nb" not in result.out
    assert "\n  https://www.example.no/brosjyrer/mini-en.html\n" in result.out
    assert "the order at a print shop that has the press file\n" in result.out
    assert "Printed copies: those whose back page says “Edition 2, March 2026”.\n" in result.out
    written = tomllib.loads((again / "locales/en/review.toml").read_text("utf-8"))["mini"]["withdrawn"]
    assert [(entry["edition"], str(entry["date"]), entry["by"], entry["why"]) for entry in written] == [
        (2, "2026-09-05", "Ola Nordmann, lege", "Feil tall på side 3.")]
    again_told = run("locale", "withdraw", "en", "2", "--by", "X, y", "--why", "z", "--json")
    told = json.loads(again_told.out)
    assert (told["written"], told["by"], len(told["files"]), told["unsure"]) == (False, "Ola Nordmann, lege", 13, [])


def test_the_source_language_names_those_that_are_made_from_it(again: Path, run: Run,
                                                               monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(again)
    told = run("locale", "withdraw", "nb", "1", *WITHDRAW).out
    assert "  no file of it lies in the release or in build/\n" in told
    assert "Printed copies: those whose back page says “Utgave 1, …”.\n" in told
    assert "If it has the same fault: brochure locale withdraw en 1 --by … --why …\n" in told
    parallel = run("locale", "withdraw", "nb", "2", *WITHDRAW).out
    assert "dist/mini-en-parallel.pdf" in parallel, "the Norwegian stands in it, too"
    manifest = again / "build/manifest.json"
    manifest.write_text(re.sub(r' *"edition": 2,\n', "", manifest.read_text("utf-8")), "utf-8")
    unsure = run("locale", "withdraw", "nb", "2", *WITHDRAW).out
    assert re.search(r"nobody has noted which edition they are:\n  build/mini-en-parallel", unsure)


@pytest.mark.verify
def test_what_lies_in_the_folder_is_checked_not_what_was_meant(untouched: Path, run: Run,
                                                                monkeypatch: pytest.MonkeyPatch) -> None:
    """Each damage is told: a file that is broken, and one that is whole but not what was printed."""
    def damage(source: Path, target: Path) -> None:
        content = source.read_bytes()
        target.write_bytes({"mini-nb.pdf": content[:2000], "mini-en.pdf": content + b"\n"}.get(source.name, content))

    monkeypatch.setattr(release.shutil, "copyfile", damage)
    result = run("--project", untouched, "release", "--no-java")
    assert (result.code, result.out) == (3, "")
    assert "error: mini-nb.pdf: the file is no PDF, or it is broken\n" in result.err
    assert "error: mini-en.pdf: nobody knows what this file should be\n" in result.err
    assert result.err.endswith(NOTHING)


@pytest.mark.verify
def test_a_check_that_cannot_run_proves_nothing(untouched: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def cannot(_: Subject) -> Look:
        raise Skipped("there is no such tool on this machine")
        yield ""

    checks = tuple(replace(check, look=cannot) if check.id == "ua/valid" else check for check in preflight.checks())
    monkeypatch.setattr(preflight, "checks", lambda: checks)
    result = run("--project", untouched, "release", "--no-java")
    assert (result.code, result.out) == (3, "")
    assert "error: mini-nb.pdf: not checked: ua/valid: there is no such tool on this machine\n" in result.err
    assert "error: mini-en.pdf: nothing has proven that it is “PDF/UA-1”\n" in result.err


def test_a_file_that_is_not_ours_is_not_lost(untouched: Path, run: Run) -> None:
    page = untouched / "dist/index.html"
    released = page.read_bytes()
    (untouched / "dist/notes.txt").write_text("keep me")
    page.write_text("changed by hand")
    before = tree(untouched / "dist")
    result = run("--project", untouched, "release", "--no-java")
    assert (result.code, result.out) == (1, "")
    assert "dist/notes.txt: this file is not part of the release, and would be lost\n" in result.err
    assert "dist/index.html: this file was changed since it was released; the change would be lost\n" in result.err
    assert tree(untouched / "dist") == before
    (untouched / "dist/notes.txt").unlink()
    page.write_bytes(released)


def test_what_is_missing_in_the_old_release_is_no_reason(again: Path, run: Run) -> None:
    before = tree(again / "dist")
    (again / "dist/index.html").unlink()
    assert run("--project", again, "release", "--no-java").code == 0
    assert tree(again / "dist") == before


def test_a_full_disk_leaves_the_release_of_before(untouched: Path, run: Run, few_formats: None,
                                                  monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    # The cache of the builds is written before, so that the disk is full when the pictures are.
    renders = release.thumbnails

    def full(*arguments: object) -> object:
        monkeypatch.setattr(os, "fsync", fail)
        return renders(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(release, "thumbnails", full)
    result = run("--project", untouched, "release", "--no-java")
    assert (result.code, result.out) == (1, "")
    assert re.fullmatch(rf"error: {re.escape(str(untouched))}/dist/pictures/mini-\S+-cover\.webp: the file cannot be "
                        r"written: no space left on device\n  .*Make room, or choose another folder with -o\.\n",
                        result.err)


def test_a_folder_that_cannot_be_renamed_is_put_back(untouched: Path, run: Run, few_formats: None,
                                                     monkeypatch: pytest.MonkeyPatch) -> None:
    rename = Path.rename

    def fail(path: Path, target: Path) -> Path:
        if target.name == "dist" and not path.name.endswith(".before"):
            raise OSError(errno.EACCES, os.strerror(errno.EACCES))
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", fail)
    result = run("--project", untouched, "release", "--no-java")
    assert (result.code, result.out) == (1, "")
    assert "dist: the release cannot be written: you have no right to\n" in result.err


def test_a_new_release_takes_the_place_of_the_old_one_as_a_whole(again: Path, run: Run, two_formats: None) -> None:
    shutil.rmtree(again / "locales/en")
    assert run("--project", again, "release", "--no-java").code == 0
    assert {name for name in tree(again / "dist") if name.endswith(".pdf")} == {
        "mini-nb.pdf", "mini-nb-large-print.pdf"}
    assert not [path for path in again.iterdir() if path.name.startswith(".")]
    assert (again / "dist").stat().st_mode & 0o777 == 0o777 & ~_umask()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


@pytest.mark.verify
def test_a_stop_leaves_nothing_behind(untouched: Path) -> None:
    """Stopped by hand while the pictures are drawn."""
    program = ("import sys; from brochure import release\n"
               "def stop(*_): raise KeyboardInterrupt\n"
               "release.thumbnails = stop\n"
               "from brochure.cli import main; sys.exit(main(['release', '--no-java']))")
    result = subprocess.run([sys.executable, "-c", program], cwd=untouched, text=True, capture_output=True, check=False)
    assert (result.returncode, result.stdout) == (130, "")
    assert result.stderr == "brochure: stopped; what was not finished is as it was before\n"
