from __future__ import annotations

from judged import messages, said, spoken, told_of, with_unit

BREAKS = {"control": said("an\u0007 item"), "invisible": said("an\u200b item"), "two for one": said("Sa\u030aler"),
          "broken": said("sÃ¥r"), "turned": said("\u202ean item")}


def test_joiners_inside_a_word_are_letters_of_it() -> None:
    assert told_of("words/characters", "می\u200cخواهم", "x", "fa") == []
    assert told_of("words/characters", "می\u200c خواهم", "x", "fa")


def test_what_waits_is_looked_at_too() -> None:
    waiting = with_unit(spoken(), "first.list.a", state="fuzzy", text="an\u0007 item")
    assert [spot.unit for spot in messages("words/characters", waiting)] == ["first.list.a"]
