"""What the engine lets pass in silence is an error here: pictures, letters, typefaces, files of the machine."""

from __future__ import annotations

import io
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pydyf
import pytest
from conftest import MINI, ROOT, Run

from brochure import preflight
from brochure.desk import Desk
from brochure.edition import read_source
from brochure.errors import BrochureError
from brochure.formats import FORMATS
from brochure.geometry import PageLayout, Piece, Rectangle
from brochure.images import read_drawings
from brochure.preflight import Subject, text_inside_measure
from brochure.press import Press, Sheet, _ends_of_streams
from brochure.project import Project

PAGE = """<!DOCTYPE html><html lang="nb"><head><title>x</title><meta name="author" content="a">
<meta name="description" content="d"><meta name="keywords" content="k"><meta name="generator" content="g">
<meta name="dcterms.created" content="2026-01-01T00:00:00Z">
<meta name="dcterms.modified" content="2026-01-01T00:00:00Z">
</head><body>{}</body></html>"""
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">%s</svg>'
SECRET, NETWORK = "file:///etc/passwd", "http://127.0.0.1:9/x.png"
CLAIMS = FORMATS["screen"].claims


@pytest.fixture(scope="module")
def press(tmp_path_factory: pytest.TempPathFactory) -> Press:
    return Press(ROOT / "fonts", tmp_path_factory.mktemp("press"))


def pdf_of(press: Press, body: str, css: str = "", **pictures: bytes) -> bytes:
    resources = {f"{name}.svg": content for name, content in pictures.items()}
    return press.lay_out(PAGE.format(body), [Sheet("test.css", css)], resources).pdf()


# --- what the page may not name --------------------------------------------------------------------------------------

_REFUSED = {
    "a picture that is not there": ('<img src="brochure:none.svg" alt="x">', "", "brochure:none.svg is not part of"),
    "a picture from the network": (f'<img src="{NETWORK}" alt="x">', "", "not part of the page"),
    "a picture in an address": ('<img src="data:image/png;base64,iVBORw0KGgo=" alt="x">', "", "not part of the page"),
    "a file of the machine": (f'<img src="{SECRET}" alt="x">', "", "not part of the page"),
    "a file by another base": ('<base href="file:///etc/"><img src="passwd" alt="x">', "", "not part of the page"),
    "an object": (f'<object data="{SECRET}">x</object>', "", "not part of the page"),
    "an attachment": (f'<link rel="attachment" href="{SECRET}">', "", "attaches a file"),
    "an attachment of a link": (f'<a rel="attachment" href="{SECRET}">x</a>', "", "not part of the page"),
    "a stylesheet": (f'<link rel="stylesheet" href="{SECRET}">', "", "not part of the page"),
    "an import": ("x", f"@import url({SECRET});", "not part of the page"),
    "a background": ("<p>x</p>", f"p {{ background: url({NETWORK}) }}", "not part of the page"),
    "a style of an element": (f'<p style="background: url({NETWORK})">x</p>', "", "not part of the page"),
    "a typeface from a file": (f"<style>@font-face {{ font-family: X; src: url({SECRET}) }}</style>", "",
                               "Font-face 'X'"),
    "a typeface of the machine": ('<style>@font-face { font-family: X; src: local("DejaVu Sans") }</style>', "",
                                  "Font-face 'X'"),
    "a typeface in a stylesheet": ("x", "\n@font-face { font-family: X; src: url(x.ttf) }", "test.css:2: "),
    "an inline drawing with a picture": (f'<svg viewBox="0 0 9 9"><image href="{NETWORK}" width="9" height="9"/></svg>',
                                         "", "not part of the page"),
    "an unknown property": ("<p>x</p>", "p { color: red }\n\nq { colour: red }", "test.css:3: .*`colour: red `"),
    "an unknown property of an element": ('<p style="colour: red">x</p>', "", "`colour: red`, unknown property"),
    "a value that is none": ("<p>x</p>", "p { color: reddish }", "test.css:1: .*invalid value"),
    "an unknown rule": ("<p>x</p>", "@page-break { }", "test.css:1: .*Unknown rule"),
    "a letter that no typeface has": ("<p>盆</p>", "", r"\.notdef glyph .*盆"),
    "elements without end": ("<div>" * 3000, "", "nested too deeply"),
    "letters of no size": ("<p>x</p>", "p { font-size: 0.0001pt }", "of no size"),
}


