"""Reads the operators of pages, and of all that they draw, into the hands of whoever runs them, within limits."""

from __future__ import annotations

from typing import Any

import pikepdf

from brochure.errors import Unreadable

LIMIT_OPERATORS = 1_000_000     # of a file
LIMIT_CONTENT = 24_000_000      # bytes of one page or form
_LONG = 1_000_000               # bytes: what is longer is counted before it is read
_MOST_WORDS = 2_500_000         # operators and what they are given, of one page or form
# All but those that draw a path on, or begin and end what has no look of its own.
_READ = ("q Q cm w gs BT Tf Tm Td TD T* TL Tz Ts Tr Tj TJ ' \" re m f F f* B B* b b* S s n sh Do BI ID EI "
         "g G rg RG k K cs CS sc SC scn SCN")


class Operators:
    """The operators of a file; what was read once is kept, for a form that is drawn on every page."""

    def __init__(self) -> None:
        self._left = LIMIT_OPERATORS
        self._kept: dict[tuple[int, int], list[Any]] = {}

    def of_page(self, page: pikepdf.Page) -> list[Any]:
        """Give the operators of a page; raises Unreadable beyond the limits, or if they are broken."""
        told = page.obj.get("/Contents")
        streams = list(told) if isinstance(told, pikepdf.Array) else [told]
        return self._counted(self._parsed(page, [item for item in streams if isinstance(item, pikepdf.Stream)]))

    def of_form(self, form: Any) -> list[Any]:
        """Give the operators of a form, a tile or a letter; raises Unreadable as `of_page` does."""
        if form.objgen not in self._kept:
            self._kept[form.objgen] = self._parsed(form, [form])
        return self._counted(self._kept[form.objgen])

    def _counted(self, found: list[Any]) -> list[Any]:
        self._left -= len(found) + 20   # an empty form takes its time, too
        if self._left < 0:
            raise Unreadable(f"its pages have more than {LIMIT_OPERATORS:,} operators")
        return found

    def _parsed(self, holder: Any, streams: list[Any]) -> list[Any]:
        if not streams:
            return []
        try:
            parts = [stream.read_bytes() for stream in streams]
            size = sum(map(len, parts))
            if size > LIMIT_CONTENT or (size > _LONG and sum(map(_count, parts)) > _MOST_WORDS):
                raise Unreadable(f"a page has {size / 1e6:.0f} MB of operators")
            return list(pikepdf.parse_content_stream(holder, _READ))
        except pikepdf.DataDecodingError as error:
            what = "unpacks to more than can be read" if "memory limit" in str(error) else "cannot be unpacked"
            raise Unreadable(f"what a page draws {what}") from None
        except pikepdf.PdfError:
            raise Unreadable("what a page draws is broken") from None


def _count(data: bytes) -> int:
    """How many words there are: operators and what they are given."""
    return sum(len(data[at:at + 65_536].split()) for at in range(0, len(data), 65_536))
