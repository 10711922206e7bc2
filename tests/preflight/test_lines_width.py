from __future__ import annotations

from built import pdf_of
from judged import drawn_over, messages, stranger

BREAKS = {
    "a thin line": ("screen", drawn_over("0.1 w 100 100 m 200 100 l S")),
    "a hairline": ("screen", drawn_over("0 w 100 100 m 200 100 l S")),
}


def test_the_thinnest_line_of_each_page_is_told() -> None:
    pdf = pdf_of("0 w 9 9 m 99 9 l S 2 w 9 9 m 99 9 l S", "10 10 100 .12 re f", "1 w 9 9 m 99 9 l S", "")
    assert messages("lines/width", stranger(pdf)) == ["page 1: a line is as thin as the printer can draw it",
                                                      "page 2: a line is 0.12 pt thick"]
