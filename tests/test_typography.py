"""The typographer's work: what is typed with plain spaces, hyphens and straight quotes, as each language sets it."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from conftest import BROCHURE, LOCALES, ROOT
from hypothesis import given, settings
from hypothesis import strategies as st

from brochure import markup
from brochure.edition import read_language, read_source
from brochure.model import Locale, messages
from brochure.project import Project
from brochure.typography import typeset

_SOURCE = read_source(Project(ROOT), BROCHURE)
_READ = {code: read_language(Project(ROOT), _SOURCE, code, draft=False) for code in LOCALES}
_LOCALE: dict[str, Locale] = {code: locale for code, (_, locale) in _READ.items()}
_SLOT_NAME = re.compile(r"\]\(([^()\s]*)\)")


def _set(text: str, code: str = "nb") -> str:
    """A text as it is set, with each no-break space shown as ~."""
    return typeset(text, _LOCALE[code]).replace("\u00a0", "~")


@pytest.mark.parametrize(("text", "nb", "en"), [
    ("Under 10 % rapporterer", "Under 10~% rapporterer", "Under 10% rapporterer"),
    ("Under 10% rapporterer", "Under 10~% rapporterer", "Under 10% rapporterer"),
    ("۱۰ ٪ rapporterer", "۱۰~٪ rapporterer", "۱۰٪ rapporterer"),
    ("**10 %** rapporterer", "**10~%** rapporterer", "**10%** rapporterer"),
    ("Se \"siden\" igjennom", "Se «siden» igjennom", "Se ‘siden’ igjennom"),
])
def test_a_language_sets_signs_its_own_way(text: str, nb: str, en: str) -> None:
    assert (_set(text, "nb"), _set(text, "en")) == (nb, en)


@pytest.mark.parametrize(("code", "text", "told"), [
    ("nb", "i uke 4-6 igjen", "i uke~4–6~igjen"),
    ("nb", "i uke 4–6.", "i uke~4–6."),
    ("nb", "Uke 30 begynner", "Uke~30~begynner"),
    ("nb", "på side 7 nederst", "på side~7~nederst"),
    ("en", "in weeks 4-6 again", "in weeks~4–6~again"),
    ("en", "on page 7 below", "on page~7~below"),
])
def test_a_word_stays_with_its_number(code: str, text: str, told: str) -> None:
    assert _set(text, code) == told


@pytest.mark.parametrize(("text", "told"), [
    ("fra 4-6 ganger", "fra 4–6~ganger"),
    ("fra 1,5-2,5 kilogram", "fra 1,5–2,5~kilogram"),
    ("(4-6)", "(4–6)"),
    ("klokka 8-16: stengt", "klokka 8–16: stengt"),
    ("årene 2019-2020.", "årene 2019–2020."),
    ("måneden 2026-11", "måneden 2026-11"),
    ("dagen 2026-11-05", "dagen 2026-11-05"),
    ("ring 22-33-44-55", "ring 22-33-44-55"),
    ("klokka 8:00-9:00", "klokka 8:00-9:00"),
    ("TENS-apparat", "TENS-apparat"),
    ("10 000 kroner", "10~000~kroner"),
    ("1 000 000 kroner", "1~000~000~kroner"),
    ("13 tiltak hjelper", "13~tiltak hjelper"),
    ("20-åringene", "20-åringene"),
])
def test_numbers(text: str, told: str) -> None:
    assert _set(text) == told


@pytest.mark.parametrize(("text", "told"), [
    ("ett punkt - et annet punkt", "ett punkt~– et annet punkt"),
    ("ett punkt – et annet punkt", "ett punkt~– et annet punkt"),
    ("– Et svar kommer", "–~Et svar kommer"),
    ("- Et svar kommer", "–~Et svar kommer"),
    ("i 2020 - 5 måneder etterpå", "i 2020~– 5~måneder etterpå"),
    ("mor- og barnavdeling", "mor- og barnavdeling"),
])
def test_dashes(text: str, told: str) -> None:
    assert _set(text) == told


@pytest.mark.parametrize(("text", "told"), [
    ("\"ordet\"", "«ordet»"),
    ("(\"ordet\")", "(«ordet»)"),
    ("**\"ordet\"**", "**«ordet»**"),
    ("\"**ordet**\"", "«**ordet**»"),
    ("\"[ordet](norsk)\" etterpå", "«[ordet](norsk)» etterpå"),
    ("[\"ordet\"](norsk) etterpå", "[«ordet»](norsk) etterpå"),
    ("\"ett\", \"to\" og \"tredje\"", "«ett», «to» og «tredje»"),
    ("og/eller \"ordet\"", "og/eller «ordet»"),
    ("«ordet»", "«ordet»"),
    ("ordet’s", "ordet’s"),
])
def test_quotes(text: str, told: str) -> None:
    assert _set(text) == told


@pytest.mark.parametrize(("text", "told"), [
    ("the woman's pelvis", "the woman’s pelvis"),
    ("the joints' ligaments", "the joints’ ligaments"),
    ("don't", "don’t"),
    ("\"don't\"", "‘don’t’"),
])
def test_apostrophes(text: str, told: str) -> None:
    assert _set(text, "en") == told


def test_a_sign_before_the_number_stays_there() -> None:
    turkish = replace(_LOCALE["nb"], percent="%#,##0")
    assert typeset("tedavi %10 azaldı", turkish) == "tedavi %10\u00a0azaldı"


# --- whatever is typed -----------------------------------------------------------------------------------------------

_WORDS = st.sampled_from([
    "uke", "10", "4-6", "%", "%.", "-", "–", "\"", "'", "\"ord\"", "**", "**ord**", "*", "[ord](norsk)", "[4-6](a-1)",
    "[\"10 %\"](film-b)", "ordet", "a", "1,5", "2026-11", "000", "(", ")", ".", "{date}"])
_TEXTS = st.one_of(st.lists(_WORDS, max_size=8).map(" ".join), st.lists(_WORDS, max_size=8).map("".join),
                   st.text("ab12 %-–\"'*[]().,:/«»\u00a0", max_size=20))
_MANY = settings(max_examples=300, derandomize=True, deadline=None, database=None)


@_MANY
@given(text=_TEXTS, code=st.sampled_from(LOCALES))
def test_only_spaces_dashes_and_quotes_change(text: str, code: str) -> None:
    def words(typed: str) -> str:
        return re.sub("[\\s\"'’‘«»–-]", "", typed)

    told = typeset(text, _LOCALE[code])
    assert words(told) == words(text)
    assert _SLOT_NAME.findall(told) == _SLOT_NAME.findall(text)
    assert not re.search("[\"']", _SLOT_NAME.sub("]", told))
    assert not re.search(r"\d %", _SLOT_NAME.sub("]", told))


@_MANY
@given(text=_TEXTS, code=st.sampled_from(LOCALES))
def test_what_is_set_is_not_set_again(text: str, code: str) -> None:
    told = typeset(text, _LOCALE[code])
    assert typeset(told, _LOCALE[code]) == told


@_MANY
@given(text=_TEXTS, code=st.sampled_from(LOCALES))
def test_the_markup_stays(text: str, code: str) -> None:
    try:
        spans = markup.parse(text)
    except markup.MarkupError:
        return
    told = markup.parse(typeset(text, _LOCALE[code]))
    assert markup.slots(told) == markup.slots(spans)
    assert markup.styles(told) == markup.styles(spans)


@pytest.mark.parametrize("code", LOCALES)
def test_the_shipped_texts(code: str) -> None:
    """No straight quote, no percent sign or range that could break, in any text that is printed."""
    brochure, locale = _READ[code]
    texts = [markup.plain(markup.parse(typeset(message.text, locale))) for message in messages(brochure)]
    assert len(texts) > 100
    whole = "\n".join(texts)
    assert re.search("10%" if code == "en" else "10\u00a0%", whole)
    assert not re.search("[\"']", whole)
    assert not re.search(r"\b\d+ [%\w]", whole)   # “A4 sheets” is no number of sheets
    assert not re.search(r"\d-\d", whole)


def test_a_short_word_does_not_stand_alone_on_the_last_line() -> None:
    long = "En fysioterapeut med kompetanse på bekkenleddsmerter kan veilede deg"
    assert _set(f"{long} om:") == f"{long}~om:"
    assert _set(f"{long} fortløpende") == f"{long} fortløpende"
    assert _set("Stå og gå") == "Stå og gå"   # shorter than a line