@pytest.mark.parametrize("what", _REFUSED)
def test_the_page_may_not_hold(what: str, press: Press) -> None:
    body, css, message = _REFUSED[what]
    with _watched() as events, pytest.raises(BrochureError, match=message):
        pdf_of(press, body, css)
    assert not [event for event in events if event[0] != "open" or event[1] == "/etc/passwd"]


@pytest.mark.parametrize("inside", [f'<image href="{NETWORK}" width="9" height="9"/>'.encode(),
                                    f'<image href="{SECRET}" width="9" height="9"/>'.encode(), b"<path"])
def test_a_drawing_may_not_reach_out_or_be_broken(inside: bytes, press: Press) -> None:
    with _watched() as events, pytest.raises(BrochureError, match="Failed to load image"):
        pdf_of(press, '<img src="brochure:a.svg" alt="x">', a=SVG % inside)
    assert not [event for event in events if event[0] != "open" or event[1] == "/etc/passwd"]


def test_a_picture_is_known_by_what_it_shows_not_by_its_name(press: Press) -> None:
    page = '<img src="brochure:qr.svg" alt="x">'
    first, second = SVG % b'<path d="M0 0h1v1z"/>', SVG % b'<path d="M0 0h7v7z"/>'
    assert pdf_of(press, page, qr=first) != pdf_of(press, page, qr=second)
    assert pdf_of(press, page, qr=first) == pdf_of(press, page, qr=first)
    with pytest.raises(BrochureError, match=r"brochure:qr\.svg is not part of the page"):
        pdf_of(press, page)


def test_the_typefaces_of_the_machine_are_not_seen(press: Press) -> None:
    pdf = pdf_of(press, '<p style="font-family: DejaVu Sans, monospace">x</p>')
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        names = {str(item.BaseFont).split("+")[1] for item in opened.objects
                 if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Font"}
    assert {name[:9] for name in names} == {"Fira-Sans"}


@pytest.mark.parametrize("body", ['<img src="none.svg" alt="x">', '<p style="colour: red">x</p>', "<p>盆</p>"])
def test_the_engine_alone_is_silent(body: str) -> None:
    """Seen in WeasyPrint 70.0. When it raises by itself, the press need not listen to what it logs."""
    import weasyprint

    assert weasyprint.HTML(string=PAGE.format(body), base_url="brochure:").write_pdf()[:5] == b"%PDF-"


def test_the_end_of_a_stream_is_told_from_its_data() -> None:
    """Seen in pydyf 0.12: the end of the line is LF, which after CR seems to be CR LF. When it is not, this can go."""
    stream = pydyf.Stream([b"x\r"])
    assert stream.data.endswith(b"x\r\nendstream")
    with _ends_of_streams():
        assert stream.data.endswith(b"x\r\r\nendstream")
    assert stream.data.endswith(b"x\r\nendstream")


# --- what is opened --------------------------------------------------------------------------------------------------

_EVENTS: list[list[tuple[str, str]]] = []
_ASKED = ("socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "urllib.", "http.", "ftplib.")


def _note(event: str, arguments: tuple[Any, ...]) -> None:
    if _EVENTS and event == "open" and isinstance(arguments[0], str | bytes):
        _EVENTS[-1].append((event, str(arguments[0])))
    elif _EVENTS and event.startswith(_ASKED):
        _EVENTS[-1].append((event, str(arguments)))


sys.addaudithook(_note)


@contextmanager
def _watched() -> Iterator[list[tuple[str, str]]]:
    """Note every file that Python opens, and every program or address that it calls."""
    events: list[tuple[str, str]] = []
    _EVENTS.append(events)
    try:
        yield events
    finally:
        _EVENTS.remove(events)


def test_a_build_opens_only_the_project_and_the_program(mini: Path, run: Run) -> None:
    with _watched() as events:
        assert run("build", "nb", "-o", "out", "--clinic", "clinics/clinic.toml").code == 0
    opened = {path for event, path in events if event == "open"}
    assert str(mini / "fonts/fonts.toml") in opened
    allowed = (str(mini), str(ROOT / "brochure"), sys.prefix, sys.base_prefix, "/proc/self/", "/usr/share/zoneinfo/")
    strangers = [path for path in opened if path.startswith("/") and not path.startswith(allowed)]
    assert not strangers
    assert not [event for event in events if event[0] != "open"]


# --- drawings that grow without end ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("inside", "message"), [
    (b'<g id="a"><path d="M0 0h1v1z"/></g><use href="#a"/>', "holds <use>"),
    (b'<path d="' + b"M0 0h1v1z" * 6000 + b'"/>', "too large: 50,000 bytes"),
    (b"<g>" * 30 + b"</g>" * 30, "nested too deeply"),
])
def test_a_drawing_that_could_grow_is_refused(inside: bytes, message: str, mini: Path) -> None:
    (mini / "images/squat.svg").write_bytes(SVG % inside)
    with pytest.raises(BrochureError, match=message):
        read_drawings(mini / "images", mini)


