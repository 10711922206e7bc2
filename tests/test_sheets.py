"""Imposition: each page once and in its place, as it looks on its own; and what becomes of what it says of itself."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import pikepdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from judged import printed
from pikepdf import Array, Dictionary, Name, Pdf
from PIL import Image, ImageChops

from brochure.errors import BrochureError
from brochure.leaves import MOST_PAGES
from brochure.sheets import PAPERS, Imposed, impose, sides

MM = 72 / 25.4
A5 = (148.0, 210.0)
DOTS = 4   # per mm of the pictures that are compared
Change = Callable[[Pdf], None]

# --- the order -------------------------------------------------------------------------------------------------------

_COUNTS = st.integers(1, MOST_PAGES // 4).map(lambda sheets: sheets * 4)


@given(_COUNTS, st.booleans())
def test_each_page_is_printed_once(pages: int, right_to_left: bool) -> None:
    order = sides(pages, right_to_left=right_to_left)
    assert len(order) == pages // 2
    assert sorted(page for pair in order for page in pair) == list(range(1, pages + 1))


@given(_COUNTS)
def test_behind_each_page_is_the_next(pages: int) -> None:
    """A sheet is flipped on its short edge: behind its right half is the left half of its back."""
    order = sides(pages)
    for (far, near), (behind_near, behind_far) in zip(order[::2], order[1::2], strict=True):
        assert near % 2 == 1
        assert behind_near == near + 1
        assert behind_far % 2 == 1
        assert far == behind_far + 1


@given(_COUNTS)
def test_the_sheets_lie_in_one_another(pages: int) -> None:
    """Sheet by sheet inwards the first leaves go on and the last go back, and the innermost side is a spread."""
    order = sides(pages)
    assert [near for _, near in order[::2]] == list(range(1, pages // 2, 2))
    assert [far for far, _ in order[::2]] == list(range(pages, pages // 2, -2))
    assert order[-1] == (pages // 2, pages // 2 + 1)


@given(_COUNTS)
def test_from_right_to_left_it_is_mirrored(pages: int) -> None:
    assert sides(pages, right_to_left=True) == tuple((right, left) for left, right in sides(pages))


@given(st.integers(-8, 400).filter(lambda pages: pages < 0 or pages % 4))
def test_other_numbers_cannot_be_folded(pages: int) -> None:
    with pytest.raises(ValueError, match="cannot be folded"):
        sides(pages)


# --- how the sheets look ---------------------------------------------------------------------------------------------


def document(pages: int, change: Change = lambda _: None, size: tuple[float, float] = A5, **options: Any) -> bytes:
    """A PDF of pages (size in mm) with one ground each, an arrow-like dot in a corner, and ink beyond their edge."""
    width, height = size[0] * MM, size[1] * MM
    pdf = pikepdf.new()
    for number in range(pages):
        pdf.add_blank_page(page_size=(width, height))
        grey = 0.3 + 0.6 * number / pages
        pdf.pages[number].Contents = pdf.make_stream(
            f"{grey:.3f} g -50 -50 {width + 100:.3f} {height + 100:.3f} re f "
            f"0 g {5 * MM:.3f} {height - 25 * MM:.3f} {10 * MM:.3f} {20 * MM:.3f} re f".encode())
    change(pdf)
    written = io.BytesIO()
    pdf.save(written, **options)
    return written.getvalue()


def pictures(content: bytes) -> list[Image.Image]:
    """Each page as a grey picture."""
    pdf = pypdfium2.PdfDocument(content)
    found = [page.render(scale=DOTS / MM, grayscale=True).to_pil().convert("L") for page in pdf]
    pdf.close()
    return found


def halves(made: Imposed, width: float = 148, height: float = 210, *, right_to_left: bool = False,
           shift: float = 0) -> Iterator[tuple[int, Image.Image]]:
    """Each page's number and its picture, cut out of its sheet where it must be; `shift` is for each sheet, in mm."""
    for side, (picture, pair) in enumerate(zip(pictures(made.content), sides(made.pages, right_to_left=right_to_left),
                                               strict=True)):
        fold, moved = picture.width / 2, side // 2 * shift * DOTS
        top = (picture.height - height * DOTS) / 2
        for page, left in zip(pair, (fold - width * DOTS + moved, fold - moved), strict=True):
            yield page, picture.crop((round(left), round(top), round(left + width * DOTS), round(top + height * DOTS)))


