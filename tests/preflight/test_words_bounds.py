from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Run
from judged import messages, said, spoken, told_of, with_words

from brochure import preflight
from brochure.language import Language

BREAKS = {"another": said("up to 3 items", "under 3 punkter"), "lost": said("10% of all", "minst 10 % av alle")}


@pytest.mark.parametrize(("source", "text", "code"), [
    ("under 10 %", "less than 10%", "en"), ("10 minutter eller mer", "at least 10 minutes", "en"),
    ("høyst 3 ganger", "nie więcej niż 3 razy", "pl"), ("4 til 6 uker", "od 4 do 6 tygodni", "pl"),
    ("om lag 3 %", "prawie 3 %", "pl"), ("ca. 3 %", "~3%", "en"), ("over halvparten", "more than half", "en"),
    ("over ett eller to ledd", "at one or two joints", "en"), ("løft ikke mer enn 10 kg", "lift at most 10 kg", "en"),
    ("minst 3 ganger", "3 مرات على الأقل", "ar"), ("over 10 %", "لأكثر من 10%", "ar"),
    ("3 ganger i minst 10 minutter", "3 times for at least 10 minutes", "en"), ("over 6 uker", "in 6 weeks", "en"),
])
def test_the_same_bound_can_be_written_in_many_ways(source: str, text: str, code: str) -> None:
    assert told_of("words/bounds", text, source, code) == []


@pytest.mark.parametrize(("source", "text", "code", "told"), [
    ("Under 10 %", "Do 10 %", "pl", "the source says “under 10 %”, the translation “do 10 %”"),
    ("minst tre ganger", "höchstens drei Mal", "de", "the source says “minst tre”, the translation “höchstens drei”"),
    ("over 10 %", "أقل من 10%", "ar", "the source says “over 10 %”, the translation “أقل من 10%”"),
    ("under 10 %", "jusqu’à 10 %", "fr", "the source says “under 10 %”, the translation “jusqu'à 10 %”"),
    ("inntil 5 kg", "over 5 kg", "nn", "the source says “inntil 5 kg”, the translation “over 5 kg”"),
    ("under 10 %", "10%", "en", "the source says “under 10 %”, the translation only the number"),
    ("5 kg", "5 kg or more", "en", "the translation says “5 kg or more”, the source only the number"),
])
def test_another_bound_is_told_with_both(source: str, text: str, code: str, told: str) -> None:
    assert told_of("words/bounds", text, source, code) == [told]


def test_a_language_whose_words_nobody_has_told_is_skipped() -> None:
    unknown = with_words(spoken(), language=Language("xx"))
    [result] = preflight.run(unknown, among=lambda check: check.id == "words/bounds")
    assert (result.status, "[words.bounding]" in result.saw) == ("skipped", True)
    assert messages("words/bounds", spoken("nb")) == []


def test_a_bound_that_has_changed_is_an_error_of_the_language(mini: Path, run: Run) -> None:
    po = mini / "locales/en/LC_MESSAGES/mini.po"
    text = po.read_text("utf-8")
    assert "weight is under 10% in" in text
    po.write_text(text.replace("weight is under 10% in", "weight is up to 10% in"), "utf-8")
    result = run("locale", "check", "en", "--no-layout", "--only", "words/bounds")
    assert result.code == 3
    assert "error: first.text: the source says “under 10 %”, the translation “up to 10%” [words/bounds]" in result.out


def test_a_language_that_the_program_does_not_know_is_told_its_words(mini: Path, run: Run) -> None:
    toml, po = mini / "locales/en/locale.toml", mini / "locales/en/LC_MESSAGES/mini.po"
    text = po.read_text("utf-8")
    po.write_text(text.replace("weight is under 10% in", "weight is unner 10% in"), "utf-8")
    command = ("locale", "check", "en", "--no-layout", "--only", "words/bounds")
    assert "the translation only the number" in run(*command).out
    toml.write_text(toml.read_text("utf-8") + '\n[words.bounding]\nunder = ["unner"]\n', "utf-8")
    assert "no fault was found" in run(*command).out
    toml.write_text(toml.read_text("utf-8").replace("under =", "beneath ="), "utf-8")
    result = run(*command)
    assert "locale.toml" in result.err
    assert "“beneath” is no kind of bound" in result.err
