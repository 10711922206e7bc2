from __future__ import annotations

from built import pdf_of
from judged import drawn_over, messages, stranger

BREAKS = {"an ink among lights": ("screen", drawn_over(".2 0 0 0 k 200 200 20 20 re f", 2))}
ALSO = {"archive/valid"}


def test_both_are_told_with_the_page_of_the_rarer() -> None:
    pdf = pdf_of("1 0 0 rg 0 0 9 9 re f", "0 1 0 rg 0 0 9 9 re f", "0 0 0 1 k 0 0 9 9 re f")
    assert messages("colours/spaces", stranger(pdf)) == [
        "page 3: the file has CMYK as well as RGB; CMYK is here first"]
    assert messages("colours/spaces", stranger(pdf_of("0 g 0 0 9 9 re f 0 0 0 1 K 0 0 m 9 9 l S"))) == []
