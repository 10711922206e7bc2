"""QR codes, read back from the pages as rendered, as a telephone does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from brochure.geometry import Rectangle
from brochure.inspection.rasters import place_of

if TYPE_CHECKING:
    from PIL.Image import Image

    from brochure.inspection import Document
    from brochure.inspection.pages import Page

DPI = 150
QUIET = 4        # modules that should be free around a code: ISO/IEC 18004
_DARK = 128


@dataclass(frozen=True)
class Code:
    """A QR code: its page, what it says, where it stands; its module (the side of one of its squares) in mm.

    `quiet` is how many modules are free around it, up to 4.
    """

    page: int
    text: str
    at: Rectangle
    module: float
    quiet: int


def codes_of(document: Document) -> tuple[Code, ...]:
    """Give the QR codes that can be read, page by page, from the top; raises Unreadable if a page cannot be shown."""
    return tuple(code for page in document.pages for code in _on_page(document, page))


def _on_page(document: Document, page: Page) -> list[Code]:
    import zxingcpp

    picture = document.picture(page.number, DPI, grey=True)
    read: list[Any] = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
    # Letters may look like a Micro QR code, which tells a version such as M1: we print none, and no telephone reads it.
    codes = [code for code in read if str(code.extra.get("Version", 1)).isdecimal()]
    return sorted((_code(page, picture, code) for code in codes), key=lambda code: (code.at.top, code.at.left))


def _code(page: Page, picture: Image, code: Any) -> Code:
    corners = [code.position.top_left, code.position.top_right, code.position.bottom_right, code.position.bottom_left]
    across, down = [corner.x for corner in corners], [corner.y for corner in corners]
    edges = (min(across), min(down), max(across) + 1, max(down) + 1)
    at = place_of(edges, page, picture)
    modules = 17 + 4 * int(code.extra.get("Version", 1))   # ISO/IEC 18004
    return Code(page.number, code.text, at, min(at.right - at.left, at.bottom - at.top) / modules,
                _quiet(picture, edges, (edges[2] - edges[0]) / modules))


def _quiet(picture: Image, edges: tuple[int, int, int, int], module: float) -> int:
    """How many modules around a code are as light as it needs; the page's edge counts as light."""
    left, top, right, bottom = edges
    for free in range(QUIET, 0, -1):
        far = max(2, int(free * module - 1.5))   # pixels at the edges may be grey
        strips = ((left - far, top - far, right + far, top - 1), (left - far, bottom + 1, right + far, bottom + far),
                  (left - far, top, left - 1, bottom), (right + 1, top, right + far, bottom))
        inside = [(max(0, a), max(0, b), min(picture.width, c), min(picture.height, d)) for a, b, c, d in strips]
        if all(_all_light(picture, strip) for strip in inside
               if strip[2] > strip[0] and strip[3] > strip[1]):
            return free
    return 0


def _all_light(picture: Image, strip: tuple[int, int, int, int]) -> bool:
    darkest: Any = picture.crop(strip).getextrema()[0]
    return bool(darkest > _DARK)
