"""Words as forms of a typeface, by HarfBuzz: as the engine shapes them, without it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterable, Sequence
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
_NO_FORM = _UNSEEN | {"\u200c", "\u200d"}   # joiners are of the words, and seen in their effect only
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


def told_together(texts: Sequence[str], faces: Faces, language: str) -> list[str | None]:
    """Give how HarfBuzz tells the forms of each of several texts, by one call; None for what `shape` is to be asked.

    Forms stand between |, each as number+ahead, or number@right,up+ahead, in units of the first face; see `form_told`.
    """
    plain, face = _plain(faces), faces[0].path
    together = [bool(text) for text in texts]
    if not all(map(plain.__getitem__, "".join(texts))):
        together = [bool(text) and all(map(plain.__getitem__, text)) for text in texts]
    parts = _seen_forms(_BETWEEN.join(compress(texts, together)), face, language).split(_between(face))
    if len(parts) != sum(together):   # a text of nothing that is seen, or with a letter that no font has
        return [None] * len(texts)
    rest = iter(parts)
    return [next(rest) or None if one else None for one in together]


@cache
def _between(face: Path) -> str:
    """How HarfBuzz tells the letter that no font has, with what stands around it."""
    return f"|{_seen_forms(_BETWEEN, face, 'en')}|"


class _Plain(dict[str, bool]):
    """Whether a letter is of the Latin script or of none, by itself, and in the first face: such ones make one run."""

    def __init__(self, faces: Faces) -> None:
        self._faces = faces

    def __missing__(self, letter: str) -> bool:
        script, first = script_of_letter(letter), self._faces[0].path
        alone = not unicodedata.combining(letter) and (unicodedata.category(letter) != "Cf" or letter in _UNSEEN)
        self[letter] = alone and script in ("", "Latn") and all(
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
    """The run of a text, without the forms of what nobody sees."""
    buffer = _shaped(text, face, script, language, turned=turned)
    told = _told(buffer, face)
    forms = list(map(form_told, told.split("|"))) if told else []
    clusters = [info.cluster for info in buffer.glyph_infos]
    if not _NO_FORM.isdisjoint(text):
        # HarfBuzz shows such a letter as a space that takes no room; what stands on it has its place in the text, too.
        space = _space(face)
        seen = [text[cluster] not in _NO_FORM or form.number != space
                for cluster, form in zip(clusters, forms, strict=True)]
        clusters, forms = list(compress(clusters, seen)), list(compress(forms, seen))
    em = units(face)
    return Run(text, face, "rtl" if turned else "ltr", tuple(forms), tuple(clusters), em,
               sum([form.ahead for form in forms]) / em)


def _seen_forms(text: str, face: Path, language: str) -> str:
    """The forms of a text of the Latin script, without those of what nobody sees."""
    import uharfbuzz

    return _told(_shaped(text, face, "", language, flags=uharfbuzz.BufferFlags.REMOVE_DEFAULT_IGNORABLES), face)


def _shaped(text: str, face: Path, script: str, language: str, *, turned: bool = False, flags: int = 0) -> Any:
    """What HarfBuzz makes of a text."""
    import uharfbuzz

    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.direction = "rtl" if turned else "ltr"
    buffer.script = script or "Latn"
    buffer.language = language
    buffer.flags = uharfbuzz.BufferFlags(flags)
    uharfbuzz.shape(_font(face), buffer, FEATURES)
    return buffer


def _told(buffer: Any, face: Path) -> str:
    """The forms from left to right; as text, in a third of the time that it takes to ask each for its numbers."""
    told: str = buffer.serialize(_font(face), flags=_flags())
    return told[1:-1]


@cache
def form_told(told: str) -> Form:
    """Give a form as HarfBuzz tells it: number+ahead, or number@right,up+ahead."""
    number, right, up, ahead = _FORM.fullmatch(told).groups("0")  # type: ignore[union-attr]  # it tells no others
    return Form(int(number), int(ahead), int(right), int(up))


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
def _space(face: Path) -> int | None:
    return _font(face).get_nominal_glyph(ord(" "))  # type: ignore[no-any-return]


@cache
def units(face: Path) -> int:
    """Give how many units of a font make up an em."""
    return int(_font(face).face.upem)


# --- what readers are told of forms from right to left ---------------------------------------------------------------


def readable(text: str, characters: Sequence[str], used: Container[str]) -> str:
    """Give what a form tells readers; `characters` are those that its font has it for, `used` the letters of the file.

    Two letters in one form tell the character of both where there is one (U+FEFB, lam with alef), which readers take
    apart themselves: pdfium and Poppler change the order of two when they turn the line round.
    """
    if len(text) == 1 and not unicodedata.mirrored(text):
        return text
    if len(text) > 1 and not any(map(unicodedata.combining, text)):
        return next((form for form in characters if unicodedata.normalize("NFKC", form) == text), text)
    # Of several letters that share a form, that which the file has; a form of one letter is told as the letter.
    plain = [alone if len(alone := unicodedata.normalize("NFKC", form)) == 1 else form for form in characters]
    return next((letter for letter in plain if letter in used), plain[0] if plain else text)


@cache
def characters_of(font: bytes) -> dict[int, tuple[str, ...]]:
    """Give the characters of each form that the file of a font has any for."""
    import uharfbuzz

    face = uharfbuzz.Face(font)
    shaper = uharfbuzz.Font(face)
    found: dict[int, tuple[str, ...]] = {}
    for code in sorted(face.unicodes):
        glyph = shaper.get_nominal_glyph(code)
        found[glyph] = (*found.get(glyph, ()), chr(code))
    return found
