from __future__ import annotations

import pytest
from judged import messages, printed, promising, with_piece

from brochure.geometry import PageLayout, Piece, Rectangle


def _line(text: str) -> Piece:
    return Piece("line", "first.text", Rectangle(20, 80, 120, 87), text)


BREAKS = {"a word in two halves": ("large-print", lambda subject: with_piece(subject, _line("Et ord er bekken-")))}


@pytest.mark.parametrize(("text", "told"), [
    ("både rygg- ", []),             # written so
    ("hele MR- ", []),               # a part of a word that is written with a hyphen
    ("et helt ord ", []),
    ("et halvt bekken-", ["page 1: “bekken-” is broken at the end of a line (first.text)"]),
    ("et halvt bekken\u2010", ["page 1: “bekken\u2010” is broken at the end of a line (first.text)"]),
])
def test_the_end_of_a_line(text: str, told: list[str]) -> None:
    page = PageLayout("", 210, 297, (_line(text),), ())
    texts = (("first.text", "rygg- og bekkenplager, MR-bilder"),)
    subject = promising(printed("large-print"), layout=(page,), texts=texts)
    assert messages("large-print/no-hyphenation", subject) == told