def assert_same(found: Image.Image, wanted: Image.Image) -> None:
    """Compare two pictures but for their outermost dots, which are mixed with what is beside them."""
    assert abs(found.width - wanted.width) <= 2
    assert abs(found.height - wanted.height) <= 2
    wanted = wanted.resize(found.size)
    inside = (3, 3, found.width - 3, found.height - 3)
    differing = ImageChops.difference(found, wanted).crop(inside).point([0] * 12 + [255] * 244).histogram()[255]
    assert differing < 0.004 * found.width * found.height


@pytest.mark.parametrize("right_to_left", [False, True])
@pytest.mark.parametrize("pages", [4, 8, 12])
def test_pages_keep_their_size_and_touch_the_fold(pages: int, right_to_left: bool) -> None:
    content = document(pages)
    made = impose(content, "a.pdf", right_to_left=right_to_left)
    assert (made.pages, made.blank, made.sheets, made.scale) == (pages, 0, pages // 4, 1)
    wanted = pictures(content)
    found = dict(halves(made, right_to_left=right_to_left))
    assert len(found) == pages
    for page, picture in found.items():
        assert_same(picture, wanted[page - 1])


def test_what_bleeds_is_cut_at_the_page() -> None:
    for sheet in pictures(impose(document(4), "a.pdf").content):
        assert sheet.getpixel((0, 400)) == 255   # half a millimetre is left beside A5
        assert sheet.getpixel((297 * DOTS - 1, 400)) == 255
        assert sheet.getpixel((4, 400)) < 250
        assert sheet.getpixel((297 * DOTS - 5, 400)) < 250


def _trimmed(pdf: Pdf) -> None:
    for page in pdf.pages:
        page.MediaBox = [-20, -20, 148 * MM + 20, 210 * MM + 20]
        page.TrimBox = [0, 0, 148 * MM, 210 * MM]


def _cropped(pdf: Pdf) -> None:
    for page in pdf.pages:
        page.MediaBox = [-20, -20, 148 * MM + 20, 210 * MM + 20]
        page.CropBox = [0, 0, 148 * MM, 210 * MM]


def _trim_beyond_the_paper(pdf: Pdf) -> None:
    for page in pdf.pages:
        page.TrimBox = [-50, -50, 148 * MM + 50, 210 * MM + 50]


def _backwards(pdf: Pdf) -> None:
    for page in pdf.pages:
        page.MediaBox = [148 * MM, 210 * MM, 0, 0]


def _in_parts(pdf: Pdf) -> None:
    for page in pdf.pages:
        begin, end = page.Contents.read_bytes().split(b" 0 g ")
        page.Contents = Array([pdf.make_stream(begin), pdf.make_stream(b"0 g " + end)])


def _inherited(pdf: Pdf) -> None:
    pdf.Root.Pages.MediaBox = pdf.pages[0].MediaBox
    pdf.Root.Pages.Resources = Dictionary()
    for page in pdf.pages:
        del page.MediaBox
        del page.Resources


@pytest.mark.parametrize("change", [_trimmed, _cropped, _trim_beyond_the_paper, _backwards, _in_parts, _inherited])
def test_boxes_and_inheritance_are_respected(change: Change) -> None:
    wanted = pictures(document(4))
    for page, picture in halves(impose(document(4, change), "a.pdf")):
        assert_same(picture, wanted[page - 1])


@pytest.mark.parametrize("turn", [0, 90, 180, 270, -90, 450])
@pytest.mark.parametrize("where", ["page", "tree"])
def test_turned_pages_stand_as_they_are_read(turn: int, where: str) -> None:
    """What pdfium shows of the pages alone is what it must show of the sheets."""

    def change(pdf: Pdf) -> None:
        if where == "tree":
            pdf.Root.Pages.Rotate = turn
        else:
            for page in pdf.pages:
                page.Rotate = turn

    size = (210.0, 148.0) if turn % 180 else A5
    content = document(4, change, size)
    wanted = pictures(content)
    assert wanted[0].size == (148 * DOTS, 210 * DOTS)
    for page, picture in halves(impose(content, "a.pdf")):
        assert_same(picture, wanted[page - 1])


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_larger_units_make_larger_pages(turn: int) -> None:
    def change(pdf: Pdf) -> None:
        for page in pdf.pages:
            page.UserUnit, page.Rotate = 2, turn

    size = (105.0, 74.0) if turn % 180 else (74.0, 105.0)
    made = impose(document(4, change, size), "a.pdf")
    turned = pictures(document(4, lambda pdf: [setattr(page, "Rotate", turn) for page in pdf.pages] and None, size))
    assert made.scale == 1
    for page, picture in halves(made):
        assert_same(picture, turned[page - 1].resize(picture.size))


@pytest.mark.parametrize(("size", "paper", "scale"), [
    ((210, 297), "a4", 0.7071), ((148, 210), "letter", 0.9439), ((139.7, 215.9), "letter", 1), ((105, 148), "a4", 1),
    ((210, 148), "a4", 0.7071), ((148.8, 210.4), "a4", 1), ((150, 212), "a4", 0.99)])
def test_large_pages_are_made_smaller_and_small_ones_are_not_enlarged(size: tuple[float, float], paper: str,
                                                                      scale: float) -> None:
    content = document(4, size=size)
    made = impose(content, "a.pdf", PAPERS[paper])
    assert made.scale == pytest.approx(scale, abs=0.001)
    width, height = min(size[0] * scale, PAPERS[paper].width / 2), min(size[1] * scale, PAPERS[paper].height)
    wanted = pictures(content)
    for page, picture in halves(made, width, height):
        assert_same(picture, wanted[page - 1].resize(picture.size))


@pytest.mark.parametrize("pages", [1, 2, 3, 5, 7])
def test_blank_pages_fill_the_last_sheet(pages: int) -> None:
    made = impose(document(pages), "a.pdf")
    assert made.pages == -(-pages // 4) * 4
    assert made.blank == made.pages - pages
    blank = {page for page, picture in halves(made) if picture.reduce(50).getpixel((5, 8)) == 255}
    assert blank == set(range(pages + 1, made.pages + 1))


def test_creep_moves_inner_pages_towards_the_fold() -> None:
    """The outermost sheet stays; what would cross the fold is cut."""
    content = document(12)
    wanted, crept = pictures(content), impose(content, "a.pdf", creep=1)
    for page, picture in halves(crept, shift=1):
        # By how much its sheet is moved, it is cut at the fold: at its left if it is odd.
        moved = min((page - 1) // 2, (12 - page) // 2) * DOTS
        box = (moved, 0, picture.width, picture.height) if page % 2 else (0, 0, picture.width - moved, picture.height)
        assert_same(picture.crop(box), wanted[page - 1].crop(box))
    first, still = pictures(crept.content)[0], pictures(impose(content, "a.pdf").content)[0]
    assert ImageChops.difference(first, still).getbbox() is None


@pytest.mark.parametrize(("pages", "creep", "told"), [
    (4, -0.1, "a creep of -0.1 mm is none"), (4, 1.1, "a creep of 1.1 mm is none"),
    (4, float("nan"), "a creep of nan mm is none"), (4, float("inf"), "a creep of inf mm is none"),
    (48, 0.5, "a creep of 0.5 mm moves the innermost of 12 sheets by 5.5 mm: 5 mm is the most")])
def test_a_creep_that_no_paper_has(pages: int, creep: float, told: str) -> None:
    with pytest.raises(BrochureError, match=told):
        impose(document(pages), "a.pdf", creep=creep)


def test_ticks_stand_on_the_fold_of_the_outermost_and_the_innermost_side() -> None:
    def white(pdf: Pdf) -> None:
        for page in pdf.pages:
            page.Contents = pdf.make_stream(b"")

    content = document(8, white)
    assert all(picture.getextrema() == (255, 255) for picture in pictures(impose(content, "a.pdf").content))
    inked = []
    for picture in pictures(impose(content, "a.pdf", ticks=True).content):
        ink = picture.point([255] * 250 + [0] * 6)
        box = ink.getbbox()
        if box:
            assert box[0] >= 148 * DOTS
            assert box[2] <= 149 * DOTS
            assert box[1] > 6.5 * DOTS
            assert box[3] < (210 - 6.5) * DOTS
        fold = ink.crop((148 * DOTS, 0, 149 * DOTS, ink.height))
        rows = {y for y in range(fold.height) if fold.crop((0, y, DOTS, y + 1)).getbbox()}
        inked.append(sum(y - 1 not in rows for y in rows))   # lines begin where there is none above
    assert inked == [4, 0, 0, 2]


# --- what a file says of itself --------------------------------------------------------------------------------------


def test_title_language_and_dates_are_kept_and_the_print_dialog_is_set() -> None:
    source = printed("screen")
    with pikepdf.open(io.BytesIO(source.content)) as before, \
            pikepdf.open(io.BytesIO(impose(source.content, "a.pdf").content)) as pdf:
        assert dict(pdf.docinfo) == dict(before.docinfo)
        assert {"/Title", "/CreationDate", "/ModDate"} <= set(pdf.docinfo.keys())
        assert pdf.Root.Lang == before.Root.Lang == "nb"
        # The pages were tagged, PDF/A and PDF/UA; the sheets are not, and lead nowhere.
        assert {"/StructTreeRoot", "/MarkInfo", "/Metadata", "/Outlines"} & set(before.Root.keys())
        assert set(pdf.Root.keys()) <= {"/Type", "/Pages", "/Lang", "/OutputIntents", "/ViewerPreferences",
                                        "/PageLayout"}
        preferences = pdf.Root.ViewerPreferences
        assert dict(preferences) == {"/Duplex": Name.DuplexFlipShortEdge, "/PrintScaling": Name("/None"),
                                     "/PickTrayByPDFSize": True, "/DisplayDocTitle": True}
        assert float(pdf.pdf_version) >= 1.7
        for side in pdf.pages:
            assert set(side.keys()) == {"/Type", "/Parent", "/MediaBox", "/Resources", "/Contents"}
        forms = {name for side in pdf.pages for name in side.Resources.XObject}
        assert forms == {"/Page1", "/Page2", "/Page3", "/Page4"}


def _titled(pdf: Pdf) -> None:
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        metadata["dc:title"] = "Fra pakken"


def _broken_packet(pdf: Pdf) -> None:
    pdf.Root.Metadata = pdf.make_stream(b"<x><broken", Type=Name.Metadata, Subtype=Name.XML)


@pytest.mark.parametrize(("change", "title"), [(_titled, "Fra pakken"), (_broken_packet, None)])
def test_a_title_that_only_the_metadata_tell_is_kept(change: Change, title: str | None,
                                                     capfd: pytest.CaptureFixture[str]) -> None:
    with pikepdf.open(io.BytesIO(impose(document(4, change), "a.pdf").content)) as pdf:
        assert pdf.docinfo.get("/Title") == title
        assert ("/DisplayDocTitle" in pdf.Root.ViewerPreferences) is bool(title)
    assert capfd.readouterr() == ("", "")


def test_a_file_read_from_right_to_left_is_folded_so() -> None:
    def change(pdf: Pdf) -> None:
        pdf.Root.ViewerPreferences = Dictionary(Direction=Name.R2L, HideMenubar=True)

    made = impose(document(4, change), "a.pdf")
    assert made.right_to_left
    with pikepdf.open(io.BytesIO(made.content)) as pdf:
        assert pdf.Root.ViewerPreferences.Direction == "/R2L"
        assert "/HideMenubar" not in pdf.Root.ViewerPreferences
        assert list(pdf.pages[0].Contents.read_bytes().split()).index(b"/Page1") < list(
            pdf.pages[0].Contents.read_bytes().split()).index(b"/Page4")


def test_what_is_printed_of_annotations_is_printed_and_the_rest_is_gone() -> None:
    def change(pdf: Pdf) -> None:
        look = pdf.make_stream(b"1 g 0 0 100 50 re f", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 100, 50])
        common = {"Type": Name.Annot, "AP": Dictionary(N=look)}
        pdf.pages[0].Annots = Array([
            pdf.make_indirect(Dictionary(Subtype=Name.Stamp, Rect=[100, 300, 200, 350], F=4, **common)),
            pdf.make_indirect(Dictionary(Subtype=Name.Stamp, Rect=[100, 100, 200, 150], F=0, **common)),
            pdf.make_indirect(Dictionary(Subtype=Name.Link, Rect=[100, 500, 200, 550], F=4, Type=Name.Annot))])

    made = impose(document(4, change), "a.pdf")
    cover = dict(halves(made))[1]
    assert cover.getpixel((round(150 / MM * DOTS), round((210 - 325 / MM) * DOTS))) == 255
    assert cover.getpixel((round(150 / MM * DOTS), round((210 - 125 / MM) * DOTS))) < 200
    with pikepdf.open(io.BytesIO(made.content)) as pdf:
        assert not [item for item in pdf.objects if isinstance(item, Dictionary) and item.get("/Subtype") == "/Link"]


def test_the_same_input_gives_the_same_bytes() -> None:
    content = printed("screen").content
    assert impose(content, "a.pdf", ticks=True).content == impose(content, "b.pdf", ticks=True).content
    assert impose(content, "a.pdf", ticks=True).content != impose(content, "a.pdf").content


# --- what is refused -------------------------------------------------------------------------------------------------


def _set(number: int, **entries: Any) -> Change:
    def change(pdf: Pdf) -> None:
        for key, value in entries.items():
            pdf.pages[number - 1][f"/{key}"] = value

    return change


def _damaged(pdf: Pdf) -> None:
    pdf.pages[2].Contents = pikepdf.Stream(pdf, b"no such thing", Filter=Name.FlateDecode)


def _cut_off(pdf: Pdf) -> None:
    pdf.pages[2].Contents = pikepdf.Stream(pdf, zlib.compress(b"0 g " * 999)[:-9], Filter=Name.FlateDecode)


def _bomb(pdf: Pdf) -> None:
    packed = zlib.compressobj()
    data = b"".join([*(packed.compress(b"0 g " * 250_000) for _ in range(120)), packed.flush()])
    pdf.pages[2].Contents = pikepdf.Stream(pdf, data, Filter=Name.FlateDecode)


def _endless_tree(pdf: Pdf) -> None:
    pdf.Root.Pages.Kids.append(pdf.Root.Pages)


def _tree_bomb(pdf: Pdf) -> None:
    node = pdf.Root.Pages
    for _ in range(25):
        node = pdf.make_indirect(Dictionary(Type=Name.Pages, Kids=Array([node, node]), Count=4))
    pdf.Root.Pages = node


_LOCKED = "the file is locked with a password, or against changes"
_BROKEN = "the file is no PDF, or it is broken"


@pytest.mark.parametrize(("content", "told"), [
    (document(4, encryption=pikepdf.Encryption(owner="a", user="b")), _LOCKED),
    (document(4, encryption=pikepdf.Encryption(owner="a", user="")), _LOCKED),
    (b"", _BROKEN),
    (b"hello", _BROKEN),
    (document(4)[:-400], _BROKEN),
    (document(4, _damaged), _BROKEN),
    (document(4, _cut_off), _BROKEN),
    (document(4, _endless_tree), _BROKEN),
    (document(4, _tree_bomb), _BROKEN),
    (document(4, _set(1, Contents=Name.X)), _BROKEN),
    (document(4, _set(1, Rotate=Name.X)), _BROKEN),
    (document(4, _bomb), "the pages up to page 3 are drawn with more than 100 MB of operators"),
    (document(0), "the file has no pages"),
    (document(MOST_PAGES + 1), "the file has 401 pages: 400 is the most that is folded and stapled"),
    (document(4, _set(3, MediaBox=[0, 0, 595, 842])),
     "the pages are of mixed sizes: page 1 is 148 × 210 mm, page 3 is 210 × 297 mm"),
    (document(4, _set(1, Rotate=90)), "the pages are of mixed sizes: page 1 is 210 × 148 mm, page 2 is 148 × 210 mm; "
                                      "3 of 4 pages are not as the first"),
    (document(4, _set(2, UserUnit=100)), "page 2 is 14,800 × 21,000 mm: a page is 20 to 5080 mm wide and high"),
    (document(4, _set(2, TrimBox=[10, 10, 10, 10])), "page 2 is 0 × 0 mm: a page is 20 to 5080 mm wide and high"),
    (document(4, _set(4, Rotate=45)), "page 4 is turned by 45°"),
], ids=range(19))
def test_what_cannot_be_imposed_is_refused(content: bytes, told: str, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(BrochureError) as refused:
        impose(content, "a.pdf")
    (fault,) = refused.value.faults
    assert fault.message == told
    assert str(fault.place) == "a.pdf"
    assert fault.hint.endswith(".")
    assert capfd.readouterr() == ("", "")


@settings(derandomize=True, deadline=None, database=None)
@given(st.data())
def test_a_damaged_file_is_imposed_or_refused(data: st.DataObject) -> None:
    content = bytearray(document(2))
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    with suppress(BrochureError):
        assert impose(bytes(content), "a.pdf").pages % 4 == 0