# --- the checks on the finished file ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Subject:
    """The small brochure in nb, as the preflight gets it."""
    folder = tmp_path_factory.mktemp("printed") / "mini"
    shutil.copytree(MINI, folder)
    for name in ("layouts", "fonts", "images"):
        shutil.copytree(ROOT / name, folder / name)
    project = Project(folder)
    source = read_source(project, "mini")
    desk = Desk(project, source, "nb", FORMATS["screen"], Press(project.fonts, project.cache))
    proof = desk.proof(desk.fit())
    return Subject(proof.pdf(), proof.pages, desk.planned, source.layout.safe, frozenset(desk.edition.locale.fonts))


def _with_pdf(subject: Subject, change: Callable[[pikepdf.Pdf], None]) -> Subject:
    written = io.BytesIO()
    with pikepdf.open(io.BytesIO(subject.pdf)) as pdf:
        change(pdf)
        pdf.save(written)
    return replace(subject, pdf=written.getvalue())


def _with_piece(subject: Subject, piece: Piece) -> Subject:
    first, *others = subject.layout
    return replace(subject, layout=(replace(first, pieces=(*first.pieces, piece)), *others))


def _run_script(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="x")


def _hide_title(pdf: pikepdf.Pdf) -> None:
    pdf.Root.ViewerPreferences.DisplayDocTitle = False


def _over_the_title(subject: Subject) -> Subject:
    title = next(piece for piece in subject.layout[0].pieces if piece.block == "cover.title")
    return _with_piece(subject, Piece("line", "other", title.at, "Andre ord"))


_BREAKS: dict[str, Callable[[Subject], Subject]] = {
    "archive/valid": lambda subject: _with_pdf(subject, _run_script),
    "fonts/only-declared": lambda subject: replace(subject, fonts=frozenset({"Source Sans"})),
    "pages/as-planned": lambda subject: replace(subject, planned=8),
    "text/inside-measure": lambda subject: _with_piece(
        subject, Piece("line", "first.text", Rectangle(80, 50, 136.5, 54), "Ut av spalten")),
    "text/inside-safe-area": lambda subject: _with_piece(
        subject, Piece("line", "first.text", Rectangle(20, 4, 60, 8), "For nær kanten")),
    "text/not-covered": _over_the_title,
    "ua/valid": lambda subject: _with_pdf(subject, _hide_title),
}


def test_each_check_is_broken_below() -> None:
    checks = preflight.checks()
    assert len(checks) >= 6
    assert {check.id for check in checks} == set(_BREAKS)
    assert all(check.title and check.rationale and check.hint for check in checks)
    assert {check.proves for check in checks} <= {preflight.ALWAYS, *CLAIMS}


