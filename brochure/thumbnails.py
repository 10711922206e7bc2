"""Small pictures of finished pages, as WebP: the same page gives the same bytes."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2

_QUALITY = 75


@dataclass(frozen=True)
class Thumbnail:
    """A picture of a page: a WebP, and its size in px."""

    content: bytes
    width: int
    height: int


def thumbnails(content: bytes, width: int, most: int | None = None) -> Iterator[Thumbnail]:
    """Give pictures of the pages of a PDF, or of the first `most` of them, each `width` px wide."""
    document = pypdfium2.PdfDocument(content)
    try:
        for index in range(min(len(document), most or len(document))):
            page = document[index]
            # Rounded up by less than a pixel, so that the width is the same for every page of a size.
            picture = page.render(scale=width / page.get_width(), rev_byteorder=True).to_pil().convert("RGB")
            written = io.BytesIO()
            picture.save(written, "WEBP", quality=_QUALITY, method=4)
            yield Thumbnail(written.getvalue(), *picture.size)
    finally:
        document.close()
