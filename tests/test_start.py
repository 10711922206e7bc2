"""The patches of other people's modules change no byte, and each is still needed (November 2026).

A test named `needed` fails when an update makes a patch superfluous: then it can go. When only a version differs, look
whether the patch still fits, and write the new version into it.
"""

from __future__ import annotations

import importlib
import inspect
import io
import re
import subprocess
import sys
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pikepdf
import pydyf
import pytest
from conftest import BROCHURE, ROOT
from hypothesis import given
from hypothesis import strategies as st

from brochure.press import preload, start

NAMES = [patch.name for patch in start.PATCHES]
PRINT = f"""
import hashlib, sys
from pathlib import Path
from brochure import press
from brochure.build import Job, build
from brochure.formats import FORMATS
from brochure.press import start
from brochure.project import Project

wanted = sys.argv[2:]
start.PATCHES = tuple(patch for patch in start.PATCHES if patch.name in wanted)
if "compress" not in wanted:
    press.compress = lambda pdf: None
made = build([Job(Project(Path({str(ROOT)!r})), "{BROCHURE}", "nb", FORMATS["screen"], False, None, Path(sys.argv[1]))],
             checks=False)
assert not made[0].unchanged
print(made[0].sha256, "fontTools" in sys.modules)
"""


def python(code: str, *arguments: object) -> str:
    """Give what a new process prints: some patches are those of imports."""
    done = subprocess.run([sys.executable, "-c", code, *map(str, arguments)], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    return done.stdout


def printed_with(folder: Path, wanted: dict[str, list[str]]) -> dict[str, list[str]]:
    """Print the shipped brochure with some patches under each name: its hash, and whether fontTools was loaded."""
    with ThreadPoolExecutor(2) as pool:
        found = pool.map(lambda name: python(PRINT, folder / name, *wanted[name]).split(), wanted)
        return dict(zip(wanted, found, strict=True))


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """The brochure without patches, and with all."""
    return printed_with(tmp_path_factory.mktemp("start"), {"none": [], "all": [*NAMES, "compress"]})


@pytest.fixture(scope="module")
def printed_with_each(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """The brochure with each patch alone."""
    return printed_with(tmp_path_factory.mktemp("start"), {name: [name] for name in [*NAMES, "compress"]})


@pytest.fixture(scope="module", autouse=True)
def engine() -> None:
    preload(ROOT / "fonts", ROOT / "build" / ".cache")


def test_same_bytes(printed: dict[str, list[str]]) -> None:
    assert printed["all"][0] == printed["none"][0]


@pytest.mark.verify
@pytest.mark.parametrize("patch", ["compress", *NAMES])
def test_same_bytes_with_each_alone(printed: dict[str, list[str]], printed_with_each: dict[str, list[str]],
                                    patch: str) -> None:
    assert printed_with_each[patch][0] == printed["none"][0]


@pytest.mark.parametrize("patch", start.PATCHES, ids=NAMES)
def test_fits_what_is_installed(patch: start.Patch) -> None:
    installed = tuple(f"{name} {version(name)}" for name, _ in map(str.split, patch.seen))
    assert installed == patch.seen, f"look whether “{patch.name}” still fits {', '.join(installed)}"
    assert patch.fits()


def test_leaves_other_versions_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start, "version", lambda package: "0")
    monkeypatch.setattr(start, "PATCHES", [start.Patch("x", ("y 1",), lambda _: pytest.fail("applied"))])
    start.load_engine(Path())


# --- the declarations of the C libraries -----------------------------------------------------------------------------


def test_declarations_needed() -> None:
    found = python("""
import ctypes.util, sys
search = ctypes.util.find_library
ctypes.util.find_library = lambda name: print(name) or search(name)
import weasyprint
print("pycparser" in sys.modules)""").split()
    assert "libgobject-2.0-0" in found, "the engine no longer asks for libraries of other systems first"
    assert found[-1] == "True", "the engine no longer has its declarations parsed"


@pytest.mark.skipif(sys.platform != "linux", reason="the patch is for Linux")
def test_declarations_prepared_once(tmp_path: Path) -> None:
    code = """
import ctypes.util, sys
from pathlib import Path
from brochure.press.start import load_engine
ctypes.util.find_library = print
load_engine(Path(sys.argv[1]))
print("pycparser" in sys.modules)"""
    assert python(code, tmp_path).split() == ["True"]
    (kept,) = tmp_path.iterdir()
    assert python(code, tmp_path).split() == ["False"]
    kept.write_bytes(b"spoilt")
    assert python(code, tmp_path).split() == ["True"]
    assert python(code, tmp_path).split() == ["False"]


def test_declarations_same(tmp_path: Path) -> None:
    """What is prepared declares the same types, of the same size, and constants of the same value."""
    import cffi
    from weasyprint.text import ffi as engine

    source = re.search(r"ffi\.cdef\('{3}(.*?)'{3}\)", inspect.getsource(engine), re.DOTALL)
    assert source
    plain = cffi.FFI()
    plain.cdef(source[1])
    prepared = importlib.import_module("_cffi_backend").FFI("test", **start._prepared(cffi.FFI, source[1], tmp_path))
    library = prepared.dlopen(None)
    constants = plain._parser._int_constants
    assert len(constants) > 50
    assert all(getattr(library, name) == value for name, value in constants.items())
    assert prepared.list_types() == plain.list_types()
    known = [name for name in plain.list_types()[0] if plain.typeof(f"{name} *").item.kind != "struct"
             or plain.typeof(f"{name} *").item.fields]
    assert len(known) > 20
    assert all(prepared.sizeof(name) == plain.sizeof(name) for name in known)


# --- modules that no brochure needs ----------------------------------------------------------------------------------


def test_modules_later_needed(printed: dict[str, list[str]]) -> None:
    assert printed["none"][1] == "True", "the engine no longer imports fontTools"
    assert printed["all"][1] == "False", "the engine uses fontTools for this brochure"


def test_modules_come_when_they_are_used(tmp_path: Path) -> None:
    found = python("""
import sys
from pathlib import Path
from brochure.press.start import load_engine
load_engine(Path(sys.argv[1]))
from weasyprint.pdf import fonts
assert "fontTools" not in sys.modules and "fontTools.ttLib" not in sys.modules
try:
    fonts.TTFont(sys.executable)
except fonts.TTLibError:
    print(fonts.TTFont.__module__, fonts.subset.__name__, fonts.ttFont.__name__)
from weasyprint.text import fonts
print(fonts.woff2.__name__)
""", tmp_path).split()
    ttfont = "fontTools.ttLib.ttFont"
    assert found == [ttfont, "fontTools.subset", ttfont, "fontTools.ttLib.woff2"]


# --- hyphenation -----------------------------------------------------------------------------------------------------


def dictionaries(language: str) -> tuple[Any, Any]:
    """Give a dictionary as the patch reads it, and as Pyphen does."""
    import pyphen

    patched, plain = (object.__new__(pyphen.HyphDict) for _ in range(2))
    patched.__init__(pyphen.LANGUAGES[language])
    pyphen.HyphDict.__init__.__wrapped__(plain, pyphen.LANGUAGES[language])
    return patched, plain


@pytest.mark.parametrize("language", [
    "nb", "nn", "en_GB", "en_US", "pl", "uk", "ru", "af", "lt", "es",
    *(pytest.param(language, marks=pytest.mark.verify) for language in ("de", "hu"))])   # the largest ones
def test_dictionary_same(language: str) -> None:
    patched, plain = dictionaries(language)
    assert len(plain.patterns) > 10
    assert patched.patterns.keys() == plain.patterns.keys()
    assert all(patched.patterns.get(letters) == values for letters, values in plain.patterns.items())
    assert patched.maxlen == plain.maxlen
    assert patched.patterns.get("no such letters") is None


def test_dictionary_needed() -> None:
    patched, plain = dictionaries("nb")
    assert {type(value) for value in plain.patterns.values()} == {tuple}, "Pyphen is lazy by itself"
    assert {type(value) for value in patched.patterns.values()} == {str}


# --- drawings --------------------------------------------------------------------------------------------------------

NUMBERS = st.one_of(st.integers(-999, 999).map(str), st.floats(-999, 999).map(lambda number: f"{number:.2f}"),
                    st.sampled_from([".5", "-.25", "0", "-0", "1e2", "+3", "4."]))
SEPARATORS = st.sampled_from([" ", ",", " , ", "\n"])
STEPS = st.tuples(st.sampled_from("MmLlCcZzHhVv"), st.integers(1, 3), st.lists(NUMBERS, min_size=18, max_size=18),
                  SEPARATORS)
PER_STEP = {"M": 2, "L": 2, "C": 6, "Z": 0, "H": 1, "V": 1}


def path_of(steps: list[tuple[str, int, list[str], str]]) -> str:
    """Give a path; a number that begins with a sign or a point may follow another without anything between."""
    return "".join(letter + separator.join(numbers[:count * PER_STEP[letter.upper()]])
                   for letter, count, numbers, separator in steps)


def drawn(draw: Any, text: str, **attributes: str) -> list[bytes] | str:
    """Give the operations that a path is drawn with, or the error."""
    from weasyprint.svg import SVG

    svg = SimpleNamespace(stream=pydyf.Stream(), inner_width=100, inner_height=100)
    svg.point = lambda *at: SVG.point(svg, *at)
    attributes["d"] = text
    node = SimpleNamespace(attrib=attributes, get=attributes.get, vertices=deque())
    try:
        draw(svg, node, 16)
    except Exception as error:
        return type(error).__name__
    return list(svg.stream.stream)


@given(st.lists(STEPS, max_size=6).map(path_of))
def test_paths_same(text: str) -> None:
    from weasyprint.svg import TAGS

    assert drawn(TAGS["path"], text) == drawn(TAGS["path"].__wrapped__, text)


def points_read(monkeypatch: pytest.MonkeyPatch, draw: Any, text: str, **attributes: str) -> int:
    module = sys.modules["weasyprint.svg.path"]
    read, calls = module.point, []
    monkeypatch.setattr(module, "point", lambda *values: calls.append(values) or read(*values))
    assert drawn(draw, text, **attributes)
    return len(calls)


def test_paths_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    from weasyprint.svg import TAGS

    path = "M1 2C3 4 5 6 7 8"
    assert points_read(monkeypatch, TAGS["path"].__wrapped__, path) == 4, "the engine reads paths in another way"
    assert points_read(monkeypatch, TAGS["path"], path) == 0
    assert points_read(monkeypatch, TAGS["path"], path, **{"marker-end": "url(#a)"}) == 4


# --- compression -----------------------------------------------------------------------------------------------------


def written(*, compressed: bool, monkeypatch: pytest.MonkeyPatch) -> tuple[bytes, int]:
    """Give a PDF of a few streams, and how often pydyf compressed one."""
    pdf = pydyf.PDF()
    for number in range(5):
        stream = pydyf.Stream([b"q", 1.5, pydyf.Dictionary({"A": number})] * 99, {"Kind": number}, compress=number != 3)
        pdf.add_object(stream)
    if compressed:
        start.compress(pdf)
    calls = []
    compress = pydyf.zlib.compressobj
    with monkeypatch.context() as patch:
        patch.setattr(pydyf, "zlib", SimpleNamespace(compressobj=lambda **how: calls.append(how) or compress(**how)))
        output = io.BytesIO()
        pdf.write(output, identifier=b"brochure")
    return output.getvalue(), len(calls)


def test_compressed_same_and_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    plain, times = written(compressed=False, monkeypatch=monkeypatch)
    assert times == 8, "pydyf compresses each stream once by itself"
    assert written(compressed=True, monkeypatch=monkeypatch) == (plain, 0)


# --- the benchmark ---------------------------------------------------------------------------------------------------


@pytest.mark.verify
def test_the_benchmark_gives_the_plain_command_all_it_needs(tmp_path: Path) -> None:
    """The peer prints as many pages in the same typefaces, and misses nothing: it complains on stderr."""
    subprocess.run([sys.executable, ROOT / "benchmarks" / "bench.py", "--child", "export", tmp_path], check=True)
    output = tmp_path / "page.pdf"
    command = [sys.executable, "-m", "weasyprint", "--pdf-variant", "pdf/a-2a", tmp_path / "page.html", output]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    with pikepdf.open(output) as pdf:
        assert len(pdf.pages) == 8
        fonts = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and "/BaseFont" in item]
        names = {str(font.BaseFont) for font in fonts}
    assert len(names) >= 3
    assert all("Fira-Sans" in name for name in names)
