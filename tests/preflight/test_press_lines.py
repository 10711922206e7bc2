from __future__ import annotations

import pytest
from judged import drawing, messages, printed, with_pdf

BREAKS = {
    "a hairline": ("press", lambda subject: with_pdf(subject, drawing(b"0 0 0 1 K 0.1 w 200 300 m 240 300 l S"))),
    "a thin line of two inks": ("press", lambda subject: with_pdf(
        subject, drawing(b"1 0 0 1 K 0.3 w 200 300 m 240 300 l S"))),
    "a thin rectangle": ("press", lambda subject: with_pdf(subject, drawing(b"0 0 0 1 k 200 300 40 0.2 re f"))),
}
ALSO = {"lines/width"}


@pytest.mark.parametrize(("operators", "told"), [
    (b"0 0 0 1 K 0.25 w 200 300 m 240 300 l S", []),
    (b"1 0 0 1 K 0.5 w 200 300 m 240 300 l S", []),
    (b"0 0 0 1 K 0 w 200 300 m 240 300 l S 200 310 m 240 310 l S",
     ["page 2: 2 lines of one ink 0.00 pt thick; 0.25 pt is the least"]),
    (b"1 0 0 1 K 0.4 w 200 300 m 240 300 l S", ["page 2: a line of several inks 0.40 pt thick; 0.5 pt is the least"]),
    (b"0 0 0 1 K 1 w q 0.2 0 0 0.2 0 0 cm 900 900 m 990 900 l S Q",
     ["page 2: a line of one ink 0.20 pt thick; 0.25 pt is the least"]),
])
def test_how_thick_lines_are(operators: bytes, told: list[str]) -> None:
    assert messages("press/lines", with_pdf(printed("press"), drawing(operators))) == told
