"""Clinics' editions in a millisecond: a file is printed once with an empty box; then only the words in it are written.

The slow way, which lays each edition out, is the judge: tests print the same clinics both ways and compare what a
reader gets. Where the fast way does not know how the engine sets something, it says NotHere: the slow way prints it.
"""

from __future__ import annotations

import hashlib
import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from html import escape
from pathlib import Path

from brochure.artwork import Logo as Artwork
from brochure.codes import rectangles
from brochure.imprint import Clinic
from brochure.imprinting.blank import MARK, Blank, NoPlace, Words
from brochure.imprinting.faces import advance, font_objects, forms_of
from brochure.imprinting.pictures import BEFORE, logo_objects
from brochure.imprinting.serial import between, text_string
from brochure.imprinting.slot import Area, NotHere, Segment, Setting, Slot, fields, pixels
from brochure.imprinting.structure import Parts, Structure
from brochure.shaping import Form, Run

__all__ = ["NoPlace", "NotHere", "Template"]

_NEAR = 0.05          # px: how far the fast way may be from the engine
# What differs in the metadata: the name as a keyword in a list of them, at the end of those in a line, and elsewhere.
_ITEM, _LAST, _NAME = (part % MARK.encode() for part in (b"<rdf:li>%b</rdf:li>", b"%b</pdf:Keywords>", b"%b"))
_DIFFERS = re.compile(rb"(%b|%b|%b|uuid:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})" % (_ITEM, _LAST, _NAME))
_FEW = 1.0 / 1024
_UNITS = 1024            # of the engine, in a px


@dataclass(frozen=True)
class Colours:
    """The operators that set the colours of words, of those that lead somewhere, and of a code's ground and modules."""

    words: bytes
    link: bytes
    paper: bytes
    dark: bytes


