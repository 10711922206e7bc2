"""Finishes a PDF for a printing press: what WeasyPrint leaves undone for PDF/X-4 (ISO 15930-7:2010).

The file becomes one of inks: the profile of the press goes in, and what only a screen needs goes out.
"""

from __future__ import annotations

import hashlib
import io
import re
import uuid
from itertools import pairwise
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String

from brochure.leaves import says_right_to_left
from brochure.profiles import Profile
from brochure.xmp import Metadata, packet

BLEED = 3.0    # mm, as in layouts/formats/press.css
_MM = 72 / 25.4
_MARGIN, _LENGTH, _WEIGHT = 13.0, 5.0, 0.25   # mm around the trim and of a mark, and pt, where there are marks
_CENTRE, _RADIUS, _CROSS = 7.5, 1.25, 2.5     # mm: registration marks, from the trim
_SCREEN_ONLY = ("/Outlines", "/Names", "/Dests", "/PageLabels", "/PageMode", "/ViewerPreferences", "/OpenAction", "/AA",
                "/AcroForm", "/StructTreeRoot", "/MarkInfo", "/OutputIntents")
_ON_PAGES_ONLY = ("/Annots", "/AA", "/Tabs", "/StructParents", "/CropBox", "/ArtBox", "/Trans", "/Dur", "/PZ")
# One operator a line, as WeasyPrint 70.0 writes them: what keeps, brings back and sets the colours.
_COLOURS = re.compile(rb"^(?:q|Q|[^\n]* (?:scn|SCN))$", re.MULTILINE)
_BLACK = b"0 0 0 1 "
_NAMES = {"pdfxid": "http://www.npes.org/pdfx/ns/id/", "xmpMM": "http://ns.adobe.com/xap/1.0/mm/"}


