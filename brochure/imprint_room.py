"""How words stand in the imprint, known without a layout: broken into lines at a width, and what room they take.

The stylesheets of a layout have its lines break where these do: at spaces, and in addresses after @ and before . or /.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from brochure.errors import Fault, Place, counted
from brochure.fonts import Family
from brochure.imprint import Clinic
from brochure.layouts import Imprint
from brochure.shaping import (
    ISOLATE,
    MAY_BREAK,
    NO_BREAK,
    RIGHT_TO_LEFT,
    UNSEEN,
    Faces,
    faces_for,
    script_of_letter,
    shape,
)

ADDRESSES = frozenset({"email", "web", "booking"})   # fields that may break within a word
LATIN = ADDRESSES | {"telephone"}   # what runs from left to right in every script
LABELLED = frozenset({"contact", "telephone", "email", "web", "hours"})   # with a word before them
HEAD = ("heading", "name", "unit")   # what stands beside the logo
APART = ("label", "booking")         # what stands above and below the code
_MM = 25.4 / 72
_TOLERANCE = 0.01   # mm
UNSURE = 0.02       # mm by which the engine, which rounds each advance to 1/1024 px, may find a line wider or not
# An address breaks after @, and before a dot or a stroke: a hyphen at the end of a line looks as if it were not of it.
_WITHIN = re.compile(rf"(?<=[^\w@{MAY_BREAK}])(?=[^{MAY_BREAK}])")   # where an engine may break it, and is not to
_JOINTS = re.compile(r"(?<=@)(?=\w)|(?<=\w)(?=[./]\w)")
# Where an engine may break a line besides at spaces: beside all but letters, digits, and what stands close to them.
_CLOSE = r"[\w.,:;()'’\u00a0]"
_BREAKS = re.compile(rf"(?<=\S)(?:(?<!{_CLOSE})|(?!{_CLOSE})|(?<=\W[^\w\s])|(?<=[.,:;)])(?=[\w(]))(?=\S)")
_SPACES = re.compile(r"(?<=[^\w.,:;]) (?=\S)| (?=\W)")   # where it may not (UAX 14, LB13 to LB17)


class _Letters(dict[str, float]):
    """How wide each letter is by itself, in em; without end where letters join or stand on each other.

    Words are not wider than their letters, but for a little kerning: most lines need not be shaped to be known to fit.
    """

    def __init__(self, faces: Faces, language: str) -> None:
        self._faces, self._language = faces, language

    def __missing__(self, letter: str) -> float:
        alone = script_of_letter(letter) not in RIGHT_TO_LEFT and not unicodedata.combining(letter)
        self[letter] = sum(run.width for run in shape(letter, self._faces, self._language)) if alone else math.inf
        return self[letter]


letter_widths = cache(_Letters)
_KERNING = 1.03   # of its width, by which a line may be wider than its letters


def surely_fits(text: str, widths: Mapping[str, float], size: float, room: float) -> bool:
    """Whether a text fits a line for certain, told fast by the widths of its letters; if it does not, it may still."""
    return sum(map(widths.__getitem__, text)) * size * _MM * _KERNING <= room


def width_of(text: str, faces: Faces, size: float, language: str) -> float:
    """Give how wide a text is in one line, in mm; `size` in pt."""
    return sum(run.width for run in shape(text, faces, language)) * size * _MM


@lru_cache(maxsize=2_000)
def as_set(text: str, *, address: bool = False) -> str:
    """Give a text with letters that nobody sees, by which an engine breaks it at its spaces alone, or as an address.

    WeasyPrint 70.0 breaks a line far too early before a box that is not to be broken; and leaves none of these letters
    in a PDF.

    >>> as_set("8–16"), as_set("post@klinikk.no", address=True)
    ('8\u2060–\u206016', 'post@\u200bklinikk\u200b.\u2060no')
    """
    if text.replace(" ", "").isalnum() and "  " not in text:
        return text
    if address:
        told = _WITHIN.sub(NO_BREAK, _JOINTS.sub(MAY_BREAK, text))
    else:
        # Before the space, at which a line ends then: with a letter after it, the space would have to fit the line.
        told = _SPACES.sub(f"{MAY_BREAK} ", _BREAKS.sub(NO_BREAK, f" {text}")[1:])
    return told if text.isascii() or not any(map(_is_mark, text)) else "".join(
        letter for letter, after in zip(told, f"{told[1:]} ", strict=True)
        if letter not in (MAY_BREAK, NO_BREAK) or not _is_mark(after))


def _is_mark(letter: str) -> bool:
    """Whether a letter stands on the one before it, so that nothing may come between the two."""
    return unicodedata.category(letter).startswith("M")


def break_lines(text: str, faces: Faces, size: float, room: float, language: str, *,
                address: bool = False) -> tuple[str, ...]:
    """Give the lines of a text in a room (mm wide): each as full as it can be; `size` in pt.

    A line breaks at a space, and in an address after @ and before . or /; a word wider than the room stands alone.
    """
    if surely_fits(text, letter_widths(faces, language), size, room):
        return (text,)
    lines = [""]
    for number, word in enumerate(as_set(text, address=address).split(" ")):
        for first, part in enumerate(word.split(MAY_BREAK)):
            joint = MAY_BREAK if first else " " if number else ""
            longer = f"{lines[-1]}{joint}{part}"
            if lines[-1] and part and width_of(longer, faces, size, language) > room:
                lines.append(part)
            else:
                lines[-1] = longer
    return tuple(line.translate(UNSEEN).rstrip(" ") for line in lines)


@dataclass(frozen=True)
class Taken:
    """What a field takes in an imprint: its lines, and if one is wider than the `room` that it has (mm), how wide."""

    lines: tuple[str, ...]
    room: float
    too_wide: float = 0.0


class Room:
    """The imprint of a layout in a locale: what stands where in it, without laying it out.

    `labels` are the words that stand before a field or, of `heading` and `label`, by themselves.
    """

    def __init__(self, imprint: Imprint, families: Sequence[Family], language: str, labels: Mapping[str, str], *,
                 arab: bool = False) -> None:
        self.imprint, self.language, self.labels = imprint, language, labels
        self.leading = imprint.arab if arab else imprint.leading
        self._arab = arab
        weights = {slot.weight for slot in imprint.slots.values()}
        self.faces = {weight: faces_for(families, weight) for weight in weights}

    def width(self, name: str, clinic: Clinic) -> float:
        """Give the width (mm) that a field has, beside the logo or the code of a clinic."""
        box = self.imprint
        if name in APART:
            return box.code_width
        if name in HEAD:
            return box.width - (clinic.logo.width + box.logo_gap if clinic.logo else 0)
        return box.width - (box.code_width + box.code_gap if clinic.named("booking") else 0)

    def shortened(self, clinic: Clinic) -> Clinic:
        """Give a clinic as it is printed: a booking address that has no room below its code is told by its host alone.

        The code and the link lead to all of it; a reader sees whose page that is.
        """
        slot, room = self.imprint.slots["booking"], self.imprint.code_width - UNSURE
        for field in clinic.named("booking"):
            if surely_fits(field.text, letter_widths(self.faces[slot.weight], self.language), slot.size, room):
                continue
            host = field.text.partition("/")[0]
            told = self._taken("booking", [field.text], room)
            if host != field.text and (told.too_wide or len(told.lines) > slot.lines):
                short = replace(field, text=f"{host}/…")
                clinic = replace(clinic, fields=tuple(short if one is field else one for one in clinic.fields))
        return clinic

    def taken(self, clinic: Clinic) -> dict[str, Taken]:
        """Give what each field of a clinic takes; those that stand apart from its fields, too."""
        texts = self._texts(clinic)
        return {name: self._taken(name, texts[name], self.width(name, clinic))
                for name in self.imprint.slots if name in texts}

    def _taken(self, name: str, texts: Sequence[str], room: float) -> Taken:
        """What the texts of a field take in a room (mm wide)."""
        slot = self.imprint.slots[name]
        faces = self.faces[slot.weight]
        widths, lines, wide = letter_widths(faces, self.language), list[str](), 0.0
        for text in texts:
            if surely_fits(text, widths, slot.size, room):
                lines.append(text)
                continue
            broken = break_lines(text, faces, slot.size, room, self.language, address=name in ADDRESSES)
            lines += broken
            wide = max(wide, *(width_of(line, faces, slot.size, self.language) for line in broken))
        return Taken(tuple(lines), room, wide if wide > room + _TOLERANCE else 0.0)

    def _texts(self, clinic: Clinic) -> dict[str, list[str]]:
        """The texts of each field, and what stands apart from them."""
        found = {"heading": [self.labels["heading"]]}
        for field in clinic.fields:
            found.setdefault(field.name, []).append(field.text)
        for name in LABELLED & found.keys():
            # What runs from left to right is set by itself: its digits are not those of an Arabic label.
            apart = ISOLATE if self._arab and name in LATIN else ""
            found[name][0] = f"{self.labels[name]} {apart}{found[name][0]}"
        if "booking" in found:
            found["label"] = [self.labels["label"]]
        return found

    def height(self, clinic: Clinic, taken: Mapping[str, Taken]) -> float:
        """Give how high (mm) an imprint is: the head, and below it the fields, or the code where that is higher."""
        words, fields, apart = self._heights(clinic, taken)
        return max(words, clinic.logo.height if clinic.logo else 0) + self.imprint.head_gap + max(fields, apart)

    def _heights(self, clinic: Clinic, taken: Mapping[str, Taken]) -> tuple[float, float, float]:
        """How high (mm) the words of the head are, the fields below it, and the code with what is above and below."""
        box = self.imprint
        heights = {name: len(told.lines) * box.slots[name].size * self.leading * _MM for name, told in taken.items()}
        words = sum(heights.get(name, 0) for name in HEAD)
        apart = sum(heights.get(name, 0) for name in APART) + (box.code if clinic.named("booking") else 0)
        fields = sum(height for name, height in heights.items() if name not in (*HEAD, *APART))
        return words, fields, apart

    def faults(self, clinic: Clinic) -> list[Fault]:
        """Give what of a clinic, as it is printed, does not fit: each field that is too long, or the box as a whole."""
        taken, box = self.taken(clinic), self.imprint
        found = []
        for name, told in taken.items():
            place = next((field.place for field in clinic.named(name)), Place(clinic.file))
            if told.too_wide:
                found.append(Fault(f"“{name}” has a word that is {told.too_wide:.0f} mm wide in the imprint; there is "
                                   f"room for {told.room:.0f} mm", place, "Shorten it."))
            elif len(told.lines) > (most := box.slots[name].lines):
                found.append(Fault(f"“{name}” takes {len(told.lines)} lines in the imprint; there is room for {most}",
                                   place, "Shorten it."))
        if not found and (high := self.height(clinic, taken)) > box.height + _TOLERANCE:
            found.append(self._too_high(clinic, taken, high))
        return found

    def _too_high(self, clinic: Clinic, taken: Mapping[str, Taken], high: float) -> Fault:
        """The fault of an imprint that is too high: the lines of each field that makes it so, where the largest is."""
        box = self.imprint
        words, fields, apart = self._heights(clinic, taken)
        lower = APART if apart > fields else frozenset(taken) - {*HEAD, *APART}
        head = HEAD if words > (clinic.logo.height if clinic.logo else 0) else ()
        names = sorted((name for name in taken if clinic.named(name) and name in (*head, *lower)),
                       key=lambda name: -len(taken[name].lines))
        several = [name for name in names if len(taken[name].lines) > 1]
        more = math.ceil((high - box.height - _TOLERANCE) / (box.size * self.leading * _MM))
        told = [f"“{name}” takes {len(taken[name].lines)} lines" for name in several]
        if ones := len(names) - len(several):
            told.append(f"{counted(ones, 'field')} {'takes' if ones == 1 else 'take'} a line each")
        return Fault(f"the imprint is {counted(more, 'line')} higher than its box: {', '.join(told)}",
                     clinic.named(names[0])[0].place,
                     "Shorten what takes several lines, or take a field out." if several else "Take a field out.")
