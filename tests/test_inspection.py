"""What the inspection finds in a PDF that anybody may have made."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from built import A5, form, image, opened, pdf_of, qr, words
from pikepdf import Array, Dictionary, Name

from brochure.geometry import Rectangle
from brochure.inspection import Document
from brochure.inspection.colours import space_of
from brochure.inspection.links import Bookmark
from brochure.inspection.marks import Marks
from brochure.inspection.operators import LIMIT_OPERATORS
from brochure.inspection.rasters import pixels_of, place_of

MM = 72 / 25.4


def near(found: Rectangle, *expected: float) -> bool:
    return (found.left, found.top, found.right, found.bottom) == pytest.approx(expected, abs=0.6)


def marks(drawn: str, **options: Any) -> Marks:
    return opened(pdf_of(drawn, **options)).marks[0]


# --- pages ------------------------------------------------------------------------------------------------------------


def test_boxes_are_told_from_the_corner_of_the_trim() -> None:
    pdf = pdf_of("", size=(500, 700), TrimBox=Array([40, 50, 40 + 148 * MM, 50 + 210 * MM]),
                 BleedBox=Array([40 - 3 * MM, 50 - 3 * MM, 40 + 151 * MM, 50 + 213 * MM]))
    [page] = opened(pdf).pages
    assert near(page.trim, 0, 0, 148, 210)
    assert near(page.bleed, -3, -3, 151, 213)
    assert page.crop == page.media
    assert near(page.media, -40 / MM, 210 - 650 / MM, 460 / MM, 210 + 50 / MM)
    assert (page.width, page.height) == pytest.approx((148, 210))
    assert page.told == {"/MediaBox", "/BleedBox", "/TrimBox"}


@pytest.mark.parametrize("turned", [0, 90, 180, 270, -90, 450])
@pytest.mark.parametrize("crop", [None, (30, 60, 380, 500)])
def test_a_place_is_where_the_page_shows_it(turned: int, crop: tuple[int, ...] | None) -> None:
    square = "0 0 0 rg 100 300 40 20 re f"
    extra = {"CropBox": Array(crop)} if crop else {}
    document = opened(pdf_of(square + words("Her", left=200, up=400), Rotate=turned, **extra))
    [page] = document.pages
    at = page.place(100, 300, 140, 320)
    picture = document.picture(1, 100, grey=True)
    box = pixels_of(at, page, picture)
    inner = (box[0] + 3, box[1] + 3, box[2] - 3, box[3] - 3)
    assert picture.crop(inner).getextrema() == (0, 0)
    assert near(place_of(box, page, picture), at.left, at.top, at.right, at.bottom)
    [found] = document.words
    shown = picture.crop(pixels_of(found.at, page, picture))
    assert shown.getextrema()[0] < 60   # letters are there
    assert found.text == "Her"


def test_a_page_may_have_a_unit_of_its_own() -> None:
    document = opened(pdf_of(words("Her", 6) + " 1 w 0 0 m 9 9 l S", size=(A5[0] / 2, A5[1] / 2), UserUnit=2))
    assert (document.pages[0].width, document.pages[0].height) == pytest.approx((148, 210), abs=0.1)
    assert document.marks[0].texts[0].size == pytest.approx(12)
    assert document.marks[0].lines[0].width == pytest.approx(2)
    assert document.words[0].size == pytest.approx(12, abs=0.1)


def test_boxes_without_an_area_are_passed_over() -> None:
    [page] = opened(pdf_of("", TrimBox=Array([9, 9, 9, 9]), CropBox=Array([900, 900, 999, 999]))).pages
    assert near(page.trim, 0, 0, 148, 210)
    assert page.told == {"/MediaBox", "/CropBox"}


# --- marks ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("drawn", "size"), [
    ("BT /F 9 Tf (a) Tj ET", 9),
    ("q .5 0 0 .5 0 0 cm BT /F 9 Tf (a) Tj ET Q", 4.5),
    ("BT /F 1 Tf 8 0 0 8 50 50 Tm [(a) 20 (b)] TJ ET", 8),
    ("BT /F 10 Tf 0 1 -1 0 50 50 Tm (a) Tj ET", 10),
    ("BT /F 10 Tf 1 0 .3 1 50 50 Tm (a) Tj ET", 10),   # slanted
    ("BT /F 10 Tf 50 Tz 12 TL (a) ' ET", 10),
    ("1 0 0 -1 0 600 cm BT 1 0 0 -1 0 9 Tm /F 7 Tf (a) Tj ET", 7),
])
def test_size_of_text(drawn: str, size: float) -> None:
    [text] = marks(drawn).texts
    assert text.size == pytest.approx(size)
    assert text.font == "Helvetica"


def test_lines_of_text_are_placed() -> None:
    drawn = "BT /F 9 Tf 72 523.28 Td (a) Tj 0 -72 TD (b) Tj T* (c) Tj 5 Ts (d) ' ET"
    assert [(round(text.left, 1), round(text.top, 1)) for text in marks(drawn).texts] == [
        (25.4, 25.4), (25.4, 50.8), (25.4, 76.2), (25.4, 101.6 - round(5 / MM, 1))]


@pytest.mark.parametrize(("drawn", "widths"), [
    ("2 w 0 0 m 9 9 l S", [2]),
    ("0 w 0 0 m 9 9 l s", [0]),
    ("0 0 m 9 9 l S", [1]),
    (".1 0 0 .1 0 0 cm 5 w 0 0 m 9 9 l B", [.5]),
    ("q 3 w Q 0 0 m 9 9 l S", [1]),
    ("/G gs 0 0 m 9 9 l S", [.2]),
    ("10 10 200 .5 re f", [.5]),
    ("10 10 .25 -90 re f*", [.25]),
    ("10 10 200 30 re f", []),
    ("10 10 2 2 re f", []),   # a dot
    ("10 10 200 .5 re 9 9 m f", []),
    ("10 10 200 .5 re n 10 10 200 .5 re W n", []),
    ("10 10 200 50 re 10 11 200 48 re f*", [1]),   # a frame of which two sides are filled
])
def test_lines_and_rules(drawn: str, widths: list[float]) -> None:
    found = marks(drawn, resources={"ExtGState": Dictionary(G=Dictionary(LW=.2))}).lines
    assert [line.width for line in found] == pytest.approx(widths)


def spaces() -> Dictionary:
    spot = Array([Name.Separation, Name("/PANTONE 321 C"), Name.DeviceCMYK, Dictionary()])
    return Dictionary(S=spot, B=Array([Name.Separation, Name.Black, Name.DeviceCMYK, Dictionary()]),
                      N=Array([Name.DeviceN, Array([Name.Cyan, Name.Gold]), Name.DeviceCMYK, Dictionary()]),
                      I=Array([Name.Indexed, Name.DeviceCMYK, 1, b"00001111"]), L=Array([Name.Lab, Dictionary()]),
                      C=Array([Name.CalRGB, Dictionary()]), P=Array([Name.Pattern, Name.DeviceGray]))


@pytest.mark.parametrize(("drawn", "name", "inks"), [
    ("0 g", "grey", 1), (".1 .2 .3 rg", "RGB", 4), ("0 0 0 1 k", "CMYK", 1), ("1 0 .5 0 k", "CMYK", 2),
    ("/DeviceCMYK cs 0 0 0 1 sc", "CMYK", 1), ("/DeviceCMYK cs", "CMYK", 1), ("/S cs 1 scn", "spot PANTONE 321 C", 1),
    ("/B cs 1 scn", "CMYK", 1), ("/N cs 1 1 scn", "spot Cyan, Gold", 2), ("/I cs 1 sc", "CMYK", 4),
    ("/L cs 1 1 1 sc", "Lab", 4), ("/C cs 1 1 1 sc", "RGB", 4), ("/P cs 0 /T scn", "grey", 1),
    ("/missing cs 1 sc", "unknown", 4), ("q 1 0 0 0 k Q", "grey", 1), ("/Pattern cs /X scn", "CMYK", 4),
])
def test_colours(drawn: str, name: str, inks: int) -> None:
    shading = Dictionary(PatternType=2, Shading=Dictionary(ColorSpace=Name.DeviceCMYK))
    found = marks(f"{drawn} 0 0 99 99 re f BT /F 9 Tf (a) Tj ET",
                  resources={"ColorSpace": spaces(), "Pattern": Dictionary(X=shading)})
    [space], [text] = found.painted, found.texts
    assert space == text.colour.space
    assert (space.name, text.colour.inks) == (name, inks)


def test_a_profile_stands_for_a_colour_of_the_device() -> None:
    pdf = pdf_of("1 0 0 rg 0 0 9 9 re f 0 0 0 RG 0 0 m 9 9 l S")
    profile = pdf.make_stream(b"profile", N=3)
    pdf.pages[0].obj.Resources.ColorSpace = Dictionary(DefaultRGB=Array([Name.ICCBased, profile]))
    assert {space.name for space in opened(pdf).marks[0].painted} == {"RGB with a profile"}
    loop = Array([Name.Indexed, Name.X, 1, b""])
    assert space_of(Name.X, Dictionary(ColorSpace=Dictionary(X=loop))).family == ""


def test_forms_patterns_letters_and_annotations_are_followed() -> None:
    pdf = pdf_of("/A Do /Pattern cs /T scn 0 0 9 9 re f BT /Y 10 Tf (a) Tj ET")
    inner = form(pdf, "0 0 0 1 k BT /F 20 Tf (a) Tj ET", Matrix=Array([.5, 0, 0, .5, 0, 0]))
    outer = form(pdf, "/B Do", Resources=Dictionary(XObject=Dictionary(B=inner),
                                                     Font=pdf.pages[0].obj.Resources.Font))
    inner.Resources = Dictionary(Font=pdf.pages[0].obj.Resources.Font)
    tile = form(pdf, "1 0 0 rg 0 0 5 5 re f", PatternType=1)
    letter = pdf.make_stream(b"9 0 d0 /L cs 1 0 0 sc 0 0 500 500 re f")
    drawn = Dictionary(Type=Name.Font, Subtype=Name.Type3, FontMatrix=Array([.001, 0, 0, .001, 0, 0]),
                       FontBBox=Array([0, -200, 1000, 800]), CharProcs=Dictionary(a=letter))
    resources = pdf.pages[0].obj.Resources
    resources.XObject, resources.Pattern = Dictionary(A=outer), Dictionary(T=tile)
    resources.ColorSpace, resources.Font.Y = Dictionary(L=Array([Name.Lab, Dictionary()])), drawn
    shown = form(pdf, "0 0 0 RG 1 w 0 0 m 500 500 l S", BBox=Array([0, 0, 100, 100]))
    pdf.pages[0].obj.Annots = Array([Dictionary(Subtype=Name.Stamp, Rect=Array([50, 50, 250, 250]),
                                                AP=Dictionary(N=pdf.make_indirect(shown)))])
    found = opened(pdf).marks[0]
    assert [text.size for text in found.texts] == pytest.approx([10, 10])
    assert found.lines[0].width == pytest.approx(2)
    assert {space.name for space, use in found.spaces if use != "set"} == {"CMYK", "RGB", "Lab", "Pattern"}


def test_pictures_are_measured() -> None:
    pdf = pdf_of("q 72 0 0 36 50 50 cm /P Do Q q 0 10 -10 0 90 90 cm /M Do Q "
                 "q 7.2 0 0 7.2 0 0 cm BI /W 2 /H 2 /BPC 8 /CS /G ID abcd EI Q")
    mask = image(pdf, 100, 100, components=1, ImageMask=True)
    del mask.ColorSpace
    pdf.pages[0].obj.Resources.XObject = Dictionary(P=image(pdf, 300, 75), M=mask)
    picture, masked, inline = opened(pdf).marks[0].pictures
    assert (picture.width, picture.height, picture.bits, picture.space.name, picture.mask) == (300, 75, 8, "RGB", False)
    assert picture.dpi == pytest.approx(150)
    assert (picture.at.right - picture.at.left, picture.at.bottom - picture.at.top) == pytest.approx((25.4, 12.7))
    assert (masked.mask, masked.bits, masked.space.name) == (True, 1, "grey")
    assert masked.dpi == pytest.approx(720)
    assert (inline.width, inline.dpi, inline.space.name) == (2, pytest.approx(20), "grey")


def test_shadings_are_seen() -> None:
    resources = {"Shading": Dictionary(X=Dictionary(ShadingType=2, ColorSpace=Name.DeviceRGB))}
    assert {(space.name, use) for space, use in marks("/X sh", resources=resources).spaces} == {("RGB", "shading")}


def test_nonsense_is_passed_over() -> None:
    found = marks("cm 1 cm /x /y Tf Tf Q Q rg 5 re (a) Do /F Do gs BT /F 9 Tf (a) Tj ET 1 1 w sh scn")
    assert [text.size for text in found.texts] == pytest.approx([9])


# --- words ------------------------------------------------------------------------------------------------------------


def test_words_have_their_size_and_place() -> None:
    document = opened(pdf_of(words("Ring oss", 18, 72, 72), words("x", 9)))
    first, second = document.words
    assert (first.page, first.text, first.size, second.page, second.size) == (1, "Ring oss", 18, 2, 9)
    assert first.at.left == pytest.approx(25.4, abs=0.6)
    assert first.at.bottom == pytest.approx(210 - 25.4, abs=1.5)


@pytest.mark.parametrize("few", [500_000, 0])
def test_words_that_are_set_letter_by_letter_are_whole(few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    from brochure.inspection import words as module

    monkeypatch.setattr(module, "_FEW", few)
    places = zip("Ring oss", (60, 69, 72, 79, 86, 90, 97, 103), strict=True)
    drawn = "".join(words(letter, left=left) for letter, left in places if letter != " ")
    pdf = pdf_of(drawn + words("Her", left=200) + words("ny", left=230, before="1 0 0 rg"))
    assert [(found.text, found.size, found.colour) for found in opened(pdf).words] == [
        ("Ring oss", 12, (0, 0, 0)), ("Her", 12, (0, 0, 0)), ("ny", 12, (255, 0, 0))]


def test_words_of_marked_content() -> None:
    pdf = pdf_of("/P <</MCID 4>> BDC" + words("En") + "EMC /Artifact BMC" + words("Nei") + "EMC /X Do")
    inner = form(pdf, "/P <</MCID 7>> BDC" + words("To", up=100) + words("Tre", up=80) + "EMC",
                 Resources=Dictionary(Font=pdf.pages[0].obj.Resources.Font))
    pdf.pages[0].obj.Resources.XObject = Dictionary(X=inner)
    assert opened(pdf).tagged_words == {(1, 4): "En", (1, 7): "ToTre"}


# --- rasters and codes ------------------------------------------------------------------------------------------------


def test_inks_are_told_as_they_are_printed() -> None:
    """Adobe's JPEG holds inks inverted: seen in Poppler 22.12, which Pillow 13 turns back."""
    document = opened(pdf_of("1 0 0 .5 k 0 0 200 600 re f", "0 .25 1 0 k 0 0 500 600 re f",
                             CropBox=Array([0, 0, 300, 500])))
    first, second = document.inks(36)
    assert (first.mode, first.size) == ("CMYK", (150, 250))
    assert first.getpixel((50, 100)) == pytest.approx((255, 0, 0, 128), abs=3)
    assert first.getpixel((140, 100)) == pytest.approx((0, 0, 0, 0), abs=3)
    assert second.getpixel((140, 100)) == pytest.approx((0, 64, 255, 0), abs=3)


