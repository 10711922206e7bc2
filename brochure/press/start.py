"""Makes the engine start, draw and write faster, without a byte of a PDF changed: patches of modules that are not ours.

Seen in November 2026. Each patch names the version that it was seen in and leaves every other as its makers wrote it:
slower, but right. tests/test_start.py prints with and without each patch, and fails when one can go.
"""

from __future__ import annotations

import ast
import hashlib
import importlib
import io
import marshal
import re
import sys
import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from functools import wraps
from importlib.metadata import version
from pathlib import Path
from types import ModuleType
from typing import Any

from brochure.files import write_whole


@dataclass(frozen=True)
class Patch:
    """A patch, the packages and versions that it was seen in, and a context in which the engine is imported."""

    name: str
    seen: tuple[str, ...]
    apply: Callable[[Path], AbstractContextManager[None]]

    def fits(self) -> bool:
        """Whether just these versions are installed."""
        return all(version(package) == seen for package, seen in map(str.split, self.seen))


_applied: set[Patch] = set()


def load_engine(cache: Path) -> None:
    """Import WeasyPrint with the patches that fit it; raises OSError if one of its libraries is not there.

    `cache` is a folder of the project's, where what a patch prepares is kept.
    """
    fitting = [patch for patch in PATCHES if patch not in _applied and patch.fits()]
    with ExitStack() as stack:
        for patch in fitting:
            stack.enter_context(patch.apply(cache))
        import weasyprint  # noqa: F401
    _applied.update(fitting)


# --- the declarations of the C libraries -----------------------------------------------------------------------------


@contextmanager
def _declarations(cache: Path) -> Iterator[None]:
    """Have cffi prepare the engine's declarations of C libraries once, not parse them in every process: 0.06 s.

    Prepared (“out of line”, as cffi has it), it opens a library under just the name that it is given. Otherwise it
    starts ldconfig, gcc and ld for each name that the engine tries, and those of other systems come first: 0.15 s.
    """
    if sys.platform != "linux":
        yield
        return
    cffi, backend = importlib.import_module("cffi"), importlib.import_module("_cffi_backend")
    plain = cffi.FFI

    class Prepared(backend.FFI):  # type: ignore[misc, name-defined]
        """Declares nothing yet, as a new cffi.FFI; its base is filled when the declarations come."""

        def __init__(self) -> None:
            pass

        def cdef(self, source: str) -> None:
            super().__init__("engine", **_prepared(plain, source, cache))

    vars(cffi)["FFI"] = Prepared
    try:
        yield
    finally:
        vars(cffi)["FFI"] = plain


def _prepared(plain: Any, source: str, cache: Path) -> dict[str, Any]:
    """Give what cffi makes of declarations: plain data, kept with marshal, which reads no code."""
    key = hashlib.sha256(f"{sys.implementation.cache_tag} {version('cffi')} {source}".encode()).hexdigest()[:16]
    kept = cache / f"declarations-{key}"
    try:
        return dict(marshal.loads(kept.read_bytes()))
    except (OSError, EOFError, ValueError, TypeError):
        pass
    parsed, text = plain(), io.StringIO()
    parsed.cdef(source)
    importlib.import_module("cffi.recompiler").make_py_source(parsed, "engine", text)
    call: Any = ast.parse(text.getvalue()).body[-1]
    data = {keyword.arg: ast.literal_eval(keyword.value) for keyword in call.value.keywords}
    write_whole(kept, marshal.dumps(data))
    return data


# --- modules that no brochure needs ----------------------------------------------------------------------------------

_NEEDED_LATER = {
    "fontTools": ("subset",),
    "fontTools.ttLib": ("TTFont", "TTLibError", "ttFont", "woff2"),
    "fontTools.varLib.instancer": ("instantiateVariableFont",),
}
_USERS = ("weasyprint.text.fonts", "weasyprint.pdf.fonts")


class _Later:
    """A name that stands for a module's until it is used: then all such names become what they stand for."""

    def __init__(self, module: str, name: str) -> None:
        self._of = module, name

    def __call__(self, *values: Any, **named: Any) -> Any:
        return self._real()(*values, **named)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real(), name)

    def _real(self) -> Any:
        for user in _USERS:
            names = vars(sys.modules[user]) if user in sys.modules else {}
            names.update({key: _import(*value._of) for key, value in names.items() if isinstance(value, _Later)})
        return _import(*self._of)


def _import(module: str, name: str) -> Any:
    found = importlib.import_module(module)
    return getattr(found, name) if hasattr(found, name) else importlib.import_module(f"{module}.{name}")


@contextmanager
def _modules_later(_: Path) -> Iterator[None]:
    """Import fontTools only when it is used: 0.07 s and 10 MB.

    Where libharfbuzz-subset is there, the engine uses it for WOFF, variable and colour fonts only.
    """
    stand_ins = {}
    if "fontTools" not in sys.modules:
        for module, names in _NEEDED_LATER.items():
            stand_ins[module] = ModuleType(module)
            vars(stand_ins[module]).update({name: _Later(module, name) for name in names})
    sys.modules.update(stand_ins)
    try:
        yield
    finally:
        for module in stand_ins:
            del sys.modules[module]


# --- hyphenation -----------------------------------------------------------------------------------------------------


