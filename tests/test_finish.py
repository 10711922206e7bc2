"""The press file is finished: its colours as a press sees them, its boxes and marks, and the same bytes again."""

from __future__ import annotations

import io
import re
import subprocess
from functools import cache
from pathlib import Path

import pikepdf
import pytest
from conftest import BROCHURE, ROOT, TWO, Run
from judged import messages, printed
from PIL import Image

from brochure import preflight
from brochure.desk import Desk
from brochure.edition import read_source
from brochure.finish import finish
from brochure.fit import Fit
from brochure.formats import FORMATS
from brochure.preflight import Subject
from brochure.press import Press, Sheet
from brochure.profiles import read_profile
from brochure.project import Project

MM = 72 / 25.4
PROFILE = read_profile(ROOT / "profiles", ROOT)
PAGE = """<html lang="en"><head><title>T</title><meta name="author" content="A">
<meta name="dcterms.created" content="2026-01-01T00:00:00Z">
<meta name="dcterms.modified" content="2026-01-01T00:00:00Z"></head><body>{}</body></html>"""


@cache
def _press() -> Press:
    return Press(ROOT / "fonts", ROOT / "build/.cache")


def _plain(body: str, css: str, pictures: dict[str, bytes] | None = None) -> bytes:
    sheet = Sheet("test.css", "@page { size: 60mm 60mm; margin: 0; bleed: 3mm } body { margin: 0 }" + css)
    return _press().lay_out(PAGE.format(body), [sheet], pictures or {}).pdf(tagged=False)


def _inks(content: bytes, folder: Path, *options: str, pixels: int = 4) -> Image.Image:
    """The first page as a press sees it: cyan, magenta, yellow and black, some pixels a mm."""
    (folder / "page.pdf").write_bytes(content)
    subprocess.run(["pdftoppm", "-jpegcmyk", "-r", f"{pixels * 25.4}", "-singlefile", *options, folder / "page.pdf",
                    folder / "page"], check=True, capture_output=True)
    return Image.open(folder / "page.jpg")


def _at(picture: Image.Image, x: float, y: float) -> list[int]:
    """The inks at a place in mm from the sheet's top left corner, to the next 10 %."""
    pixel = picture.getpixel((int(x * 4), int(y * 4)))
    assert isinstance(pixel, tuple)
    return [round(value / 25.5) * 10 for value in pixel]


# --- the pages -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("locale", TWO)
def test_every_line_breaks_as_on_the_screen(locale: str) -> None:
    assert printed("press", locale).promised.layout == printed("screen", locale).promised.layout


@pytest.mark.parametrize("code", [pytest.param("nb", marks=pytest.mark.verify), "en"])
def test_every_line_of_the_shipped_brochure_breaks_as_on_the_screen(code: str) -> None:
    project = Project(ROOT)
    source = read_source(project, BROCHURE)
    layouts = []
    for form in ("screen", "press"):
        desk = Desk(project, source, code, FORMATS[form], _press())
        locale = desk.edition.locale
        assert locale.size
        assert locale.drawings
        layouts.append(desk.proof(Fit(locale.size, locale.drawings, None)).pages)
    assert len(layouts[0]) == 8
    assert layouts[0] == layouts[1]


def test_no_colour_of_a_screen_is_left() -> None:
    with pikepdf.open(io.BytesIO(printed("press").content)) as pdf:
        found = set()
        for page in pdf.pages:
            for instruction in pikepdf.parse_content_stream(page):
                operator = str(instruction.operator)
                assert operator not in ("rg", "RG", "g", "G", "sh", "BI")
                if operator in ("cs", "CS"):
                    found.add(str(instruction.operands[0]))
            assert not page.obj.Resources.get("/ColorSpace")
        assert found == {"/DeviceCMYK"}
        assert not [item for item in pdf.objects if isinstance(item, pikepdf.Stream)
                    and item.get("/Subtype") == "/Image"]


