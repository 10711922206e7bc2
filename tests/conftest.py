"""What the tests share: the shipped project, a small project to break, and the command as a user calls it."""

from __future__ import annotations

import atexit
import fcntl
import importlib.util
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

from brochure.budget import budgets
from brochure.cli import main
from brochure.edition import read_source
from brochure.formats import FORMATS, Format
from brochure.project import project_at

ROOT = Path(__file__).parent.parent
MINI = Path(__file__).parent / "mini"
LOCALES = ("nb", "nn", "en")
TWO = ("nb", "en")   # of the small project, and where a third language would tell nothing more
BROCHURE = "bekkenleddsmerter"
LENT = ("layouts", "fonts", "images", "profiles")   # what the small project takes from the shipped one


@dataclass(frozen=True)
class Result:
    """What a call of the command gave."""

    code: int
    out: str
    err: str


Run = Callable[..., Result]


def folder_until_the_end(name: str) -> Path:
    """Make a folder that is there until this process ends, for what no fixture can hold."""
    folder = Path(tempfile.mkdtemp(prefix=f"{name}-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


@cache
def _lent() -> Path:
    """A copy of what is lent, to which the large files of each small project are links.

    The paths of the drawings are triangles: the engine, and all that looks at a page, takes its time for each curve.
    """
    folder = folder_until_the_end("lent")
    for name in LENT:
        shutil.copytree(ROOT / name, folder / name)
    for drawing in (folder / "images").glob("*.svg"):
        drawing.write_text(re.sub(r' d="[^"]*"', ' d="M0 0L9 9L0 9Z"', drawing.read_text("utf-8")), "utf-8")
    return folder


def lend(source: str, target: str) -> None:
    """Link a typeface or colour profile, 3 MB in all, and copy what tests write into."""
    if source.endswith((".ttf", ".icc")):
        with suppress(OSError):   # the folder of the tests lies on another disk
            os.link(source, target)
            return
    Path(target).write_bytes(Path(source).read_bytes())   # a little faster than shutil.copyfile for small files


def small_project(folder: Path) -> Path:
    """Make the small project in a folder: four pages with every kind of block, in nb and en.

    Its typefaces and colour profiles must be replaced, never written into: they are those of other tests, too.
    """
    shutil.copytree(MINI, folder)
    for name in LENT:
        shutil.copytree(_lent() / name, folder / name, copy_function=lend)
    return folder


def copied(project: Path, folder: Path) -> Path:
    """Copy a project with what it has printed, which stays unchanged there."""
    shutil.copytree(project, folder, copy_function=lend)
    made = folder / "build/.cache/builds.json"
    made.write_text(made.read_text("utf-8").replace(str(project), str(folder)), encoding="utf-8")
    return folder


def forms_of(code: str) -> list[Format]:
    """Give the formats that there are of a language."""
    return [form for form in FORMATS.values() if form.is_for(code, "nb")]


def program(path: str) -> ModuleType:
    """Give a program of the project that stands in no package, such as docs/pages.py."""
    spec = importlib.util.spec_from_file_location(Path(path).stem, ROOT / path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the flag that writes golden files anew."""
    parser.addoption("--refresh-golden", action="store_true", help="write tests/golden anew from what is printed now")


def pytest_configure(config: pytest.Config) -> None:
    """Have the quick tests write into memory, where there is room: a disk takes a quarter of their time for them."""
    memory = Path("/dev/shm")
    if config.option.markexpr == "not verify" and "TMPDIR" not in os.environ and os.access(memory, os.W_OK):
        room = os.statvfs(memory)
        if not room.f_flag & os.ST_NOEXEC and room.f_bavail * room.f_frsize > 4e9:
            os.environ["TMPDIR"], tempfile.tempdir = str(memory), None


@pytest.fixture(scope="session", autouse=True)
def _share_of_the_cores() -> Iterator[None]:
    """Have each process of pytest-xdist take its share of the cores: files are printed by it, not by more processes.

    To begin those takes longer than most of the files. A test of them says `--jobs`.
    """
    cores = max(1, (os.cpu_count() or 1) // int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", 1)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "cpu_count", lambda: cores)
        yield


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Call the command in this process: `run("build", "nb", "--project", folder)`."""

    def call(*arguments: object) -> Result:
        capsys.readouterr()
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as exit_:
            code = int(exit_.code or 0)
        captured = capsys.readouterr()
        return Result(code, captured.out, captured.err)

    return call


@pytest.fixture
def sign(run: Run) -> Run:
    """Have somebody sign a language by the command: `sign("nb", "clinical", "Kari Nordmann, lege", "2026-02-03")`."""

    def call(code: str, role: str, by: str, date: str, *words: object) -> Result:
        result = run("locale", "approve", code, "--role", role, "--by", by, "--date", date, *words)
        assert (result.code, result.err) == (0, "")
        return result

    return call


@pytest.fixture
def check(run: Run) -> Run:
    """Call `brochure check`, without veraPDF, which tests/test_validators.py has asked."""
    return lambda *words: run("check", "--no-java", *words)


@pytest.fixture
def two_formats() -> Iterator[None]:
    """Have no more than two formats, where all of them would tell nothing more; then all again, in their order."""
    kept = dict(FORMATS)
    for name in FORMATS.keys() - {"screen", "large-print"}:
        del FORMATS[name]
    yield
    FORMATS.clear()
    FORMATS.update(kept)


@pytest.fixture
def mini(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small project of its own; the current folder is in it."""
    folder = small_project(tmp_path / "mini")
    monkeypatch.chdir(folder)
    return folder


def _once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """Have something made in a folder by the first process of the tests that asks for it: the others wait for it."""
    base = factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / name
    folder.mkdir(exist_ok=True)
    done = folder / ".done"
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            make(folder)
            done.touch()
    return folder


@pytest.fixture(scope="session")
def _built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    def build(folder: Path) -> None:
        assert main(["--project", str(small_project(folder / "mini")), "build", "--quiet"]) == 0

    return _once(tmp_path_factory, "built", build) / "mini"


@pytest.fixture
def built(_built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small project as `mini`, printed in both languages."""
    folder = copied(_built, tmp_path / "mini")
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture(scope="session")
def measured(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The room of the texts of the small project, measured once: the folder that it is kept in."""
    def measure(folder: Path) -> None:
        project = project_at(small_project(folder / "mini"))
        assert budgets(project, read_source(project, "mini"))

    return _once(tmp_path_factory, "measured", measure) / "mini/build/.cache/budgets"


@pytest.fixture
def room_is_known(mini: Path, measured: Path) -> None:
    """Have the room of the texts of `mini` measured: that takes two seconds, and tells the same each time."""
    shutil.copytree(measured, mini / "build/.cache/budgets")


def _printed_once(factory: pytest.TempPathFactory, name: str, *words: str) -> Path:
    """Print the shipped brochures into a folder, once."""
    def print_them(folder: Path) -> None:
        assert main(["--project", str(ROOT), "build", *words, "-o", str(folder), "--quiet"]) == 0

    return _once(factory, name, print_them)


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The shipped brochures, printed once by the command: the PDF of each locale."""
    folder = _printed_once(tmp_path_factory, "shipped", *LOCALES)
    return {code: folder / f"{BROCHURE}-{code}.pdf" for code in LOCALES}


@pytest.fixture(scope="session")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped brochures in two languages and every format, printed once by the command: where they lie."""
    return _printed_once(tmp_path_factory, "everything", *TWO, "--format", "all")


@pytest.fixture(scope="session")
def third(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped brochure in the third language and every format, for the heavy tier: where it lies."""
    return _printed_once(tmp_path_factory, "third", *(set(LOCALES) - set(TWO)), "--format", "all")
