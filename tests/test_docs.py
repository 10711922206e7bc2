"""The documents are true: their commands work, their links lead somewhere, their picture shows the pages of today."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest
from conftest import ROOT, Run, program
from PIL import Image

DOCUMENTS = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md")),
             *sorted((ROOT / "images").glob("*.md"))]
COMMANDS = re.findall(r"^    \.venv/bin/brochure (.+)$", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE)
# Those that take longest; what they do is tried on the small brochure elsewhere.
SLOW = {"clinics build clinics/example.csv", "build --format web", "build nb --format booklet",
        "build en --format parallel", "check nb", "locale proof en", "fit en"}


def test_the_readme_has_commands() -> None:
    assert set(COMMANDS) >= SLOW
    assert COMMANDS == ["build nb --clinic clinics/example.toml", "clinics template --xlsx clinics.xlsx",
                        "clinics check clinics/example.csv", "clinics build clinics/example.csv",
                        "build nb --format booklet",
                        "build en --format parallel", "list",
                        'locale approve nb --role clinical --by "Kari Nordmann, lege" --dry-run',
                        'locale withdraw nb 1 --by "Kari Nordmann, lege" --why "What is wrong in it" --dry-run',
                        "jobsheet nb --copies 500", "build --format web",
                        "check nb", "check --explain fonts/embedded", "locale status", "build en --draft",
                        "locale proof en",
                        "fit en", "locale update", "locale export en", "doctor"]


@pytest.mark.parametrize("command", [
    pytest.param(command, marks=[pytest.mark.verify] if command in SLOW else []) for command in COMMANDS])
def test_a_command_of_the_readme_works(command: str, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("content", "locales", "layouts", "fonts", "images", "profiles", "clinics"):
        shutil.copytree(ROOT / name, tmp_path / name)
    monkeypatch.chdir(tmp_path)
    result = run(*shlex.split(command))
    assert (result.code, result.err) == (0, "")
    assert result.out


def test_the_files_that_the_readme_names_are_what_make_makes(shipped: dict[str, Path]) -> None:
    named = re.findall(r"^    build/(\S+\.pdf)$", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE)
    assert named == [path.name for path in shipped.values()]


def test_the_targets_of_the_readme_are_in_the_makefile() -> None:
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = {word for path in DOCUMENTS
             for word in re.findall(r"(?:^    |`)make ([a-z]+)", path.read_text("utf-8"), re.MULTILINE)}
    assert named
    assert named <= targets


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(document: Path) -> None:
    links = re.findall(r"\]\((?!https?://)([^)#\s]+)\)", document.read_text("utf-8"))
    assert [link for link in links if not (document.parent / link).exists() and link != "slot"] == []


def test_the_picture_shows_the_pages_of_today(shipped: dict[str, Path]) -> None:
    pages = program("docs/pages.py")
    now = pages.contact_sheet(next(iter(shipped.values())).parent)
    kept = Image.open(ROOT / "docs/pages.png")
    assert now.size == kept.size
    assert pages.difference(now, kept) < 3, "make it anew: .venv/bin/python docs/pages.py"


def test_all_that_a_locale_may_tell_of_its_language_is_explained() -> None:
    from brochure.language import KINDS

    told = set(re.findall(r"`(\w+)`", "".join(line.split("|")[1] for line in
                                              (ROOT / "docs/LANGUAGES.md").read_text("utf-8").splitlines()
                                              if line.startswith("| `"))))
    assert len(KINDS) > 20
    assert told == KINDS.keys()


@pytest.mark.usefixtures("room_is_known")
def test_the_words_of_the_document_about_languages_are_understood(mini: Path, run: Run) -> None:
    document = (ROOT / "docs/LANGUAGES.md").read_text("utf-8")
    [told] = [block for block in re.findall(r"```toml\n(.*?)```", document, re.DOTALL) if "[words]" in block]
    assert run("locale", "init", "uk", "--quiet").code == 0
    settings = mini / "locales/uk/locale.toml"
    settings.write_text(settings.read_text("utf-8") + told, "utf-8")
    catalogue = mini / "locales/uk/LC_MESSAGES/mini.po"
    text, item = catalogue.read_text("utf-8"), 'msgid "et punkt"\nmsgstr "'
    assert text.count(f'{item}"') == 1
    catalogue.write_text(text.replace(item, f"{item}не два тижні"), "utf-8")
    found = run("locale", "check", "uk", "--no-layout", "--only", "words/numbers", "--only", "words/negation",
                "--only", "words/units").out
    assert "skipped" not in found
    assert found.count("first.list.a:") >= 2
