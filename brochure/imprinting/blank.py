"""A finished file with an empty box for a clinic: where the box is, and which objects differ from clinic to clinic.

It is printed by the slow way without any words of a clinic, and its cover and back page once more, with a line of
each kind. Where the two begin to differ is where the words of a clinic go; the second tells their colours, and is held
against what the fast way does.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import takewhile
from pathlib import Path
from typing import Any

import pikepdf

from brochure.imprinting.faces import name_of, subset, to_unicode, usual_forms, widths
from brochure.imprinting.serial import Serial, serial

MARK = "ZZCLINICZZ"   # stands for the name of the clinic in the title and the keywords
_COLOUR = re.compile(rb"^[\d. ]+ (?:rg|k|g|scn)$|^/\S+ cs$|^/Over\d\d gs$")
_PLACE = re.compile(rb"^1 0 0 -1 ([-\d.]+) ([-\d.]+) Tm$")
_FONT = re.compile(rb"^(/\S+) ([\d.]+) Tf$")
_NUMBER = re.compile(rb"/MCID (\d+)")
_ENTRY = re.compile(rb"<([0-9a-fA-F]{4})>\s*<([0-9a-fA-F]*)>")


class NoPlace(Exception):
    """The fast way does not know its way about in this file; the slow way does."""


@dataclass(frozen=True)
class Words:
    """Words in a page's content: from where on they stand (CSS px, from the top), in which font, size and colours."""

    x: float
    y: float
    font: bytes
    size: float
    colours: tuple[bytes, ...]
    forms: bytes


@dataclass(frozen=True)
class Tags:
    """The structure elements that hold a clinic's words, by object number: the box, its head, and what is in it.

    `kids` are those that each has already. `page` is the page, `elements` the array of the parent tree for it, with
    what it holds; `tree` is the parent tree, `numbers` what it holds, `key` the next key, and `next` the next number of
    marked content.
    """

    box: int
    head: int
    inner: int
    page: int
    elements: int
    tree: int
    annotations: int
    dictionaries: dict[int, bytes]
    kids: dict[int, list[bytes]]
    known: list[bytes]
    numbers: list[bytes]
    links: list[bytes]
    key: int
    next: int


@dataclass(frozen=True)
class Blank:
    """A file with an empty box; `before` and `after` are the halves of the stream that the box is in.

    `heading` are the words above the clinic's, `height` the page's in pt. `fonts` are the names of the page's fonts by
    weight, `forms` those that each has; `others` are all fonts, and `pictures` all pictures, as they are named there.
    `texts` are the texts of the document information, and `told` is what else it tells.
    `objects` are the numbers of `stream`, `info`, `metadata`, `fonts`, `pictures`.
    """

    serial: Serial
    before: bytes
    after: bytes
    heading: Words
    height: float
    objects: dict[str, int]
    texts: dict[str, str]
    told: bytes
    stream_keys: bytes
    fonts: dict[int, bytes]
    forms: dict[int, frozenset[int]]
    others: bytes
    pictures: bytes
    metadata: bytes
    tags: Tags | None


def read_words(content: bytes) -> Iterator[Words]:
    """Give the words of a page's content in the order of drawing; it has an operator a line, as WeasyPrint writes.

    Words that stand behind each other are told together, with the font of the first of them.
    """
    colours: dict[bytes, bytes] = {}
    kept: list[dict[bytes, bytes]] = []
    place, font, size = (0.0, 0.0), b"", 0.0
    words: Words | None = None
    for line in content.split(b"\n"):
        if line == b"q":
            kept.append(dict(colours))
        elif line == b"Q":
            colours = kept.pop() if kept else {}
        elif _COLOUR.match(line):
            colours[line.rpartition(b" ")[2]] = line
        elif found := _PLACE.match(line):
            if words:
                yield words
            place, words = (float(found[1]), float(found[2])), None
        elif found := _FONT.match(line):
            font, size = found[1], float(found[2])
        elif line.endswith(b" TJ"):
            told = tuple(colours[key] for key in (b"cs", b"scn", b"rg", b"k", b"g", b"gs") if key in colours)
            words = replace(words, forms=words.forms + line) if words else Words(*place, font, size, told, line)
    if words:
        yield words


