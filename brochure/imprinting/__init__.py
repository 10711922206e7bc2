"""Clinics' editions in a millisecond: a file is printed once with an empty box; then only the words in it are written.

The slow way, which lays each edition out, is the judge: tests print the same clinics both ways and compare what a
reader gets. Where the fast way does not know how the engine sets something, it says NotHere: the slow way prints it.
"""

from __future__ import annotations

import hashlib
import re
import uuid
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, partial
from html import escape
from pathlib import Path
from typing import Any

from brochure.artwork import Logo as Artwork
from brochure.codes import rectangles
from brochure.imprint import Clinic
from brochure.imprint_room import ADDRESSES, as_set
from brochure.imprinting.blank import MARK, Blank, NoPlace, Words
from brochure.imprinting.faces import font_objects, forms_of
from brochure.imprinting.frame import Colours, Frame, make_frame
from brochure.imprinting.pictures import BEFORE, logo_objects
from brochure.imprinting.serial import between, literal, text_string
from brochure.imprinting.slot import PT, Area, NotHere, Seat, Setting, Shape
from brochure.imprinting.structure import Parts, pictured
from brochure.imprinting.words import PageFont, form_by_form
from brochure.shaping import Run, shape

__all__ = ["NoPlace", "NotHere", "Template"]

_NEAR = 0.05          # px: how far the fast way may be from the engine
# What differs in the metadata: the name as a keyword in a list of them, at the end of those in a line, and elsewhere.
_ITEM, _LAST, _NAME = (part % MARK.encode() for part in (b"<rdf:li>%b</rdf:li>", b", %b</pdf:Keywords>", b"%b"))
_DIFFERS = re.compile(rb"(%b|%b|%b|uuid:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})" % (_ITEM, _LAST, _NAME))
_FRAMES = 200         # boxes of different shapes that are kept