@pytest.mark.parametrize(("module", "quiet"), [(0.4, 4), (0.7, 4), (1.0, 2)])
def test_codes_are_read_and_measured(module: float, quiet: int) -> None:
    document = opened(pdf_of(words("Film"), qr("https://www.example.no/film", module, quiet)))
    [code] = document.codes
    assert (code.page, code.text) == (2, "https://www.example.no/film")
    assert code.module == pytest.approx(module, rel=0.04)
    assert code.quiet == quiet
    assert code.at.left == pytest.approx(100 / MM, abs=0.5)


def test_what_looks_like_a_micro_code_is_none_of_ours() -> None:
    """As letters may, now and then: an Arabic clinic's did."""
    document = opened(pdf_of(qr("12345", 1.0, micro=True), qr("https://a.no", 1.0)))
    assert [(code.page, code.text) for code in document.codes] == [(2, "https://a.no")]


# --- what can be clicked, tags, metadata ------------------------------------------------------------------------------


def link(address: str | None, **action: Any) -> Dictionary:
    told = {"S": Name.URI, "URI": address} if address is not None else action
    return Dictionary(Subtype=Name.Link, Rect=Array([0, 500, 72, A5[1]]), A=Dictionary(**told))


def test_links() -> None:
    pdf = pdf_of("", "")
    jump = Dictionary(Subtype=Name.Link, Dest=Array([0]), Rect="nonsense")
    pdf.pages[1].obj.Annots = Array([link("https://a.no"), jump, link(None, S=Name.Launch, F=Dictionary(F="a.exe")),
                                     Dictionary(Subtype=Name.Text), Name.X])
    found = opened(pdf).links
    assert [(entry.page, entry.address, entry.action) for entry in found] == [
        (2, "https://a.no", "URI"), (2, "", "GoTo"), (2, "a.exe", "Launch")]
    assert near(found[0].at or Rectangle(0, 0, 0, 0), 0, 0, 25.4, (A5[1] - 500) / MM)
    assert found[1].at is None