def make_blank(blank: bytes, probe: bytes, faces: dict[int, Path], language: str) -> tuple[Blank, list[Words]]:
    """Give a file as a blank, and the words that a line of each kind adds to it; `faces` are those of each weight.

    Raises NoPlace if the two files do not differ as they should.
    """
    with pikepdf.open(io.BytesIO(blank)) as pdf, pikepdf.open(io.BytesIO(probe)) as other:
        holder, own, content = _holder(pdf, other)
        place = _place(content, own)
        words = [place[1], *read_words(content[place[0]:]), *read_words(content)]
        names = {weight: next((one.font for one in words if _is_of(holder, one.font, face)), b"")
                 for weight, face in faces.items()}
        forms = {weight: _widen(holder, names[weight], faces[weight], language) for weight in names}
        _open_up(pdf, holder)
        written = io.BytesIO()
        pdf.save(written, object_stream_mode=pikepdf.ObjectStreamMode.disable, static_id=True,
                 force_version=pdf.pdf_version)
    with pikepdf.open(io.BytesIO(written.getvalue())) as pdf:
        holder = _same_holder(pdf, content)
        made = _described(pdf, holder, content, place, names, forms, written.getvalue())
    whole, mine = list(read_words(own)), list(read_words(content))
    first = len(list(read_words(content[:place[0]])))
    return made, whole[first:first + len(whole) - len(mine)]


# --- finding the box -------------------------------------------------------------------------------------------------


def _holders(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """What holds content: pages, and the forms that they draw, the last page first."""
    for page in reversed(pdf.pages):
        yield page.obj
        yield from (form for _, form in sorted(page.obj.Resources.get("/XObject", pikepdf.Dictionary()).items())
                    if form.get("/Subtype") == "/Form")


def _content(holder: Any) -> bytes:
    if isinstance(holder, pikepdf.Stream):
        return bytes(holder.read_bytes())
    return bytes(pikepdf.Page(holder).obj.Contents.read_bytes())


def _holder(pdf: pikepdf.Pdf, other: pikepdf.Pdf) -> tuple[Any, bytes, bytes]:
    """The page or form that has more words in the other file, which may lack pages, with its content there and here."""
    others = [_content(holder) for holder in _holders(other)]
    for holder in _holders(pdf):
        content = _content(holder)
        words = list(read_words(content))
        for own in others:
            if content != own and _has_more(words, list(read_words(own))):
                return holder, own, content
    raise NoPlace("the words of a clinic are not in the file")


def _has_more(words: list[Words], others: list[Words]) -> bool:
    """Whether others are the same words, and more in one place behind the first of them."""
    more = len(others) - len(words)
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(words, others, strict=False)))
    return more > 0 and same > 0 and others[same + more:] == words[same:]


def _same_holder(pdf: pikepdf.Pdf, content: bytes) -> Any:
    return next(holder for holder in _holders(pdf) if _content(holder) == content)


def _place(content: bytes, own: bytes) -> tuple[int, Words]:
    """Where in a content the words of a clinic go, and the words before it, which are the heading."""
    same = list(takewhile(lambda pair: pair[0] == pair[1], zip(content.split(b"\n"), own.split(b"\n"), strict=False)))
    lines = [line for line, _ in same]
    last = max((number for number, line in enumerate(lines) if line.endswith(b" TJ")), default=-1)
    if last < 0:
        raise NoPlace("no heading stands before the words of a clinic")
    if b"/MCID" in content:
        last = next(number for number in range(last, len(lines)) if lines[number] == b"EMC")
    elif lines[last + 1:last + 2] == [b"0 Ts"]:   # a sign of the heading was moved up
        last += 1
    before = b"\n".join(lines[:last + 1]) + b"\n"
    return len(before), list(read_words(before))[-1]


# --- making room in the file -----------------------------------------------------------------------------------------


def _is_of(holder: Any, name: bytes, face: Path) -> bool:
    """Whether a font of the page is one of a face."""
    return str(holder.Resources.Font[name.decode()].BaseFont).endswith(f"+{name_of(face).decode()}")


def _widen(holder: Any, name: bytes, face: Path, language: str) -> frozenset[int]:
    """Put the usual letters into a font of the page; gives the forms that it has then."""
    if not name:
        raise NoPlace("the page has no words in that weight")
    font = holder.Resources.Font[name.decode()]
    below = font.DescendantFonts[0]
    told = {int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be")
            for code, text in _ENTRY.findall(font.ToUnicode.read_bytes())}
    forms = {**usual_forms(face, language), **told}
    file = subset(face, forms)
    below.FontDescriptor.FontFile2.write(file)
    below.FontDescriptor.FontFile2.Length1 = len(file)
    below.W = pikepdf.Object.parse(widths(face, forms))
    font.ToUnicode.write(to_unicode(forms))
    return frozenset(forms)


