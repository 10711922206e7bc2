from __future__ import annotations

import pytest
from judged import said, told_of

BREAKS = {"a word": said("an an item"), "words": said("in the day in the day")}


@pytest.mark.parametrize("text", ["Many had had pain.", "from day to day", "more and more", "2 2 3", "step by step"])
def test_what_may_stand_twice(text: str) -> None:
    assert told_of("words/repeated", text, "x") == []


def test_a_sentence_that_stands_twice() -> None:
    assert told_of("words/repeated", "Take a long rest. Then go on. Take a long rest.", "x") == [
        "the sentence “take a long rest” stands twice"]
