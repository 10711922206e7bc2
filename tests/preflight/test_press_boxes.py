from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pikepdf
from judged import Break, messages, stranger, with_pdf

# A grown box, or one that is not there, changes where the art is looked for.
ALSO = {"pages/bleed", "pages/size", "press/bleed-reached", "press/marks"}
Sides = Callable[[float, float, float, float], list[float]]


def _page(change: Callable[[Any], None], number: int = 1) -> tuple[str, Break]:
    def broken(pdf: pikepdf.Pdf) -> None:
        change(pdf.pages[number].obj)

    return "press", lambda subject: with_pdf(subject, broken)


def _without(name: str) -> tuple[str, Break]:
    def change(page: Any) -> None:
        del page[name]

    return _page(change)


def _box(name: str, sides: Sides) -> tuple[str, Break]:
    def change(page: Any) -> None:
        page[name] = pikepdf.Array(sides(*map(float, page[name])))

    return _page(change)


BREAKS = {
    "no trim": _without("/TrimBox"),
    "another trim": _box("/TrimBox", lambda left, low, right, high: [left, low, right - 20, high]),
    "a trim too small for a press": _box("/TrimBox", lambda left, low, *_: [left, low, left + 90, low + 90]),
    "no bleed": _without("/BleedBox"),
    "bleed of 2 mm": _box("/BleedBox", lambda left, low, right, high: [left + 3, low + 3, right - 3, high - 3]),
    "a bleed that is not shown": _page(lambda page: page.__setitem__("/CropBox", page.TrimBox)),
    "bleed beyond the sheet": _box("/BleedBox", lambda left, low, right, high: [left - 9, low, right, high]),
}


def test_the_first_page_says_what_the_others_should_be() -> None:
    pdf = pikepdf.new()
    for width in (400, 400, 500):
        page = pdf.add_blank_page(page_size=(600, 700)).obj
        page.TrimBox, page.BleedBox = [20, 20, width, 600], [10, 10, width + 10, 610]
    assert messages("press/boxes", stranger(pdf)) == [
        "page 3: it is cut to 169.3 × 204.6 mm, not to 134.1 × 204.6 mm"]
