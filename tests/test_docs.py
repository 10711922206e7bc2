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
SLOW = {"check nb", "fit en"}   # each takes ten seconds and more


def test_the_readme_has_commands() -> None:
    assert COMMANDS == ["build nb --clinic clinics/example.toml", "build nb --format booklet",
                        "build en --format parallel", "list", "jobsheet nb --copies 500", "build --format web",
                        "check nb", "check --explain fonts/embedded", "build en --draft", "locale proof en",
                        "fit en", "locale update", "doctor"]


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
