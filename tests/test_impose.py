"""The booklet by its front doors: `brochure impose` for any PDF, and `brochure build --format booklet`."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pikepdf
import pytest
from conftest import BROCHURE, ROOT, TWO, Run
from PIL import Image, ImageChops, ImageStat
from test_sheets import halves, pictures

from brochure.desk import Desk
from brochure.edition import read_source
from brochure.errors import Exit
from brochure.formats import FORMATS
from brochure.press import Press
from brochure.project import Project
from brochure.sheets import Imposed


@pytest.fixture
def anybodys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A PDF of six A4 pages, in a folder that is no project."""
    monkeypatch.chdir(tmp_path)
    pdf = pikepdf.new()
    for _ in range(6):
        pdf.add_blank_page(page_size=(595.28, 841.89))
    pdf.save(tmp_path / "flyer.pdf")
    return tmp_path / "flyer.pdf"


def test_any_pdf_is_imposed_beside_itself(anybodys: Path, run: Run) -> None:
    before = anybodys.read_bytes()
    result = run("impose", "flyer.pdf")
    assert (result.code, result.err) == (0, "")
    assert result.out.splitlines() == [
        "flyer-booklet.pdf: 8 pages on A4, 2 kB",
        "  2 sheets: print on both sides, flip on the short edge, fold, staple through the fold",
        "  blank pages added at the end: 2",
        "  the pages are larger than half the paper, and are printed at 71%"]
    assert anybodys.read_bytes() == before
    assert sorted(path.name for path in anybodys.parent.iterdir()) == ["flyer-booklet.pdf", "flyer.pdf"]
    with pikepdf.open(anybodys.with_name("flyer-booklet.pdf")) as pdf:
        assert [tuple(round(float(edge)) for edge in page.mediabox) for page in pdf.pages] == [(0, 0, 842, 595)] * 4


def test_as_it_is_asked_for(anybodys: Path, run: Run) -> None:
    words = "--paper letter --rtl --creep 0.1 --ticks -o out/a.pdf --json"
    result = run("impose", anybodys, *words.split())
    assert json.loads(result.out) == {"file": "out/a.pdf", "paper": "Letter", "pages": 8, "blank": 2, "sheets": 2,
                                      "scale": pytest.approx(0.665, abs=0.001), "right_to_left": True}
    with pikepdf.open("out/a.pdf") as pdf:
        assert tuple(round(float(edge)) for edge in pdf.pages[0].mediabox) == (0, 0, 792, 612)
        assert pdf.Root.ViewerPreferences.Direction == "/R2L"
        assert b" S Q" in pdf.pages[0].Contents.read_bytes()


def test_quiet_says_nothing_and_a_booklet_of_before_is_replaced(anybodys: Path, run: Run) -> None:
    assert run("impose", anybodys).code == 0
    first = anybodys.with_name("flyer-booklet.pdf").read_bytes()
    result = run("impose", anybodys, "--ticks", "--quiet")
    assert (result.code, result.out, result.err) == (0, "", "")
    assert anybodys.with_name("flyer-booklet.pdf").read_bytes() != first


@pytest.mark.parametrize("output", ["flyer.pdf", "./flyer.pdf", "link.pdf"])
def test_the_file_itself_is_never_written_over(anybodys: Path, run: Run, output: str) -> None:
    anybodys.with_name("link.pdf").symlink_to(anybodys)
    before = anybodys.read_bytes()
    result = run("impose", "flyer.pdf", "-o", output)
    assert result.code == Exit.USAGE
    assert result.err == f"error: {Path(output)} is the file itself\n  Choose another name with -o.\n"
    assert anybodys.read_bytes() == before


@pytest.mark.parametrize(("words", "code", "told"), [
    ("impose", 2, "error: the following arguments are required: FILE.pdf\n"
                  "  “brochure impose --help” tells how it is called.\n"),
    ("impose other.pdf", 1, "error: other.pdf: there is no such file\n"),
    ("impose .", 1, "error: .: the file cannot be read: there is a folder of that name\n"),
    ("impose notes.txt", 1, "error: notes.txt: the file is no PDF, or it is broken\n"
                            "  Open it in your PDF reader, print it to a new PDF, and try with that.\n"),
    ("impose flyer.pdf --creep 2", 2, "error: a creep of 2 mm is none: it is 0 to 1 mm for each sheet\n"
                                      "  Take the thickness of the paper: 0.1 mm for common paper of 80 g/m².\n"),
    ("impose flyer.pdf --creep much", 2, "error: argument --creep: invalid float value: 'much'\n"
                                         "  “brochure impose --help” tells how it is called.\n"),
    ("impose flyer.pdf -o notes.txt/a.pdf", 1,
     "error: notes.txt: the folder cannot be made: there is a file of that name\n"
     "  Take away what is in the way, or choose another folder with -o.\n"),
])
def test_what_is_wrong_is_told_and_nothing_is_written(anybodys: Path, run: Run, words: str, code: int,
                                                      told: str) -> None:
    anybodys.with_name("notes.txt").write_text("Not a PDF.")
    result = run(*words.split())
    assert (result.code, result.out, result.err) == (code, "", told)
    assert sorted(path.name for path in anybodys.parent.iterdir()) == ["flyer.pdf", "notes.txt"]


