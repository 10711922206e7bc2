"""The drawings keep the rules of images/README.md, and each rule notices a drawing that breaks it."""

from __future__ import annotations

import io
import math
import os
import re
import shutil
import subprocess
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree import ElementTree

import pikepdf
import pypdfium2
import pytest
from conftest import LOCALES, ROOT
from PIL import Image, ImageChops
from test_contrast import TOKENS, contrast, luminance

from brochure.images import read_drawings
from brochure.press import Press, Sheet

FOLDER = ROOT / "images"
NAMES = sorted(path.stem for path in FOLDER.glob("*.svg"))
TABLE = tomllib.loads((FOLDER / "images.toml").read_text("utf-8"))
NS = "{http://www.w3.org/2000/svg}"
SHAPES = {"path", "circle", "ellipse"}
ELEMENTS = SHAPES | {"svg", "title", "desc", "style", "g"}
ATTRIBUTES = {"viewBox", "role", "aria-labelledby", "id", "class", "d", "cx", "cy", "r", "rx", "ry", "transform",
              "fill"}
PEOPLE = {"skin"}
DARK = {"ink", "hair"}   # hair may be as dark as the lines on it
LARGEST_PDF = 200_000    # bytes
PAGE = """<html lang="en"><head><title>NAME</title><meta name="author" content="A"><meta name="description" content="B">
<meta name="keywords" content="C"><meta name="generator" content="D">
<meta name="dcterms.created" content="2026-01-01T00:00:00Z">
<meta name="dcterms.modified" content="2026-01-01T00:00:00Z"></head>
<body><img src="brochure:NAME.svg" alt="NAME"></body></html>"""


class Svg:
    """A drawing, parsed: its text, its elements, and the properties that its style gives each class."""

    def __init__(self, text: str, width: float) -> None:
        self.text, self.width = text, width
        self.root = ElementTree.fromstring(text)
        self.shapes = [element for element in self.root.iter() if element.tag.removeprefix(NS) in SHAPES]
        self.styles: dict[str, dict[str, str]] = {}
        for selectors, body in re.findall(r"([^{}]+)\{([^{}]*)\}", self.root.findtext(f"{NS}style", "")):
            properties = dict(re.findall(r"([\w-]+):([^;]+)", body))
            for selector in selectors.split(","):
                self.styles.setdefault(selector.strip().removeprefix("."), {}).update(properties)

    def fills(self) -> dict[str, str]:
        """Give the colour of each class that fills."""
        return {name: style["fill"] for name, style in self.styles.items() if style.get("fill", "none") != "none"}

    def shades(self) -> dict[str, tuple[str, str]]:
        """Give, for each shade, the colours of its base and of itself."""
        fills = self.fills()
        return {name: (fills[name.removesuffix("-s")], colour) for name, colour in fills.items() if name.endswith("-s")}


def lightness(colour: str) -> float:
    """CIE L*: the lightness that is left of a colour when it is printed in grey."""
    return 116 * math.pow(luminance(colour), 1 / 3) - 16


def elements(svg: Svg) -> Iterator[str]:
    for element in svg.root.iter():
        if (tag := element.tag.removeprefix(NS)) not in ELEMENTS:
            yield f"<{tag}>"


def attributes(svg: Svg) -> Iterator[str]:
    for element in svg.root.iter():
        yield from sorted(element.attrib.keys() - ATTRIBUTES)
        if element.get("fill", "none") != "none":
            yield f"a colour outside of the style: {element.get('fill')}"


def nothing_from_outside_and_nothing_see_through(svg: Svg) -> Iterator[str]:
    yield from re.findall(r"href|url\(|@import|@font-face|var\(|currentColor|opacity|gradient|filter|<!\w+", svg.text)


def view_box(svg: Svg) -> Iterator[str]:
    match = re.fullmatch(r"0 0 (\d+) (\d+)", svg.root.get("viewBox", ""))
    if not match:
        yield "no viewBox of whole tenths of a millimetre"
    elif PEOPLE & svg.styles.keys() and abs(int(match[1]) / 10 - svg.width) > 0.5:
        yield f"{match[1]} tenths of a millimetre are not {svg.width} mm"