def test_the_boxes_are_exact_and_begin_at_0() -> None:
    with pikepdf.open(io.BytesIO(printed("press").content)) as pdf:
        for page in pdf.pages:
            boxes = [[float(side) / MM for side in page.obj[name]] for name in ("/MediaBox", "/BleedBox", "/TrimBox")]
            assert boxes[0] == boxes[1] == pytest.approx([0, 0, 154, 216], abs=1e-3)
            assert boxes[2] == pytest.approx([3, 3, 151, 213], abs=1e-3)


def test_what_a_screen_needs_is_gone() -> None:
    with pikepdf.open(io.BytesIO(printed("press").content)) as pdf:
        assert set(pdf.Root.keys()) == {"/Type", "/Pages", "/Lang", "/Metadata", "/OutputIntents"}
        assert set(pdf.pages[0].obj.keys()) == {"/Type", "/Parent", "/Contents", "/Resources", "/Group", "/MediaBox",
                                                "/BleedBox", "/TrimBox"}
        intent = pdf.Root.OutputIntents[0]
        assert (intent.OutputConditionIdentifier, intent.RegistryName) == ("FOGRA39", "http://www.color.org")
        assert intent.DestOutputProfile.read_bytes() == (ROOT / "profiles/FOGRA39L_coated.icc").read_bytes()
        assert str(pdf.docinfo["/CreationDate"]) == "D:20260301000000Z"


def test_the_same_pages_give_the_same_bytes() -> None:
    plain = _plain("<p>Ord</p>", "p { color: device-cmyk(0 0 0 1) }")
    first, again = finish(plain, PROFILE), finish(plain, PROFILE)
    assert first == again
    ids = []
    for content in (first, finish(plain, PROFILE, marks=True)):
        with pikepdf.open(io.BytesIO(content)) as pdf:
            told = pdf.open_metadata()
            ids.append(told["xmpMM:DocumentID"])
            assert re.fullmatch(r"uuid:[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", ids[-1])
    assert ids[0] != ids[1]


# --- on the press ----------------------------------------------------------------------------------------------------

TINT = "p { background: device-cmyk(20% 0 20% 0); height: 40mm; margin: 0 }"
BLACK = '<p><img style="width: 20mm" src="brochure:a.svg"></p>'
SQUARE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20">{}</svg>'


@pytest.mark.parametrize(("paint", "inks"), [
    ("0% 0% 0% 100%", [20, 0, 20, 100]),    # black lies over the tint
    ("0% 0% 0% 50%", [0, 0, 0, 50]),        # grey does not
    ("0% 0% 0% 0%", [0, 0, 0, 0]),          # nor does paper
    ("0% 100% 0% 0%", [0, 100, 0, 0]),
])
def test_black_overprints_and_nothing_else_does(paint: str, inks: list[int], tmp_path: Path) -> None:
    svg = SQUARE.format(f'<path fill="device-cmyk({paint})" d="M0 0h20v20h-20z"/>').encode()
    picture = _inks(finish(_plain(BLACK, TINT, {"a.svg": svg}), PROFILE), tmp_path, "-overprint")
    assert _at(picture, 3 + 10, 3 + 10) == inks
    assert _at(picture, 3 + 40, 3 + 20) == [20, 0, 20, 0]


def test_black_overprints_until_another_colour_comes(tmp_path: Path) -> None:
    shapes = "".join(f'<path fill="device-cmyk({paint})" stroke="device-cmyk({stroke})" stroke-width="2" '
                     f'd="M{x} 2h4v16h-4z"/>'
                     for x, paint, stroke in ((2, "0% 0% 0% 100%", "0% 90% 0% 0%"),
                                              (14, "0% 0% 90% 0%", "0% 0% 0% 100%")))
    content = _plain(BLACK, TINT, {"a.svg": SQUARE.format(shapes).encode()})
    picture = _inks(finish(content, PROFILE), tmp_path, "-overprint")
    assert [_at(picture, 3 + x, 3 + 10)[:3] for x in (4, 16)] == [[20, 0, 20], [0, 0, 90]]
    assert _at(picture, 3 + 2, 3 + 10)[1] > 50
    assert _at(picture, 3 + 14, 3 + 10)[3] > 50


