"""QR codes of booking addresses, as squares: quickly, by zxing-cpp; tests hold them against those of segno."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from functools import cache, lru_cache
from operator import getitem
from typing import Any

_DARK = re.compile(rb"\x00+")
_QUIET = 4   # modules of the quiet zone on each side (ISO/IEC 18004)
_PART = 8    # modules that are drawn at a time


def squares(address: str) -> tuple[int, list[tuple[int, int, int]]]:
    """Give how many modules wide a code is with its quiet zone, and where dark modules stand together: x, y, how many.

    The quiet zone is 4 modules wide (ISO/IEC 18004), error correction M; the first row is at the top.
    """
    side, modules = _modules(address)
    return side + 2 * _QUIET, list(_together(modules, side, 0))


def rectangles(address: str) -> tuple[int, bytes]:
    """Give how many modules wide a code is with its quiet zone, and its dark modules as rectangles in a PDF (re).

    They are to be filled as one path: where some stand beside each other, they may be several rectangles.
    """
    side, modules = _modules(address)
    parts = memoryview(modules.ljust(-len(modules) // _PART * -_PART, b"\xff")).cast("Q")
    return side + 2 * _QUIET, b"".join(map(getitem, _drawn(side), parts))


@lru_cache(maxsize=64)
def _modules(address: str) -> tuple[int, bytes]:
    """How many modules wide a code is, and a byte for each of them, row by row: 0 is dark."""
    import zxingcpp

    code = zxingcpp.create_barcode(address, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    image: Any = code.to_image(scale=1, add_quiet_zones=False)
    return image.shape[1], bytes(memoryview(image).cast("B"))


def _together(modules: bytes, side: int, begin: int) -> Iterator[tuple[int, int, int]]:
    """Where dark ones of some modules of a code, from number `begin` on, stand together in a row: x, y, how many."""
    for row in range(begin // side, (begin + len(modules) - 1) // side + 1):
        for found in _DARK.finditer(modules, max(row * side - begin, 0), (row + 1) * side - begin):
            yield (begin + found.start() - row * side + _QUIET, row + _QUIET, found.end() - found.start())


class _Part(dict[int, bytes]):
    """The dark ones of a few modules as rectangles, by what they hold; `begin` is the number of the first."""

    def __init__(self, side: int, begin: int) -> None:
        self._side, self._begin = side, begin

    def __missing__(self, held: int) -> bytes:
        modules = held.to_bytes(_PART, sys.byteorder)
        self[held] = b"".join([b"%d %d %d 1 re\n" % found for found in _together(modules, self._side, self._begin)])
        return self[held]


@cache
def _drawn(side: int) -> tuple[_Part, ...]:
    return tuple(_Part(side, begin) for begin in range(0, side * side, _PART))
