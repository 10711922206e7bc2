"""brochure locale status: how far each language is, what fits, and who must do what."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from conftest import Run

from brochure.geometry import PageLayout, Piece, Rectangle
from brochure.overview import _fill


def status(run: Run, *words: object) -> dict[str, dict[str, Any]]:
    result = run("locale", "status", "--json", *words)
    assert (result.code, result.err) == (0, "")
    return {entry["locale"]: entry for entry in json.loads(result.out)}


def edit(path: Path, before: str, after: str) -> None:
    text = path.read_text("utf-8")
    assert text.count(before) == 1
    path.write_text(text.replace(before, after), "utf-8")


def test_a_finished_language_is_told_with_its_pages(mini: Path, run: Run) -> None:
    told = status(run)
    assert [*told] == ["nb", "en"]
    english = told["en"]
    assert (english["translated"], english["fuzzy"], english["missing"], english["words_left"]) == (
        english["texts"], 0, 0, 0)
    assert english["fit"]["size"] >= 10
    assert english["fit"]["pages"] == 4
    assert 0.3 < english["fit"]["fullest"] <= 1
    assert not english["fit"]["problem"]
    assert "revision" not in told["nb"]   # there is nothing to compare it with
    assert [line.partition(":")[0] for line in english["to_do"]] == [
        "a second translator", "a clinician", "whoever reads the printed pages"]


def test_what_is_left_is_counted_in_texts_and_words(mini: Path, run: Run) -> None:
    catalogue = mini / "locales/en/LC_MESSAGES/mini.po"
    edit(catalogue, 'msgstr "an item"', 'msgstr ""')
    edit(catalogue, '#, max-length:48\nmsgctxt "first.heading"', '#, fuzzy, max-length:48\nmsgctxt "first.heading"')
    edit(mini / "content/mini.yaml", "Underdel", "En annen underdel")
    english = status(run, "--no-layout")["en"]
    assert english["left"] == {"first.heading": "fuzzy", "first.sub": "stale", "first.list.a": "missing"}
    assert (english["fuzzy"], english["missing"], english["words_left"]) == (2, 1, 2 + 3 + 2)
    assert english["fit"] is None
    assert [line.partition(":")[0] for line in english["to_do"]] == [
        "translator", "whoever keeps the texts", "translator"]
    drafted = status(run)["en"]["fit"]
    assert drafted["draft"]
    assert drafted["pages"] == 4


def test_what_is_signed_is_told_by_role_and_a_change_voids_it(mini: Path, run: Run, sign: Run) -> None:
    sign("en", "revision", "Kari Nordmann, translator", "2026-02-03")
    texts = status(run, "--no-layout")["en"]["texts"]
    assert status(run, "--no-layout")["en"]["revision"] == {
        "signed": texts, "changed": 0, "of": texts, "by": ["Kari Nordmann, translator"]}
    edit(mini / "locales/en/LC_MESSAGES/mini.po", 'msgstr "an item"', 'msgstr "one item"')
    assert status(run, "--no-layout")["en"]["revision"] == {"signed": texts - 1, "changed": 1, "of": texts, "by": []}


@pytest.mark.usefixtures("room_is_known")
def test_the_edition_that_a_catalogue_has_seen(mini: Path, run: Run) -> None:
    assert status(run, "--no-layout")["en"]["edition_seen"] is None   # its header does not tell
    assert run("locale", "init", "uk", "--quiet").code == 0
    assert status(run, "--no-layout")["uk"]["edition_seen"] == 2
    edit(mini / "content/mini.yaml", "edition: 2", "edition: 3")
    told = status(run, "--no-layout")["uk"]
    assert (told["edition"], told["edition_seen"]) == (3, 2)
    result = run("locale", "update", "uk")
    assert "brought to the edition of today; no text has changed" in result.out
    assert status(run, "--no-layout")["uk"]["edition_seen"] == 3


def test_a_text_that_does_not_fit_is_told(mini: Path, run: Run) -> None:
    edit(mini / "locales/en/LC_MESSAGES/mini.po", 'msgstr "an item"', f'msgstr "{"an item " * 800}"')
    told = status(run)["en"]
    assert "does not fit 4 pages" in told["fit"]["problem"]
    assert any("does not fit" in line for line in told["to_do"])
    assert "too long" in run("locale", "status").out


def test_a_broken_file_is_told_and_the_others_go_on(mini: Path, run: Run) -> None:
    edit(mini / "locales/en/LC_MESSAGES/mini.po", 'msgstr "an item"', 'msgstr "an item')
    result = run("locale", "status", "--no-layout")
    assert result.code == 0
    assert "nb" in result.out
    assert "en: whoever edited it last: mend the file. locales/en/LC_MESSAGES/mini.po:" in result.out
    page = mini / "status.html"
    assert run("locale", "status", "--no-layout", "--html", page, "--quiet").code == 0
    assert "locales/en/LC_MESSAGES/mini.po:" in page.read_text("utf-8")


def test_the_page_shows_the_same(mini: Path, run: Run) -> None:
    edit(mini / "locales/en/LC_MESSAGES/mini.po", 'msgstr "an item"', 'msgstr ""')
    page = mini / "build/status.html"
    result = run("locale", "status", "--html", page)
    assert "build/status.html: the same as a page" in result.out
    text = page.read_text("utf-8")
    texts = status(run, "--no-layout")["en"]["texts"]
    assert f"{texts - 1} of {texts}" in text
    assert "first.list.a" in text
    assert "http" not in text.replace("https://www.w3.org", "")   # it fetches nothing


def test_how_full_a_page_is() -> None:
    area = Rectangle(10, 20, 130, 120)
    page = PageLayout("", 148, 210, (Piece("line", "a", Rectangle(10, 20, 100, 70)),), (), area)
    assert _fill(page) == 0.5
    assert _fill(PageLayout("cover", 148, 210, page.pieces, (), area)) == 0.0


def test_a_text_that_cannot_be_printed_is_work_of_its_translator(mini: Path, run: Run) -> None:
    po = mini / "locales/en/LC_MESSAGES/mini.po"
    text = po.read_text("utf-8")
    assert "**exercise**" in text
    po.write_text(text.replace("**exercise**", "**exercise"), "utf-8")
    assert "translator: mend 1 text that cannot be printed" in run("locale", "status").out
