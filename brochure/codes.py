"""QR codes of booking addresses, as squares: quickly, by zxing-cpp; tests hold them against those of segno."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

QUIET = 4   # modules around a code (ISO/IEC 18004)
_DARK = re.compile(rb"\x00+")


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
        (found.start() + QUIET, y + QUIET, found.end() - found.start())
        for y in range(height) for found in _DARK.finditer(raw[y * width:(y + 1) * width]))
