"""The house is as docs/ARCHITECTURE.md says."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import LOCALES, ROOT

from brochure.cli.report import levels
from brochure.formats import FORMATS
from brochure.model import messages
from brochure.preflight import checks

PACKAGE = ROOT / "brochure"
DOCUMENT = (ROOT / "docs/ARCHITECTURE.md").read_text("utf-8")
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path.parent != PACKAGE or not path.name.startswith("__"))


def names_of(table: str) -> set[str]:
    """The names in the first column of a table of the document."""
    lines = DOCUMENT.split(table)[1].split("\n## ")[0].splitlines()
    rows = [line.split("|")[1] for line in lines if line.startswith("| `")]
    return {name.strip("/") for row in rows for name in re.findall(r"`([^`]+)`", row)}


def test_every_module_has_its_line_in_the_document() -> None:
    rooms = {path.relative_to(PACKAGE).parts[0].removesuffix(".py") for path in MODULES}
    assert len(rooms) > 25
    assert names_of("## The package") == rooms


def test_every_folder_has_its_line_in_the_document() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, text=True, capture_output=True, check=True).stdout.split()
    folders = {name.split("/")[0] for name in listed if "/" in name and not name.startswith(".")}
    assert len(folders) > 8
    assert names_of("## The tree") == folders


def test_every_format_has_its_line_in_the_document() -> None:
    assert names_of("## Formats") == set(FORMATS)


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_is_short_and_says_what_it_knows(module: Path) -> None:
    text = module.read_text("utf-8")
    assert text.startswith('"""')
    assert text.count("\n") <= 350


def test_the_floors_hold() -> None:
    lint = Path(sys.executable).parent / "lint-imports"
    result = subprocess.run([lint], cwd=ROOT, text=True, capture_output=True, check=False)
    assert result.returncode == 0, result.stdout
    assert "6 kept, 0 broken" in result.stdout


def test_every_module_stands_on_a_floor() -> None:
    contract = (ROOT / "pyproject.toml").read_text("utf-8").split("layers = [")[1].split("]\n")[0]
    on_floors = {name.removeprefix("brochure.") for name in re.findall(r"brochure\.[\w.]+", contract)}
    assert on_floors == {path.relative_to(PACKAGE).parts[0].removesuffix(".py") for path in MODULES}


def test_checks_are_found_by_being_there() -> None:
    files = [path for path in (PACKAGE / "preflight").glob("*.py") if path.name != "__init__.py"]
    assert len(checks()) == len(files) >= 9


def test_every_check_has_its_line_in_the_document(request: pytest.FixtureRequest) -> None:
    """`pytest tests/test_house.py --refresh-golden` writes the table anew."""
    page, heading = ROOT / "docs/CHECKS.md", "## All checks\n"
    rows = [f"| `{check.id}` | {check.title} | {levels(check)} | {check.looks_at} |" for check in checks()]
    head = "| check | what is right | what it is otherwise | what it looks at |"
    table = "\n".join([head, "|---|---|---|---|", *rows])
    text, _, found = page.read_text("utf-8").partition(heading)
    if request.config.getoption("--refresh-golden"):
        page.write_text(f"{text}{heading}\n{table}\n", "utf-8")
        return
    assert found.strip() == table, "write it anew: pytest tests/test_house.py --refresh-golden"


def test_every_kind_of_block_has_a_macro_and_stands_in_the_small_brochure(mini: Path) -> None:
    from brochure.edition import read_source
    from brochure.page import setter
    from brochure.project import Project

    macros = set(re.findall(r"\{% macro (\w+)\(", (ROOT / "layouts/base/blocks.html").read_text("utf-8")))
    assert set(setter.MACROS.values()) <= macros
    source = read_source(Project(mini), "mini")
    used = {type(block) for section in source.brochure.sections for block in section.blocks}
    assert used == set(setter.MACROS)
    assert len(list(messages(source.brochure))) > 30


def test_no_word_of_this_project_is_left_undone() -> None:
    words = [f"{'TO'}{'DO'}", f"{'FIX'}{'ME'}", f"Not{'Implemented'}"]
    texts = {path: path.read_text("utf-8") for folder in ("brochure", "layouts", "tests", "content", "locales")
             for path in (ROOT / folder).rglob("*") if path.suffix in {".py", ".html", ".css", ".yaml", ".toml", ".po"}}
    assert len(texts) > 60
    assert [str(path) for path, text in texts.items() if any(word in text for word in words)] == []


def test_versions_agree() -> None:
    pins = dict(re.findall(r"^([\w.-]+)==(\S+)$", (ROOT / "constraints.txt").read_text("utf-8").lower(), re.MULTILINE))
    project = (ROOT / "pyproject.toml").read_text("utf-8").split("dependencies = [")[1].split("]\n")[0]
    wanted = re.findall(r'"([\w-]+)[<>=]', project)
    assert len(wanted) >= 9
    assert [name for name in wanted if name not in pins] == []


def test_locales_are_the_shipped_ones() -> None:
    from brochure.locales import locale_codes

    assert set(locale_codes(ROOT / "locales")) == set(LOCALES)