def test_the_small_brochure_passes_every_check(printed: Subject) -> None:
    assert preflight.run(printed, CLAIMS) == ()
    assert preflight.run(_with_pdf(printed, lambda _: None), CLAIMS) == ()


@pytest.mark.parametrize("check", _BREAKS)
def test_a_check_fails_alone(check: str, printed: Subject) -> None:
    findings = preflight.run(_BREAKS[check](printed), CLAIMS)
    assert {finding.check for finding in findings} == {check}
    assert all(finding.level == "error" and finding.message and finding.hint for finding in findings)


def test_a_check_of_a_claim_that_is_not_made_is_not_run(printed: Subject) -> None:
    broken = _with_pdf(_with_pdf(printed, _run_script), _hide_title)
    assert {finding.check for finding in preflight.run(broken, CLAIMS)} == {"archive/valid", "ua/valid"}
    assert preflight.run(broken, frozenset()) == ()


def _messages(check: str, subject: Subject) -> list[str]:
    return [message for entry in preflight.checks() if entry.id == check for message in entry.look(subject)]


def _page(*pieces: Piece) -> Subject:
    page = PageLayout("", 148, 210, pieces, (Piece("line", "page.foot", Rectangle(100, 190, 130, 195), "Bunn"),))
    return Subject(b"", (page,), 4, 10, frozenset())


def _line(left: float, top: float, right: float, bottom: float, block: str = "a") -> Piece:
    return Piece("line", block, Rectangle(left, top, right, bottom), f"Ord i {block}")


@pytest.mark.parametrize(("at", "told"), [
    ((20, 20, 60, 24), []),
    ((10, 20, 60, 24), []),
    ((9, 20, 60, 24), ["page 1: “Ord i a” (a) stands 9.0 mm from the trim"]),
    ((20, 20, 140, 24), ["page 1: “Ord i a” (a) stands 8.0 mm from the trim"]),
    ((20, 197, 60, 202), ["page 1: “Ord i a” (a) stands 8.0 mm from the trim"]),
    ((20, 20, 160, 24), ["page 1: “Ord i a” (a) runs out of the page"]),
    ((20, -5, 60, -1), ["page 1: “Ord i a” (a) runs out of the page"]),
])
def test_words_near_the_trim(at: tuple[float, float, float, float], told: list[str]) -> None:
    assert _messages("text/inside-safe-area", _page(_line(*at))) == told


def test_a_picture_may_reach_the_trim() -> None:
    assert _messages("text/inside-safe-area", _page(Piece("picture", "a", Rectangle(0, 0, 148, 210)))) == []


_OVER = "lie over each other"


@pytest.mark.parametrize(("pieces", "told"), [
    ((_line(20, 20, 60, 24), _line(20, 24, 60, 28, "b")), []),
    ((_line(20, 20, 60, 24), _line(20, 23, 60, 27, "b")), []),
    ((_line(20, 20, 60, 24), _line(20, 22, 60, 26, "b")), [f"page 1: “Ord i a” (a) and “Ord i b” (b) {_OVER}"]),
    ((_line(20, 20, 60, 24), _line(70, 22, 90, 26, "b")), []),
    ((_line(20, 20, 60, 24), Piece("picture", "f", Rectangle(30, 10, 90, 90))),
     [f"page 1: “Ord i a” (a) and the picture of f {_OVER}"]),
    ((_line(20, 20, 60, 24, "f.label"), Piece("picture", "f", Rectangle(30, 10, 90, 90))), []),
    ((_line(100, 191, 130, 195),), [f"page 1: “Ord i a” (a) and “Bunn” (page.foot) {_OVER}"]),
])
def test_words_over_words(pieces: tuple[Piece, ...], told: list[str]) -> None:
    assert _messages("text/not-covered", _page(*pieces)) == told


