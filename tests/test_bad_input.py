"""Bad input: each file of tests/bad/ breaks the small project and holds the exact message; then breaks by chance."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, Run
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from brochure.clinics import read_clinic
from brochure.content import PHRASES, read_brochure
from brochure.edition import read_source
from brochure.errors import BrochureError, Exit, Faults, Place
from brochure.fonts import read_families
from brochure.images import read_drawings
from brochure.layouts import read_layout
from brochure.locales import read_locale
from brochure.project import Project
from brochure.translation import translate
from brochure.yaml_tree import read as read_yaml

BAD = Path(__file__).parent / "bad"
CASES = sorted(BAD.glob("*.toml"))


def test_the_cases_are_there() -> None:
    assert len(CASES) >= 170
    kinds = {path.name.split("-")[0] for path in CASES}
    assert kinds >= {"yaml", "po", "locale", "font", "layout", "css", "html", "template", "svg", "clinic", "output"}


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_message(path: Path, mini: Path, run: Run) -> None:
    case = tomllib.loads(path.read_text(encoding="utf-8"))
    assert case.keys() <= {"about", "command", "exit", "stderr", "edit"}
    for edit in case.get("edit", ()):
        _edit(mini / edit["file"], edit)
    result = run(*shlex.split(case["command"]))
    assert result.err.replace(str(mini), "{project}") == case["stderr"]
    assert result.code == case["exit"]
    assert result.out == ""
    assert not [*mini.rglob("*.pdf")]


def _edit(path: Path, edit: dict[str, Any]) -> None:
    """Make one change to a file: write it, remove it, prepend to it, or replace what stands in it once."""
    encoding = edit.get("encoding", "utf-8")
    if edit.get("remove"):
        path.unlink()
        return
    if "write" in edit:
        text = edit["write"]
    elif "prepend" in edit:
        text = edit["prepend"] + path.read_text(encoding="utf-8")
    else:
        before = path.read_text(encoding="utf-8")
        assert before.count(edit["find"]) == 1, "the edit does not fit the file of tests/mini"
        text = before.replace(edit["find"], edit["replace"])
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(text.encode(encoding))


def test_every_message_says_where_and_what_to_do() -> None:
    told = [line for path in CASES for line in tomllib.loads(path.read_text(encoding="utf-8"))["stderr"].splitlines()]
    faults = [line for line in told if line.startswith("error: ")]
    assert len(faults) >= 200
    assert not [line for line in told if "Traceback" in line or str(ROOT) in line or "/tmp/" in line]
    sums = re.compile(r"\d+ of \d+ clinics cannot be printed as they are")
    assert not [line for line in told if not line.startswith(("error: ", "  ")) and not sums.fullmatch(line)]


def test_the_exit_codes() -> None:
    cases = [tomllib.loads(path.read_text(encoding="utf-8")) for path in CASES]
    assert {case["exit"] for case in cases} == {Exit.INPUT, Exit.USAGE, Exit.CHECK}
    assert {case["command"].split()[0] for case in cases if case["exit"] == Exit.INPUT} == {
        "build", "check", "clinics", "release", "locale"}


def test_a_missing_library_is_told_with_what_to_do(mini: Path, tmp_path: Path) -> None:
    stand_in = tmp_path / "weasyprint/__init__.py"
    stand_in.parent.mkdir()
    stand_in.write_text("raise OSError(\"cannot load library 'libpango-1.0-0'\")\n", encoding="utf-8")
    result = subprocess.run([sys.executable, "-m", "brochure", "build", "nb"], cwd=mini, capture_output=True, text=True,
                            env={**os.environ, "PYTHONPATH": str(tmp_path)}, check=False)
    assert (result.returncode, result.stdout) == (Exit.TOOL, "")
    fault, hint = result.stderr.splitlines()
    assert fault == "error: a library that sets the type is missing: cannot load library 'libpango-1.0-0'"
    assert "“brochure doctor”" in hint


def test_the_phrases_that_the_pages_ask_for_must_be_there() -> None:
    pages = [*sorted((ROOT / "brochure/page").glob("*.py")), *sorted((ROOT / "layouts").rglob("*.html"))]
    asked = {name for path in pages for name in re.findall(r"phrase\(\"([a-z-]+)\"", path.read_text(encoding="utf-8"))}
    assert len(asked) >= 6
    assert {f"phrase.{name}" for name in asked} <= PHRASES.keys()
    faults = Faults()
    path = ROOT / "layouts/base/phrases.yaml"
    found = {node.mapping({"id"}, None)["id"].text() for node in read_yaml(path, path.name, faults).items()}
    assert found >= PHRASES.keys()
    assert not faults.found


# --- by chance -------------------------------------------------------------------------------------------------------

_LETTERS = st.sampled_from([
    *"\"'[]{}()*&!|>%@`#,:;-=\\/~^$ \t\n\r\0", "\u00a0", "\u200f", "\ufeff", "盆", "🤰", "ø", "9" * 5000, "<<<<<<< a\n",
    "- ", ": ", "[" * 2000, "{" * 500, "](x)", "**", "nan", "-1", "0x1F", "1e999", "null", "true", "\\u0000", "\"\"\"",
    "'''", "msgid \"\"", "<!--", "&#0;", "\ud7ff"])
_KINDS = st.sampled_from(["insert", "delete", "double", "swap", "replace"])
_Change = tuple[str, int, str]
_CHANGES = st.lists(st.tuples(_KINDS, st.integers(0, 10**6), _LETTERS), min_size=1, max_size=4)
_SOME = settings(max_examples=20, derandomize=True, deadline=None, database=None,
                 suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


def _changed(text: str, changes: list[_Change]) -> str:
    """A text with letters put in, and lines taken out, doubled or moved."""
    for kind, where, letters in changes:
        lines = text.split("\n")
        number, at = where % len(lines), where % (len(text) + 1)
        head, line, tail = lines[:number], lines[number:number + 1], lines[number + 1:]
        match kind:
            case "insert":
                text = text[:at] + letters + text[at:]
            case "replace":
                text = text[:at] + letters + text[at + 1 + where % 7:]
            case "delete":
                text = "\n".join(head + tail)
            case "double":
                text = "\n".join(head + line + line + tail)
            case "swap":
                text = "\n".join(head + tail[:2] + line + tail[2:])
    return text


@cache
def _readers(root: Path) -> dict[str, Callable[[], object]]:
    """What reads each file of the small project; it raises BrochureError or gives something."""
    project = Project(root)
    source = read_source(project, "mini")
    anchors = {name: frozenset(drawing.anchors) for name, drawing in source.drawings.items()}
    catalogue = root / "locales/en/LC_MESSAGES/mini.po"

    def content() -> object:
        return read_brochure(project.content / "mini.yaml", project.base / "phrases.yaml", anchors, root)

    def layout() -> object:
        return read_layout(project.layouts, "leaflet", root, Place("content/mini.yaml"))

    return {
        "content/mini.yaml": content,
        "layouts/base/phrases.yaml": content,
        "locales/en/LC_MESSAGES/mini.po": lambda: translate(source.brochure, catalogue, root),
        "locales/nb/locale.toml": lambda: read_locale(project.locales, "nb", root, source.brochure, source.layout,
                                                      source.families),
        "fonts/fonts.toml": lambda: read_families(project.fonts, root),
        "images/images.toml": lambda: read_drawings(project.images, root),
        "images/squat.svg": lambda: read_drawings(project.images, root),
        "layouts/leaflet/layout.toml": layout,
        "layouts/leaflet/leaflet.css": layout,
        "clinics/clinic.toml": lambda: read_clinic(root / "clinics/clinic.toml"),
    }


_FILES = ("content/mini.yaml", "layouts/base/phrases.yaml", "locales/en/LC_MESSAGES/mini.po", "locales/nb/locale.toml",
          "fonts/fonts.toml", "images/images.toml", "images/squat.svg", "layouts/leaflet/layout.toml",
          "layouts/leaflet/leaflet.css", "clinics/clinic.toml")


def _read_or_fault(file: str, mini: Path, content: Callable[[str], bytes]) -> None:
    """Read a file with other content: nothing but a BrochureError comes out, and its lines are lines of the file."""
    path, read = mini / file, _readers(mini)[file]
    before = path.read_bytes()
    try:
        path.write_bytes(content(before.decode()))
        read()
    except BrochureError as error:
        lines = path.read_bytes().replace(b"\r\n", b"\n").replace(b"\r", b"\n").count(b"\n") + 1
        for fault in error.faults:
            assert fault.message
            assert "\n" not in fault.message
            assert fault.place is None or fault.place.file != file or 0 <= fault.place.line <= lines
    finally:
        path.write_bytes(before)


@pytest.mark.parametrize("file", _FILES)
@_SOME
@given(changes=_CHANGES)
def test_a_changed_file_is_read_or_its_faults_are_told(file: str, mini: Path, changes: list[_Change]) -> None:
    _read_or_fault(file, mini, lambda before: _changed(before, changes).encode())


@pytest.mark.verify   # as the one before, but hundreds, and others each time
@pytest.mark.parametrize("file", _FILES)
@settings(_SOME, max_examples=200, derandomize=False)
@given(changes=_CHANGES)
def test_a_file_changed_in_hundreds_of_ways_is_read_or_its_faults_are_told(file: str, mini: Path,
                                                                           changes: list[_Change]) -> None:
    _read_or_fault(file, mini, lambda before: _changed(before, changes).encode())


@pytest.mark.parametrize("file", _FILES)
@_SOME
@given(content=st.one_of(st.binary(max_size=200), st.text(st.characters(codec="utf-8"), max_size=200).map(str.encode)))
def test_any_bytes_are_read_or_their_faults_are_told(file: str, mini: Path, content: bytes) -> None:
    _read_or_fault(file, mini, lambda _: content)
