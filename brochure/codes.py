"""QR codes of booking addresses, as squares: quickly, by zxing-cpp; tests hold them against those of segno."""

from __future__ import annotations

import re
import sys
from functools import cache, lru_cache
from typing import Any

_DARK = re.compile(rb"\x00+")
_PART = 8   # modules that are drawn at a time


def squares(address: str) -> tuple[int, list[tuple[int, int, int]]]:
    """Give how many modules wide a code is with its quiet zone, and where dark modules stand together: x, y, how many.

    The quiet zone is 4 modules wide (ISO/IEC 18004), error correction M; the first row is at the top.
    """
    width, rows = _rows(address)
    return width, [(found.start() % width, found.start() // width, found.end() - found.start())
                   for found in _DARK.finditer(rows)]


def rectangles(address: str) -> tuple[int, bytes]:
    """Give how many modules wide a code is with its quiet zone, and its dark modules as rectangles in a PDF (re).

    They are to be filled as one path: where some stand beside each other, they may be several rectangles.
    """
    width, rows = _rows(address)
    parts = memoryview(rows.ljust(-len(rows) // _PART * -_PART, b"\xff")).cast("Q").tolist()
    return width, b"".join(map(_drawn(width).__getitem__, enumerate(parts)))


@lru_cache(maxsize=64)
def _rows(address: str) -> tuple[int, bytes]:
    """How many modules wide a code is with its quiet zone, which parts its rows, and a byte for each of them."""
    import zxingcpp

    image = zxingcpp.create_barcode(address, zxingcpp.BarcodeFormat.QRCode, ec_level="M").to_image(scale=1)
    pixels: Any = image
    return image.shape[1], bytes(memoryview(pixels).cast("B"))


class _Drawn(dict[tuple[int, int], bytes]):
    """The dark ones of a few modules as rectangles, by the number of this part of the rows, and what it holds.

    Between two rows is the quiet zone, so that nothing dark goes on from one to the next.
    """

    def __init__(self, width: int) -> None:
        self._width = width

    def __missing__(self, part: tuple[int, int]) -> bytes:
        begin, held = part[0] * _PART, part[1].to_bytes(_PART, sys.byteorder)
        self[part] = b"".join([b"%d %d %d 1 re\n" % ((begin + found.start()) % self._width,
                                                     (begin + found.start()) // self._width,
                                                     found.end() - found.start()) for found in _DARK.finditer(held)])
        return self[part]


_drawn = cache(_Drawn)