class Template:
    """A file of a locale in a format, into which the words of any clinic are written.

    `alt` is the alternative text of a code.
    """

    def __init__(self, blank: Blank, added: Sequence[Words], probe: Clinic, setting: Setting, alt: str, *,
                 inks: bool) -> None:
        self.blank, self.setting, self.alt = blank, setting, alt
        self.colours = _colours(setting, probe, added, inks=inks)
        self._around = between(blank.before, blank.after)
        self._metadata = _DIFFERS.split(blank.metadata)
        self._info = b"".join([*(b"%b%b" % (key.encode(), text_string(value)) for key, value in blank.texts.items()
                                 if MARK not in value), blank.told])
        self._named = {key: value for key, value in blank.texts.items() if MARK in value}
        self._keywords = blank.texts.get("/Keywords", MARK).split(", ")[:-1]   # the last one is that of the name
        self._begin()
        self._compare(probe, added)

    def _begin(self) -> None:
        room, blank = self.setting.room, self.blank
        self._fonts = {weight: PageFont(name, room.faces[weight], blank.forms[weight], room.language)
                       for weight, name in blank.fonts.items()}
        self._frames: dict[Shape, Frame] = {}

    def __getstate__(self) -> dict[str, Any]:
        """Give what goes to another process: all but what is made again as it is needed."""
        return {key: value for key, value in self.__dict__.items() if key not in ("_fonts", "_frames")}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Begin in another process."""
        self.__dict__.update(state)
        self._begin()

    def begun(self, clinics: Sequence[Clinic]) -> list[Callable[[], bytes]]:
        """Begin the files of several clinics, whose words must fit; gives for each what finishes it.

        The same clinic gives the same bytes, with whomever it is begun: together takes less time, since what shapes
        words, and what draws codes, is called for all of them. What finishes a file raises NotHere if the slow way has
        to print it.
        """
        found: list[Callable[[], bytes]] = []
        texts: dict[int, list[str]] = {weight: [] for weight in self._fonts}
        for clinic in map(self.setting.room.shortened, clinics):
            try:
                lines = self.setting.lines(clinic)
            except NotHere as reason:
                found.append(partial(_refuse, reason))
                continue
            frame = self._frame(self.setting.shape(lines, clinic))
            pieces = [text for line in lines for text, _, _ in line.pieces]
            for text, seat in zip(pieces, frame.slot.seats, strict=True):
                texts[seat.weight].append(text)
            code = rectangles(next(field.link for field in clinic.fields if field.name == "booking")) \
                if frame.slot.code else None
            links = [link for line in lines for _, link, _ in line.pieces if link]
            found.append(partial(self._finished, clinic, frame, pieces, links, code))
        for weight, font in self._fonts.items():
            font.know(texts[weight])
        return found

    def _finished(self, clinic: Clinic, frame: Frame, pieces: Sequence[str], links: Sequence[str],
                  code: tuple[int, bytes] | None) -> bytes:
        """The file of a clinic, whose words are in pieces, with where those lead that lead somewhere, and its code."""
        made, extra = Parts(frame.next), dict[bytes, int]()
        shown, edges = self._shown(pieces, frame, made, extra)
        if frame.slot.code and code:
            shown.insert(frame.code_after + 1, self._code(code, frame.slot.code))
        if frame.slot.logo and clinic.logo:
            area = self.setting.logo(clinic.logo)
            operators, extra[b"/Logo"] = self._logo(clinic.logo.artwork, area, made)
            shown.insert(0, operators)
            if frame.logo:
                made.objects[frame.logo[0]] = frame.logo[1] % pictured(area, clinic.name, self.blank.height)
        for (number, told), (left, right), link in zip(frame.links, edges, links, strict=bool(frame.links)):
            leads = literal(link)
            made.objects[number] = told % (left * PT, right * PT, leads, leads)
        self._write(clinic, made, extra, frame.content % tuple(shown))
        return frame.serial.edition(made.objects)

    def _frame(self, shape: Shape) -> Frame:
        if shape not in self._frames:
            if len(self._frames) >= _FRAMES:
                self._frames.clear()
            self._frames[shape] = make_frame(self.blank, self.setting.slot(shape), self.colours, self.alt)
        return self._frames[shape]

    # --- words -------------------------------------------------------------------------------------------------------

    def _shown(self, texts: Sequence[str], frame: Frame, made: Parts,
               extra: dict[bytes, int]) -> tuple[list[bytes], list[tuple[float, float]]]:
        """The operators of each piece of words, and the left and the right edge of those that lead somewhere.

        Fonts that the page lacks are added to `made`, and their names to `extra`.
        """
        fonts = self._fonts
        pieces = list(zip(texts, frame.slot.seats, strict=True))
        ready = [fonts[seat.weight].shown(text) for text, seat in pieces]
        runs = {number: self._runs(text, seat)
                for number, (text, seat) in enumerate(pieces) if ready[number] is None}
        names = self._names(runs, frame.slot.seats, made, extra) if runs else {}
        shown: list[bytes] = []
        edges: list[tuple[float, float]] = []
        x = 0.0
        for number, (seat, words) in enumerate(zip(frame.slot.seats, ready, strict=True)):
            start, wide = x if seat.start is None else seat.start, 0.0
            if seat.measured:
                wide = (fonts[seat.weight].width(words) if words else _wide(runs[number])) * seat.size
            left, x = (start - wide, start - wide) if self.setting.turned else (start, start + wide)
            shown.append(frame.leads[number] % (left, words.operator) if words else
                         _each(runs[number], names, left, seat))
            if seat.leads:
                edges.append((left, left + wide))
        return shown, edges

    def _runs(self, text: str, seat: Seat) -> tuple[Run, ...]:
        """The runs of a text in a seat, from left to right."""
        room = self.setting.room
        # With what an engine is told: to HarfBuzz it makes no difference in the page's font, but it parts scripts.
        runs = shape(as_set(text, address=seat.field in ADDRESSES), room.faces[seat.weight], room.language)
        directions = {run.direction for run in runs}
        if "rtl" in directions and (len(directions) > 1 or not self.setting.turned):
            raise NotHere(text)
        return runs[::-1] if "rtl" in directions else runs

    def _names(self, runs: Mapping[int, Sequence[Run]], seats: Sequence[Seat], made: Parts,
               extra: dict[bytes, int]) -> dict[int, bytes]:
        """The font of each run, by its id: one of the page's or, if that lacks a form, one more with what is needed."""
        found: dict[int, bytes] = {}
        lacking: dict[Path, list[Run]] = {}
        for number, some in runs.items():
            font = self._fonts[seats[number].weight]
            for run in some:
                if run.face == font.face and font.forms.issuperset(form.number for form in run.forms):
                    found[id(run)] = font.name
                else:
                    lacking.setdefault(run.face, []).append(run)
        for count, (face, some) in enumerate(lacking.items()):
            name = b"/More%d" % count
            extra[name] = made.next
            objects = _more(face, tuple(sorted(forms_of(some).items())), made.next)
            made.objects |= objects
            made.next = max(objects) + 1
            found |= {id(run): name for run in some}
        return found

    # --- pictures ----------------------------------------------------------------------------------------------------

    def _code(self, code: tuple[int, bytes], area: Area) -> bytes:
        size, drawn = code
        scale = area.width / size
        return b"q\n%.6f 0 0 %.6f %.6f %.6f cm\n%b\n0 0 %d %d re f\n%b\n%bf\nQ" % (
            scale, scale, area.x, area.y, self.colours.paper, size, size, self.colours.dark, drawn)

    @staticmethod
    def _logo(artwork: Artwork, area: Area, made: Parts) -> tuple[bytes, int]:
        """The operators of a logo, and the number of the picture."""
        objects, unit = logo_objects(artwork)
        numbers: list[int] = []
        for body in objects:
            numbers.append(made.add(body.replace(BEFORE, b"%d 0 R" % numbers[-1], 1) if numbers else body))
        return b"q\n%.6f 0 0 %.6f %.6f %.6f cm\n%b\n/Logo Do\nQ" % (
            area.width, -area.height, area.x, area.y + area.height, unit), numbers[-1]

    # --- the file ----------------------------------------------------------------------------------------------------

    def _write(self, clinic: Clinic, made: Parts, extra: dict[bytes, int], content: bytes) -> None:
        """Write the objects that differ in every edition; `extra` are fonts and a picture by their names."""
        blank, name = self.blank, clinic.name
        objects, numbers = made.objects, blank.objects
        objects[numbers["stream"]] = self._around.stream(content, blank.stream_keys)
        keyword = "" if clinic.keyword in self._keywords else clinic.keyword
        named = dict(self._named)
        if "/Keywords" in named:
            named["/Keywords"] = ", ".join([*self._keywords, *filter(None, [keyword])])
        objects[numbers["info"]] = b"<<%b%b>>" % (self._info, b"".join([
            b"%b%b" % (key.encode(), text_string(value.replace(MARK, name))) for key, value in named.items()]))
        logo = extra.pop(b"/Logo", 0)
        objects[numbers["fonts"]] = b"<<%b%b>>" % (
            blank.others, b"".join([b" %b %d 0 R" % entry for entry in extra.items()]))
        objects[numbers["pictures"]] = b"<<%b%b>>" % (blank.pictures, b"/Logo %d 0 R" % logo if logo else b"")
        if "metadata" in numbers:
            told = self._metadata_of(name, keyword, [blank.serial.digest, content, *objects.values()])
            objects[numbers["metadata"]] = b"<</Type/Metadata/Subtype/XML/Length %d>>\nstream\n%b\nendstream" % (
                len(told), told)

    def _metadata_of(self, name: str, keyword: str, own: Sequence[bytes]) -> bytes:
        """The metadata; `keyword` is the one of the name, if there is one; `own` is what tells the file from others."""
        item = escape(keyword, quote=False).encode()
        values = {_ITEM: b"<rdf:li>%b</rdf:li>" % item if item else b"",
                  _LAST: (b", %b" % item if item else b"") + b"</pdf:Keywords>",
                  _NAME: escape(name, quote=False).encode()}
        pieces = self._metadata.copy()
        for number in range(1, len(pieces), 2):
            known = values.get(pieces[number])
            pieces[number] = b"uuid:%b" % str(_uuid(own)).encode() if known is None else known
        return b"".join(pieces)

    # --- the probe ---------------------------------------------------------------------------------------------------

    def _compare(self, probe: Clinic, added: Sequence[Words]) -> None:
        """Raise NoPlace if the engine has set the probe's words elsewhere, in another size, or in other forms."""
        lines = self.setting.lines(probe)
        texts = [text for line in lines for text, _, _ in line.pieces]
        seats, x = self._frame(self.setting.shape(lines, probe)).slot.seats, 0.0
        for seat, text, words in zip(seats, texts, added, strict=True):
            runs, start = self._runs(text, seat), x if seat.start is None else seat.start
            wide = _wide(runs) * seat.size
            left, x = (start - wide, start - wide) if self.setting.turned else (start, start + wide)
            away = max(abs(left - words.x), abs(seat.y - words.y), abs(seat.size - words.size))
            if away > _NEAR:
                raise NoPlace(f"“{seat.field}” stands {away:.2f} px from where it should")
            told = b"".join(re.findall(rb"<([0-9a-f]*)>", words.forms))
            if told != b"".join(b"%04x" % form.number for run in runs for form in run.forms):
                raise NoPlace(f"“{seat.field}” has other forms than it should")


