"""Asks hunspell, in a process of its own, which words its dictionary of a language does not know."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from brochure.errors import ToolMissing
from brochure.locales import territory_of
from brochure.words import Spelling

_FOLDERS = ("/usr/share/hunspell", "/usr/local/share/hunspell", "/opt/homebrew/share/hunspell",
            "/usr/share/myspell/dicts", "/Library/Spelling")
_SECONDS = 20
_COMPOUNDING = {"nb", "nn", "da", "sv", "is", "fo", "de", "nl", "fi", "et", "hu", "se"}
_SHORTEST_PART = 4   # letters: shorter words make a compound of any slip
# Where a language is not written as in the country where most speak it: our English is British.
_PREFERRED = {"en": "en_GB"}
_PACKAGES = {"nb": "hunspell-no", "nn": "hunspell-no", "en": "hunspell-en-gb", "de": "hunspell-de-de",
             "se": "hunspell-se"}


def ask(code: str, words: Iterable[str]) -> Callable[[], Spelling]:
    """Begin to look words up, and give what waits for the answer, so that other work can be done meanwhile."""
    program = shutil.which("hunspell")
    if not program:
        return _skipped(f"hunspell is not installed: install it with its dictionary, {_package(code)}")
    dictionary = find(code)
    if dictionary is None:
        return _skipped(f"hunspell has no dictionary of {code}: install {_package(code)}")
    def begin(asked: Iterable[str]) -> subprocess.Popen[bytes]:
        with tempfile.TemporaryFile() as told:
            told.write("\n".join(sorted(set(asked))).encode())
            told.seek(0)
            return subprocess.Popen([program, "-l", "-i", "utf-8", "-d", str(dictionary)], stdin=told,
                                    stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)

    process = begin(words)
    return lambda: _spelling(process, dictionary, lambda parts: _answer(begin(parts), dictionary),
                             code.partition("-")[0] in _COMPOUNDING)


def _spelling(process: subprocess.Popen[bytes], dictionary: Path, again: Callable[[Iterable[str]], list[str]],
              compounds: bool) -> Spelling:
    try:
        unknown = _answer(process, dictionary)
        if compounds and (parts := {part for word in unknown for pair in _pairs(word) for part in pair}):
            # Dictionaries have few of the words that are put together; of two that they know, one is known.
            strange = frozenset(again(parts))
            unknown = [word for word in unknown if all(strange & set(pair) for pair in _pairs(word))]
    except ToolMissing as reason:
        return Spelling(skipped=reason.faults[0].message)
    return Spelling(dictionary.name, frozenset(unknown), "")


def _pairs(word: str) -> Iterator[tuple[str, str]]:
    """The two words that a word can be put together of, with and without an s between them."""
    for length in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
        first, last = word[:length], word[length:]
        for second in (last, last.capitalize()) if word[:1].isupper() else (last,):
            yield first, second
            if first.endswith("s") and length > _SHORTEST_PART:
                yield first[:-1], second


def _answer(process: subprocess.Popen[bytes], dictionary: Path) -> list[str]:
    try:
        found, _ = process.communicate(timeout=_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        raise ToolMissing(f"hunspell took longer than {_SECONDS} s with {dictionary}") from None
    if process.returncode:
        raise ToolMissing(f"hunspell cannot read its dictionary {dictionary}: install it anew")
    return found.decode("utf-8", "replace").split()


def _skipped(reason: str) -> Callable[[], Spelling]:
    return lambda: Spelling(skipped=reason)


def _package(code: str) -> str:
    language = code.split("-")[0]
    return f"such as the package {_PACKAGES.get(language, f'hunspell-{language}')}"


def find(code: str) -> Path | None:
    """Give the path of hunspell's dictionary of a language, without its ending, or None."""
    found = {path.stem: path.with_suffix("") for folder in _folders() for path in sorted(folder.glob("*.aff"))
             if path.with_suffix(".dic").is_file()}
    language, _, territory = code.partition("-")
    likely = ""
    with suppress(KeyError):
        likely = territory_of(code)
    wanted = [f"{language}_{territory}", _PREFERRED.get(language, ""), f"{language}_{likely}", language]
    others = sorted(name for name in found if name.split("_")[0] == language)
    return next((found[name] for name in (*wanted, *others) if name in found), None)


def _folders() -> Iterator[Path]:
    told = os.environ.get("DICPATH", "").split(os.pathsep)
    yield from (Path(name) for name in (*filter(None, told), *_FOLDERS))
    yield Path.home() / "Library" / "Spelling"
