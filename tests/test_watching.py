"""The verb `locale watch`: each save gives the pages anew."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import Run

from brochure.cli import main
from brochure.inspection import Document

PDF = Path("build") / "mini-en-draft.pdf"
TITLE = 'msgstr "Sample"'


def first_page(content: bytes) -> str:
    """The words of the cover."""
    return Document(content, "draft.pdf").page_texts[0]


@pytest.fixture
def while_watching(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Have steps done between the looks, one at each pause, and Ctrl-C pressed after the last."""

    def during(*steps: Callable[[], object]) -> None:
        waiting: Iterator[Callable[[], object]] = iter(steps)

        def pause(_: float) -> None:
            step = next(waiting, None)
            if step is None:
                raise KeyboardInterrupt
            step()

        monkeypatch.setattr("time.sleep", pause)

    return during


def test_watching_ends_when_nobody_reads_any_more(mini: Path, monkeypatch: pytest.MonkeyPatch,
                                                  while_watching: Callable[..., None]) -> None:
    def pause() -> None:
        raise AssertionError("it goes on")

    while_watching(pause)
    (mini / "locales" / "en" / "locale.toml").write_text("=", "utf-8")   # no pages are printed
    ours, theirs = os.pipe()
    os.close(ours)
    with os.fdopen(theirs, "w") as output, monkeypatch.context() as alone:
        alone.setattr("sys.stdout", output)
        assert main(["--project", str(mini), "locale", "watch", "en"]) == 0


def test_each_save_gives_the_pages_anew_and_a_fault_keeps_those_of_before(
        mini: Path, run: Run, while_watching: Callable[..., None]) -> None:
    po = mini / "locales" / "en" / "LC_MESSAGES" / "mini.po"
    good = po.read_text("utf-8")
    assert TITLE in good
    seen: list[bytes] = []

    def save(text: str) -> Callable[[], object]:
        def step() -> None:
            seen.append((mini / PDF).read_bytes())
            po.write_text(text, "utf-8")
        return step

    changed = good.replace(TITLE, 'msgstr "Swatch"')
    while_watching(lambda: None, save(changed), save(good.replace(TITLE, 'msgstr "Sam')),
                   save(good.replace(TITLE, 'msgstr ""')))
    result = run("locale", "watch", "en", "--json")
    told = [json.loads(line) for line in result.out.splitlines()]
    assert [entry.get("missing", 0) for entry in told] == [0, 0, 1]
    assert (result.code, "is not between two quotation marks" in result.err) == (0, True)
    assert "the pages of build/mini-en-draft.pdf are those of before" in result.err
    assert len(set(seen)) == 2, "the pages of before stay while the file is broken"
    assert seen[1] == seen[2]
    assert "Swatch" not in first_page(seen[0])
    assert "Swatch" in first_page(seen[1])


def test_the_source_language_and_a_changed_stylesheet_are_watched_too(
        mini: Path, run: Run, while_watching: Callable[..., None]) -> None:
    css = mini / "layouts" / "leaflet" / "leaflet.css"
    while_watching(lambda: css.write_text(css.read_text("utf-8") + "\nh1 { letter-spacing: 1mm }\n", "utf-8"),
                   lambda: None)
    result = run("locale", "watch", "nb")
    assert (result.code, result.err) == (0, "")
    first, *printed = result.out.splitlines()
    assert "Ctrl-C ends it" in first
    assert len(printed) == 2
    assert all("4 pages, " in line for line in printed)


def test_an_unknown_language_is_refused(mini: Path, run: Run) -> None:
    result = run("locale", "watch", "em")
    assert (result.code, "Did you mean “en”?" in result.err) == (2, True)


def test_a_text_that_cannot_be_printed_is_shown_in_the_source_language_and_told(
        mini: Path, run: Run, while_watching: Callable[..., None]) -> None:
    po = mini / "locales" / "en" / "LC_MESSAGES" / "mini.po"
    good = po.read_text("utf-8")
    assert "{date}" in good
    pages: list[bytes] = []
    while_watching(lambda: po.write_text(good.replace('"Edition {edition}, {date}"', '"Edition {edition}"'), "utf-8"),
                   lambda: pages.append((mini / PDF).read_bytes()))
    result = run("locale", "watch", "en")
    assert (result.code, result.err) == (0, "")
    assert "1 not right yet" in result.out.splitlines()[2]
    assert "not right yet: locales/en/LC_MESSAGES/mini.po:" in result.out
    assert "Keep the words in curly brackets" in result.out
    assert "Utgave 2" in "".join(Document(pages[0], "draft.pdf").page_texts)


def test_nothing_is_said_of_pages_that_were_never_printed(mini: Path, run: Run,
                                                         while_watching: Callable[..., None]) -> None:
    po = mini / "locales" / "en" / "LC_MESSAGES" / "mini.po"
    po.write_text(po.read_text("utf-8").replace(TITLE, 'msgstr "Sam'), "utf-8")
    while_watching()
    assert "no pages were printed" in run("locale", "watch", "en").err


def test_the_first_pages_do_not_wait_for_the_size_that_fits(mini: Path, run: Run,
                                                           while_watching: Callable[..., None]) -> None:
    toml = mini / "locales" / "en" / "locale.toml"
    text = toml.read_text("utf-8")
    assert "size = 10" in text
    toml.write_text(text.replace("size = 10", 'size = "fit"'), "utf-8")
    while_watching(lambda: None, lambda: None)
    first, *printed = run("locale", "watch", "en").out.splitlines()
    assert "Ctrl-C ends it" in first
    assert ["until the size that fits is found" in line for line in printed] == [True, False]
    while_watching(lambda: None)
    assert "until" not in run("locale", "watch", "en").out, "the size is known by now"
