"""The pages of any PDF as leaves: cut at their trim, upright, in mm, so that they can be put on a sheet.

What cannot be put on one is refused: locked, broken, mixed, too many, too large.
"""

from __future__ import annotations

import logging
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from brochure.errors import BrochureError, Place

POINT = 25.4 / 72              # mm
MOST_PAGES = 400               # a hundred sheets; staplers go through twenty or thirty
SAME = 0.6                     # mm by which pages of one size may differ: programs round to whole points
_SMALLEST, _LARGEST = 20, 5080      # mm: a page's sides; 5080 is the most that a PDF can say (ISO 32000-1, annex C)
_MOST_DRAWN = 100_000_000      # bytes of operators on all pages
_AGAIN = "Open it in your PDF reader, print it to a new PDF, and try with that."

# What the library has to say of a file is told as a fault of the file, or not at all.
logging.getLogger("pikepdf").addHandler(logging.NullHandler())

Matrix = tuple[float, float, float, float, float, float]


@dataclass(frozen=True)
class Leaf:
    """A page as a form XObject that begins at (0, 0), and its size in mm as it is read."""

    form: Any
    width: float
    height: float


@dataclass(frozen=True)
class _Drawn:
    """The operators that draw a page, how they are packed, and how many bytes they are unpacked."""

    content: bytes
    packing: Any
    size: int

    @classmethod
    def read(cls, page: pikepdf.Page, room: int) -> _Drawn:
        """Read them as they are packed, if they are in one piece: to pack them anew would take most of the time.

        Raises whatever the unpacking raises if they are damaged; unpacks no more than `room` bytes of a stream.
        """
        contents: Any = page.obj.get("/Contents", Array())
        streams = list(contents) if isinstance(contents, Array) else [contents]
        parts: list[bytes] = []
        for stream in streams:
            parts.append(_unpacked(stream, room))
            room -= len(parts[-1])
        content = b"\n".join(parts)
        if len(streams) == 1 and _is_plainly_packed(streams[0]):
            return cls(streams[0].read_raw_bytes(), Name.FlateDecode, len(content))
        return cls(content, None, len(content))


def _is_plainly_packed(stream: Any) -> bool:
    return bool(stream.get("/Filter") == "/FlateDecode" and "/DecodeParms" not in stream)


def _unpacked(stream: Any, room: int) -> bytes:
    if not _is_plainly_packed(stream):
        return bytes(stream.read_bytes())
    unpacking, packed = zlib.decompressobj(), stream.read_raw_bytes()
    content = unpacking.decompress(packed, max(room, 1))
    if packed and not unpacking.eof and not unpacking.unconsumed_tail:
        raise zlib.error("the end is missing")
    return content


@contextmanager
def reading(file: str) -> Iterator[None]:
    """Turn what the library raises where a file is not as PDF files are into a fault of the file."""
    try:
        yield
    except pikepdf.PasswordError:
        raise _locked(file) from None
    except (pikepdf.PdfError, zlib.error, RuntimeError, ValueError, TypeError, AttributeError, LookupError,
            ArithmeticError):
        raise BrochureError("the file is no PDF, or it is broken", Place(file), _AGAIN) from None


def read_leaves(pdf: pikepdf.Pdf, file: str) -> list[Leaf]:
    """Give the pages of a PDF; what is printed of annotations becomes part of them.

    Raises BrochureError, at `file`, if it is locked or of mixed sizes, or if a page or their number is too large.
    """
    if pdf.is_encrypted:
        raise _locked(file)
    count = len(pdf.pages)
    if not count:
        raise BrochureError("the file has no pages", Place(file), _AGAIN)
    if count > MOST_PAGES:
        raise BrochureError(f"the file has {count:,} pages: {MOST_PAGES} is the most that is folded and stapled",
                            Place(file), "Take it apart, or have it bound with glue.")
    _flatten(pdf)
    room, leaves = _MOST_DRAWN, []
    for number, page in enumerate(pdf.pages, 1):
        drawn = _Drawn.read(page, room)
        room -= drawn.size
        if room <= 0:
            raise BrochureError(f"the pages up to page {number} are drawn with more than {_MOST_DRAWN / 1e6:.0f} MB of "
                                "operators", Place(file), _AGAIN)
        leaves.append(_leaf(pdf, page, number, drawn, file))
    _check_sizes(leaves, file)
    return leaves