def _wide(runs: Sequence[Run]) -> float:
    return sum(run.width for run in runs)


def _refuse(reason: Exception) -> bytes:
    raise reason


def _each(runs: Sequence[Run], names: Mapping[int, bytes], x: float, seat: Seat) -> bytes:
    """The operators of some runs, each in the font of its name."""
    lines = [b"BT"]
    for run in runs:
        lines += [b"1 0 0 -1 %.6g %.6g Tm" % (x, seat.y), b"%b %.9g Tf" % (names[id(run)], seat.size),
                  form_by_form(run, seat.size)]
        x += run.width * seat.size
    return b"\n".join([*lines, b"ET"])


@lru_cache(maxsize=500)
def _more(face: Path, forms: tuple[tuple[int, str], ...], first: int) -> dict[int, bytes]:
    return font_objects(face, dict(forms), first)


def _uuid(parts: Sequence[bytes]) -> uuid.UUID:
    return uuid.UUID(bytes=hashlib.sha256(b"".join(parts)).digest()[:16], version=5)


def _colours(setting: Setting, probe: Clinic, added: Sequence[Words], *, inks: bool) -> Colours:
    """The colours of the probe's words, as the engine has set them."""
    lines = setting.lines(probe)
    seats = setting.slot(setting.shape(lines, probe)).seats
    if len(seats) != len(added):
        raise NoPlace(f"{len(added)} pieces of words were expected, not {len(seats)}")
    pairs = list(zip(seats, added, strict=True))
    plain = next(words for seat, words in pairs if not seat.leads)
    link = next(words for seat, words in pairs if seat.leads)
    if any(words.colours != (link if seat.leads else plain).colours for seat, words in pairs):
        raise NoPlace("the words of a clinic have more than two colours")
    paper, dark = (b"0 0 0 0 k", b"0 0 0 1 k") if inks else (b"1 1 1 rg", b"0 0 0 rg")
    return Colours(b"\n".join(plain.colours), b"\n".join(link.colours), paper, dark)
