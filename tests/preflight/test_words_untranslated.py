from __future__ import annotations

import pytest
from judged import said, told_of

BREAKS = {"copied": said("et punkt til, som er så langt at det ikke får plass på en halv linje",
                         identifier="first.list.b")}
ALSO = {"words/leftovers", "words/negation", "words/numbers"}


@pytest.mark.parametrize(("text", "code"), [("Telefon", "de"), ("TENS", "en"), ("www.lkb.no", "en"),
                                            ("Stå og gå", "nn"), ("Språk", "sv"), ("Oslo: 55 50 12 34", "en")])
def test_what_may_be_the_same(text: str, code: str) -> None:
    assert told_of("words/untranslated", text, text, code) == []


@pytest.mark.parametrize("code", ["pl", "de", "en", "so"])
def test_one_word_with_a_letter_that_the_language_has_not_is_left_from_the_source(code: str) -> None:
    assert told_of("words/untranslated", "Språk", "Språk", code)