def test_bookmarks_end_where_they_loop() -> None:
    pdf = pdf_of("")
    first = pdf.make_indirect(Dictionary(Title="En"))
    first.First = pdf.make_indirect(Dictionary(Title="To"))
    first.Next = pdf.make_indirect(Dictionary(Title="Tre", Next=first))
    pdf.Root.Outlines = Dictionary(First=first)
    assert opened(pdf).bookmarks == (Bookmark("En", 0), Bookmark("To", 1), Bookmark("Tre", 0))
    assert opened(pdf_of("")).bookmarks == ()


def test_tags_are_told_in_order() -> None:
    pdf = pdf_of("", "")
    first, second = (page.obj for page in pdf.pages)
    heading = pdf.make_indirect(Dictionary(S=Name.Overskrift, K=0, Pg=second, Lang="en"))
    figure = pdf.make_indirect(Dictionary(S=Name.Figure, Alt="En kvinne", Pg=first, K=Array([
        Dictionary(Type=Name.MCR, MCID=3), Dictionary(Type=Name.OBJR), 5, heading])))
    section = pdf.make_indirect(Dictionary(S=Name.Sect, K=Array([figure, figure])))   # says no page of its own
    section.K.append(section)
    pdf.Root.StructTreeRoot = Dictionary(K=section, RoleMap=Dictionary(Overskrift=Name.H1, H1=Name.H1))
    pdf.Root.MarkInfo = Dictionary(Marked=True)
    tags = opened(pdf).tags
    assert tags.marked
    assert [(tag.role, tag.depth, tag.page, tag.alt, tag.language) for tag in tags.walk()] == [
        ("Sect", 0, 1, "", ""), ("Figure", 1, 1, "En kvinne", ""), ("H1", 2, 2, "", "en")]
    assert [(entry.page, entry.number) for entry in tags.content()] == [(1, 3), (1, 5), (2, 0)]