def title_and_description(svg: Svg) -> Iterator[str]:
    for tag in ("title", "desc"):
        if not svg.root.findtext(f"{NS}{tag}", "").strip():
            yield f"no <{tag}>"


def ids(svg: Svg) -> Iterator[str]:
    found = [element.get("id", "") for element in svg.root.iter() if element.get("id")]
    yield from {f"{name} twice" for name in found if found.count(name) > 1}
    yield from {f"no {name}" for name in svg.root.get("aria-labelledby", "").split() if name not in found}


def classes(svg: Svg) -> Iterator[str]:
    used = {name for element in svg.root.iter() for name in element.get("class", "").split()}
    yield from (f".{name} has no rule" for name in sorted(used - svg.styles.keys()))
    yield from (f".{name} is not used" for name in sorted(svg.styles.keys() - used))
    yield from (f"a {shape.tag} without a class" for shape in svg.shapes
                if not shape.get("class") and not shape.get("id", "").startswith("anchor-"))
    yield from (f".{name} is no shade of anything" for name in svg.fills()
                if name.endswith("-s") and name.removesuffix("-s") not in svg.fills())


def colours(svg: Svg) -> Iterator[str]:
    for name, style in svg.styles.items():
        for key in ("fill", "stroke"):
            if not re.fullmatch(r"none|#[0-9a-f]{6}", style.get(key, "none")):
                yield f".{name} {key}: {style[key]}"


def paths(svg: Svg) -> Iterator[str]:
    width, height = map(int, svg.root.get("viewBox", "0 0 0 0").split()[2:])
    for shape in svg.shapes:
        drawn = shape.get("d", "")
        yield from set(re.findall(r"[^MLCZ\d. -]|\d\.\d\d+", drawn))
        numbers = [float(number) for number in re.findall(r"-?[\d.]+", drawn)]
        columns = ((numbers[::2], width), (numbers[1::2], height))
        if any(not -20 <= number <= size + 20 for column, size in columns for number in column):
            yield "a point far outside of the viewBox"


def file_size(svg: Svg) -> Iterator[str]:
    if (size := len(svg.text.encode())) > 50_000:
        yield f"{size} bytes"


def lines_stand_out(svg: Svg) -> Iterator[str]:
    fills = svg.fills()
    for name, colour in fills.items():
        if name not in DARK and not name.endswith("-s") and contrast(fills["ink"], colour) < 2:
            yield f"ink on .{name}"


def shades_stand_apart(svg: Svg) -> Iterator[str]:
    for name, (base, shade) in svg.shades().items():
        if abs(lightness(base) - lightness(shade)) < 4.5:
            yield f".{name}"


def strokes_are_wide(svg: Svg) -> Iterator[str]:
    for name, style in svg.styles.items():
        if style.get("stroke", "none") != "none" and float(style.get("stroke-width", 1)) < 1.5:
            yield f".{name}: {style.get('stroke-width')}"


RULES: list[Callable[[Svg], Iterator[str]]] = [
    elements, attributes, nothing_from_outside_and_nothing_see_through, view_box, title_and_description, ids, classes,
    colours, paths, file_size, lines_stand_out, shades_stand_apart, strokes_are_wide]
BROKEN = [
    (elements, '<g id="lines">', '<g id="lines"><text x="1" y="1">knee</text>'),
    (elements, '<g id="lines">', '<g id="lines"><image/>'),
    (attributes, '<g id="lines">', '<g id="lines" style="fill:red">'),
    (attributes, '<g id="lines">', '<g id="lines" fill="#000000">'),
    (nothing_from_outside_and_nothing_see_through, ".ink{", ".ink{fill-opacity:.5;"),
    (nothing_from_outside_and_nothing_see_through, "<style>", "<style>@import 'x.css';"),
    (view_box, "0 0 611 858", "0 0 300 858"),
    (view_box, "0 0 611 858", "0 0 611.5 858"),
    (title_and_description, "Squat", " "),
    (ids, 'id="lines"', 'id="figure"'),
    (classes, ".top-s{", ".tops{"),
    (colours, ".ink{fill:#22304a}", ".ink{fill:navy}"),
    (paths, 'class="ink" d="M', 'class="ink" d="m'),
    (paths, 'class="ink" d="M', 'class="ink" d="M5.25 5L'),
    (paths, 'class="ink" d="M', 'class="ink" d="M5 958L'),
    (file_size, "</svg>", "</svg><!--" + "x" * 50_000 + "-->"),
    (lines_stand_out, ".skin{fill:#8d5c41}", ".skin{fill:#4a3022}"),
    (shades_stand_apart, ".skin-s{fill:#714631}", ".skin-s{fill:#87583e}"),
    (strokes_are_wide, "stroke-width:1.96", "stroke-width:1.4"),
]


