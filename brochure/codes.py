"""QR codes of booking addresses, as squares: quickly, by zxing-cpp; tests hold them against those of segno."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

QUIET = 4   # modules around a code (ISO/IEC 18004)


@lru_cache(maxsize=64)
def squares(address: str) -> tuple[int, tuple[tuple[int, int, int], ...]]:
    """Give how many modules wide a code is with its quiet zone, and where dark modules stand together: x, y, how many.

    Error correction M; the first row is at the top.
    """
    import zxingcpp

    code = zxingcpp.create_barcode(address, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    image = code.to_image(scale=1, add_quiet_zones=False)
    width, height = image.shape[1], image.shape[0]
    pixels: Any = image
    raw = bytes(memoryview(pixels).cast("B"))
    return width + 2 * QUIET, tuple(
        (x + QUIET, y + QUIET, length) for y in range(height) for x, length in _runs(raw[y * width:(y + 1) * width]))


def _runs(row: bytes) -> Iterator[tuple[int, int]]:
    """Where the dark modules of a row begin, and how many stand together."""
    at = row.find(0)
    while at >= 0:
        end = at
        while end < len(row) and not row[end]:
            end += 1
        yield at, end - at
        at = row.find(0, end)
