"""What the engine lets pass in silence is an error here: pictures, letters, typefaces, files of the machine."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pikepdf
import pydyf
import pytest
from conftest import ROOT, Run

from brochure.errors import BrochureError
from brochure.formats import FORMATS
from brochure.images import read_drawings
from brochure.press import Press, Sheet, _ends_of_streams

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
