from __future__ import annotations

import pytest
from judged import said, spoken, told_of, with_words

from brochure import preflight
from brochure.language import Language, read

BREAKS = {
    "lost": said("It is dangerous.", "Det er ikke farlig."),
    "gained": said("You should not exercise.", "Du bør trene."),
    "turned": said("It is unnecessary.", "Det er nødvendig."),
}


@pytest.mark.parametrize(("source", "text", "code"), [
    ("Det er ikke farlig.", "It is harmless.", "en"), ("Det er ufarlig.", "It is not dangerous.", "en"),
    ("Unngå tunge løft.", "Do not lift heavy things.", "en"),
    ("Ikke bare hvile, men også trening.", "Both rest and exercise.", "en"),
    ("Glem ikke å puste.", "Remember to breathe.", "en"), ("uten smerter", "pain-free", "en"),
    ("Ingen vet det.", "Nikt tego nie wie.", "pl"), ("Gå aldri alene.", "Nigdy nie chodź sama.", "pl"),
    ("Du kan ikke gå uten.", "Nie możesz chodzić bez nich.", "pl"),
    ("verken te eller kaffe", "ani herbata, ani kawa", "pl"),
    ("Det er ikke farlig.", "Das ist ungefährlich.", "de"), ("Ikke tren.", "Ne vous entraînez pas.", "fr"),
    ("uten henvisning", "utan tilvising", "nn"),
])
def test_no_can_be_said_in_many_ways(source: str, text: str, code: str) -> None:
    assert told_of("words/negation", text, source, code) == []


@pytest.mark.parametrize(("source", "text", "code"), [
    ("uten henvisning", "with a referral", "en"), ("Ingen vet det.", "Wszyscy to wiedzą.", "pl"),
    ("Du bør trene.", "Sie sollten nicht trainieren.", "de"), ("Det er ufullstendig.", "It is complete.", "en"),
    ("Det er bra. Ikke løft.", "That is not good. Lift.", "en"),
])
def test_a_no_that_is_lost_or_gained_is_told(source: str, text: str, code: str) -> None:
    assert len(told_of("words/negation", text, source, code)) == 1


def test_a_language_of_which_nobody_has_told_the_words_is_skipped_and_a_project_can_tell_them() -> None:
    lost = said("waa khatar", "Det er ikke farlig.")[1](spoken())
    lost = with_words(lost, units=tuple(unit for unit in lost.told.units if unit.id == "first.list.a"))
    unknown = with_words(lost, language=Language("xx"))
    [result] = preflight.run(unknown, among=lambda check: check.id == "words/negation")
    assert result.status == "skipped"
    assert result.saw.startswith("nobody has told which words negate in English: add them under [words] in locales/en/")
    told = with_words(lost, language=read("xx", {"not": ["ma aha"]}))
    [result] = preflight.run(told, among=lambda check: check.id == "words/negation")
    assert [finding.message for finding in result.findings] == [
        "the source says no (“ikke”), the translation does not"]
