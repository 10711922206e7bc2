from __future__ import annotations

import pikepdf
import pytest
from judged import Break, messages, printed, with_pdf


def _write(colour: bytes, size: float = 10, mode: int = 0) -> Break:
    """Write a word in a font of the page."""
    def change(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[1]
        font = next(iter(page.obj.Resources.Font.keys()))
        page.contents_add(pdf.make_stream(b"BT %s %s %g Tf %d Tr 1 0 0 1 200 300 Tm <0003> Tj ET"
                                          % (colour, font.encode(), size, mode)))

    return lambda subject: with_pdf(subject, change)


BREAKS = {"four inks": ("press", _write(b"0.5 0.4 0.3 1 k"))}


@pytest.mark.parametrize(("write", "told"), [
    (_write(b"0 0 0 1 k"), 0),
    (_write(b"1 0 0 0 k"), 0),
    (_write(b"0 0 0 0 k"), 0),              # paper, left free on a ground
    (_write(b"1 0 0 1 k", size=14), 0),
    (_write(b"1 0 0 1 k", mode=3), 0),      # not painted
    (_write(b"1 0 0 1 k"), 1),
    (_write(b"0 0 0 rg"), 1),
])
def test_letters(write: Break, told: int) -> None:
    found = messages("press/small-text-one-ink", write(printed("press")))
    assert len(found) == told
    assert all(line.startswith("page 2: ") and "10.0 pt, is of" in line for line in found)