def _pdf_with(*fonts: pikepdf.Dictionary, pages: int = 4) -> bytes:
    pdf = pikepdf.new()
    for _ in range(pages):
        pdf.add_blank_page()
    for number, font in enumerate(fonts):
        pdf.Root[f"/F{number}"] = pdf.make_indirect(font)
    written = io.BytesIO()
    pdf.save(written)
    return written.getvalue()


def _font(name: str, *, embedded: bool = True) -> pikepdf.Dictionary:
    descriptor = pikepdf.Dictionary(FontFile2=pikepdf.Array()) if embedded else pikepdf.Dictionary()
    carrier = pikepdf.Dictionary(Type=pikepdf.Name.Font, CIDSystemInfo=pikepdf.Dictionary(), FontDescriptor=descriptor)
    return pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type0,
                              BaseFont=pikepdf.Name(f"/ABCDEF+{name}"), DescendantFonts=[carrier])


@pytest.mark.parametrize(("font", "told"), [
    (_font("Fira-Sans"), []),
    (_font("Fira-Sans-Semi-Bold-Italic"), []),
    (_font("Fira-Sans-Condensed"), ["the font Fira-Sans-Condensed is in the file, but not declared by the locale"]),
    (_font("DejaVu-Sans"), ["the font DejaVu-Sans is in the file, but not declared by the locale"]),
    (_font("Fira-Sans", embedded=False), ["the font Fira-Sans is not embedded as TrueType"]),
    (pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica),
     ["the font Helvetica is in the file, but not declared by the locale",
      "the font Helvetica is not embedded as TrueType"]),
    (pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type3),
     ["the font of /Type3 is in the file, but not declared by the locale",
      "the font of /Type3 is not embedded as TrueType"]),
])
def test_fonts_in_the_file(font: pikepdf.Dictionary, told: list[str]) -> None:
    subject = Subject(_pdf_with(font), (), 4, 10, frozenset({"Fira Sans"}))
    assert _messages("fonts/only-declared", subject) == told


def test_a_file_without_fonts_is_no_brochure() -> None:
    assert _messages("fonts/only-declared", Subject(_pdf_with(), (), 4, 10, frozenset())) == ["the file has no fonts"]


@pytest.mark.parametrize(("pages", "planned", "told"), [
    (4, 4, []),
    (5, 4, ["the file has 5 pages, not 4", "5 pages cannot be folded and stapled"]),
    (6, 6, ["6 pages cannot be folded and stapled"]),
    (8, 4, ["the file has 8 pages, not 4"]),
])
def test_number_of_pages(pages: int, planned: int, told: list[str]) -> None:
    subject = Subject(_pdf_with(pages=pages), (), planned, 10, frozenset())
    assert _messages("pages/as-planned", subject) == told


def test_a_file_that_fails_a_check_is_not_written(mini: Path, run: Run) -> None:
    content = mini / "content/mini.yaml"
    assert run("build", "nb", "-o", "out").code == 0
    before = (mini / "out/mini-nb.pdf").read_bytes()
    text = content.read_text(encoding="utf-8").replace("subheading: Underdel", f"subheading: {'Bekkenledd' * 12}")
    content.write_text(text, encoding="utf-8")
    result = run("build", "nb", "-o", "out")
    assert result.code == 3
    assert result.err.startswith("error: nb: text/inside-safe-area: page 2: “BekkenleddBekkenledd")
    assert (mini / "out/mini-nb.pdf").read_bytes() == before


def test_a_line_that_runs_out_of_its_column_is_found() -> None:
    def subject(right: float) -> Subject:
        line = Piece("line", "a", Rectangle(15, 20, right, 24), "words")
        return Subject(b"", (PageLayout("", 148, 210, (line,), (), Rectangle(15, 14, 135, 193)),), 4, 10, frozenset())

    assert list(text_inside_measure.CHECK.look(subject(135.2))) == []
    assert list(text_inside_measure.CHECK.look(subject(147))) == []   # too near the trim: text/inside-safe-area tells
    assert list(text_inside_measure.CHECK.look(subject(136))) == ["page 1: “words” (a) runs 1.0 mm out of the column"]
