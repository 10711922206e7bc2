"""QR codes of booking addresses, as squares: quickly, by zxing-cpp; tests hold them against those of segno."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any

QUIET = 4   # modules around a code (ISO/IEC 18004)
_DARK = re.compile(rb"\x00+")


def squares(address: str) -> tuple[int, list[tuple[int, int, int]]]:
    """Give how many modules wide a code is with its quiet zone, and where dark modules stand together: x, y, how many.

    Error correction M; the first row is at the top.
    """
    width, rows = _rows(address)
    return width + 2 * QUIET, [(found.start() % (width + 1) + QUIET, found.start() // (width + 1) + QUIET,
                                found.end() - found.start()) for found in _DARK.finditer(rows)]


def rectangles(address: str) -> tuple[int, bytes]:
    """Give how many modules wide a code is with its quiet zone, and its dark modules as rectangles in a PDF (re)."""
    width, rows = _rows(address)
    places, lengths = _places(width), _lengths(width)
    return width + 2 * QUIET, b"".join([places[found.start()] + lengths[found.end() - found.start()]
                                        for found in _DARK.finditer(rows)])


@lru_cache(maxsize=64)
def _rows(address: str) -> tuple[int, bytes]:
    """How many modules wide a code is, and its rows with a light module after each."""
    import zxingcpp

    code = zxingcpp.create_barcode(address, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    image = code.to_image(scale=1, add_quiet_zones=False)
    width, height = image.shape[1], image.shape[0]
    pixels: Any = image
    raw = bytes(memoryview(pixels).cast("B"))
    return width, b"\xff".join([raw[row * width:(row + 1) * width] for row in range(height)])


@cache
def _places(width: int) -> list[bytes]:
    """Where each module stands, in a code so many modules wide, as the first operands of its rectangle."""
    return [b"%d %d " % (place % (width + 1) + QUIET, place // (width + 1) + QUIET)
            for place in range(width * (width + 1))]


@cache
def _lengths(width: int) -> list[bytes]:
    """How many modules stand together, as the last operands of their rectangle, and its operator."""
    return [b"%d 1 re\n" % length for length in range(width + 1)]
