from __future__ import annotations

import pytest
from judged import said, told_of

BREAKS = {
    "another": said("The weight is under 10% in months 4–6. See \"the page\" about **exercise** and [the word](norsk) "
                    "on [the website](home).", identifier="first.text"),
    "lost": said("for 6 in all", "i 6 uker i alt"),
    "swapped": said("for some months", "i noen uker"),
}


@pytest.mark.parametrize(("source", "text", "code"), [
    ("14 dager", "two weeks", "en"), ("12 måneder", "a year", "en"), ("1000 mg", "1 g", "en"),
    ("etter 20 minutter, og en ny etter 40 minutter", "after 20 minutes, and another after 40", "en"),
    ("seks uker", "a six-week break", "en"), ("2–3 måneder", "2 bis 3 Monate", "de"), ("hverdagen", "daily life", "en"),
])
def test_the_same_length_of_time_can_be_told_in_other_units(source: str, text: str, code: str) -> None:
    assert told_of("words/units", text, source, code) == []


def test_per_cent_is_a_unit() -> None:
    assert told_of("words/units", "about 3 have it", "om lag 3 % har det") or \
        told_of("words/numbers", "about 3 have it", "om lag 3 % har det")
