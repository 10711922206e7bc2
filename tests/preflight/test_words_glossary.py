from __future__ import annotations

from pathlib import Path

from conftest import Run
from judged import messages, said, spoken, with_unit, with_words

from brochure import preflight
from brochure.errors import Place
from brochure.glossary import Term
from brochure.language import read

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


def test_the_hint_names_a_form_that_the_program_does_not_know() -> None:
    term = Term(("fødsel",), ("poród",), (), Place("glossary.csv", 2))
    subject = with_words(said("po porodzie", "etter fødsel")[1](spoken()), terms=(term,), language=read("pl"))
    [result] = preflight.run(subject, among=lambda check: check.id == "words/glossary")
    [finding] = [entry for entry in result.findings if entry.unit == "first.list.a"]
    assert finding.hint.endswith("parted by |: poród|porodzie")
    assert "locales/en/glossary.csv" in finding.hint


def test_a_strip_of_numbers_may_leave_a_term_out() -> None:
    subject = with_unit(spoken(), "second.numbers.ten.label", source="… av alle knebøy", text="… of all")
    assert [spot for spot in messages("words/glossary", subject) if spot.unit == "second.numbers.ten.label"] == []


def test_excel_is_told_how_to_save(mini: Path, run: Run) -> None:
    (mini / "locales/en/glossary.csv").write_bytes("norwegian;use\nknebøy;squat\n".encode("cp1252"))
    result = run("locale", "check", "en", "--no-layout")
    assert (result.code, "glossary.csv:2: the file is not UTF-8" in result.err) == (1, True)
    assert "in Excel: save it as “CSV UTF-8”" in result.err
