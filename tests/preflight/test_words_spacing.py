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


def test_a_range_has_no_spaces_unless_its_source_has() -> None:
    assert told_of("words/spacing", "in 4 - 6 weeks", "i 4-6 uker") == ["spaces stand in “4 - 6”: a range has none"]
    assert told_of("words/spacing", "in 4 - 6 weeks", "i 4 - 6 uker") == []
    for text in ("in 4-6 weeks", "tel. 55 50 - 12 34", "on 2026 - 11", "week 4 - the first"):
        assert told_of("words/spacing", text, "x") == []


def test_a_line_break_is_no_pair_of_spaces() -> None:
    assert told_of("words/spacing", "in \nweeks", "i uker") == []
