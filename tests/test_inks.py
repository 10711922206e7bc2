"""Each colour of the drawings has its inks, and a drawing in inks has no other colour."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from conftest import ROOT

from brochure.errors import BrochureError, Fault
from brochure.images import read_drawings
from brochure.inks import inked, read_inks, without_inks
from brochure.page.qr import qr_code

FOLDER = ROOT / "images"
TABLE = read_inks(FOLDER, ROOT)
DRAWINGS = sorted(FOLDER.glob("*.svg"))
TABLE_22 = {"22304a": (0, 0, 0, 100.0), "ffcc00": (0, 20.5, 100, 0)}


@pytest.mark.parametrize("path", DRAWINGS, ids=lambda path: path.stem)
def test_a_drawing_in_inks_has_no_colour_of_a_screen(path: Path) -> None:
    before, after = path.read_text("utf-8"), inked(path.read_bytes(), TABLE).decode()
    assert len(re.findall(r"#[0-9a-f]{6}\b", before)) > 5
    assert not re.findall(r"#[0-9a-f]{3,6}\b", after)
    assert after.count("device-cmyk(") == len(re.findall(r"#[0-9a-f]{6}\b", before))
    assert re.sub(r"device-cmyk\([^)]*\)", "", after) == re.sub(r"#[0-9a-f]{6}\b", "", before)


def test_every_colour_of_the_table_is_used() -> None:
    used = "".join(path.read_text("utf-8") for path in DRAWINGS)
    assert [colour for colour in TABLE if f"#{colour}" not in used and colour not in ("000000", "ffffff")] == []


def test_lines_are_of_one_ink_where_they_are_thin() -> None:
    """On a press two inks never lie exactly on each other: a stroke of 0.5 pt or less is of one (print shops' rule)."""
    drawings = read_drawings(FOLDER, ROOT)
    thin = 0
    for path in DRAWINGS:
        text = path.read_text("utf-8")
        width = float(re.findall(r'viewBox="0 0 (\d+)', text)[0])
        points = drawings[path.stem].width * 0.71 / width * 72 / 25.4   # of one unit, at the smallest scale
        rules: dict[str, dict[str, str]] = {}
        style = "".join(re.findall(r"<style>(.*?)</style>", text, re.DOTALL))
        for selectors, body in re.findall(r"([^{}>]+)\{([^{}]*)\}", style):
            for selector in selectors.split(","):
                rules.setdefault(selector, {}).update(re.findall(r"([\w-]+):([^;]+)", body))
        strokes = [rule for rule in rules.values() if rule.get("stroke", "none") != "none"]
        assert strokes
        for rule in strokes:
            weight = float(rule["stroke-width"]) * points
            count = sum(ink > 0 for ink in TABLE[rule["stroke"][1:]])
            assert weight >= 0.25
            assert count == 1 or weight >= 0.5, (path.stem, rule)
            thin += weight < 0.5
    assert thin


def test_a_qr_code_is_black_on_paper() -> None:
    code = inked(qr_code("https://www.lkb.no/"), TABLE).decode()
    assert re.findall(r"device-cmyk\([^)]*\)", code) == ["device-cmyk(0% 0% 0% 0%)", "device-cmyk(0% 0% 0% 100%)"]
    assert "#" not in code


@pytest.mark.parametrize(("before", "after"), [
    ('<path fill="#22304a"/>', '<path fill="device-cmyk(0% 0% 0% 100%)"/>'),
    ("<path fill='#22304A' stroke = \"#fc0\"/>",
     "<path fill='device-cmyk(0% 0% 0% 100%)' stroke = \"device-cmyk(0% 20.5% 100% 0%)\"/>"),
    ("<style>.a{fill: #22304a;stroke:none}</style>", "<style>.a{fill: device-cmyk(0% 0% 0% 100%);stroke:none}</style>"),
    ('<path style="stroke:#22304a !important"/>', '<path style="stroke:device-cmyk(0% 0% 0% 100%)!important"/>'),
    ('<path fill="none" stroke="#123456"/>', '<path fill="none" stroke="#123456"/>'),
    ('<path fill-rule="evenodd" id="#22304a"/>', '<path fill-rule="evenodd" id="#22304a"/>'),
    ("\ufeff<svg/>", "<svg/>"),
])
def test_how_colours_are_found(before: str, after: str) -> None:
    assert inked(before.encode(), TABLE_22).decode() == after


@pytest.mark.parametrize(("svg", "lacking"), [
    ('<path fill="#22304a" stroke="none"/>', []),
    ('<path fill="#ABC"/>', ["#ABC"]),
    ('<path fill="navy"/>', ["navy"]),
    ('<path style="fill:rgb(1,2,3)"/>', ["rgb(1,2,3)"]),
    ('<path fill="currentColor"/>', ["currentColor"]),
    ("<style>.a{fill:#123456}.b{stroke:#22304a}</style>", ["#123456"]),
])
def test_a_colour_without_inks_is_found(svg: str, lacking: list[str]) -> None:
    found = list(without_inks(svg, TABLE_22))
    assert [colour for colour, _ in found] == lacking
    assert all(svg[at:].startswith(colour) for colour, at in found)


HEAD = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">\n<!-- <path> -->'


@pytest.mark.parametrize(("svg", "lines"), [
    ('<path fill="#22304a" d=""/>', []),
    ('<g fill="#22304a"><path d=""/></g>', []),
    ('<style>.a,.b{fill:#22304a}</style><path class="b" d=""/>', []),
    ('<style>g path.a{fill:#22304a}</style><g><path class="a" d=""/></g>', []),
    ('<style>#x{fill:none}</style><path id="x" d=""/>', []),
    ('<style>*{fill:none}</style><path d=""/><circle r="1"/>', []),
    ('<path style="fill:none" d=""/>', []),
    ('<path d=""/>', [2]),
    ('<style>.a{stroke:#22304a;fill-rule:evenodd}</style><path class="a" d=""/>', [2]),
    ('<style>circle.a{fill:none}</style><path class="a" d=""/>', [2]),
    ('<path fill="none" d=""/>\n<g>\n<circle r="2"/></g><line stroke="#22304a"/>', [4, 4]),
])
def test_a_shape_that_does_not_say_what_fills_it(svg: str, lines: list[int], mini: Path) -> None:
    (mini / "images/squat.svg").write_text(f"{HEAD}{svg}</svg>", "utf-8")
    faults: tuple[Fault, ...] = ()
    try:
        read_drawings(mini / "images", mini)
    except BrochureError as error:
        faults = tuple(error.faults)
    assert [fault.place.line for fault in faults if fault.place and "filled with" in fault.message] == lines
    assert len(faults) == len(lines)
