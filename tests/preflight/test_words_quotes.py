from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Run
from judged import said

from brochure.preflight.words_quotes import foreign

BREAKS = {"angles": said("an «item»", "et «punkt»"), "low": said("an „item”", "et «punkt»")}


@pytest.mark.parametrize(("text", "own"), [
    ('"tak"', "„”"), ("„tak”", "„”"), ("„tak «lub» nie”", "„”"), ('"tak «lub» nie"', "„”"), ("«slik»", "«»"),
    ("»slik«", "»«"), ("”så”", "””"), ("‘so’ don’t", "‘’"), ("it’s", "“”"),
])
def test_the_marks_of_the_language_and_those_within_them(text: str, own: str) -> None:
    assert list(foreign(text, (own[0], own[1]))) == []


@pytest.mark.parametrize(("text", "own", "told"), [
    ("czyli «rozluźnienie miednicy»", "„”", ["«", "»"]), ("so “heißt” das", "„“", ["“", "”"]), ("«slik»", "»«", ["«"]),
    ('"a" and «b»', "“”", ["«", "»"]),
])
def test_marks_of_another_language(text: str, own: str, told: list[str]) -> None:
    assert list(foreign(text, (own[0], own[1]))) == told


def test_a_translator_is_told_to_type_plain_marks(mini: Path, run: Run) -> None:
    po = mini / "locales/en/LC_MESSAGES/mini.po"
    text = po.read_text("utf-8")
    assert 'msgstr "an item"' in text
    po.write_text(text.replace('msgstr "an item"', 'msgstr "an «item»"'), "utf-8")
    result = run("locale", "check", "en", "--no-layout", "--only", "words/quotes")
    assert "warning: first.list.a: quotation marks of another language are typed: « » [words/quotes]" in result.out
    assert "Type plain quotation marks (\")" in result.out
