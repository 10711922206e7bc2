"""What a build promises of a file, as plain data: kept beside it, so that the file can be checked again."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from brochure.geometry import PageLayout, Piece, Rectangle


@dataclass(frozen=True)
class Promise:
    """What a finished file should be: `claims` of its format, words, pages, addresses, and where everything stands.

    `texts` are the ids and plain words of the brochure in the order of reading, without the phrases of the layout; and
    on pages those of a clinic.

    `planned` is the number of pages, or None where it is free. `width`, `height` and `safe` (the distance from the
    trim that words keep) are in mm, of a page of the brochure, not of a sheet with several. `fonts` are the families
    that may be in the file; `codes` the addresses of its QR codes; `links` those that can be clicked. A web page has no
    pages and no codes; `languages` are the codes of all languages in which it can be had, each with its file.

    Where two languages stand beside each other, `texts` and `layout` have all of the source language first, as it is
    read aloud, and ids begin with the language. `halves` are the pages (of `layout`, from 1) on the left and the right
    half of each sheet, 0 where a half is blank.
    """

    brochure: str
    locale: str
    direction: str
    format: str
    claims: frozenset[str]
    title: str
    texts: tuple[tuple[str, str], ...]
    planned: int | None
    width: float
    height: float
    safe: float
    fonts: frozenset[str]
    codes: tuple[str, ...]
    links: tuple[str, ...]
    layout: tuple[PageLayout, ...]
    languages: tuple[tuple[str, str], ...] = ()
    halves: tuple[tuple[int, int], ...] = ()

    @property
    def pages(self) -> int:
        """How many pages the reader is told of: sheets, where two pages stand on one."""
        return len(self.halves or self.layout)

    @property
    def blank(self) -> int:
        """How many halves of its sheets are blank."""
        return sum(not page for pair in self.halves for page in pair)

    def to_json(self) -> bytes:
        """Give the promise as JSON."""
        return json.dumps(asdict(self), default=sorted, ensure_ascii=False).encode()


def of_both(left: Promise, right: Promise, pairs: Sequence[tuple[int, int]]) -> Promise:
    """Give the promise of a file in which the pages of two languages stand beside each other, in pairs of them."""
    count = len(left.layout)
    return replace(
        right, planned=None, texts=tuple((f"{promise.locale}/{name}", text) for promise in (left, right)
                                         for name, text in promise.texts),
        fonts=left.fonts | right.fonts, codes=(*left.codes, *right.codes),
        links=tuple(sorted({*left.links, *right.links})), layout=(*left.layout, *right.layout),
        halves=tuple((first, second + count if second else 0) for first, second in pairs))


def promise_of(told: dict[str, Any]) -> Promise:
    """Give the promise that a JSON file tells; raises KeyError or TypeError if it is none."""
    sets = {name: frozenset(told[name]) for name in ("claims", "fonts")}
    tuples = {name: tuple(told[name]) for name in ("codes", "links")}
    return Promise(**{**told, **sets, **tuples, "texts": tuple(map(tuple, told["texts"])),
                       "languages": tuple(map(tuple, told["languages"])), "halves": tuple(map(tuple, told["halves"])),
                       "layout": tuple(map(_page, told["layout"]))})


def _page(told: dict[str, Any]) -> PageLayout:
    area = told["area"] and Rectangle(**told["area"])
    return PageLayout(**{**told, "pieces": tuple(map(_piece, told["pieces"])),
                         "margins": tuple(map(_piece, told["margins"])), "area": area})


def _piece(told: dict[str, Any]) -> Piece:
    return Piece(**{**told, "at": Rectangle(**told["at"])})