def _open_up(pdf: pikepdf.Pdf, holder: Any) -> None:
    """Make objects of their own of all that differs from clinic to clinic."""
    resources = holder.Resources
    resources.Font = pdf.make_indirect(pikepdf.Dictionary(dict(resources.Font.items())))
    resources.XObject = pdf.make_indirect(pikepdf.Dictionary(dict(resources.get("/XObject", {}).items())))
    if "/Annots" in holder:
        holder.Annots = pdf.make_indirect(pikepdf.Array(list(holder.Annots)))
    if "/StructParents" in holder:
        tree = pdf.Root.StructTreeRoot.ParentTree
        numbers = list(tree.Nums)
        tree.Nums = pikepdf.Array([value if isinstance(value, int) or value.is_indirect else pdf.make_indirect(value)
                                   for value in numbers])


# --- what is where ---------------------------------------------------------------------------------------------------


def _described(pdf: pikepdf.Pdf, holder: Any, content: bytes, place: tuple[int, Words], names: dict[int, bytes],
               forms: dict[int, frozenset[int]], written: bytes) -> Blank:
    stream = holder if isinstance(holder, pikepdf.Stream) else holder.Contents
    resources = holder.Resources
    objects = {"stream": stream, "info": pdf.trailer.get("/Info"), "metadata": pdf.Root.get("/Metadata"),
               "fonts": resources.Font, "pictures": resources.XObject}
    numbers = {name: entry.objgen[0] for name, entry in objects.items() if entry is not None}
    if not all(numbers.values()):
        raise NoPlace("the file is not laid out as it should be")
    tags = _tags(pdf, holder, content, place[0]) if "/StructParents" in holder else None
    left_open = {*numbers.values(), *((tags.box, tags.head, tags.inner, tags.elements, tags.tree, tags.annotations)
                                      if tags else ())}
    fonts = b" ".join(b"%b %d 0 R" % (pikepdf.Name(key).unparse(), font.objgen[0])
                      for key, font in resources.Font.items())
    info = dict(pdf.docinfo.items())
    box = holder.get("/MediaBox") or holder.get("/BBox")
    keys = b"" if not isinstance(holder, pikepdf.Stream) else pikepdf.Dictionary(
        {key: value for key, value in stream.stream_dict.items()
         if key not in ("/Length", "/Filter", "/DecodeParms")}).unparse().strip()[2:-2]
    return Blank(
        serial=serial(written, frozenset(left_open)), before=content[:place[0]], after=content[place[0]:],
        heading=place[1], height=float(box[3]), objects=numbers,
        texts={key: str(value) for key, value in info.items() if isinstance(value, pikepdf.String)},
        told=b"".join(b"%b %b" % (key.encode(), pikepdf.Object.parse(value.unparse()).unparse())
                      for key, value in info.items() if not isinstance(value, pikepdf.String)), stream_keys=keys,
        fonts=names, forms=forms, others=fonts,
        pictures=b" ".join(b"%b %d 0 R" % (pikepdf.Name(key).unparse(), picture.objgen[0])
                           for key, picture in resources.XObject.items()),
        metadata=bytes(pdf.Root.Metadata.read_bytes()) if "/Metadata" in pdf.Root else b"", tags=tags)


def _tags(pdf: pikepdf.Pdf, page: Any, content: bytes, place: int) -> Tags:
    """The structure around the heading: it stands in a paragraph, that in the inner part of the head of the box."""
    tree = pdf.Root.StructTreeRoot.ParentTree
    numbers = list(tree.Nums)
    at = {int(numbers[index]): numbers[index + 1] for index in range(0, len(numbers), 2)}
    elements = at[int(page.StructParents)]
    heading = elements[int(_NUMBER.findall(content[:place])[-1])]
    while str(heading.S) != "/P":
        heading = heading.P
    inner, head, box = heading.P, heading.P.P, heading.P.P.P
    if [len(element.K) for element in (inner, head, box)] != [1, 1, 1]:
        raise NoPlace("the box holds more than its heading")
    parts = (box, head, inner)
    flat = [b"%d" % int(value) if isinstance(value, int) else b"%d 0 R" % value.objgen[0] for value in numbers]
    return Tags(
        box=box.objgen[0], head=head.objgen[0], inner=inner.objgen[0], page=page.objgen[0], elements=elements.objgen[0],
        tree=tree.objgen[0], annotations=page.Annots.objgen[0],
        dictionaries={part.objgen[0]: pikepdf.Dictionary(
            {key: value for key, value in part.items() if key != "/K"}).unparse().strip()[2:-2] for part in parts},
        kids={part.objgen[0]: [b"%d 0 R" % kid.objgen[0] for kid in part.K] for part in parts},
        known=[b"%d 0 R" % entry.objgen[0] if entry is not None else b"null" for entry in elements],
        numbers=flat, links=[b"%d 0 R" % link.objgen[0] for link in page.Annots],
        key=max(at) + 1, next=max(map(int, _NUMBER.findall(content))) + 1)
