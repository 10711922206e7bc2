from __future__ import annotations

from judged import said, told_of

BREAKS = {"half": said("another item", identifier="first.list.b")}
ALSO = {"words/negation", "words/numbers"}   # the half that is left out had both
_SOURCE = "Mange er redde for fødselen når de har vondt. Snakk med jordmoren om hvilke stillinger som er gode for deg."


def test_a_sentence_that_is_left_out_is_told() -> None:
    assert told_of("words/omitted", "Many are afraid of the birth when they have pain.", _SOURCE) == [
        "is much shorter than its source: 10 words for 20"]
    assert told_of("words/omitted", "Many fear the birth when it hurts. Ask your midwife which positions suit you.",
                   _SOURCE) == []
