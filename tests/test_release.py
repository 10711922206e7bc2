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
from conftest import LENT, MINI, ROOT, TWO, Run, forms_of
from PIL import Image
from test_build import brochure_process

from brochure import preflight, release
from brochure.cli import main
from brochure.formats import FORMATS
from brochure.locales import bytes_in, number_in
from brochure.preflight import Look, Skipped, Subject

NAMES = {f"mini-{code}{form.suffix}.{form.extension}" for code in TWO for form in forms_of(code)}
DRAWN = {name for name in NAMES if name.endswith(".pdf")}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small project, of which a release was made."""
    folder = tmp_path_factory.mktemp("released") / "mini"
    shutil.copytree(MINI, folder)
    for name in LENT:
        shutil.copytree(ROOT / name, folder / name)
    assert main(["--project", str(folder), "release", "--quiet"]) == 0
    return folder


@pytest.fixture
def again(project: Path, tmp_path: Path) -> Path:
    """The same in a folder of its own, with its release, and with everything printed."""
    folder = tmp_path / "mini"
    shutil.copytree(project, folder)
    made = folder / "build/.cache/builds.json"
    made.write_text(made.read_text("utf-8").replace(str(project), str(folder)), encoding="utf-8")
    return folder


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
    assert manifest["release"] == {"mini": {"edition": 2, "date": "2026-03", "approved": False}}
    assert "weasyprint" in manifest["engine"]
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
    other = tmp_path / "somewhere else" / "prosjekt øæå"
    shutil.copytree(project, other, ignore=shutil.ignore_patterns("build", "dist"))
    result = brochure_process(other, "release", "--no-java", "-o", str(tmp_path / "ut"), PYTHONHASHSEED="7", LC_ALL="C",
                              TZ="Asia/Tokyo", HOME=str(tmp_path))
    assert (result.returncode, result.stderr) == (0, "")
    here, there = tree(project / "dist"), tree(tmp_path / "ut")
    assert set(here) == set(there)
    assert [name for name in here if here[name] != there[name]] == []


def test_the_command_says_where_it_lies_and_that_nobody_has_approved_it(again: Path, run: Run,
                                                                       monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(again)
    size = sum((again / "dist" / name).stat().st_size for name in NAMES)
    result = run("release", "--no-java")
    assert (result.code, result.err) == (0, "")
    assert result.out == (
        f"dist/index.html: {len(NAMES)} files in 2 languages, {size / 1e6:.1f} MB; what they claim is proven\n"
        "  mini: no clinician has approved the text; the page and the brochures say so\n")
    told = json.loads(run("release", "--no-java", "--json").out)
    assert set(told["files"]) == NAMES
    assert told["unapproved"] == ["mini"]
    assert run("release", "--no-java", "--quiet").out == ""


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
    wanted = {"nb": ["Norsk bokmål", "Prøve", "Utgave 2, mars 2026", "Ikke godkjent.", "Last ned", "Sider: 4"],
              "en": ["English", "Sample", "Edition 2, March 2026", "Not approved.", "Download", "Pages: 4"]}
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


def test_an_approval_is_told(again: Path, run: Run, sign: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(again)
    for code in TWO:
        sign(code, "clinical", "Lege Legesen, lege", "2026-02-03")
    result = run("release", "--no-java")
    assert (result.code, "approved" in result.out) == (0, False)
    words = read_index(again).all("main")[0].words.replace("\u00a0", " ")
    assert "Godkjent av Lege Legesen, lege, februar 2026" in words
    assert "Approved by Lege Legesen, lege, February 2026" in words
    assert "Ikke godkjent" not in words
    assert json.loads((again / "dist/manifest.json").read_text("utf-8"))["release"]["mini"]["approved"] is True


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


def test_an_unfinished_translation_is_not_released(untouched: Path, run: Run) -> None:
    catalogue = untouched / "locales/en/LC_MESSAGES/mini.po"
    edit(catalogue, 'msgstr "an item"', 'msgstr ""')
    edit(catalogue, '#, max-length:48\nmsgctxt "first.heading"', '#, fuzzy, max-length:48\nmsgctxt "first.heading"')
    result = run("--project", untouched, "release", "--no-java")
    assert (result.code, result.out) == (3, "")
    assert "“first.list.a” is not translated" in result.err
    assert "the translation of “first.heading” is marked fuzzy" in result.err
    assert result.err.endswith(NOTHING)


def test_a_page_that_fails_a_check_is_not_released(untouched: Path, run: Run) -> None:
    for change in tomllib.loads((ROOT / "tests/bad/long-word.toml").read_text("utf-8"))["edit"]:
        path = untouched / change["file"]
        text = change.get("write", path.read_text("utf-8"))
        path.write_text(text.replace(change.get("find", "\0"), change.get("replace", "")), encoding="utf-8")
    result = run("--project", untouched, "release", "--no-java")
    assert (result.code, result.out) == (3, "")
    assert "nb: text/inside-safe-area: page 2" in result.err
    assert result.err.endswith(NOTHING)


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


def test_a_full_disk_leaves_the_release_of_before(untouched: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
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


def test_a_folder_that_cannot_be_renamed_is_put_back(untouched: Path, run: Run,
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


def test_a_new_release_takes_the_place_of_the_old_one_as_a_whole(again: Path, run: Run) -> None:
    shutil.rmtree(again / "locales/en")
    assert run("--project", again, "release", "--no-java").code == 0
    assert {name for name in tree(again / "dist") if name.endswith(".pdf")} == {
        name for name in DRAWN if name.startswith("mini-nb")}
    assert not [path for path in again.iterdir() if path.name.startswith(".")]
    assert (again / "dist").stat().st_mode & 0o777 == 0o777 & ~_umask()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def test_a_stop_leaves_nothing_behind(untouched: Path) -> None:
    """Stopped by hand while the pictures are drawn."""
    program = ("import sys; from brochure import release\n"
               "def stop(*_): raise KeyboardInterrupt\n"
               "release.thumbnails = stop\n"
               "from brochure.cli import main; sys.exit(main(['release', '--no-java']))")
    result = subprocess.run([sys.executable, "-c", program], cwd=untouched, text=True, capture_output=True, check=False)
    assert (result.returncode, result.stdout) == (130, "")
    assert result.stderr == "brochure: stopped; what was not finished is as it was before\n"