def read(name: str) -> Svg:
    return Svg((FOLDER / f"{name}.svg").read_text("utf-8"), TABLE[name]["width"])


def test_the_eight_drawings_are_found_and_listed() -> None:
    assert len(NAMES) == 8
    assert sorted(TABLE) == NAMES
    assert sorted(read_drawings(FOLDER, ROOT)) == NAMES


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
@pytest.mark.parametrize("name", NAMES)
def test_a_drawing_keeps_the_rules(name: str, rule: Callable[[Svg], Iterator[str]]) -> None:
    svg = read(name)
    assert len(svg.shapes) > 10
    assert len(svg.fills()) > 5
    assert svg.shades()
    assert list(rule(svg)) == []


@pytest.mark.parametrize(("rule", "old", "new"), BROKEN)
def test_each_rule_notices_what_breaks_it(rule: Callable[[Svg], Iterator[str]], old: str, new: str) -> None:
    whole = read("squat")
    assert whole.text.count(old) == 1
    assert list(rule(whole)) == []
    assert list(rule(Svg(whole.text.replace(old, new), whole.width)))


def test_no_rule_is_untested() -> None:
    assert {rule for rule, _, _ in BROKEN} == set(RULES)


@pytest.mark.parametrize("name", NAMES)
def test_a_drawing_names_its_maker_and_its_licence(name: str) -> None:
    data = TABLE[name]
    assert data.keys() == {"width", "credit", "licence"}
    assert data["credit"].strip()
    assert data["licence"] == "CC BY 4.0"


def test_people_and_lines_have_one_weight() -> None:
    """The figures share the widths of their strokes, so that they match when they are printed at one scale."""
    styles = [read(name).styles for name in NAMES]
    people = [style for style in styles if PEOPLE & style.keys()]
    assert len(people) == 7
    assert {style["strand"]["stroke-width"] for style in people} == {"1.96"}
    assert {style["feat"]["stroke-width"] for style in people if "feat" in style} == {"2.24"}


@pytest.mark.parametrize(("ground", "count"), [("bg", 1), ("ground", 3)])
def test_a_ground_shows_on_what_it_stands_on(ground: str, count: int) -> None:
    """The disc of the cover lies on the cover, the shadows under the feet in the boxes of the figures."""
    found = [fills[ground] for fills in (read(name).fills() for name in NAMES) if ground in fills]
    assert len(found) == count
    assert all(abs(lightness(colour) - lightness(TOKENS["teal-tint"])) >= 4.5 for colour in found)


def test_no_layout_prints_the_lying_figure_too_small() -> None:
    """Below 75 mm its fingers close up."""
    layouts = [tomllib.loads(path.read_text("utf-8")) for path in (ROOT / "layouts").glob("*/layout.toml")]
    assert layouts
    assert all(TABLE["side-lying"]["width"] * layout["drawings"]["smallest"] >= 75 for layout in layouts)


@pytest.mark.parametrize("joint", ["symphysis", "si-joint-left", "si-joint-right"])
def test_each_anchor_of_the_pelvis_lies_on_its_joint(joint: str) -> None:
    by_id = {element.get("id"): element for element in read("pelvis").root.iter()}
    numbers = [float(number) for number in re.findall(r"[\d.]+", by_id[joint].get("d", ""))]
    x, y = float(by_id[f"anchor-{joint}"].get("cx", 0)), float(by_id[f"anchor-{joint}"].get("cy", 0))
    assert min(numbers[::2]) < x < max(numbers[::2])
    assert min(numbers[1::2]) < y < max(numbers[1::2])
    # The sides are the patient's, who is seen from the front.
    assert {"symphysis": x == 450, "si-joint-left": x > 450, "si-joint-right": x < 450}[joint]


