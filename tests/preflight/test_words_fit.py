from __future__ import annotations

from dataclasses import replace

from judged import messages, said, spoken, with_words

from brochure import preflight
from brochure.preflight import Subject
from brochure.words import Spill


def _spilt(subject: Subject) -> Subject:
    spill = Spill("S2", 3, 4, ("second.heading", "second.chair.caption"))
    return with_words(subject, fit=replace(subject.told.fit, pages=5, spills=(spill,)))


BREAKS = {"too much": ("words", _spilt)}


def test_it_names_the_texts_that_have_grown() -> None:
    grown = said("A chair, wide", identifier="second.chair.caption")[1](_spilt(spoken()))
    [spot] = messages("words/fit", grown)
    assert spot.message == "S2 overflows page 3 by 4 lines; “second.chair.caption” is 62 % longer than the source, " \
                           "“second.heading” is 22 % longer than the source"
    assert spot.unit == "second.chair.caption"


def test_what_was_not_laid_out_is_skipped() -> None:
    subject = with_words(spoken(), fit=replace(spoken().told.fit, skipped="it was not"))
    [result] = preflight.run(subject, among=lambda check: check.id == "words/fit")
    assert (result.status, result.saw) == ("skipped", "it was not")
