from __future__ import annotations

from judged import messages, said, spoken, told_of, with_words

BREAKS = {"Cyrillic": said("an it\u0435m"), "Greek": said("\u0391n item"), "alone": said("\u0430 item")}


def test_it_names_the_letter() -> None:
    assert told_of("words/lookalikes", "p\u0430in", "x") == ["“\u0430” in “p\u0430in” is Cyrillic (U+0430)"]


def test_units_and_words_of_another_script_where_they_belong() -> None:
    assert told_of("words/lookalikes", "5 \u03bcg", "x") == []
    cyrillic = with_words(said("Метод TENS", "x")[1](spoken()), scripts=frozenset({"Cyrl"}))
    assert [spot.message for spot in messages("words/lookalikes", cyrillic) if "TENS" in spot.message] == []
    mixed = with_words(said("бiль", "x")[1](spoken()), scripts=frozenset({"Cyrl"}))
    assert any("“i” in “бiль” is Latin" in spot.message for spot in messages("words/lookalikes", mixed))
