from __future__ import annotations

from judged import messages, said, spoken

BREAKS = {"Chinese": said("an item 痛")}
ALSO = {"words/lookalikes"}


def test_it_names_letter_and_fonts() -> None:
    [spot] = messages("words/letters", BREAKS["Chinese"][1](spoken()))
    assert spot.message == "“痛” (U+75DB, cjk unified ideograph-75db) is in none of the fonts Fira Sans"
