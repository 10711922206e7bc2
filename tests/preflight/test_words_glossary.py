from __future__ import annotations

from judged import messages, said, spoken, with_words

BREAKS = {
    "to be avoided": said("Two knee bends.", identifier="second.squat.caption", source="To knebøyninger og en knebøy."),
    "not used": said("A deep one.", identifier="second.squat.caption"),
}


def test_what_is_to_be_avoided_is_an_error_and_what_is_not_used_a_warning() -> None:
    levels = [[spot.level for spot in messages("words/glossary", break_(spoken()))] for _, break_ in BREAKS.values()]
    assert levels == [["error", None], [None]]


def test_terms_may_be_inflected_and_headings_may_leave_them_out() -> None:
    inflected = said("Three squats.", "Tre knebøyer.", "second.squat.caption")[1](spoken())
    assert messages("words/glossary", inflected) == []
    heading = said("More", "Mer om knebøy", "second.heading")[1](spoken())
    assert messages("words/glossary", heading) == []


def test_one_term_may_be_agreed_for_another_word() -> None:
    term = spoken().told.terms[0]
    others = (*spoken().told.terms, type(term)(("knestående",), ("crouch",), (), term.place))
    both = said("A squat and a crouch.", "En knebøy og knestående.", "second.squat.caption")[1](
        with_words(spoken(), terms=others))
    assert messages("words/glossary", both) == []
