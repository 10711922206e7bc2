"""Makes docs/pages.png, the picture of the finished pages, from the PDFs in a folder (default: build/)."""

from __future__ import annotations

import sys
from pathlib import Path

import pypdfium2
from PIL import Image, ImageChops

DOCS = Path(__file__).parent
WIDTH, GAP, GROUND = 220, 10, "#8f9aa3"


def contact_sheet(folder: Path) -> Image.Image:
    """Give all pages of both shipped brochures, a language a row, as one picture."""
    rows = []
    for code in ("nb", "en"):
        pages = pypdfium2.PdfDocument(folder / f"bekkenleddsmerter-{code}.pdf")
        rows.append([page.render(scale=WIDTH / page.get_width()).to_pil() for page in pages])
    height = rows[0][0].height
    sheet = Image.new("RGB", (GAP + len(rows[0]) * (WIDTH + GAP), GAP + len(rows) * (height + GAP)), GROUND)
    for down, row in enumerate(rows):
        for across, picture in enumerate(row):
            sheet.paste(picture, (GAP + across * (WIDTH + GAP), GAP + down * (height + GAP)))
    return sheet


def difference(first: Image.Image, second: Image.Image) -> float:
    """Give how far two pictures of one size are apart: the mean difference of a channel, from 0 to 255."""
    histogram = ImageChops.difference(first.convert("RGB"), second.convert("RGB")).histogram()
    return sum(value % 256 * count for value, count in enumerate(histogram)) / sum(histogram)


if __name__ == "__main__":
    made = contact_sheet(Path(sys.argv[1]) if len(sys.argv) > 1 else DOCS.parent / "build")
    made.quantize(128, method=Image.Quantize.MEDIANCUT).save(DOCS / "pages.png", optimize=True)