# --- the format ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["nb", pytest.param("en", marks=pytest.mark.verify)])
def test_the_pages_of_the_booklet_are_those_of_the_screen(code: str) -> None:
    project = Project(ROOT)
    source, press = read_source(project, BROCHURE), Press(project.fonts, project.cache)
    desks = [Desk(project, source, code, FORMATS[name], press) for name in ("screen", "booklet")]
    screen, booklet = (desk.proof(desk.fit()).pages for desk in desks)
    assert len(screen) == 8
    assert sum(len(page.pieces) for page in screen) > 200
    assert booklet == screen


@pytest.mark.parametrize("code", TWO)
def test_poppler_reads_the_same_pages_on_the_halves(code: str, everything: Path) -> None:
    """An opinion beside that of the check, which asks pdfium."""
    pages = [_words(everything / f"{BROCHURE}-{code}.pdf", number) for number in range(1, 9)]
    assert min(map(len, pages)) > 10
    booklet = everything / f"{BROCHURE}-{code}-booklet.pdf"
    halves = [_words(booklet, side, "-x", str(x), "-y", "0", "-W", "421", "-H", "596")
              for side in range(1, 5) for x in (0, 421)]
    assert [pages.index(half) + 1 for half in halves] == [8, 1, 2, 7, 6, 3, 4, 5]


def _words(path: Path, page: int, *options: str) -> list[str]:
    command = ["pdftotext", "-r", "72", "-f", str(page), "-l", str(page), *options, path, "-"]
    return sorted(subprocess.run(command, capture_output=True, text=True, check=True).stdout.split())


def unlikeness(one: Image.Image, other: Image.Image) -> float:
    """How much two pictures differ, in steps of grey, where the edges of letters do not count."""
    return ImageStat.Stat(ImageChops.difference(one.reduce(4), other.reduce(4))).mean[0]


@pytest.mark.parametrize("code", TWO)
def test_only_the_cover_looks_otherwise_than_on_the_screen(code: str, everything: Path) -> None:
    screen = pictures((everything / f"{BROCHURE}-{code}.pdf").read_bytes())
    booklet = (everything / f"{BROCHURE}-{code}-booklet.pdf").read_bytes()
    found = dict(halves(Imposed(booklet, 8, 0, 2, 1, False)))
    assert len(found) == 8
    for page in range(2, 9):
        assert unlikeness(found[page], screen[page - 1]) < 5 < 10 < unlikeness(found[page], screen[page - 2])
    assert found[1].getpixel((100, 100)) == screen[0].getpixel((100, 100)) < 250   # the ground
    assert found[1].getpixel((2, 400)) < 250                                       # it runs to the fold
    assert found[1].getpixel((590, 400)) == 255 > screen[0].getpixel((590, 400))   # and not to the other edges


def test_ticks_and_creep_are_asked_for_at_the_build(mini: Path, run: Run) -> None:
    assert run("build", "nb", "--format", "booklet", "--format", "screen").code == 0
    plain, screen = (mini / f"build/mini-nb{suffix}.pdf" for suffix in ("-booklet", ""))
    before, pages = plain.read_bytes(), screen.read_bytes()
    result = run("build", "nb", "--format", "booklet", "--format", "screen", "--ticks", "--creep", "0.1")
    assert (result.code, result.err) == (0, "")
    told = result.out.splitlines()
    assert told[1] == "  1 sheet: print on both sides, flip on the short edge, fold, staple through the fold"
    assert told[2] == "build/mini-nb.pdf: unchanged"
    assert plain.read_bytes() != before
    assert screen.read_bytes() == pages
    assert run("check", "--no-java", plain).code == 0
    assert run("build", "nb", "--format", "booklet").code == 0
    assert plain.read_bytes() == before
