from __future__ import annotations

from dataclasses import replace

from judged import messages, said, spoken, told_of, with_words

from brochure.preflight import Subject


def _left(subject: Subject) -> Subject:
    changed = said("an item eller so", "et punkt eller så")[1](subject)
    return with_words(changed, spelling=replace(changed.told.spelling, unknown=frozenset({"eller"})))


BREAKS = {"a word": ("words", _left)}


def test_a_word_that_the_dictionary_does_not_know_is_left_if_the_source_has_it() -> None:
    left = said("it can lindre pain", "det kan lindre smerter")[1](spoken())
    assert messages("words/leftovers", left) == []
    left = with_words(left, spelling=replace(left.told.spelling, unknown=frozenset({"lindre"})))
    assert [spot.message for spot in messages("words/leftovers", left)] == ["words of the source are left: “lindre”"]
    assert messages("words/spelling", left) == []


def test_names_and_words_in_another_language_are_not_left_over() -> None:
    kept = said("Ask Oslo about [bekkenløsning og smerter](norsk).", "Spør Oslo om [bekkenløsning og smerter](norsk).")
    assert messages("words/leftovers", kept[1](spoken())) == []


def test_of_a_near_language_its_own_list_is_asked() -> None:
    assert told_of("words/leftovers", "i uke 8", "i uke 8", "nn") == ["words of the source are left: “uke”"]