def test_a_file_without_tags() -> None:
    tags = opened(pdf_of("")).tags
    assert (tags.marked, list(tags.walk())) == (False, [])


def test_metadata() -> None:
    pdf = pdf_of("")
    with pdf.open_metadata() as told:
        told["dc:title"], told["dc:creator"] = "Tittel", ["A", "B"]
    pdf.docinfo["/Title"] = "En annen"
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    pdf.Root.Lang, pdf.Root.OpenAction = "nb", Dictionary(S=Name.JavaScript)
    pdf.attachments["a.txt"] = b"a"
    found = opened(pdf, min_version="1.6").metadata
    assert (found.title, found.xmp["author"], found.info["title"]) == ("Tittel", "A, B", "En annen")
    assert (found.language, found.shows_title, found.version) == ("nb", True, "1.6")
    assert (found.scripts, found.attachments, found.encrypted) == (True, ("a.txt",), False)
    plain = opened(pdf_of("")).metadata
    assert (plain.title, plain.language, plain.has_xmp, plain.scripts) == ("", "", False, False)


def test_fonts_within_a_page_are_found() -> None:
    assert [(font.name, font.embedded) for font in opened(pdf_of("")).fonts] == [("Helvetica", False)]


def test_ours_is_read(shipped: dict[str, Path]) -> None:
    document = Document(shipped["nb"].read_bytes(), "nb.pdf")
    assert [(round(page.width), round(page.height)) for page in document.pages] == [(148, 210)] * 8
    assert min(text.size for marks in document.marks for text in marks.texts) >= 8.99
    assert {space.name for marks in document.marks for space in marks.painted} == {"RGB"}
    spoken = "".join(document.tagged_words.get((entry.page, entry.number), "") for entry in document.tags.content())
    assert "Bekkenleddsmerter er navnet på smerter som sitter" in spoken
    assert {tag.role for tag in document.tags.walk()} >= {"H1", "P", "L", "LI", "Figure", "Link"}
    assert [code.page for code in document.codes] == [8, 8]
    assert document.bookmarks[0].title == "Bekkenleddsmerter"


# --- a file that means harm -------------------------------------------------------------------------------------------


def test_what_cannot_be_found_is_told_to_each_who_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    from brochure.errors import Unreadable
    from brochure.inspection import operators

    document = opened(pdf_of("q Q " * 2000))
    monkeypatch.setattr(operators, "LIMIT_OPERATORS", 1000)
    for _ in range(2):
        with pytest.raises(Unreadable, match="more than 1,000 operators"):
            assert document.marks
    assert LIMIT_OPERATORS >= 1_000_000
    assert isinstance(pikepdf.open(io.BytesIO(document.content)), pikepdf.Pdf)
