"""Words as forms of a typeface, by HarfBuzz: as the engine shapes them, without it."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import compress
from pathlib import Path
from typing import Any, Literal, NamedTuple

from brochure.fonts import Family, letters

FEATURES = {"lnum": True}   # as font-variant-numeric in layouts/base/print.css
MAY_BREAK, NO_BREAK = "\u200b", "\u2060"
ISOLATE = "\u2068"   # what follows takes nothing over from what stands before it
_UNSEEN = frozenset({MAY_BREAK, NO_BREAK, ISOLATE})
UNSEEN = dict.fromkeys(map(ord, _UNSEEN))
_BETWEEN = "\ufdd0"   # no letter, which no font has: nothing is kerned to it, or joined with it
Direction = Literal["ltr", "rtl"]


class Form(NamedTuple):
    """A form of a font, by its number: how far it moves on, and how far it is moved itself, in units of the font."""

    number: int
    ahead: int
    right: int
    up: int


class Run(NamedTuple):
    """Words in one face and direction, with their forms from left to right; what nobody sees has none.

    `clusters` are the first letters of the text that each form stands for, `em` is how many units of the font make up
    an em, and `width` is in em.
    """

    text: str
    face: Path
    direction: Direction
    forms: tuple[Form, ...]
    clusters: tuple[int, ...]
    em: int
    width: float


@dataclass(frozen=True)
class Typeface:
    """A file of a face, and the scripts that its family is for (ISO 15924)."""

    path: Path
    scripts: tuple[str, ...]


Faces = tuple[Typeface, ...]


def faces_for(families: Iterable[Family], weight: int) -> Faces:
    """Give the upright face of each family in the weight that is nearest to one."""
    return tuple(Typeface(min((face for face in family.faces if face.style == "normal"),
                              key=lambda face: abs(face.weight - weight)).path, family.scripts)
                 for family in families)


@lru_cache(maxsize=1_000)
def shape(text: str, faces: Faces, language: str) -> tuple[Run, ...]:
    """Give a text as runs, in the order in which it is read: each letter in the first face that has it.

    Faces for its script come before others: the engine has fontconfig choose them so.
    """
    plain = _plain(faces)
    if text and all(map(plain.__getitem__, text)):
        return (_run(text, faces[0].path, "", language, turned=False),)
    runs: list[tuple[str, Path, str, bool]] = []
    for letter, script in zip(text, _scripts(text), strict=True):
        number = script in RIGHT_TO_LEFT and letter.isdigit()   # which runs from left to right there
        face = _face(letter, script, faces)
        if runs and (letter.isspace() or letter in _UNSEEN):
            face, number = runs[-1][1], runs[-1][3]
        if runs and (face, script, number) == runs[-1][1:]:
            runs[-1] = (runs[-1][0] + letter, face, script, number)
        else:
            runs.append((letter, face, script, number))
    return tuple(_run(part, face, script, language, turned=script in RIGHT_TO_LEFT and not number)
                 for part, face, script, number in runs)


def shape_all(texts: Sequence[str], faces: Faces, language: str) -> list[tuple[Run, ...]]:
    """Give several texts as `shape` gives each: those of one face by one call of HarfBuzz, in less time."""
    plain = _plain(faces)
    together = [text for text in texts if text and all(map(plain.__getitem__, text))]
    runs = dict(zip(together, _runs(together, faces[0].path, language), strict=True))
    return [(runs[text],) if text in runs else shape(text, faces, language) for text in texts]


class _Plain(dict[str, bool]):
    """Whether a letter is of the Latin script or of none, by itself, and in the first face: such ones make one run."""

    def __init__(self, faces: Faces) -> None:
        self._faces = faces

    def __missing__(self, letter: str) -> bool:
        script, first = script_of_letter(letter), self._faces[0].path
        self[letter] = script in ("", "Latn") and not unicodedata.combining(letter) and all(
            _face(letter, known, self._faces) == first for known in ("", "Latn"))
        return self[letter]


_plain = cache(_Plain)


def _scripts(text: str) -> list[str]:
    """The script of each letter; what is common to several is in that of the letter before, or else after it."""
    if ISOLATE in text:
        before, _, after = text.partition(ISOLATE)
        return [*_scripts(before), "", *_scripts(after)]
    found = [script_of_letter(letter) for letter in text]
    last = next(filter(None, found), "")
    for number, script in enumerate(found):
        last = found[number] = script or last
    return found


@cache
def _face(letter: str, script: str, faces: Faces) -> Path:
    known = [face for face in faces if ord(letter) in letters(face.path)] or list(faces)
    return next((face for face in known if script in face.scripts), known[0]).path


RIGHT_TO_LEFT = frozenset({"Arab", "Hebr", "Syrc", "Thaa", "Nkoo"})


@cache
def script_of_letter(letter: str) -> str:
    """The script of a letter; nothing for what is common to several."""
    import uharfbuzz

    buffer = uharfbuzz.Buffer()
    buffer.add_str(letter)
    buffer.guess_segment_properties()
    return buffer.script or ""


def _run(text: str, face: Path, script: str, language: str, *, turned: bool) -> Run:
    return _seen(text, face, "rtl" if turned else "ltr", *_shaped(text, face, script, language, turned=turned))


def _runs(texts: Sequence[str], face: Path, language: str) -> Iterator[Run]:
    """Each of some texts of the Latin script, as a run of a face."""
    forms, clusters = _shaped(_BETWEEN.join(texts), face, "", language, turned=False)
    begin, first = 0, 0
    for text in texts:
        end = begin + len(text)
        last = bisect_left(clusters, end, first)
        yield _seen(text, face, "ltr", forms[first:last], [cluster - begin for cluster in clusters[first:last]])
        begin, first = end + len(_BETWEEN), last + 1


def _shaped(text: str, face: Path, script: str, language: str, *, turned: bool) -> tuple[list[Form], list[int]]:
    """The forms of a text, from left to right, and the first letters that they stand for."""
    import uharfbuzz

    font = _font(face)
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.direction = "rtl" if turned else "ltr"
    buffer.script = script or "Latn"
    buffer.language = language
    uharfbuzz.shape(font, buffer, FEATURES)
    # Read as text: a third of the time that it takes to ask each form for its numbers.
    told = buffer.serialize(font, flags=_flags())[1:-1]
    forms = list(map(_told.__getitem__, told.split("|"))) if told else []
    return forms, [info.cluster for info in buffer.glyph_infos]


def _seen(text: str, face: Path, direction: Direction, forms: list[Form], clusters: list[int]) -> Run:
    """The run of a text, without the forms of what nobody sees."""
    if not _UNSEEN.isdisjoint(text):
        seen = [text[cluster] not in _UNSEEN for cluster in clusters]
        clusters, forms = list(compress(clusters, seen)), list(compress(forms, seen))
    em = _em(face)
    return Run(text, face, direction, tuple(forms), tuple(clusters), em, sum([form.ahead for form in forms]) / em)


class _Told(dict[str, Form]):
    """Forms as HarfBuzz tells them: number@right,up+ahead, without the second if it is nothing."""

    def __missing__(self, told: str) -> Form:
        number, right, up, ahead = _FORM.fullmatch(told).groups("0")  # type: ignore[union-attr]  # it tells no others
        self[told] = Form(int(number), int(ahead), int(right), int(up))
        return self[told]


_told = _Told()
_FORM = re.compile(r"(\d+)(?:@(-?\d+),(-?\d+))?\+(-?\d+)")


@cache
def _flags() -> int:
    import uharfbuzz

    flags = uharfbuzz.BufferSerializeFlags
    return int(flags.NO_GLYPH_NAMES | flags.NO_CLUSTERS)


@cache
def _font(face: Path) -> Any:
    import uharfbuzz

    return uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(face))))


@cache
def _em(face: Path) -> int:
    return int(_font(face).face.upem)
