"""`brochure locale pseudo`: languages that nobody speaks, in every format, looked at as a reader would.

`make verify` tries both brochures; every run of the tests has one in a real script (tests/test_real_scripts.py).
"""

from __future__ import annotations

import json
from pathlib import Path

import pikepdf
import pytest
from as_seen import Seen, lines
from conftest import BROCHURE, ROOT, Run, small_project
from trials import Trials

from brochure.cli import main
from brochure.formats import FORMATS
from brochure.project import Project
from brochure.pseudo import PSEUDO

PAGED = ("screen", "large-print")   # those whose pages lie as they were laid out
LABELS = {"mini": ("second.pelvis",), BROCHURE: ("what.pelvis",)}


@pytest.fixture(scope="module", params=["mini", BROCHURE])
def trials(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Trials:
    """All pseudo-locales of a brochure in every format, printed once by the command."""
    folder = tmp_path_factory.mktemp("pseudo")
    root = ROOT
    if request.param == "mini":
        root = small_project(folder / "mini")
    output = folder / "out"
    assert main(["--project", str(root), "locale", "pseudo", "-o", str(output), "--quiet"]) == 0
    return Trials(Project(root), request.param, output)


@pytest.mark.verify
def test_there_is_every_format_of_every_one(trials: Trials) -> None:
    files = {trials.file(code, form).name for code in PSEUDO for form in FORMATS}
    assert len(files) == 18
    assert {path.name for path in trials.folder.iterdir()} == files | {"manifest.json"}


@pytest.mark.verify
@pytest.mark.parametrize("code", PSEUDO)
def test_no_check_finds_anything(code: str, trials: Trials, run: Run) -> None:
    trials.assert_sound(run, code, tuple(FORMATS))


@pytest.mark.verify
@pytest.mark.parametrize("form", PAGED)
@pytest.mark.parametrize("code", PSEUDO)
def test_the_eye_reads_what_was_typed(code: str, form: str, trials: Trials) -> None:
    trials.assert_read_back(code, form)


@pytest.mark.verify
@pytest.mark.parametrize("code", PSEUDO)
def test_numbers_are_those_of_the_source(code: str, trials: Trials) -> None:
    trials.assert_numbers(code, "screen")


@pytest.mark.verify
@pytest.mark.parametrize("form", PAGED)
def test_pages_from_right_to_left_are_mirrored(form: str, trials: Trials) -> None:
    trials.assert_mirrored("ar-XB", form, labels=LABELS[trials.brochure])


@pytest.mark.verify
def test_the_cover_of_a_booklet_is_beside_its_fold(trials: Trials) -> None:
    """Bound on the right, the cover is the left half of the first side; bound on the left, the right one."""
    for code, left in (("ar-XB", True), ("nb-XA", False)):
        promise = trials.promise(code, "booklet")
        content = trials.file(code, "booklet").read_bytes()
        with pikepdf.open(trials.file(code, "booklet")) as pdf:
            width = float(pdf.pages[0].MediaBox[2]) * 25.4 / 72
        marks = Seen(content).where(0, "K")   # of LKB, at the foot of the cover
        assert width == pytest.approx(297, abs=0.1)
        at_foot = [x for x, y in marks if y > 150]
        assert at_foot
        assert any((x < width / 2) == left for x in at_foot)
        assert promise.direction == ("rtl" if left else "ltr")


@pytest.mark.verify
def test_labels_stand_over_what_they_name(trials: Trials) -> None:
    """A drawing is not mirrored, and neither are its labels: they stand where they do in Norwegian."""
    middles = {}
    for code in ("nb-XA", "ar-XB"):
        promise = trials.promise(code, "screen")
        pieces = [(page, piece) for page in promise.layout for piece in page.pieces]
        [(_, picture)] = [(page, piece) for page, piece in pieces
                          if piece.kind == "picture" and piece.block in LABELS[trials.brochure]]
        names = [name for name in trials.source if name.startswith(LABELS[trials.brochure])
                 and not name.endswith((".alt", ".caption"))]
        assert len(names) == 2
        for name in names:
            at = [piece.at for _, piece in lines(promise, name)]
            middle = (min(one.left for one in at) + max(one.right for one in at)) / 2
            middles[code, name] = (middle - picture.at.left) / (picture.at.right - picture.at.left)
    assert all(middles["nb-XA", name] == pytest.approx(middles["ar-XB", name], abs=0.01) for name in names)


def test_what_is_asked_for(mini: Path, run: Run) -> None:
    result = run("locale", "pseudo", "ar-XB", "--format", "screen", "--json", "-o", "out")
    assert (result.code, result.err) == (0, "")
    [made] = json.loads(result.out)
    assert (made["file"], made["locale"], made["pages"]) == ("mini-ar-XB.pdf", "ar-XB", 4)
    assert (mini / "out" / "mini-ar-XB.pdf").is_file()
    assert {path.name for path in (mini / "locales").iterdir()} == {"nb", "en"}, "nothing is left in the project"


def test_an_unknown_code(mini: Path, run: Run) -> None:
    result = run("locale", "pseudo", "ar-XC")
    assert (result.code, result.err.splitlines()[0]) == (2, "error: there is no pseudo-locale “ar-XC”")
    assert not (mini / "build").exists()
