from __future__ import annotations

from collections.abc import Callable

import pikepdf
import pytest
from built import pdf_of
from judged import Break, messages, stranger, with_pdf

Box = tuple[float, float, float, float]


def _box(names: str, change: Callable[[Box], Box]) -> tuple[str, Break]:
    def broken(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[1].obj
        left, bottom, right, top = map(float, page.MediaBox)
        for name in names.split():
            page[name] = pikepdf.Array(change((left, bottom, right, top)))

    return "screen", lambda subject: with_pdf(subject, broken)


BREAKS = {
    "another size": _box("/MediaBox /TrimBox /BleedBox", lambda box: (box[0], box[1], box[2] + 30, box[3])),
    "cut beside the sheet": _box("/TrimBox", lambda box: (box[0] - 30, box[1], box[2] - 30, box[3])),
    "not all is shown": _box("/CropBox", lambda box: (box[0] + 30, box[1], box[2], box[3])),
}
ALSO = {"pages/bleed", "text/safe-area"}   # a box is moved, and what it was around is no longer inside


@pytest.mark.parametrize(("sizes", "turned", "told"), [
    ([(400, 600)] * 3, [0, 0, 0], []),
    ([(400, 600), (400.9, 600), (600, 400)], [0, 180, 90], []),
    ([(400, 600), (400, 600), (600, 400)], [0, 0, 0], ["page 3: it is 212 × 141 mm, not 141 × 212 mm"]),
])
def test_pages_of_a_stranger(sizes: list[tuple[float, float]], turned: list[int], told: list[str]) -> None:
    pdf = pikepdf.new()
    for size, turn in zip(sizes, turned, strict=True):
        pdf.pages.extend(pdf_of("", size=size, Rotate=turn).pages)
    assert messages("pages/size", stranger(pdf)) == told