def test_what_is_seen_through_is_mixed_from_inks(tmp_path: Path) -> None:
    svg = SQUARE.format('<g opacity="0.5"><path fill="device-cmyk(0% 80% 0% 0%)" d="M0 0h20v20h-20z"/></g>').encode()
    content = finish(_plain(BLACK, TINT, {"a.svg": svg}), PROFILE)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        groups = [item.Group for item in pdf.objects if isinstance(item, pikepdf.Stream) and "/Group" in item]
        assert groups
        assert {str(group.CS) for group in groups} == {"/DeviceCMYK"}
    assert _at(_inks(content, tmp_path), 3 + 10, 3 + 10) == [10, 40, 10, 0]
    assert messages("press/x4", Subject("a.pdf", content, frozenset())) == []


# --- marks -----------------------------------------------------------------------------------------------------------


@cache
def _marked() -> bytes:
    return finish(_plain("<p></p>", "@page { background: device-cmyk(0 50% 0 0) }"), PROFILE, marks=True)


def test_marks_stand_outside_the_bleed(tmp_path: Path) -> None:
    with pikepdf.open(io.BytesIO(_marked())) as pdf:
        page = pdf.pages[0].obj
        media, bleed, trim = ([float(side) / MM for side in page[name]]
                              for name in ("/MediaBox", "/BleedBox", "/TrimBox"))
        assert media == pytest.approx([0, 0, 86, 86], abs=1e-3)
        assert bleed == pytest.approx([10, 10, 76, 76], abs=1e-3)
        assert trim == pytest.approx([13, 13, 73, 73], abs=1e-3)
        assert b"0.25 w" in page.Contents.read_bytes()
        assert page.Resources.ColorSpace["/All"][:2] == [pikepdf.Name.Separation, pikepdf.Name.All]
    results = preflight.run(Subject("a.pdf", _marked(), FORMATS["press"].claims))
    told = {result.check.id: (result.saw, [finding.message for finding in result.findings]) for result in results}
    assert told["press/marks"] == ("20 marks, all outside of the bleed", [])
    assert [id_ for id_, (_, found) in told.items() if found and id_.startswith("press/")] == []
    picture = _inks(_marked(), tmp_path, pixels=12)
    cyan = picture.getchannel("C").crop((0, 13 * 12 - 1, picture.width, 13 * 12 + 1))   # where the head is cut
    columns = [x / 12 for x in range(picture.width) if max(cyan.crop((x, 0, x + 1, 2)).tobytes()) > 60]
    assert len([x for x in columns if x < 43]) == pytest.approx(5 * 12, abs=3)
    assert all(4.9 <= x <= 10 or 75.9 <= x <= 81 for x in columns)


def test_a_draft_with_marks_keeps_its_claims_too(mini: Path, run: Run) -> None:
    result = run("build", "nb", "--format", "press", "--marks", "--draft")
    assert (result.code, result.err) == (0, "")
    with pikepdf.open(mini / "build/mini-nb-press-draft.pdf") as pdf:
        assert [float(side) / MM for side in pdf.pages[0].mediabox] == pytest.approx([0, 0, 174, 236], abs=1e-3)
    assert "unchanged" not in run("build", "nb", "--format", "press", "--draft").out


def test_the_art_is_the_same_inside_the_marks(tmp_path: Path) -> None:
    picture = _inks(_marked(), tmp_path)
    assert _at(picture, 43, 33) == [0, 50, 0, 0]
    assert _at(picture, 10.5, 33) == [0, 50, 0, 0]
    assert _at(picture, 4, 12) == [0, 0, 0, 0]
