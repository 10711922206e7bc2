"""Typefaces as they are embedded in a PDF: which forms of a face, how wide each is, and the letters that it stands for.

Forms keep the numbers that they have in the font's file (ISO 32000-1, 9.7: CIDFontType2, Identity-H).
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

import uharfbuzz

from brochure.imprinting.serial import packed
from brochure.shaping import UNSEEN, Form, Run, Typeface, characters_of, readable, shape

# What a clinic in the Nordic countries may be called and where it may lie: a template embeds these forms once.
LETTERS = ("".join(map(chr, (*range(0x20, 0x7F), *range(0xA1, 0x100)))).replace("\u00ad", "")
           + "\u00a0–—‘’‚“”„…•ČčĐđŊŋŠšŦŧŽžʼ")
_JOINED = ("ff", "fi", "fl", "ffi", "ffl", "fj", "ft", "tt", "gj")
_WORD = re.compile(r"(?<=[a-z])(?=[A-Z])")
Forms = Mapping[int, str]   # the number of a form, and the letters that it stands for


def forms_of(runs: Iterable[Run]) -> dict[int, str]:
    """Give the forms of some runs of one face, and the letters that each stands for, as readers are to be told."""
    found: dict[int, str] = {}
    runs = list(runs)
    for run in runs:
        ends = dict(pairwise([*sorted(set(run.clusters)), len(run.text)]))
        for cluster, pairs in groupby(zip(run.clusters, run.forms, strict=True), lambda pair: pair[0]):
            forms = [form for _, form in pairs]
            letters = run.text[cluster:ends[cluster]].translate(UNSEEN)
            for form, text in zip(forms, _told_by(forms, letters, run.direction), strict=True):
                if text or form.number not in found:
                    found.setdefault(form.number, text)
    if any(run.direction == "rtl" for run in runs):
        known, used = _characters(runs[0].face), {letter for run in runs for letter in run.text}
        return {number: readable(text, known.get(number, ()), used) for number, text in found.items()}
    return found


def _told_by(forms: Sequence[Form], letters: str, direction: str) -> Sequence[str]:
    """What each of some forms tells of letters: a letter and the marks on it itself; or else the first all of them."""
    for told in (letters, unicodedata.normalize("NFD", letters)) if direction == "ltr" else ():
        if len(told) == len(forms):
            return told
    return (letters, *[""] * (len(forms) - 1))


def usual_forms(face: Path, language: str) -> dict[int, str]:
    """Give the forms of LETTERS in a face, as they stand alone, and those that usual pairs are joined to."""
    texts = [letter for letter in LETTERS if letter.isspace() or ord(letter) in _face(face).unicodes]
    return forms_of(run for text in (*texts, *_JOINED) for run in shape(text, (Typeface(face, ()),), language))


def subset(face: Path, forms: Iterable[int]) -> bytes:
    """Give the font file with some of its forms, under their own numbers; the same forms give the same bytes."""
    wanted = uharfbuzz.SubsetInput()
    wanted.glyph_set.update(sorted(forms))
    flags = uharfbuzz.SubsetFlags
    wanted.flags = flags.RETAIN_GIDS | flags.NO_HINTING | flags.NO_LAYOUT_CLOSURE
    for tag in ("GSUB", "GPOS", "GDEF", "STAT", "DSIG", "meta", "name"):
        wanted.drop_table_tag_set.add(int.from_bytes(tag.encode()))
    return bytes(wanted.subset(_face(face)).blob.data)


def widths(face: Path, forms: Iterable[int]) -> bytes:
    """Give the array of widths (in 1/1000 em) of some forms."""
    font = _font(face)
    em = font.face.upem
    return b"[%b]" % b" ".join(b"%d[%d]" % (form, round(font.get_glyph_h_advance(form) * 1000 / em))
                               for form in sorted(forms))


def to_unicode(forms: Forms) -> bytes:
    """Give the CMap that tells the letters of each form (9.10.3)."""
    told = [b"<%04x> <%b>" % (form, text.encode("utf-16-be").hex().encode())
            for form, text in sorted(forms.items()) if text]
    parts = [b"%d beginbfchar\n%b\nendbfchar" % (len(part), b"\n".join(part))
             for part in (told[start:start + 100] for start in range(0, len(told), 100))]
    return (b"/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo\n"
            b"<< /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n/CMapName /Adobe-Identity-UCS def\n"
            b"/CMapType 2 def\n1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n" + b"\n".join(parts)
            + b"\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend")


def font_objects(face: Path, forms: Forms, first: int) -> dict[int, bytes]:
    """Give the objects of a font with some forms, numbered from one number on; the font itself is the first."""
    name = b"%b+%b" % (_prefix(forms), name_of(face))
    extents = _font(face).get_font_extents("ltr")
    em = _face(face).upem
    low, high = round(extents.descender * 1000 / em), round(extents.ascender * 1000 / em)
    file = subset(face, forms)
    return {
        first: b"<</Type/Font/Subtype/Type0/BaseFont/%b/Encoding/Identity-H/DescendantFonts[%d 0 R]/ToUnicode %d 0 R>>"
               % (name, first + 1, first + 4),
        first + 1: b"<</Type/Font/Subtype/CIDFontType2/BaseFont/%b/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
                   b"/Supplement 0>>/CIDToGIDMap/Identity/FontDescriptor %d 0 R/W %b>>"
                   % (name, first + 2, widths(face, forms)),
        first + 2: b"<</Type/FontDescriptor/FontName/%b/Flags 4/FontBBox[-500 %d 1500 %d]/ItalicAngle 0/Ascent %d"
                   b"/Descent %d/CapHeight %d/StemV 80/FontFile2 %d 0 R>>"
                   % (name, low, high, high, low, round(high * 0.74), first + 3),
        first + 3: packed(file, b"/Length1 %d" % len(file)),
        first + 4: packed(to_unicode(forms)),
    }


def _prefix(forms: Iterable[int]) -> bytes:
    """Six letters that tell one subset from another (9.6.4)."""
    number = int.from_bytes(hashlib.sha256(repr(sorted(forms)).encode()).digest()[:8])
    return bytes(65 + number // 26 ** place % 26 for place in range(6))


def name_of(face: Path) -> bytes:
    """Give the family and the face, as the engine tells them too: Fira-Sans-Semi-Bold."""
    names = [_face(face).get_name(number) for number in (16, 17)]   # the family that has more than four faces
    family, style = names if all(names) else (_face(face).get_name(1) or face.stem, "")
    words = [*family.split(), *_WORD.sub("-", style).split()] if style != "Regular" else family.split()
    return "-".join(words).encode()


@cache
def _characters(path: Path) -> dict[int, tuple[str, ...]]:
    return characters_of(path.read_bytes())


@cache
def _face(path: Path) -> Any:
    return uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(path)))


@cache
def _font(path: Path) -> Any:
    return uharfbuzz.Font(_face(path))


@cache
def advance(face: Path, form: int) -> int:
    """Give how wide a form is as the font's widths tell it (1/1000 em)."""
    font: Any = _font(face)
    width: int = round(font.get_glyph_h_advance(form) * 1000 / font.face.upem)
    return width
