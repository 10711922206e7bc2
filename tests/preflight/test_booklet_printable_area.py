from __future__ import annotations

import pikepdf
import pytest
from judged import Break, messages, printed, stranger, with_pdf

A4 = (841.89, 595.28)


def _with_ink(x: float, y: float, ink: str = "0 g") -> Break:
    """Print a dot of 1 mm on the first side; the place of its lower left corner is in mm."""

    def change(pdf: pikepdf.Pdf) -> None:
        mm = 72 / 25.4
        dot = f" q {ink} {x * mm:.3f} {y * mm:.3f} {mm:.3f} {mm:.3f} re f Q"
        pdf.pages[0].Contents = pdf.make_stream(pdf.pages[0].Contents.read_bytes() + dot.encode())

    return lambda subject: with_pdf(subject, change)


BREAKS = {edge: ("booklet", _with_ink(*at)) for edge, at in {
    "left": (4, 100), "upper": (100, 205), "right": (292, 100), "lower": (100, 4)}.items()}


@pytest.mark.parametrize("edge", BREAKS)
def test_each_edge(edge: str) -> None:
    (found,) = messages("booklet/printable-area", BREAKS[edge][1](printed("booklet")))
    assert found.startswith("page 1: ink stands ")
    assert found.endswith(f" mm from the {edge} edge of the sheet")
    assert 3.7 < float(found.split()[4]) < 4.3


@pytest.mark.parametrize(("x", "ink", "faults"), [(6.8, "0 g", 0), (6, "0 g", 1), (4, "1 g", 0), (4, "0.95 g", 1)])
def test_what_is_ink_and_how_near_it_may_be(x: float, ink: str, faults: int) -> None:
    assert len(messages("booklet/printable-area", _with_ink(x, 100, ink)(printed("booklet")))) == faults


def test_nothing_is_said_of_blank_sheets() -> None:
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=A4)
    assert messages("booklet/printable-area", stranger(pdf)) == []
