"""Pages as they are rendered: in colour by pdfium, as inks by Poppler. Both show the crop box."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from brochure.errors import ToolMissing, Unreadable
from brochure.geometry import Rectangle
from brochure.inspection.pages import MM, Page
from brochure.inspection.pdfium import Shown

if TYPE_CHECKING:
    from PIL import Image

LIMIT_PIXELS = 20_000_000     # of one page: A3 at 300 dpi; larger ones are shown smaller
LIMIT_ALL = 1_500_000_000     # of all pages of a file: 600 of A4 at 150 dpi
_SECONDS = 120


def picture_of(shown: Shown, page: Page, dpi: int, *, grey: bool, part: Rectangle | None = None) -> Image.Image:
    """Give a page, or a part of it (mm), as rendered by pdfium, in RGB or grey; raises Unreadable if it is too large.

    A very large page comes with fewer pixels; `pixels_of` tells where a place is.
    """
    page_scale = dpi / 72 * page.unit
    area = part or page.crop
    width, height = area.right - area.left, area.bottom - area.top
    pixels = width * height * (dpi / 25.4) ** 2
    if pixels > LIMIT_PIXELS and part:
        raise Unreadable(f"page {page.number} is too large to be rendered")
    scale = page_scale * min(1.0, (LIMIT_PIXELS / pixels) ** 0.5)
    whole, one = page.crop, 1 / (MM * page.unit)
    crop = ((part.left - whole.left) * one, (whole.bottom - part.bottom) * one, (whole.right - part.right) * one,
            (part.top - whole.top) * one) if part else (0, 0, 0, 0)
    return shown.page(page.number).render(scale=scale, grayscale=grey, crop=crop).to_pil()  # type: ignore[no-any-return]


def pixels_of(at: Rectangle, page: Page, picture: Image.Image) -> tuple[int, int, int, int]:
    """Give where a place on a page (mm) is in its picture: left, top, right, bottom, within the picture."""
    crop = page.crop
    across, down = picture.width / (crop.right - crop.left), picture.height / (crop.bottom - crop.top)
    return (max(0, int((at.left - crop.left) * across)), max(0, int((at.top - crop.top) * down)),
            min(picture.width, int((at.right - crop.left) * across) + 1),
            min(picture.height, int((at.bottom - crop.top) * down) + 1))


def place_of(pixels: tuple[float, float, float, float], page: Page, picture: Image.Image) -> Rectangle:
    """Give where some pixels of a page's picture are on the page, in mm."""
    crop = page.crop
    across, down = (crop.right - crop.left) / picture.width, (crop.bottom - crop.top) / picture.height
    return Rectangle(crop.left + pixels[0] * across, crop.top + pixels[1] * down,
                     crop.left + pixels[2] * across, crop.top + pixels[3] * down)


def inks_of(content: bytes, pages: tuple[Page, ...], dpi: int) -> Iterator[Image.Image]:
    """Give each page as inks, CMYK, 255 for all of an ink, as rendered by Poppler.

    Raises ToolMissing if Poppler's pdftoppm is not there, Unreadable if it cannot render the file, or not in time.
    """
    program = shutil.which("pdftoppm")
    if program is None:
        raise ToolMissing("inks are measured by Poppler’s pdftoppm, which is not there",
                          hint="“brochure doctor” says how it is installed.")
    pixels = [(page.crop.right - page.crop.left) * (page.crop.bottom - page.crop.top) * (dpi / 25.4) ** 2
              for page in pages]
    if max(pixels) > LIMIT_PIXELS or sum(pixels) > LIMIT_ALL:
        raise Unreadable("its pages are too large, or too many, to be rendered as inks")
    with tempfile.TemporaryDirectory(prefix="brochure-inks-") as folder:
        file = Path(folder) / "file.pdf"
        file.write_bytes(content)
        command = [program, "-q", "-cropbox", "-overprint", "-jpegcmyk", "-jpegopt", "quality=100", "-r", str(dpi),
                   str(file), str(Path(folder) / "page")]
        try:
            done = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False)
        except subprocess.TimeoutExpired:
            raise Unreadable(f"Poppler has not rendered it in {_SECONDS} s") from None
        rendered = sorted(Path(folder).glob("page-*.jpg"))
        if done.returncode or len(rendered) != len(pages):
            said = done.stderr.decode("utf-8", "replace").strip().splitlines()
            raise Unreadable(f"Poppler cannot render it: {said[0] if said else 'it does not say why'}")
        yield from map(_read, rendered)   # one by one: a hundred pages at once would fill the memory


def most_ink(picture: Image.Image, page: Page, side: int) -> tuple[float, Rectangle]:
    """Give the most ink on any area of `side` pixels, in % of all inks together, and where that is (mm)."""
    from PIL import ImageMath

    inks = [ink.convert("I") for ink in picture.reduce(side).split()]
    total = ImageMath.lambda_eval(lambda given: sum((given[str(index)] for index in range(1, 4)), given["0"]),
                                  **{str(index): ink for index, ink in enumerate(inks)})
    most: Any = total.getextrema()[1]
    left, top, right, bottom = total.point(lambda value: value + (1 - most)).convert("L").getbbox() or (0, 0, 1, 1)
    return most / 2.55, place_of((left * side, top * side, right * side, bottom * side), page, picture)


def _read(path: Path) -> Image.Image:
    """One page; Pillow gives the inks as they are, though Adobe's kind of JPEG holds them inverted."""
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = 2 * LIMIT_PIXELS
    with Image.open(path) as picture:
        picture.load()
        if picture.mode != "CMYK":
            raise Unreadable("Poppler gave a picture that does not have four inks")
        return picture.copy()
