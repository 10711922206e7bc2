"""QR codes of booking addresses, as squares: quickly, by zxing-cpp; tests hold them against those of segno."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any

_DARK = re.compile(rb"\x00+")


def squares(address: str) -> tuple[int, list[tuple[int, int, int]]]:
    """Give how many modules wide a code is with its quiet zone, and where dark modules stand together: x, y, how many.

    The quiet zone is 4 modules wide (ISO/IEC 18004), error correction M; the first row is at the top.
    """
    width, rows = _rows(address)
    return width, [(found.start() % width, found.start() // width, found.end() - found.start())
                   for found in _DARK.finditer(rows)]


def rectangles(address: str) -> tuple[int, bytes]:
    """Give how many modules wide a code is with its quiet zone, and its dark modules as rectangles in a PDF (re)."""
    width, rows = _rows(address)
    drawn = _drawn(width)
    return width, b"".join([drawn[found.span()] for found in _DARK.finditer(rows)])


@lru_cache(maxsize=64)
def _rows(address: str) -> tuple[int, bytes]:
    """How many modules wide a code is with its quiet zone, which parts its rows, and a byte for each of them."""
    import zxingcpp

    image = zxingcpp.create_barcode(address, zxingcpp.BarcodeFormat.QRCode, ec_level="M").to_image(scale=1)
    pixels: Any = image
    return image.shape[1], bytes(memoryview(pixels).cast("B"))


class _Drawn(dict[tuple[int, int], bytes]):
    """Modules that stand together in a code so many modules wide, from one number to another, as a rectangle."""

    def __init__(self, width: int) -> None:
        self._width = width

    def __missing__(self, span: tuple[int, int]) -> bytes:
        start, end = span
        self[span] = b"%d %d %d 1 re\n" % (start % self._width, start // self._width, end - start)
        return self[span]


_drawn = cache(_Drawn)
