from __future__ import annotations

import pikepdf
import pytest
from judged import Break, messages, printed, with_pdf


def _upright(pdf: pikepdf.Pdf) -> None:
    for page in pdf.pages:
        page.Rotate = 90


def _larger(pdf: pikepdf.Pdf) -> None:
    pdf.pages[1].MediaBox = [0, 0, 842, 600]


def _in_units(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].UserUnit = 2


def _a_side_more(pdf: pikepdf.Pdf) -> None:
    pdf.add_blank_page(page_size=(841.89, 595.28))


def _with(change: Break) -> tuple[str, Break]:
    return "booklet", lambda subject: with_pdf(subject, change)


BREAKS = {"sheets upright": _with(_upright), "another paper": _with(_larger), "in larger units": _with(_in_units),
          "a side more": _with(_a_side_more)}
# What is drawn for another paper stands elsewhere on it, and nearer to its edge.
ALSO = {"booklet/order", "booklet/printable-area", "pages/size", "text/complete"}


@pytest.mark.parametrize(("way", "told"), [
    ("sheets upright", [f"page {side}: 210 × 297 mm is not A4, lying (297 × 210 mm)" for side in (1, 2)]),
    ("another paper", ["page 2: 297 × 212 mm is not A4, lying (297 × 210 mm)"]),
    ("in larger units", ["page 1: 594 × 420 mm is not A4, lying (297 × 210 mm)"]),
    ("a side more", ["4 pages take 2 sides, two for each sheet, not 3"]),
])
def test_what_is_told(way: str, told: list[str]) -> None:
    assert messages("booklet/sheets", BREAKS[way][1](printed("booklet"))) == told