def finish(content: bytes, profile: Profile, *, marks: bool = False) -> bytes:
    """Give a PDF with bleed as PDF/X-4; the same input gives the same bytes.

    Its colours must be those of inks already. `marks` puts crop and registration marks around the bleed.
    """
    name = hashlib.sha256(b"\0".join((content, profile.content, str(marks).encode()))).digest()
    written = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        info = {key: str(value) for key, value in pdf.docinfo.items()}
        right_to_left = says_right_to_left(pdf)
        for key in _SCREEN_ONLY:
            if key in pdf.Root:
                del pdf.Root[key]
        if right_to_left:   # it is bound on the right
            pdf.Root.ViewerPreferences = Dictionary(Direction=Name.R2L)
        for page in pdf.pages:
            _finish_page(pdf, page.obj, marks=marks)
        for item in pdf.objects:
            # Whatever is seen through is mixed from inks, not from the light of a screen.
            if isinstance(item, Stream) and "/Group" in item:
                item.Group.CS = Name.DeviceCMYK
        pdf.Root.OutputIntents = Array([_intent(pdf, profile)])
        told = _xmp(info, str(pdf.Root.get("/Lang", "")), uuid.UUID(bytes=name[:16], version=5))
        pdf.Root.Metadata = Stream(pdf, told.encode(), Type=Name.Metadata, Subtype=Name.XML)
        pdf.docinfo["/Trapped"] = Name("/False")
        del pdf.trailer["/ID"]   # that of the pages before they were finished, and the same in every file
        pdf.save(written, force_version="1.6", deterministic_id=True, fix_metadata_version=False,
                 object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return written.getvalue()


def _finish_page(pdf: pikepdf.Pdf, page: Any, *, marks: bool) -> None:
    for key in _ON_PAGES_ONLY:
        if key in page:
            del page[key]
    left, bottom, right, top = map(float, page.TrimBox)
    width, height = right - left, top - bottom
    margin = (_MARGIN if marks else BLEED) * _MM
    page.MediaBox = _box(0, 0, width + 2 * margin, height + 2 * margin)
    page.TrimBox = _box(margin, margin, margin + width, margin + height)
    bleed = margin - BLEED * _MM
    page.BleedBox = _box(bleed, bleed, width + 2 * margin - bleed, height + 2 * margin - bleed)
    # ISO 15930-7: the colours of what is seen through are mixed in those of the output intent.
    page.Group = Dictionary(S=Name.Transparency, CS=Name.DeviceCMYK, I=True)
    # The pages of WeasyPrint 70.0 begin left of and below 0, which not every imposition program expects.
    before = f"q 1 0 0 1 {margin - left:.4f} {margin - bottom:.4f} cm\n"
    clip = f"{bleed:.4f} {bleed:.4f} {width + 2 * BLEED * _MM:.4f} {height + 2 * BLEED * _MM:.4f} re W n\n"
    after = "\nQ\n"
    content, resources = overprinting(page.Contents.read_bytes()), Dictionary(page.Resources)
    # The engine declares two spaces of light that nothing uses.
    resources.ColorSpace = Dictionary({name: space for name, space in resources.get("/ColorSpace", Dictionary()).items()
                                       if name.encode() in content})
    resources.ExtGState = Dictionary({**dict(resources.ExtGState.items()), **_states()})
    if marks:
        before = f"q {clip}{before[2:]}"
        after += _marks(width, height, margin)
        resources.ColorSpace = Dictionary({**dict(resources.ColorSpace.items()), "/All": _registration(pdf)})
    page.Resources = resources
    page.Contents = Stream(pdf, before.encode() + content + after.encode())


def overprinting(content: bytes) -> bytes:
    """Give a page's content in which all that is of black alone prints over what lies below, instead of leaving it out.

    The plates never lie exactly on each other: around a black letter that is left out of the tint below, paper shows
    (Ghent Workgroup, GWG 2015: black text overprints). The states /Over00 to /Over11 are those of `_states`.

    >>> overprinting(b"q\\n0 0 0 1 scn\\nf\\nQ\\n")
    b'q\\n0 0 0 1 scn\\n/Over10 gs\\nf\\nQ\\n'
    """
    state, kept = [0, 0], []   # whether what fills, and what strokes, is black

    def printed(found: re.Match[bytes]) -> bytes:
        nonlocal state
        operator = found[0]
        if operator == b"q":
            kept.append(state)
        elif operator == b"Q":
            state = kept.pop() if kept else [0, 0]
        else:
            fills, before = operator.endswith(b"scn"), state
            black = int(operator[:-3] == _BLACK)
            state = [black, state[1]] if fills else [state[0], black]
            if state != before:
                return operator + f"\n/Over{state[0]}{state[1]} gs".encode()
        return operator

    return _COLOURS.sub(printed, content)


def _states() -> dict[str, Dictionary]:
    """Whether what fills and what strokes overprints; with OPM 1, an ink of which there is nothing stays as it is."""
    return {f"/Over{fills}{strokes}": Dictionary(Type=Name.ExtGState, op=bool(fills), OP=bool(strokes), OPM=1)
            for fills in (0, 1) for strokes in (0, 1)}


def _box(*sides: float) -> Array:
    return Array([round(side, 4) for side in sides])


def _registration(pdf: pikepdf.Pdf) -> Array:
    """The colour that prints on every plate (ISO 32000-1, 8.6.6.4)."""
    tint = Dictionary(FunctionType=2, Domain=[0, 1], C0=[0, 0, 0, 0], C1=[1, 1, 1, 1], N=1)
    return Array([Name.Separation, Name.All, Name.DeviceCMYK, pdf.make_indirect(tint)])


def _marks(width: float, height: float, margin: float) -> str:
    """The marks around a page, as its content: where it is cut, and where the plates lie on each other.

    The page's trim begins at `margin` (pt) from the left and from below. Nothing comes nearer to it than the bleed.
    """
    near, far = BLEED * _MM, (BLEED + _LENGTH) * _MM
    lines = [(x, y + side * near, x, y + side * far)
             for x in (0, width) for y, side in ((0, -1), (height, 1))]
    lines += [(x + side * near, y, x + side * far, y)
              for y in (0, height) for x, side in ((0, -1), (width, 1))]
    centre, cross, radius = _CENTRE * _MM, _CROSS * _MM, _RADIUS * _MM
    targets = [(width / 2, -centre), (width / 2, height + centre), (-centre, height / 2), (width + centre, height / 2)]
    for x, y in targets:
        lines += [(x - cross, y, x + cross, y), (x, y - cross, x, y + cross)]
    drawn = [f"{x:.4f} {y:.4f} m {to_x:.4f} {to_y:.4f} l" for x, y, to_x, to_y in lines]
    drawn += [_circle(x, y, radius) for x, y in targets]
    return f"q 1 0 0 1 {margin:.4f} {margin:.4f} cm /All CS 1 SCN {_WEIGHT} w\n" + "\n".join(drawn) + "\nS Q\n"


def _circle(x: float, y: float, radius: float) -> str:
    """A circle of four curves."""
    arm = 0.5523 * radius
    corners = [(1, 0), (0, 1), (-1, 0), (0, -1), (1, 0)]
    curves = [f"{x + radius:.4f} {y:.4f} m"]
    for (ax, ay), (bx, by) in pairwise(corners):
        points = ((ax * radius + bx * arm, ay * radius + by * arm), (bx * radius + ax * arm, by * radius + ay * arm),
                  (bx * radius, by * radius))
        curves.append(" ".join(f"{x + dx:.4f} {y + dy:.4f}" for dx, dy in points) + " c")
    return " ".join(curves)


def _intent(pdf: pikepdf.Pdf, profile: Profile) -> Dictionary:
    """The press that the file is for (ISO 15930-7)."""
    stream = Stream(pdf, profile.content, N=4)
    intent = Dictionary(Type=Name.OutputIntent, S=Name.GTS_PDFX, DestOutputProfile=stream,
                        OutputConditionIdentifier=String(profile.identifier), Info=String(profile.info))
    if profile.registry:
        intent.RegistryName = String(profile.registry)
    else:
        intent.OutputCondition = String(profile.info)
    return pdf.make_indirect(intent)


def _xmp(info: dict[str, str], language: str, document: uuid.UUID) -> str:
    """The XMP packet: as ISO 15930-7 asks for it."""
    created, modified = (_w3c(info.get(key, "")) for key in ("/CreationDate", "/ModDate"))
    told = Metadata(info.get("/Title", ""), info.get("/Author", ""), info.get("/Subject", ""),
                    tuple(word for word in info.get("/Keywords", "").split(", ") if word), language,
                    info.get("/Producer", ""), info.get("/Creator", ""), created, modified)
    return packet(told, _NAMES, f"""<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>
<pdf:Trapped>False</pdf:Trapped>
<xmp:MetadataDate>{modified}</xmp:MetadataDate>
<xmpMM:DocumentID>uuid:{document}</xmpMM:DocumentID>
<xmpMM:VersionID>1</xmpMM:VersionID>
<xmpMM:RenditionClass>default</xmpMM:RenditionClass>""")


def _w3c(date: str) -> str:
    """A date of a PDF as XMP has it.

    >>> _w3c("D:20261101093000Z")
    '2026-11-01T09:30:00Z'
    """
    digits = date.removeprefix("D:").removesuffix("Z")
    return (f"{digits[:4]}-{digits[4:6]}-{digits[6:8]}T{digits[8:10]}:{digits[10:12]}:{digits[12:14]}Z")
