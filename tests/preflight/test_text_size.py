from __future__ import annotations

from built import pdf_of, words
from judged import drawn_over, messages, stranger

BREAKS = {"small words": ("screen", drawn_over("BT WORDS 6 Tf 1 0 0 1 90 60 Tm SHOW ET"))}


def test_the_smallest_words_of_each_page_are_told() -> None:
    pdf = pdf_of(words("Stor", 12) + words("Liten", 8, up=100) + words("Minst", 5, up=80), words("Stor", 9),
                 words("Usynlig", 4, before="q BT 3 Tr ET") + "Q", words("...", 3), "")
    assert messages("text/size", stranger(pdf)) == ["page 1: “Minst” is 5.0 pt"]
