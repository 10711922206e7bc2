"""The brochure says every statement of the original, in every language, and has no other numbers."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from conftest import LOCALES, ROOT

from brochure.edition import Source, read_language, read_source
from brochure.model import Brochure, Message, messages
from brochure.project import Project
from brochure.readability import readability

FACTS = {key: words for table in tomllib.loads((Path(__file__).parent / "facts.toml").read_text("utf-8")).values()
         for key, words in table.items()}
TITLES = [
    "Hva er bekkenleddsmerter?", "Hvem kan få bekkenleddsmerter?",
    "Hvor vanlig er bekkenleddsmerter – og hva er prognosen?", "Konsekvenser av bekkenleddsmerter",
    "Behandling for bekkenleddsmerter", "Fysioterapi ved bekkenleddsmerter", "Generelle råd ved bekkenleddsmerter",
    "Vaginal fødsel eller keisersnitt ved bekkenleddsmerter?", "Amming og bekkenleddsmerter",
    "Hva med bekkenleddsmerter i ny graviditet?",
]
# What is said in a paragraph and once more beside it; by the ids of their texts.
TWICE = {
    "3.1": [["common.half"], ["common.numbers.half.value", "common.numbers.half.label"]],
    "3.2": [["common.half"], ["common.numbers.months.value", "common.numbers.months.label"]],
    "3.3": [["common.half"], ["common.numbers.ten.value", "common.numbers.ten.label", "common.numbers.three.value",
                              "common.numbers.three.label"]],
    "7.15": [["advice.vary.rolling"], ["advice.roll.caption"]],
}
NUMBERS = {"4–6", "2–3", "10", "3", "2019", "2020"}
_NUMBER = re.compile(r"\d+(?:–\d+)?")


@pytest.fixture(scope="module")
def source() -> Source:
    return read_source(Project(ROOT), "bekkenleddsmerter")


@pytest.fixture(scope="module", params=LOCALES)
def language(source: Source, request: pytest.FixtureRequest) -> tuple[str, Brochure]:
    return request.param, read_language(Project(ROOT), source, request.param, draft=False)[0]


def stating(brochure: Brochure, fact: str) -> list[Message]:
    labels = ["what.pelvis.si-joints", "what.pelvis.symphysis"] if fact == "F1" else []
    return [message for message in messages(brochure) if fact in message.facts or message.id in labels]


def test_every_fact_of_the_list_is_stated_and_no_other(source: Source) -> None:
    used = {fact for message in messages(source.brochure) for fact in message.facts}
    assert len(FACTS) == 82
    assert used == FACTS.keys()


@pytest.mark.parametrize("fact", FACTS)
def test_a_fact_is_whole(language: tuple[str, Brochure], fact: str) -> None:
    code, brochure = language
    said = [message.text for message in stating(brochure, fact)]
    assert said
    lost = [words for words in FACTS[fact][code]
            if not any(re.search(words, text, re.IGNORECASE) for text in said)]
    assert not lost


@pytest.mark.parametrize("fact", TWICE)
def test_what_is_said_twice_is_whole_both_times(language: tuple[str, Brochure], fact: str) -> None:
    code, brochure = language
    texts = {message.id: message.text for message in messages(brochure)}
    for ids in TWICE[fact]:
        said = " ".join(texts[name] for name in ids)
        assert [words for words in FACTS[fact][code] if not re.search(words, said, re.IGNORECASE)] == []


def test_the_numbers_of_the_text_are_those_of_the_original(language: tuple[str, Brochure]) -> None:
    _, brochure = language
    found = {number for message in messages(brochure) if message.facts for number in _NUMBER.findall(message.text)}
    assert found == NUMBERS


def test_a_translation_has_the_numbers_of_its_source(source: Source, language: tuple[str, Brochure]) -> None:
    _, brochure = language
    pairs = list(zip(messages(source.brochure), messages(brochure), strict=True))
    assert len(pairs) > 100
    numbers = [[sorted(_NUMBER.findall(message.text)) for message in pair] for pair in pairs]
    assert [pair for pair, (there, here) in zip(pairs, numbers, strict=True) if there != here] == []


def test_the_sections_have_the_titles_of_the_original_in_their_order(source: Source) -> None:
    assert [section.heading.text for section in source.brochure.sections if section.heading] == TITLES


def test_the_lists_are_as_long_as_the_originals(source: Source) -> None:
    blocks = {block.id: block for section in source.brochure.sections for block in section.blocks
              if hasattr(block, "items")}
    lengths = {name: len(blocks[name].items)
               for name in ("physio.guide", "physio.can", "advice.walk", "advice.vary")}
    assert lengths == {"physio.guide": 8, "physio.can": 5, "advice.walk": 8, "advice.vary": 7}


def test_what_the_association_has_not_filled_in_is_empty(source: Source) -> None:
    brochure = source.brochure
    assert (brochure.authors, brochure.next_review, brochure.feedback) == ((), None, "")
    assert (brochure.edition, str(brochure.date)) == (1, "2026-11")


def test_the_texts_are_easy_to_read(language: tuple[str, Brochure]) -> None:
    from dataclasses import replace

    code, brochure = language
    measured = readability(replace(brochure, language=code))
    assert measured is not None
    assert len(measured.sections) == 12
    assert measured.whole <= {"LIX": 40, "Flesch–Kincaid grade": 9}[measured.measure]
