"""SVG logos: what a drawing program writes is drawn as it was; what cannot be drawn is refused by name."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from conftest import ROOT
from fontTools.pens.recordingPen import RecordingPen
from fontTools.svgLib.path.parser import parse_path
from judged import messages, stranger
from logos import DOT, DRAWN, PLACE, read, svg, told
from PIL import Image, ImageChops, ImageStat

from brochure.artwork import Logo
from brochure.errors import BrochureError
from brochure.finish import finish
from brochure.formats import ARCHIVE, UA
from brochure.logo import read_logo
from brochure.logo.form import form
from brochure.logo.press import for_press
from brochure.press import Press, Sheet
from brochure.profiles import read_profile
from brochure.validator import failures

SIDE = 300   # pt
_UNREAD = "has a <{}> with a number, colour or path that cannot be read (line 1)"
PROFILE = read_profile(ROOT / "profiles", ROOT)
SAND = (0, 4, 11, 2)
PAGE = """<!DOCTYPE html><html lang="nb"><head><title>Logo</title><meta name="author" content="A">
<meta name="description" content="B"><meta name="keywords" content="c"><meta name="generator" content="D">
<meta name="dcterms.created" content="2026-01-01T00:00:00Z">
<meta name="dcterms.modified" content="2026-01-01T00:00:00Z">
</head><body><h1>Logo</h1><p>"""


@pytest.fixture(scope="module")
def press(tmp_path_factory: pytest.TempPathFactory) -> Press:
    return Press(ROOT / "fonts", tmp_path_factory.mktemp("cache"))


def page_of(press: Press, *logos: Logo, more: str = "", style: str = "", tagged: bool = False) -> bytes:
    """A page with some logos, 300 pt wide each."""
    html = PAGE + "".join(f'<img alt="Klinikk" src="brochure:{logo.name}">' for logo in logos)
    css = f"""@page {{ size: {SIDE}pt 600pt; margin: 0; {more} }} body, p {{ margin: 0; line-height: 0 }}
              html {{ font-family: "Fira Sans"; color: {"#000" if tagged else "device-cmyk(0% 0% 0% 100%)"} }}
              h1 {{ font-size: 1pt; line-height: 0; margin: 0 }}
              img {{ width: {SIDE}pt; display: block; image-rendering: crisp-edges; {style} }}"""
    return press.lay_out(html, [Sheet("logo.css", css)], {logo.name: logo.content for logo in logos}).pdf(tagged=tagged)


def drawn(content: bytes) -> Image.Image:
    with pypdfium2.PdfDocument(content) as document:
        return document[0].render(scale=2).to_pil().convert("RGB")


def form_page(logo: Logo) -> bytes:
    """The same as `page_of`, from the operators and without the engine."""
    made, pdf, size = form(logo), pikepdf.new(), SIDE / logo.width
    page = pdf.add_blank_page(page_size=(SIDE, 600))
    states = pikepdf.Dictionary({f"/A{at}": pikepdf.Dictionary(CA=one, ca=one)
                                 for at, one in enumerate(made.opacities)})
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(L=pikepdf.Stream(
        pdf, made.content, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, made.width, made.height],
        Resources=pikepdf.Dictionary(ExtGState=states))))
    up = 600 - SIDE * made.height / made.width
    page.Contents = pdf.make_stream(f"{size} 0 0 {size} 0 {up} cm /L Do".encode())
    target = io.BytesIO()
    pdf.save(target)
    return target.getvalue()


# --- what is drawn ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", DRAWN)
def test_a_rewritten_logo_is_the_same_when_it_is_read_again(name: str, tmp_path: Path) -> None:
    first = read(tmp_path, "a.svg", DRAWN[name].encode())
    second = read(tmp_path, "b.svg", first.content)
    assert first == second
    assert len(first.shapes) > 2
    assert first.name == f"logos/{first.sha256[:16]}.svg"
    assert max(first.width, first.height) == 1000


@pytest.mark.parametrize("name", DRAWN)
def test_the_form_is_drawn_as_the_engine_draws_the_svg(name: str, tmp_path: Path, press: Press) -> None:
    logo = read(tmp_path, "a.svg", DRAWN[name].encode())
    engine = drawn(page_of(press, logo))
    ours = drawn(form_page(logo))
    difference = ImageChops.difference(engine, ours).convert("L")
    assert ImageStat.Stat(difference).mean[0] < 0.5
    assert ImageStat.Stat(engine.convert("L")).extrema[0][0] < 120


def test_only_what_is_drawn_is_passed_on(tmp_path: Path) -> None:
    text = read(tmp_path, "a.svg", DRAWN["inkscape"].encode()).content.decode()
    assert "path" in text
    for word in ("inkscape", "sodipodi", "text", "Gradient", "filter", "style", "id=\"s", "<!--", "use"):
        assert word not in text


def test_what_reaches_out_of_a_logo_is_cut_at_its_edge(tmp_path: Path) -> None:
    inside, outside = svg('<rect width="10" height="9"/>'), svg('<rect width="10" height="11"/>')
    assert b"clip" not in read(tmp_path, "a.svg", inside).content
    assert b"clip" in read(tmp_path, "b.svg", outside).content
    away = svg(f'{DOT}<rect x="50" width="1000" height="11"/>')
    assert len(read(tmp_path, "c.svg", away).shapes) == 1


@pytest.mark.parametrize(("inside", "expected"), [
    ('<path fill="#f00" d="M0 0h10v10z"/>', 'fill="#ff0000"'),
    ('<g color="#00f"><path fill="currentColor" d="M0 0h10v10z"/></g>', 'fill="#0000ff"'),
    ('<path d="M0 0h10v10z"/>', 'fill="#000000"'),
    ('<g fill="red"><g style="fill:inherit"><path d="M0 0h10v10z"/></g></g>', 'fill="#ff0000"'),
    ('<style>path{fill:red}.b{fill:green}#c{fill:blue}</style><path id="c" class="b" d="M0 0h10v10z"/>', "#0000ff"),
    ('<style>.b{fill:red!important}</style><path class="b" style="fill:blue" d="M0 0h10v10z"/>', "#ff0000"),
    ('<style>.a,.b.c{fill:green}</style><path fill="red" class="c b" d="M0 0h10v10z"/>', "#008000"),
    ('<path fill="red" style="fill:rgb(0 0 255 / 50%)" d="M0 0h10v10z"/>', 'fill="#0000ff" fill-opacity="0.5"'),
    ('<g opacity=".5"><path fill-opacity=".5" d="M0 0h10v10z"/></g>', 'fill-opacity="0.25"'),
    ('<path d="M0 0L010 0 1.5.5-1-2e0z"/>', "M0 0L1000 0L150 50L-100 -200Z"),
    ('<path d="M0 0a5 5 0 0010 0z"/>', "C776.14 500 1000 276.14 1000 0Z"),
    ('<path stroke="red" fill="none" d="M0 0h10" transform="scale(.5)"/>', 'stroke-width="50"'),
    ('<path stroke="red" fill="none" d="M0 0h9v9" transform="scale(.5 1)"/>', 'transform="matrix(50 0 0 100 0 0)"'),
    ('<rect width="10" height="10" fill="url(#nowhere) lime"/>', "#00ff00"),
])
def test_what_svg_means(inside: str, expected: str, tmp_path: Path) -> None:
    assert expected in read(tmp_path, "a.svg", svg(inside)).content.decode()


@pytest.mark.parametrize("inside", [
    '<path fill="none" d="M0 0h10v10z"/>', '<path d="M0 0h10v10z" opacity="0"/>', '<path d="M50 0h10v10z"/>',
    '<path visibility="hidden" d="M0 0h10v10z"/>', "<defs><text>a</text></defs>",
    '<g display="none"><image href="#a"/></g>',
    '<rect width="0" height="10"/>', '<clipPath id="a"/><path clip-path="url(#a)" d="M0 0h10v10z"/>',
    '<path transform="scale(0)" d="M0 0h10v10z"/>', '<line x2="10" y2="10"/>',
])
def test_a_logo_that_draws_nothing_is_refused(inside: str, tmp_path: Path) -> None:
    assert told(tmp_path, "a.svg", svg(inside)) == ["the logo a.svg draws nothing"]


def test_the_size_of_a_logo(tmp_path: Path) -> None:
    plain = '<svg xmlns="http://www.w3.org/2000/svg" {}>'
    for head, size in (('viewBox="0 0 20 10"', (1000, 500)), ('width="10mm" height="2cm"', (500, 1000)),
                       ('viewBox="-5,-5 20 10" width="100%"', (1000, 500)),
                       ('viewBox="0 0 20 10" width="10" height="10" preserveAspectRatio="none"', (1000, 1000))):
        logo = read(tmp_path, "a.svg", svg(DOT, plain.format(head)))
        assert (logo.width, logo.height) == size
    for head in ("", 'viewBox="0 0 0 10"', 'viewBox="0 0 nan 1"', 'width="50%" height="10"', 'viewBox="0 0 1e99 1"'):
        assert told(tmp_path, "a.svg", svg(DOT, plain.format(head))) == ["the logo a.svg has no size"]
    assert told(tmp_path, "a.svg", svg(DOT, plain.format('viewBox="0 0 300 10"'))) == [
        "the logo a.svg is more than 20 times as long in one direction as in the other"]


# --- what is refused --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("inside", "message"), [
    ("<text>Klinikk</text>", "holds text (line 1)"),
    ('<image href="data:image/png;base64,AAAA"/>', "holds a picture made of pixels (line 1)"),
    ('<linearGradient id="g"><stop stop-color="red"/><stop offset="1"/></linearGradient>'
     '<path fill="url(#g)" d="M0 0h9v9z"/>', "has a gradient (line 1)"),
    ('<pattern id="g"/><path fill="url(#g)" d="M0 0h9v9z"/>', "has a pattern (line 1)"),
    ('<filter id="f"/><g filter="url(#f)"><path d="M0 0h9v9z"/></g>',
     "has an effect such as a shadow or blur (line 1)"),
    ('<g style="mix-blend-mode:multiply"><path d="M0 0h9v9z"/></g>',
     "has colours that are mixed with those below (line 1)"),
    ('<g opacity=".5"><rect width="9" height="9"/><rect width="5" height="5"/></g>',
     "has parts over each other that are seen through together (line 1)"),
    ('<mask id="m"><path fill="gray" d="M0 0h5v5z"/></mask><path mask="url(#m)" d="M0 0h9v9z"/>',
     "has a mask that cannot be drawn (line 1)"),
    ('<clipPath id="m"><path clip-rule="evenodd" d="M0 0h9v9zM1 1h2v2z"/></clipPath>'
     '<path clip-path="url(#m)" d="M0 0h9v9z"/>', "has a clip that cannot be drawn (line 1)"),
    ('<marker id="m"/><path marker-end="url(#m)" d="M0 0h9v9z"/>',
     "has arrowheads or other marks on its lines (line 1)"),
    ('<path d="M0 0h9v9z"><animate attributeName="d"/></path>', "moves (line 1)"),
    ('<path d="M0 0h9v9z" fill="var(--a)"/>', _UNREAD.format("path")),
    ('<path d="M0 0 7"/>', _UNREAD.format("path")),
    ('<rect width="9em" height="9"/>', _UNREAD.format("rect")),
    ("<hatch/>", "holds <hatch>, which is not read (line 1)"),
    ("<style>g > path{fill:red}</style>", "has CSS for “g > path”, which is not read"),
    ('<path fill="white" d="M0 0h9v9z"/>', "is nearly white: it would not be seen on the page"),
])
def test_what_would_not_be_drawn_as_it_is_is_refused(inside: str, message: str, tmp_path: Path) -> None:
    assert told(tmp_path, "a.svg", svg(inside)) == [f"the logo a.svg {message}"]


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    several = svg(f"<text>a</text>\n<text>b</text>\n<image/>\n{DOT}<script/>")
    assert told(tmp_path, "a.svg", several) == [
        "the logo a.svg holds a script (line 4)", "the logo a.svg holds text (line 1)",
        "the logo a.svg holds a picture made of pixels (line 3)"]


def test_what_is_no_svg(tmp_path: Path) -> None:
    for content, message in ((b"", "is empty"), (b"<html/>", "is no SVG: it begins with <html>"),
                             (b'<svg viewBox="0 0 1 1"/>', "is no SVG: it begins with <svg>"),
                             (svg(DOT)[:-3], "is no SVG: its XML is broken in line 1"), (b"hello", "is not an SVG"),
                             (b"\x1f\x8b\x08", "is a packed file, not an SVG as its ending says")):
        assert told(tmp_path, "a.svg", content) == [f"the logo a.svg {message}"]
    with pytest.raises(BrochureError) as missing:
        read_logo(tmp_path / "none.svg", PLACE)
    assert str(missing.value) == ("clinic.toml:7: the logo none.svg is not there\n"
                                  "  Put the file beside the clinic's file, or take the line out.")


def test_other_encodings_are_read(tmp_path: Path) -> None:
    plain = read(tmp_path, "a.svg", svg(DOT))
    for encoding in ("utf-16", "latin-1", "utf-8-sig"):
        declared = f'<?xml version="1.0" encoding="{encoding.removesuffix("-sig")}"?>{svg(DOT).decode()}'
        assert read(tmp_path, "b.svg", declared.encode(encoding)) == plain


# --- in inks, and in finished files -----------------------------------------------------------------------------------


def test_greys_are_of_black_ink_and_nothing_is_too_wet(tmp_path: Path) -> None:
    colours = ("#000", "#808080", "#0b0900", "#00004d", "#c5432e", "#17616b", "#fff")
    logo = read(tmp_path, "a.svg", svg("".join(f'<rect x="{at}" width="1" height="9" fill="{colour}"/>'
                                                for at, colour in enumerate(colours))))
    inked = for_press(logo, PROFILE.content, SAND, PLACE, (50, 20))
    inks = [shape.fill for shape in inked.shapes]
    assert all(inks)
    found = [ink for ink in inks if ink]
    assert found[0] == (0, 0, 0, 100)
    assert found[1][:3] == (0, 0, 0)
    assert 40 < found[1][3] < 65
    assert found[-1] == (0, 0, 0, 0)
    assert all(sum(ink) <= 300 for ink in found)
    assert max(map(sum, found)) > 200
    assert inked.content.count(b"device-cmyk(") == len(colours)
    assert b"#" not in inked.content


def test_a_black_that_is_nearly_black_is_printed_black(tmp_path: Path) -> None:
    one, two = '<rect width="9" height="9" fill="#1d1d1b"/>', '<rect width="5" height="5" fill="#000"/>'
    for inside, expected in ((one, [(0, 0, 0, 100)]), (one + two, [(0, 0, 0, 93), (0, 0, 0, 100)])):
        inked = for_press(read(tmp_path, "a.svg", svg(inside)), PROFILE.content, SAND, PLACE, (50, 20))
        assert [shape.fill for shape in inked.shapes] == expected


def test_pages_with_logos_keep_what_formats_claim(tmp_path: Path, press: Press) -> None:
    logos = [read(tmp_path, "a.svg", content.encode()) for content in DRAWN.values()]
    tagged = page_of(press, *logos, tagged=True)
    for claim in (UA, ARCHIVE):
        assert list(failures(tagged, claim)) == []
    inked = [for_press(logo, PROFILE.content, SAND, PLACE, (50, 20)) for logo in logos]
    finished = finish(page_of(press, *inked, more="bleed: 3mm"), PROFILE)
    with pikepdf.open(io.BytesIO(finished)) as pdf:
        subject = stranger(pdf)
    for check in ("press/x4", "press/no-rgb", "press/ink-total"):
        assert messages(check, subject) == []
    screen = finish(page_of(press, *logos, more="bleed: 3mm"), PROFILE)
    with pikepdf.open(io.BytesIO(screen)) as pdf:
        assert messages("press/no-rgb", stranger(pdf))


# --- what the engine and the reader of paths do by themselves ---------------------------------------------------------


def dark(press: Press, content: bytes, box: tuple[int, int, int, int], style: str = "") -> bool:
    """Whether a part of the page, in pt, is dark where an SVG stands on it as it is."""
    page = drawn(page_of(press, Logo("svg", content, 10, 10, "0" * 64 + str(len(content))), style=style))
    at = tuple(2 * side for side in box)
    return page.crop(at).convert("L").getextrema()[1] < 100   # type: ignore[arg-type, operator]


def test_the_engine_draws_over_the_edge_of_a_logo_in_its_box(press: Press, tmp_path: Path) -> None:
    """WeasyPrint 70.0; `Flattener._within`."""
    content = svg('<rect y="1" width="10" height="15"/>')
    style = "height: 600pt; object-fit: contain; object-position: top"
    below, on = (100, 350, 200, 400), (100, 150, 200, 200)
    ours = read(tmp_path, "a.svg", content).content
    assert dark(press, content, below, style)
    assert not dark(press, ours, below, style)
    assert dark(press, content, on, style)
    assert dark(press, ours, on, style)


def test_the_engine_knows_one_rule_of_clips(press: Press, tmp_path: Path) -> None:
    """WeasyPrint 70.0; `paint.joined`."""
    ring = '<clipPath id="c"><path clip-rule="evenodd" d="M0 0h10v10h-10zM2 2h6v6h-6z"/></clipPath>'
    content = svg(f'{ring}<rect clip-path="url(#c)" width="10" height="10"/>')
    assert dark(press, content, (100, 100, 200, 200))
    assert told(tmp_path, "a.svg", content) == ["the logo a.svg has a clip that cannot be drawn (line 1)"]


def test_the_engine_draws_circles_a_little_too_large(press: Press, tmp_path: Path) -> None:
    """WeasyPrint 70.0; a reason to draw circles as curves."""
    content = svg('<circle cx="5" cy="5" r="5"/>')
    darkness = [ImageStat.Stat(drawn(page_of(press, logo)).convert("L")).sum[0] for logo in (
        Logo("svg", content, 10, 10, "1" * 64), read(tmp_path, "a.svg", content))]
    assert darkness[0] < darkness[1] * 0.9995


def test_the_reader_of_paths_needs_plain_numbers() -> None:
    """fontTools 4.68.0; `paths._plain`."""
    for data in ("M0 0L010 5", "M0 0L1.e0 5", "M0 0a5 5 0 0\n1 5 5"):
        with pytest.raises(ValueError, match=r"coordinates|arc"):
            parse_path(data, RecordingPen())