class Template:
    """A file of a locale in a format, into which the words of any clinic are written.

    `alt` is the alternative text of a code.
    """

    def __init__(self, blank: Blank, added: Sequence[Words], probe: Clinic, setting: Setting, faces: dict[int, Path],
                 alt: str, *, inks: bool) -> None:
        self.blank, self.setting, self.faces, self.alt = blank, setting, faces, alt
        probed = setting.set(probe)
        self.colours = _colours(probed, added, inks=inks)
        _compare(probed, added)
        self._around = between(blank.before, blank.after)
        self._metadata = _DIFFERS.split(blank.metadata)
        self._info = b"".join(b"%b%b" % (key.encode(), text_string(value)) for key, value in blank.texts.items()
                              if MARK not in value)
        self._named = {key: value for key, value in blank.texts.items() if MARK in value}

    def edition(self, clinic: Clinic) -> bytes:
        """Give the file with the words of a clinic, which must fit; the same clinic gives the same bytes.

        Raises NotHere if the slow way has to print it.
        """
        clinic = self.setting.room.shortened(clinic)
        blank, slot = self.blank, self.setting.set(clinic)
        made = Parts({}, blank.serial.count + 1, blank.tags.next if blank.tags else 0)
        fonts = self._fonts(slot, made)
        content = [b"q"] if blank.tags else [b"ET", b"q"]
        structure = Structure(blank.tags, made, blank.height) if blank.tags else None
        if slot.logo and clinic.logo:
            logo = self._logo(clinic.logo.artwork, slot.logo, made)
            content += structure.figure("logo", slot.logo, logo, clinic.name) if structure else logo
        for part, name, lines in fields(slot):
            spans: list[tuple[int, bytes]] = []
            for line in lines:
                for segment in line:
                    words = self._words(segment, fonts)
                    content += structure.words(segment, words, spans) if structure else words
            if structure:
                structure.paragraph(part, spans)
            if name == "label" and slot.code:
                code = self._code(clinic.named("booking")[0].link, slot.code)
                content += structure.figure("booking", slot.code, code, self.alt) if structure else code
        content += [b"Q"] if blank.tags else [b"Q", b"BT"]
        if structure:
            structure.close()
        self._write(clinic, made, b"\n".join(content))
        return blank.serial.edition(made.objects)

    # --- words -------------------------------------------------------------------------------------------------------

    def _fonts(self, slot: Slot, made: Parts) -> dict[int, bytes]:
        """The font of each run, by its id: one of the page's or, if that lacks a form, one more with what is needed."""
        found: dict[int, bytes] = {}
        lacking: dict[Path, list[Run]] = {}
        for weight, known in self.blank.forms.items():
            face, font = self.faces[weight], self.blank.fonts[weight]
            runs = [run for segment in slot.segments if segment.weight == weight for run in segment.runs]
            all_known = known.issuperset([form.number for run in runs for form in run.forms])
            for run in runs:
                if run.face == face and (all_known or known.issuperset([form.number for form in run.forms])):
                    found[id(run)] = font
                else:
                    lacking.setdefault(run.face, []).append(run)
        for number, (face, runs) in enumerate(lacking.items()):
            objects = _more(face, tuple(sorted(forms_of(runs).items())), made.next)
            made.objects |= objects
            name = b"/More%d" % number
            made.extra[name], made.next = made.next, max(objects) + 1
            found |= {id(run): name for run in runs}
        return found

    def _words(self, segment: Segment, fonts: dict[int, bytes]) -> list[bytes]:
        lines = [self.colours.link if segment.link else self.colours.words, b"BT"]
        size, x = pixels(segment.size), segment.x
        for run in segment.runs:
            lines += [b"1 0 0 -1 %.6g %.6g Tm" % (x, segment.y), b"%b %.9g Tf" % (fonts[id(run)], size),
                      _forms(run, size)]
            x += run.width * size
        return [*lines, b"ET"]

    def _code(self, address: str, area: Area) -> list[bytes]:
        size, drawn = rectangles(address)
        scale = area.width / size
        return [b"q", b"%.6f 0 0 %.6f %.6f %.6f cm" % (scale, scale, area.x, area.y), self.colours.paper,
                b"0 0 %d %d re f" % (size, size), self.colours.dark, drawn + b"f", b"Q"]

    def _logo(self, artwork: Artwork, area: Area, made: Parts) -> list[bytes]:
        objects, unit = logo_objects(artwork)
        numbers: list[int] = []
        for body in objects:
            numbers.append(made.add(body.replace(BEFORE, b"%d 0 R" % numbers[-1], 1) if numbers else body))
        made.picture = numbers[-1]
        return [b"q", b"%.6f 0 0 %.6f %.6f %.6f cm" % (area.width, -area.height, area.x, area.y + area.height), unit,
                b"/Logo Do", b"Q"]

    # --- the file ----------------------------------------------------------------------------------------------------

    def _write(self, clinic: Clinic, made: Parts, content: bytes) -> None:
        blank, name = self.blank, clinic.name
        objects, numbers = made.objects, blank.objects
        objects[numbers["stream"]] = self._around.stream(b"%b\n" % content, blank.stream_keys)
        parts = [part.strip() for part in name.split(",")]   # each is a keyword
        told_as = {"/Keywords": ", ".join(parts)}
        objects[numbers["info"]] = b"<<%b%b>>" % (self._info, b"".join([
            b"%b%b" % (key.encode(), text_string(value.replace(MARK, told_as.get(key, name))))
            for key, value in self._named.items()]))
        more = b"".join([b" %b %d 0 R" % entry for entry in made.extra.items()])
        objects[numbers["fonts"]] = b"<<%b%b>>" % (blank.others, more)
        objects[numbers["pictures"]] = b"<<%b%b>>" % (
            blank.pictures, b"/Logo %d 0 R" % made.picture if made.picture else b"")
        if "metadata" in numbers:
            told = self._metadata_of(name, parts, content)
            objects[numbers["metadata"]] = b"<</Type/Metadata/Subtype/XML/Length %d>>\nstream\n%b\nendstream" % (
                len(told), told)

    def _metadata_of(self, name: str, keywords: Sequence[str], content: bytes) -> bytes:
        items = [escape(keyword, quote=False).encode() for keyword in keywords]
        values = {_ITEM: b"".join([b"<rdf:li>%b</rdf:li>" % item for item in items]),
                  _LAST: b", ".join(items) + b"</pdf:Keywords>", _NAME: escape(name, quote=False).encode()}
        pieces = self._metadata.copy()
        for number in range(1, len(pieces), 2):
            pieces[number] = values.get(pieces[number]) or b"uuid:%b" % str(_uuid(content)).encode()
        return b"".join(pieces)


