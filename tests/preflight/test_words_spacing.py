from __future__ import annotations

import pytest
from judged import said, told_of

BREAKS = {"two": said("an  item"), "before": said("an item , here"), "none": said("an item.Here it is"),
          "at the edge": said(" an item"), "bracket": said("an item( this one)")}


@pytest.mark.parametrize(("text", "code"), [
    ("10 % av", "en"), ("see www.example.no, and a@b.no", "en"), ("z.B. so", "de"), ("kl. 14.30–15.30", "nn"),
    ("Que faire ?", "fr"), ("and/or (part-time) “x”, 3 x 10", "en"), ("– so", "en"),
])
def test_spaces_that_are_right(text: str, code: str) -> None:
    assert told_of("words/spacing", text, "x", code) == []


def test_in_french_a_space_is_before_a_question_mark_and_not_elsewhere() -> None:
    assert told_of("words/spacing", "Que faire ?", "x", "en")
    assert told_of("words/spacing", "Que faire , alors", "x", "fr")
