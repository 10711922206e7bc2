from __future__ import annotations

import pytest
from judged import said, spoken, told_of

from brochure import preflight

BREAKS = {"end": said("These are the items.", identifier="first.list.intro"),
          "twice": said("A chair..", identifier="second.chair.alt"),
          "question": said("What? This one, that one.", "Hva med denne, eller den.")}


@pytest.mark.parametrize(("source", "text", "code"), [
    ("Hva nå?", "ماذا الآن؟", "ar"), ("Hva nå?", "Τι τώρα;", "el"), ("Hva nå?", "¿Qué ahora?", "es"),
    ("Ta pauser.", "Take breaks!", "en"), ("(Se side 4.)", "(See page 4.)", "en"), ("Vent …", "Wait...", "en"),
    ("Se **her**.", "See **here**.", "en"),
])
def test_the_same_end_in_the_marks_of_each_script(source: str, text: str, code: str) -> None:
    assert told_of("words/punctuation", text, source, code) == []


def test_a_mark_that_stands_twice_has_its_own_hint() -> None:
    subject = said("one., two", "en, to")[1](spoken())
    [result] = preflight.run(subject, among=lambda check: check.id == "words/punctuation")
    [finding] = result.findings
    assert (finding.message, finding.hint) == ("“.,” stands there, in “one., two”", "Keep one of the two marks.")