# --- one by one ------------------------------------------------------------------------------------------------------


class _Shown(dict[Form, bytes]):
    """How a form of a face that is not moved is written in a string, with how much nearer the next one stands."""

    def __init__(self, face: Path, em: int) -> None:
        self._face, self._em = face, em

    def __missing__(self, form: Form) -> bytes:
        nearer = _nearer(form, self._face, self._em)
        self[form] = b"%04x>%d<" % (form.number, nearer) if nearer else b"%04x" % form.number
        return self[form]


_shown = cache(_Shown)


def _nearer(form: Form, face: Path, em: int) -> int:
    """How much nearer the next form stands than a form is wide (1/1000 em), as the engine rounds it."""
    return int(advance(face, form.number) + _UNITS * form.right / em - 1000 * form.ahead / em + _FEW)


def _forms(run: Run, size: float) -> bytes:
    """The operators that show a run: its forms, and between them how much nearer the next one stands (1/1000 em).

    A form that is moved to the right or up is written as the engine does it (WeasyPrint 70.0).
    """
    if not any(form.right or form.up for form in run.forms):
        return b"[<%b>] TJ" % b"".join(map(_shown(run.face, run.em).__getitem__, run.forms))
    shown: list[bytes] = []
    parts: list[bytes] = []
    plain: list[bytes] = []

    def show() -> None:
        nonlocal parts, plain
        if plain:
            parts.append(b"<%b>" % b"".join(plain))
        if parts:
            shown.append(b"[%b] TJ" % b"".join(parts))
        parts, plain = [], []

    for form in run.forms:
        right, up = _UNITS * form.right / run.em, _UNITS * form.up / run.em
        if abs(up) > _FEW:
            show()
            shown += [b"%.6g Ts" % (up * size / 1000),
                      b"[%b<%04x>] TJ" % (b"%.6g " % -right if right else b"", form.number), b"0 Ts"]
        else:
            if abs(right) > _FEW:
                parts.append(b"<%b>%.6g" % (b"".join(plain), -right))
                plain = []
            plain.append(b"%04x" % form.number)
        if nearer := _nearer(form, run.face, run.em):
            parts.append(b"<%b>%d" % (b"".join(plain), nearer))
            plain = []
    show()
    return b"\n".join(shown)


@lru_cache(maxsize=500)
def _more(face: Path, forms: tuple[tuple[int, str], ...], first: int) -> dict[int, bytes]:
    return font_objects(face, dict(forms), first)


def _uuid(content: bytes) -> uuid.UUID:
    return uuid.UUID(bytes=hashlib.sha256(content).digest()[:16], version=5)


def _colours(slot: Slot, added: Sequence[Words], *, inks: bool) -> Colours:
    """The colours of the probe's words, as the engine has set them."""
    if len(slot.segments) != len(added):
        raise NoPlace(f"{len(added)} pieces of words were expected, not {len(slot.segments)}")
    pairs = list(zip(slot.segments, added, strict=True))
    plain = next(words for segment, words in pairs if not segment.link)
    link = next(words for segment, words in pairs if segment.link)
    if any(words.colours != (link if segment.link else plain).colours for segment, words in pairs):
        raise NoPlace("the words of a clinic have more than two colours")
    paper, dark = (b"0 0 0 0 k", b"0 0 0 1 k") if inks else (b"1 1 1 rg", b"0 0 0 rg")
    return Colours(b"\n".join(plain.colours), b"\n".join(link.colours), paper, dark)


def _compare(slot: Slot, added: Sequence[Words]) -> None:
    """Raise NoPlace if the engine has set the probe's words elsewhere, in another size, or in other forms."""
    for segment, words in zip(slot.segments, added, strict=True):
        away = max(abs(segment.x - words.x), abs(segment.y - words.y), abs(pixels(segment.size) - words.size))
        if away > _NEAR:
            raise NoPlace(f"“{segment.field}” stands {away:.2f} px from where it should")
        told = b"".join(re.findall(rb"<([0-9a-f]*)>", words.forms))
        own = b"".join(b"%04x" % form.number for run in segment.runs for form in run.forms)
        if told != own:
            raise NoPlace(f"“{segment.field}” has other forms than it should")
