"""The verb `locale watch`: each save gives the pages anew."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import Run

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
    assert len(result.out.splitlines()) == 2
    assert "4 pages, " in result.out


def test_an_unknown_language_is_refused(mini: Path, run: Run) -> None:
    result = run("locale", "watch", "em")
    assert (result.code, "Did you mean “en”?" in result.err) == (2, True)
