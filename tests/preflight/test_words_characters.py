from __future__ import annotations

import pytest
from judged import messages, said, spoken, told_of, with_unit

from brochure import preflight

BREAKS = {"control": said("an\u0007 item"), "invisible": said("an\u200b item"), "two for one": said("Sa\u030aler"),
          "broken": said("sÃ¥r"), "turned": said("\u202ean item")}


def test_joiners_inside_a_word_are_letters_of_it() -> None:
    assert told_of("words/characters", "می\u200cخواهم", "x", "fa") == []
    assert told_of("words/characters", "می\u200c خواهم", "x", "fa")


def test_what_waits_is_looked_at_too() -> None:
    waiting = with_unit(spoken(), "first.list.a", state="fuzzy", text="an\u0007 item")
    assert [spot.unit for spot in messages("words/characters", waiting)] == ["first.list.a"]


@pytest.mark.parametrize(("text", "hint"), [
    ("in\nweeks", "Take the line break out: do not press Enter inside a text."),
    ("in\u00a0weeks", "Type a plain space there: the program sets no-break spaces itself."),
    ("in\u0007weeks", "Delete the word and type it anew."),
])
def test_the_hint_is_that_of_the_character(text: str, hint: str) -> None:
    [result] = preflight.run(said(text)[1](spoken()), among=lambda check: check.id == "words/characters")
    assert [finding.hint for finding in result.findings] == [hint]
