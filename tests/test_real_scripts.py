"""Six real languages in the place of the brochure's words: letters joined, order and numbers right, bound rightly.

The words are real (tests/corpus.py), the sentences mean nothing. The small brochure is tried in one language by every
run of the tests, the shipped one in all six, in every format, by `make verify`.
"""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest
from as_seen import arabic, forms_apart, forms_drawn, forms_of
from conftest import BROCHURE, ROOT, Run, small_project
from corpus import LANGUAGES, language, words
from trials import Trials

from brochure.build import Job, build
from brochure.fonts import read_families
from brochure.formats import FORMATS, format_named
from brochure.project import Project
from brochure.scripts import direction_of
from brochure.trial import add, open_trial

FAMILY = "IBM Plex Sans Arabic"
QUICK = ("fa-XA",)
QUICK_FORMATS = ("screen", "large-print", "press", "booklet")
LABELS = {"mini": ("second.pelvis",), BROCHURE: ("what.pelvis",)}
RIGHT_TO_LEFT = [code for code in LANGUAGES if direction_of(code) == "rtl"]


def _printed(root: Path, brochure: str, codes: tuple[str, ...], forms: tuple[str, ...], folder: Path) -> Trials:
    """Print a brochure in some languages and formats; what a claim finds wrong is raised."""
    (folder / "trial").mkdir()
    trial, source = open_trial(Project(root), brochure, folder / "trial")
    for code in codes:
        add(trial, source, language(code))
    output = folder / "out"
    build([Job(trial, brochure, code, form, False, None, output) for code in codes
           for form in map(format_named, forms)], lambda _: None)
    return Trials(Project(root), brochure, output)


@pytest.fixture(scope="module")
def quick(tmp_path_factory: pytest.TempPathFactory) -> Trials:
    folder = tmp_path_factory.mktemp("quick")
    return _printed(small_project(folder / "mini"), "mini", QUICK, QUICK_FORMATS, folder)


@pytest.fixture(scope="module")
def shipped_trials(tmp_path_factory: pytest.TempPathFactory) -> Trials:
    return _printed(ROOT, BROCHURE, tuple(LANGUAGES), tuple(FORMATS), tmp_path_factory.mktemp("scripts"))


@pytest.fixture
def trials(request: pytest.FixtureRequest) -> Trials:
    return request.getfixturevalue(request.param)


EACH = pytest.mark.parametrize(("trials", "code"), [
    *(("quick", code) for code in QUICK),
    *(pytest.param("shipped_trials", code, marks=pytest.mark.verify) for code in LANGUAGES)], indirect=["trials"])
EACH_FROM_THE_RIGHT = pytest.mark.parametrize(("trials", "code"), [
    ("quick", "fa-XA"),
    *(pytest.param("shipped_trials", code, marks=pytest.mark.verify) for code in RIGHT_TO_LEFT)], indirect=["trials"])


def test_the_corpus_has_the_letters_of_its_languages() -> None:
    letters = {code: set("".join(words(code)).lower()) for code in LANGUAGES}
    assert {"ar-XA", "fa-XA", "uk-XA", "se-XA", "pl-XA", "vi-XA"} == letters.keys()
    assert all(len(set(words(code))) > 100 for code in LANGUAGES)
    for code, wanted in {"ar-XA": "ةىضظ", "fa-XA": "پچگکی\u200c", "uk-XA": "їєіщ", "se-XA": "áčđŋš",
                         "pl-XA": "ąęłńśż", "vi-XA": "ạấệộừự"}.items():
        assert set(wanted) <= letters[code], code


@EACH
def test_no_check_finds_anything(trials: Trials, code: str, run: Run) -> None:
    trials.assert_sound(run, code, QUICK_FORMATS if trials.brochure == "mini" else tuple(FORMATS))


@pytest.mark.parametrize("form", ["screen", "large-print"])
@EACH
def test_the_eye_reads_what_was_typed(trials: Trials, code: str, form: str) -> None:
    trials.assert_read_back(code, form)


@EACH
def test_numbers_are_those_of_the_source(trials: Trials, code: str) -> None:
    trials.assert_numbers(code, "screen")


@pytest.mark.parametrize("form", ["screen", "large-print"])
@EACH_FROM_THE_RIGHT
def test_pages_are_mirrored(trials: Trials, code: str, form: str) -> None:
    trials.assert_mirrored(code, form, labels=LABELS[trials.brochure])


@EACH
def test_files_are_bound_on_their_side(trials: Trials, code: str) -> None:
    """Also those whose check of it is another: a booklet is opened from the right, in two pages on the sheet."""
    for form in ("screen", "large-print", "press"):
        with pikepdf.open(trials.file(code, form)) as pdf:
            told = pdf.Root.get("/ViewerPreferences", pikepdf.Dictionary()).get("/Direction")
        assert (told == "/R2L") == (code in RIGHT_TO_LEFT), form
    seen = trials.seen(code, "booklet")
    at_foot = [x for x, y in seen.where(0, "K") if y > 150]   # LKB, at the foot of the cover
    assert at_foot
    assert any((x < 297 / 2) == (code in RIGHT_TO_LEFT) for x in at_foot)


@pytest.mark.parametrize("form", ["screen", "press", "booklet", "large-print"])
@EACH_FROM_THE_RIGHT
def test_letters_are_joined(trials: Trials, code: str, form: str) -> None:
    """Each word is drawn in the forms that HarfBuzz chooses for it, by itself, from the same typeface."""
    promise = trials.promise(code, form)
    texts = [text for name, text in promise.texts if not name.endswith((".alt", "keywords"))]
    drawn = forms_drawn(trials.file(code, form).read_bytes(), FAMILY)
    faces = [face.path for face in read_families(ROOT / "fonts", ROOT)[FAMILY].faces]
    found = arabic(texts)
    assert len(found) > 40
    joined = 0
    for word in found:
        assert any(forms_of(word, face, code[:2]) in drawn for face in faces), word
        joined += all(forms_of(word, face, code[:2]) != forms_apart(word, face) for face in faces)
    assert joined > 0.8 * len(found), "most words have letters that join"