class _Patterns(dict[str, Any]):
    """The patterns of a dictionary by their letters, each taken apart when a word first needs it: few ever are."""

    def get(self, letters: str, default: Any = None) -> Any:
        """Give where a pattern begins, and its values, as Pyphen does."""
        pattern = super().get(letters, default)
        if isinstance(pattern, str):
            values = [int(digit or 0) for digit, _ in re.findall(r"(\d?)(\D?)", pattern)]
            first = next(place for place, value in enumerate(values) if value)
            last = max(place for place, value in enumerate(values) if value)
            self[letters] = pattern = first, tuple(values[first:last + 1])
        return pattern


@contextmanager
def _dictionary(_: Path) -> Iterator[None]:
    """Read a dictionary of hyphenation without taking all its patterns apart: 0.13 s for the Norwegian one."""
    yield
    pyphen = importlib.import_module("pyphen")
    read = pyphen.HyphDict.__init__

    @wraps(read)
    def read_lazily(self: Any, path: Path) -> None:
        raw = path.read_bytes()
        if any(sign in raw for sign in (b"/", b"^^", b"0", b"\r")):   # what not every dictionary has: by the book
            read(self, path)
            return
        encoding = raw.partition(b"\n")[0].decode()
        lines = [line.strip() for line in raw.decode(encoding).split("\n")[1:]]
        letters = [line.strip() for line in raw.translate(None, b"0123456789").decode(encoding).split("\n")[1:]]
        self.patterns = _Patterns((key, line) for key, line in zip(letters, lines, strict=True)
                                  if key != line and not line.startswith(pyphen.ignored))
        self.cache = {}
        self.maxlen = max(map(len, self.patterns))

    pyphen.HyphDict.__init__ = read_lazily


# --- drawings --------------------------------------------------------------------------------------------------------

# The quantifiers are possessive (++): a long path that does not match is given up at once.
_NUMBER = r"-?+(?:\d++(?:\.\d++)?+|\.\d++)"
_PLAIN = re.compile(rf"(?:[MLCmlc](?:[ \n\r\t,]*+{_NUMBER})++[ \n\r\t]*+|[Zz][ \n\r\t]*+)*+")
_COMMAND = re.compile(r"([MLCZmlcz])([^MLCZmlcz]*)")
_OPERANDS = re.compile(_NUMBER)
_PER_STEP = {"M": 2, "L": 2, "C": 6}


@contextmanager
def _paths(_: Path) -> Iterator[None]:
    """Draw paths of lines and curves with bare numbers from left to right: 0.15 s for the eight drawings.

    The engine matches a regular expression against all the rest of the path for each point of it. Other paths, and
    those with markers, are left to it.
    """
    yield
    import weasyprint.svg

    draw = weasyprint.svg.TAGS["path"]

    @wraps(draw)
    def path(svg: Any, node: Any, font_size: Any) -> None:
        text = node.get("d", "").strip(" \n\r\t")
        steps = [(letter, [float(number) for number in _OPERANDS.findall(numbers)])
                 for letter, numbers in _COMMAND.findall(text)] if _PLAIN.fullmatch(text) else None
        if (steps is None or any(len(values) % _PER_STEP.get(letter.upper(), 1) for letter, values in steps)
                or any(key.startswith("marker") for key in node.attrib)):
            draw(svg, node, font_size)
        else:
            _draw_path(svg.stream, steps)

    weasyprint.svg.TAGS["path"] = path


def _draw_path(stream: Any, steps: list[tuple[str, list[float]]]) -> None:
    stream.move_to(0, 0)   # as the engine does
    x = y = 0.0
    first: tuple[float, float] | None = None
    for letter, values in steps:
        relative = letter.islower()
        left = iter(values)
        if letter in "Zz":
            if first:
                stream.close()
                (x, y), first = first, None
            continue
        if letter in "Mm":
            x, y = (x + next(left), y + next(left)) if relative else (next(left), next(left))
            stream.move_to(x, y)
            first = None
        if letter in "Cc":
            first = first or (x, y)
            for x1, y1, x2, y2, x3, y3 in zip(left, left, left, left, left, left, strict=True):
                if relative:
                    x1, y1, x2, y2, x3, y3 = x1 + x, y1 + y, x2 + x, y2 + y, x3 + x, y3 + y
                stream.curve_to(x1, y1, x2, y2, x3, y3)
                x, y = x3, y3
        else:
            for x1, y1 in zip(left, left, strict=True):
                first = first or (x, y)
                x, y = (x1 + x, y1 + y) if relative else (x1, y1)
                stream.line_to(x, y)


PATCHES = (
    Patch("declarations", ("weasyprint 70.0", "cffi 2.1.1"), _declarations),
    Patch("modules later", ("weasyprint 70.0",), _modules_later),
    Patch("dictionary", ("pyphen 0.18.1",), _dictionary),
    Patch("paths", ("weasyprint 70.0",), _paths),
)


# --- compression -----------------------------------------------------------------------------------------------------


def compress(pdf: Any) -> None:
    """Compress the streams of a PDF once, two at a time: zlib lets another thread run. To be called by the finisher.

    pydyf 0.13.0 compresses one after the other, and all of them twice, to number the file by what it holds.
    """
    import pydyf

    streams = [item for item in pdf.objects if isinstance(item, pydyf.Stream) and item.compress is True
               and type(item).data is pydyf.Stream.data]

    def work() -> None:
        while streams:
            try:
                stream = streams.pop()
            except IndexError:   # the other thread was quicker
                return
            deflate = zlib.compressobj(level=9)
            data = deflate.compress(b"\n".join(map(pydyf._to_bytes, stream.stream))) + deflate.flush()
            stream.stream, stream.extra, stream.compress = [data], {**stream.extra, "Filter": "/FlateDecode"}, False

    helper = threading.Thread(target=work)
    helper.start()
    work()
    helper.join()