def says_right_to_left(pdf: pikepdf.Pdf) -> bool:
    """Whether a file says of itself that it is read from right to left."""
    preferences: Any = pdf.Root.get("/ViewerPreferences", Dictionary())
    return bool(preferences.get("/Direction") == "/R2L")


def _locked(file: str) -> BrochureError:
    return BrochureError("the file is locked with a password, or against changes", Place(file),
                         "Ask for one that is not, or save it without a password, and try again.")


def _flatten(pdf: pikepdf.Pdf) -> None:
    """Make what is printed of annotations part of the pages: filled fields, stamps. Links lead nowhere on paper."""
    kinds = {annotation.get("/Subtype") for page in pdf.pages for annotation in page.obj.get("/Annots", ())}
    if kinds - {"/Link", "/Popup"}:
        pdf.generate_appearance_streams()
        pdf.flatten_annotations("print")


def _leaf(pdf: pikepdf.Pdf, page: pikepdf.Page, number: int, drawn: _Drawn, file: str) -> Leaf:
    """Give a page by its TrimBox, or else its CropBox or MediaBox, turned and enlarged as it says."""
    media, trim = (tuple(float(edge) for edge in box) for box in (page.mediabox, page.trimbox))
    left, right = max(min(trim[::2]), min(media[::2])), min(max(trim[::2]), max(media[::2]))
    bottom, top = max(min(trim[1::2]), min(media[1::2])), min(max(trim[1::2]), max(media[1::2]))
    unit = float(page.obj.get("/UserUnit", 1))
    turned = float(_inherited(page.obj, "/Rotate", 0)) % 360
    matrices: dict[float, Matrix] = {
        0: (unit, 0, 0, unit, -left * unit, -bottom * unit),
        90: (0, -unit, unit, 0, -bottom * unit, right * unit),
        180: (-unit, 0, 0, -unit, right * unit, top * unit),
        270: (0, unit, -unit, 0, top * unit, -left * unit),
    }
    if turned not in matrices:
        raise BrochureError(f"page {number} is turned by {turned:g}°", Place(file), _AGAIN)
    size = ((right - left) * unit * POINT, (top - bottom) * unit * POINT)
    width, height = size if turned in (0, 180) else size[::-1]
    if not all(_SMALLEST <= length <= _LARGEST for length in size):
        raise BrochureError(f"page {number} is {width:,.0f} × {height:,.0f} mm: a page is {_SMALLEST} to "
                            f"{_LARGEST} mm wide and high", Place(file), "Export it again in its right size.")
    form = Dictionary(Type=Name.XObject, Subtype=Name.Form,
                      BBox=Array([pdf_number(edge) for edge in (left, bottom, right, top)]),
                      Matrix=Array([pdf_number(part) for part in matrices[turned]]),
                      Resources=_inherited(page.obj, "/Resources", Dictionary()))
    if drawn.packing:
        form.Filter = drawn.packing
    if "/Group" in page.obj:
        form.Group = page.obj.Group
    return Leaf(pdf.make_stream(drawn.content, form), width, height)


def _inherited(node: Any, key: str, default: Any) -> Any:
    """Give what a page says of itself, or what the nodes of the page tree above it say of all theirs."""
    for _ in range(100):
        if key in node:
            return node[key]
        if "/Parent" not in node:
            break
        node = node.Parent
    return default


def _check_sizes(leaves: list[Leaf], file: str) -> None:
    first = leaves[0]
    others = [(number, leaf) for number, leaf in enumerate(leaves, 1)
              if max(abs(leaf.width - first.width), abs(leaf.height - first.height)) > SAME]
    if others:
        number, leaf = others[0]
        more = f"; {len(others)} of {len(leaves)} pages are not as the first" if len(others) > 1 else ""
        raise BrochureError(
            f"the pages are of mixed sizes: page 1 is {first.width:.0f} × {first.height:.0f} mm, page {number} is "
            f"{leaf.width:.0f} × {leaf.height:.0f} mm{more}", Place(file),
            "Export it again with all pages of one size.")


def digits(value: float) -> str:
    """Give a number as a PDF writes it."""
    return f"{value:.5f}".rstrip("0").rstrip(".")


def pdf_number(value: float) -> Any:
    """Give a number as a PDF object, with no more digits than are told."""
    return pikepdf.Object.parse(digits(value).encode())
