from __future__ import annotations

import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from judged import Break, messages, said, spoken, with_words

from brochure import preflight
from brochure.spelling import ask, find


def _unknown(word: str, break_: Break) -> Break:
    return lambda subject: with_words(break_(subject), spelling=replace(
        subject.told.spelling, unknown=frozenset({word})))


BREAKS = {"misspelt": ("words", _unknown("itme", said("an itme")[1]))}

needs_hunspell = pytest.mark.skipif(
    not (shutil.which("hunspell") and find("en") and find("nb")) and not os.environ.get("BROCHURE_REQUIRE_HUNSPELL"),
    reason="hunspell or its dictionaries (hunspell-en-gb, hunspell-no) are not installed")


@needs_hunspell
def test_hunspell_is_asked_once_for_all_words() -> None:
    spelling = ask("en", ["pelvic", "jionts", "centre"])()
    assert (spelling.dictionary, spelling.unknown, spelling.skipped) == ("en_GB", {"jionts"}, "")


@needs_hunspell
def test_a_compound_of_two_words_is_known_where_the_language_makes_them() -> None:
    spelling = ask("nb", ["gravidkurs", "smertene", "smertnee", "hvilestol"])()
    assert spelling.unknown == {"smertnee"}


def test_without_a_program_or_a_dictionary_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch,
                                                                  tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert ask("en", ["a"])().skipped == \
        "hunspell is not installed: install it with its dictionary, such as the package hunspell-en-gb"
    program = tmp_path / "hunspell"
    program.write_text("#!/bin/sh\nexit 1\n")
    program.chmod(0o755)
    assert "no dictionary of vi" in ask("vi", ["a"])().skipped
    for name in ("xx_XX.aff", "xx_XX.dic"):
        (tmp_path / name).touch()
    monkeypatch.setenv("DICPATH", str(tmp_path))
    assert "cannot read its dictionary" in ask("xx", ["a"])().skipped


def test_a_check_without_a_dictionary_is_skipped() -> None:
    subject = with_words(spoken(), spelling=replace(spoken().told.spelling, skipped="no dictionary"))
    [result] = preflight.run(subject, among=lambda check: check.id == "words/spelling")
    assert (result.status, result.saw) == ("skipped", "no dictionary")


def test_a_name_of_the_source_is_not_misspelt() -> None:
    named = _unknown("Gaupåsen", said("at Gaupåsen", "på Gaupåsen")[1])(spoken())
    assert messages("words/spelling", named) == []
