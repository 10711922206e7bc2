from __future__ import annotations

import pytest
from judged import messages, said, spoken, told_of, with_words

from brochure import preflight
from brochure.language import Language

BREAKS = {
    "digits": said("The weight is under 1% in weeks 4–6. See \"the page\" about **exercise** and [the word](norsk) on "
                   "[the website](home).", identifier="first.text"),
    "a word": said("two items", "tre punkter"),
    "another one": said("one item, seven weeks", "ett punkt"),
}


@pytest.mark.parametrize(("source", "text", "code"), [
    ("to ledd", "2 joints", "en"), ("halvparten", "50 per cent", "en"), ("1 av 4", "a quarter", "en"),
    ("en halv time", "30 minutes", "en"), ("halvannen time", "one and a half hours", "en"),
    ("kl. 14.30", "at 2.30 pm", "en"), ("1 000 mg", "1,000 mg", "en"), ("0,5 mg", "0.5 mg", "en"),
    ("4 til 6 uker", "4–6 weeks", "en"), ("fjerde uke", "week 4", "en"), ("en god stol", "a good chair", "en"),
    ("den andre foten", "the other foot", "en"), ("i døgnet", "in 24 hours", "en"), ("førtifem", "forty-five", "en"),
    ("tre uker", "trzech tygodni", "pl"), ("tredje trimester", "III trymestr", "pl"),
    ("femti minutter", "fünfzig Minuten", "de"), ("25 uker", "fünfundzwanzig Wochen", "de"),
    ("tre uker", "tre veker", "nn"), ("3 uker", "٣ أسابيع", "ar"), ("ring 55 50 12 34", "call 55501234", "en"),
    ("2½ time", "2.5 hours", "en"), ("hver tredje kvinne", "one in three women", "en"),
])
def test_the_same_number_can_be_written_in_many_ways(source: str, text: str, code: str) -> None:
    assert told_of("words/numbers", text, source, code) == []


@pytest.mark.parametrize(("source", "text", "told"), [
    ("4–6 uker", "4–8 weeks", "the source says 4–6 uker, the translation 4–8 weeks"),
    ("en tredel", "a quarter", "the source says en tredel, the translation a quarter"),
    ("ta pause", "take 3 breaks", "the translation says 3, the source does not"),
    ("første uke", "the second week", "the source says første uke, the translation second week"),
    ("1 av 5", "1 in 15", "the source says 5, the translation 15"),
    ("kl. 14.30", "at 3.30 pm", "the source says 14.30, the translation 3.30"),
])
def test_another_number_is_told_with_both(source: str, text: str, told: str) -> None:
    assert told_of("words/numbers", text, source) == [told]


def test_a_language_whose_number_words_nobody_has_told_is_compared_in_digits() -> None:
    unknown = with_words(said("seven items, 7 weeks", "tre punkter, 3 uker")[1](spoken()), language=Language("xx"))
    [result] = preflight.run(unknown, among=lambda check: check.id == "words/numbers")
    assert (result.status, result.saw.partition(":")[0]) == ("skipped", "only digits were compared")
    assert [finding.message for finding in result.findings] == ["the source says 3 uker, the translation 7"]


def test_the_source_language_has_nothing_to_be_held_against() -> None:
    assert messages("words/numbers", spoken("nb")) == []
