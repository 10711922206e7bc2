"""Pages that run from right to left: what the engine leaves undone, and how numbers stand in them.

A test that prints without a repair fails once the engine does it by itself: then the repair can go.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from as_seen import Seen, lines
from conftest import small_project

from brochure.desk import Desk, Finished
from brochure.edition import read_source
from brochure.errors import Place
from brochure.fit import Fit
from brochure.formats import FORMATS
from brochure.imprint import Clinic, Field
from brochure.inspection import Document
from brochure.preflight import Subject, run
from brochure.press import Press
from brochure.project import Project
from brochure.pseudo import PSEUDO
from brochure.trial import add, open_trial

Printed = Callable[..., Finished]


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Printed:
    """Print the small brochure in ar-XB; texts are changed by their ids."""
    root = small_project(tmp_path_factory.mktemp("rtl") / "mini")

    def call(texts: Mapping[str, str] | None = None, clinic: Clinic | None = None) -> Finished:
        trial, source = open_trial(Project(root), "mini", tmp_path_factory.mktemp("trial"))
        add(trial, source, PSEUDO["ar-XB"])
        path = trial.locales / "ar-XB" / "LC_MESSAGES" / "mini.po"
        po = path.read_text("utf-8")
        for name, text in (texts or {}).items():
            po, changed = re.subn(rf'(msgctxt "{name}"\nmsgid .*\nmsgstr ).*', rf'\1"{text}"', po)
            assert changed == 1
        path.write_text(po, "utf-8")
        desk = Desk(trial, source, "ar-XB", FORMATS["screen"], Press(trial.fonts, trial.cache), clinic=clinic)
        return desk.finished(Fit(10.0, 0.71, None))

    return call


@pytest.fixture(scope="module")
def plain(printed: Printed) -> Finished:
    return printed()


def found(finished: Finished) -> set[str]:
    subject = Subject("mini.pdf", finished.content, finished.promise.claims, finished.promise)
    return {result.check.id for result in run(subject) if result.findings}


def across(finished: Finished, block: str) -> list[str]:
    """Give the lines of a text, their letters from the left to the right."""
    seen = Seen(finished.content)
    return ["".join(seen.line(page, piece.at, right_to_left=False)).replace("\u00a0", " ")
            for page, piece in lines(finished.promise, block)]


# --- numbers ---------------------------------------------------------------------------------------------------------


NUMBERS = {
    # CLDR: the sign stands on the right of Western digits, and on the left of Arabic ones.
    "first.list.a": ("10 %", "10%"), "first.list.b": ("2,5 %", "2,5%"),
    "first.sub": ("۱۰ ٪", "٪۱۰"), "second.squat.caption": ("١٠٪", "٪١٠"),
    "second.chair.caption": ("4-6", "6–4"), "second.pelvis.caption": ("10-12", "12–10"),   # as the words around it
    "first.list.intro": ("22 33 44 55", "22 33 44 55"), "back.available": ("+47 22 33 44", "+47 22 33 44"),
}


def test_a_number_looks_the_same_wherever_it_stands(printed: Printed) -> None:
    """At the beginning of a paragraph, and after a word."""
    finished = printed({name: f"{typed} نقطة {typed} نقطة" for name, (typed, _) in NUMBERS.items()})
    assert found(finished) == set()
    for name, (_, seen) in NUMBERS.items():
        line = " ".join(reversed(across(finished, name))).replace("•", "")
        assert line.split() == f"ةطقن {seen} ةطقن {seen}".split(), name


# --- repairs ---------------------------------------------------------------------------------------------------------


def test_letters_are_still_told_wrongly_without_the_repair(printed: Printed, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = {"first.list.a": "(أولا) ثانيا", "first.list.b": "لا (آلاف) (بلا)"}
    mended = printed(texts)
    assert "text/complete" not in found(mended)
    monkeypatch.setattr("brochure.press.rtl.letters_as_they_are", nullcontext)
    alone = Seen(printed(texts).content)
    assert alone.letters() != Seen(mended.content).letters(), "WeasyPrint tells the letters of each form by itself"


def test_a_letter_with_several_marks_is_still_told_wrongly_without_the_repair(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = Project(small_project(tmp_path / "mini"))
    source, press = read_source(project, "mini"), Press(project.fonts, project.cache)
    clinic = Clinic("oslo", (Field("name", "\u00dd\u032d Y", Place("list.csv")),), "list.csv")

    def told() -> list[str]:
        desk = Desk(project, source, "nb", FORMATS["screen"], press, clinic=clinic)
        pages = Document(desk.finished(desk.fit()).content, "a.pdf").page_texts
        return unicodedata.normalize("NFC", "".join(pages)).splitlines()

    assert "\u00dd\u032d Y" in told()
    monkeypatch.setattr("brochure.press.rtl.letters_as_they_are", nullcontext)
    assert "\u00dd\u032d Y" not in told(), "WeasyPrint tells the letters of each form by itself"


def test_the_side_of_the_binding_is_still_not_told_without_the_repair(
        printed: Printed, plain: Finished, monkeypatch: pytest.MonkeyPatch) -> None:
    def told(finished: Finished) -> Any:
        with pikepdf.open(io.BytesIO(finished.content)) as pdf:
            return pdf.Root.get("/ViewerPreferences", pikepdf.Dictionary()).get("/Direction")

    assert told(plain) == "/R2L"
    monkeypatch.setattr("brochure.press.rtl.say_direction", lambda pdf: None)
    assert told(printed()) is None, "WeasyPrint says by itself on which side a file is bound"


def test_a_space_at_the_end_of_a_line_is_still_taken_from_its_beginning(
        printed: Printed, plain: Finished, monkeypatch: pytest.MonkeyPatch) -> None:
    """The box of “omtrent”, before a number in a line of its own, is short on the right by the space after it."""
    def begins(finished: Finished) -> list[float]:
        return [piece.at.right for _, piece in lines(finished.promise, "second.numbers.half.value")]

    edges = begins(plain)
    assert len(edges) == 2
    assert edges[0] == pytest.approx(edges[1], abs=0.01)
    monkeypatch.setattr("brochure.press.layout._edges",
                        lambda part: (part.position_x, part.position_x + part.width))
    edges = begins(printed())
    assert edges[1] - edges[0] > 0.5, "WeasyPrint keeps the words of such a line in their box"


def test_a_clinics_telephone_is_one_link(printed: Printed) -> None:
    number = Field("telephone", "22\u00a000\u00a000\u00a000", Place("moss.toml"), "tel:+4722000000")
    finished = printed(clinic=Clinic("moss", (Field("name", "Moss", Place("moss.toml")), number), "moss.toml"))
    with pikepdf.open(io.BytesIO(finished.content)) as pdf:
        leads = [str(link.A.URI) for link in pdf.pages[-1].Annots]
    assert leads.count("tel:+4722000000") == 1
    assert found(finished) == set()