# --- as printed ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", LOCALES)
def test_the_brochure_is_small_and_holds_no_raster_picture(shipped: dict[str, Path], code: str) -> None:
    assert 100_000 < shipped[code].stat().st_size <= LARGEST_PDF
    with pikepdf.open(shipped[code]) as pdf:
        streams = [item for item in pdf.objects if isinstance(item, pikepdf.Stream)]
        assert len(streams) > 10
        assert [item for item in streams if item.get("/Subtype") == "/Image"] == []
        drawn = [*pdf.pages, *(item for item in streams if item.get("/Subtype") == "/Form")]
        instructions = [part for item in drawn for part in pikepdf.parse_content_stream(item)]
        assert sum(str(part.operator) == "c" for part in instructions) > 3000   # the curves of the drawings
        assert not [part for part in instructions if isinstance(part, pikepdf.ContentStreamInlineImage)]


@pytest.fixture(scope="module")
def press(tmp_path_factory: pytest.TempPathFactory) -> Press:
    return Press(ROOT / "fonts", tmp_path_factory.mktemp("press"))


def printed(press: Press, name: str, pixels: int) -> Image.Image:
    """A drawing as it leaves the press, on a page of its own size, in pixels of a picture of some width."""
    svg = read(name)
    width, height = (int(number) / 10 for number in svg.root.get("viewBox", "").split()[2:])
    css = f"""@page {{ size: {width}mm {height}mm; margin: 0 }}
body {{ margin: 0 }} img {{ display: block; width: {width}mm }}"""
    pdf = press.lay_out(PAGE.replace("NAME", name), [Sheet("test.css", css)], {f"{name}.svg": svg.text.encode()}).pdf()
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    assert len(document) == 1
    picture: Image.Image = document[0].render(scale=pixels / document[0].get_width()).to_pil().convert("RGB")
    document.close()
    return picture


@pytest.mark.verify
@pytest.mark.parametrize("name", NAMES)
def test_another_engine_draws_the_same_picture(press: Press, name: str, tmp_path: Path) -> None:
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        assert not os.environ.get("BROCHURE_REQUIRE_CHROMIUM"), "Chromium is required here, and is not installed"
        pytest.skip("the drawings were not compared: there is no Chromium")
    ours = printed(press, name, 900)
    width, height = ours.size
    page, picture = tmp_path / "page.html", tmp_path / "page.png"
    page.write_text(f"<style>body{{margin:0}}img{{display:block;width:{width}px;height:{height}px}}</style>"
                    f'<img src="{(FOLDER / f"{name}.svg").as_uri()}">', "utf-8")
    subprocess.run([chromium, "--headless", "--no-sandbox", "--disable-gpu", "--allow-file-access-from-files",
                    "--no-first-run", "--disable-background-networking", "--disable-quic",
                    "--hide-scrollbars", f"--user-data-dir={tmp_path / 'profile'}",
                    f"--window-size={width},{height}",
                    f"--screenshot={picture}", page.as_uri()], check=True, capture_output=True, timeout=120)
    theirs = Image.open(picture).convert("RGB").crop((0, 0, width, height))
    assert len(set(theirs.convert("L").tobytes())) > 50   # it has drawn something
    red, green, blue = ImageChops.difference(ours, theirs).split()
    histogram = ImageChops.lighter(ImageChops.lighter(red, green), blue).histogram()
    assert sum(histogram[61:]) < 0.01 * width * height


@pytest.mark.verify
@pytest.mark.parametrize("name", NAMES)
def test_a_grey_print_still_tells_the_shapes_apart(press: Press, name: str) -> None:
    """Every colour is found in the grey picture; it is apart from the lines, and each shade from its base."""
    svg = read(name)
    histogram = printed(press, name, 900).convert("L").histogram()
    level = {key: Image.new("RGB", (1, 1), colour).convert("L").tobytes()[0] for key, colour in svg.fills().items()}
    lost = [key for key, value in level.items() if sum(histogram[max(0, value - 1):value + 2]) < 50]
    assert lost == []
    assert [key for key in level if key.removesuffix("-s") not in DARK and level[key] - level["ink"] < 25] == []
    assert [key for key in svg.shades() if abs(level[key] - level[key.removesuffix("-s")]) < 8] == []
