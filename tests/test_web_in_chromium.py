"""The web page in a real Chromium: what axe-core finds in it, and how it stands on narrow, dark and printed pages.

axe-core judges after WCAG 2.2 A and AA, and good practice; it is the copy that axe-playwright-python brings along. The
page is opened as it is, with its policy: nothing is taken out for the test. docs/ACCESSIBILITY.md names these tests.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import BROCHURE, ROOT, TWO
from corpus import language
from playwright.sync_api import Browser, Page, sync_playwright

from brochure.build import Job, build
from brochure.cli import main
from brochure.formats import FORMATS
from brochure.project import Project
from brochure.pseudo import PSEUDO
from brochure.scripts import direction_of
from brochure.trial import add, open_trial

pytestmark = pytest.mark.verify
NARROW, WIDE = 320, 1280   # CSS px: 1280 px at 400 % are 320 px (WCAG 2.2, 1.4.10)
EVERY_RULE = {"rules": {"target-size": {"enabled": True}}}   # axe-core 4.12 leaves out what is new in WCAG 2.2
# WCAG 2.2, 1.4.12: what readers may set.
SPACING = ("* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }"
           "p { margin-bottom: 2em !important }")
OVERFLOWING = """() => [...document.querySelectorAll('body *:not(.skip)')]
    .filter(element => element.getBoundingClientRect().right > document.documentElement.clientWidth + 0.5
                       || element.getBoundingClientRect().left < -0.5)
    .map(element => `${element.tagName} ${element.id}`)"""
# Lines of text that lie over each other, as the areas that their letters take.
COVERED = """() => {
  const texts = [...document.querySelectorAll('p, li, h1, h2, h3, figcaption')].filter(one => !one.closest('.skip'));
  const lines = texts.flatMap(text => {
    const range = document.createRange(); range.selectNodeContents(text);
    return [...range.getClientRects()].filter(at => at.width > 1 && at.height > 1).map(at => [text, at]);
  });
  const found = [];
  for (const [one, a] of lines) for (const [other, b] of lines) {
    if (one === other || one.contains(other) || other.contains(one)) continue;
    const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
    const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    if (across > 1 && down > Math.min(a.height, b.height) / 3) found.push(`${one.id} ${other.id}`);
  }
  return [lines.length, [...new Set(found)]];
}"""
# Elements whose letters are cut off by a box that is too small.
CLIPPED = """() => [...document.querySelectorAll('body *')]
    .filter(element => getComputedStyle(element).overflow !== 'visible' && element.tagName !== 'IMG'
                       && (element.scrollHeight > element.clientHeight + 1
                           || element.scrollWidth > element.clientWidth + 1))
    .map(element => `${element.tagName} ${element.id}`)"""
LETTERS_IN_A_LINE = r"""() => Math.max(...[...document.querySelectorAll('main p, main li')].flatMap(text => {
  const lines = {};
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) for (let at = 0; at < walker.currentNode.length; at++) {
    if (walker.currentNode.data[at] === '\u00ad') continue;
    const range = document.createRange();
    range.setStart(walker.currentNode, at); range.setEnd(walker.currentNode, at + 1);
    const top = Math.round(range.getBoundingClientRect().top); lines[top] = (lines[top] || 0) + 1;
  }
  return Object.values(lines);
}))"""
# The room on the left and on the right of what is set off where one begins to read: lists, and boxes.
STARTS = """() => [...document.querySelectorAll('main ul, .box')].map(element => {
  const style = getComputedStyle(element);
  return ['Left', 'Right'].map(side => parseFloat(style['padding' + side])
                                       + parseFloat(style[`border${side}Width`]));
})"""
# Where the first and the last begin of what stands side by side: the columns of a list, the numbers of a strip.
SIDE_BY_SIDE = """() => [...document.querySelectorAll('.short, .numbers')].map(element =>
  [element.firstElementChild, element.lastElementChild].map(one => one.getBoundingClientRect().left))"""
Open = Callable[..., Page]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None:
        assert not os.environ.get("BROCHURE_REQUIRE_CHROMIUM"), "Chromium is required here, and is not installed"
        pytest.skip("the web page was not looked at: there is no Chromium")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped pages, with a clinic's, and a draft."""
    made = tmp_path_factory.mktemp("web")
    clinic = made / "klinikk.toml"
    clinic.write_text('name = "Fysioterapi <b>& trening</b> \\"Nord\\""\nunit = "Bekkenleddsmertepoliklinikken"\n'
                      'web = "www.en-svaert-lang-adresse-for-en-klinikk-i-nord.example.no/smerter"\n', "utf-8")
    command = ["--project", str(ROOT), "build", "--format", "web", "--quiet", "-o", str(made)]
    assert main(command) == main([*command, "--clinic", str(clinic)]) == 0
    assert main([*command, "en", "--clinic", str(clinic), "--draft"]) == 0
    return made


@pytest.fixture
def open_page(browser: Browser, folder: Path) -> Iterator[Open]:
    """Open a page at a width in a scheme; whatever it asks the network for, or complains of, fails the test."""
    asked: list[str] = []
    contexts = []

    def opened(name: str = f"{BROCHURE}-nb.html", width: int = WIDE, scheme: str = "light", **options: Any) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, **options)
        contexts.append(context)
        page: Page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: asked.append(message.text))
        page.goto((folder / name).as_uri())
        return page

    yield opened
    for context in contexts:
        context.close()
    assert [url for url in asked if not url.startswith(("data:", "file:"))] == []
    assert len([url for url in asked if url.startswith("file:")]) == len(contexts)


def axe(page: Page) -> dict[str, Any]:
    result: dict[str, Any] = Axe().run(page, options=EVERY_RULE).response
    return result


def ids(results: list[dict[str, Any]]) -> dict[str, list[str]]:
    return {rule["id"]: [node["html"][:120] for node in rule["nodes"]] for rule in results}


# --- axe-core --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [NARROW, WIDE])
@pytest.mark.parametrize("code", TWO)
def test_axe_finds_nothing(code: str, width: int, scheme: str, open_page: Open) -> None:
    result = axe(open_page(f"{BROCHURE}-{code}.html", width, scheme))
    assert ids(result["violations"]) == {}
    assert ids(result["incomplete"]) == {}, "what axe cannot tell, somebody has to look at"
    passes = ids(result["passes"])
    assert len(passes) > 30
    assert {"color-contrast", "target-size", "image-alt", "html-has-lang", "heading-order", "bypass"} <= set(passes)
    assert len(passes["color-contrast"]) > 50
    assert len(passes["target-size"]) > 10


def test_axe_finds_nothing_in_a_clinic_s_draft(open_page: Open) -> None:
    result = axe(open_page(f"klinikk/{BROCHURE}-en-draft.html", NARROW, "dark"))
    assert (ids(result["violations"]), ids(result["incomplete"])) == ({}, {})


def test_axe_finds_what_is_broken(open_page: Open) -> None:
    page = open_page()
    page.evaluate("""() => {
        document.querySelector('figure img').removeAttribute('alt');
        document.querySelector('main p').style.color = '#8aa';
        document.querySelectorAll('.contents a').forEach(link => {
            link.style.cssText = 'font-size: 8px; line-height: 1; padding: 0; display: block';
            link.parentElement.style.cssText = 'margin: 0; line-height: 1' });
        document.documentElement.removeAttribute('lang');
        document.querySelector('main a').textContent = '';
        document.querySelector('h2').outerHTML = '<h4>Fire</h4>';
        document.title = '' }""")
    assert {"image-alt", "color-contrast", "target-size", "html-has-lang", "link-name", "heading-order",
            "document-title"} <= set(ids(axe(page)["violations"]))


# --- the width of the page -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [f"{BROCHURE}-nb.html", f"{BROCHURE}-en.html", f"klinikk/{BROCHURE}-nb.html"])
def test_the_page_flows_at_320_px(name: str, open_page: Open) -> None:
    """WCAG 2.2, 1.4.10: also a page of 1280 px at 400 %. Nothing is cut off, nothing lies over anything."""
    page = open_page(name, NARROW)
    assert page.evaluate("document.documentElement.scrollWidth") == NARROW
    assert page.evaluate(OVERFLOWING) == []
    lines, covered = page.evaluate(COVERED)
    assert lines > 150
    assert covered == []


@pytest.mark.parametrize("width", [NARROW, WIDE])
@pytest.mark.parametrize("code", TWO)
def test_the_page_bears_wider_spacing(code: str, width: int, open_page: Open) -> None:
    page = open_page(f"{BROCHURE}-{code}.html", width)
    height = page.evaluate("document.documentElement.scrollHeight")
    page.add_style_tag(content=SPACING)
    assert page.evaluate("document.documentElement.scrollHeight") > height, "the spacing is wider"
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert page.evaluate(CLIPPED) == []
    assert page.evaluate(COVERED)[1] == []


def test_what_flows_badly_is_seen(open_page: Open) -> None:
    page = open_page(width=NARROW)
    page.add_style_tag(content="h1 { width: 600px } figcaption { margin-top: -3rem } "
                               "footer p { height: 5px; overflow: hidden }")
    assert page.evaluate("document.documentElement.scrollWidth") > NARROW
    assert "H1 cover.title" in page.evaluate(OVERFLOWING)
    assert page.evaluate(COVERED)[1]
    assert "P back.edition" in page.evaluate(CLIPPED)


@pytest.mark.parametrize("code", TWO)
def test_lines_are_short_and_letters_large(code: str, open_page: Open) -> None:
    for width in (768, 2560):
        page = open_page(f"{BROCHURE}-{code}.html", width)
        assert 50 < page.evaluate(LETTERS_IN_A_LINE) <= 75
        assert page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") >= 18


# --- how it looks ----------------------------------------------------------------------------------------------------


def test_all_letters_are_set_in_the_brochure_s_typeface(open_page: Open) -> None:
    page = open_page()
    assert page.evaluate("[...document.fonts].map(face => [face.family, face.weight, face.status])") == [
        ["Fira Sans", "400", "loaded"], ["Fira Sans", "600", "loaded"], ["Fira Sans", "300", "loaded"]]
    assert all(page.evaluate("[...document.images].map(image => image.complete && image.naturalWidth > 0)"))


def test_a_drawing_keeps_its_light_ground(open_page: Open) -> None:
    """Its ink is dark: on a dark screen, and where the reader has chosen the colours."""
    ground = "[...document.querySelectorAll('.picture')].map(picture => getComputedStyle(picture).backgroundColor)"
    paper = "getComputedStyle(document.documentElement).backgroundColor"
    light, dark, forced = open_page(), open_page(scheme="dark"), open_page(scheme="dark", forced_colors="active")
    assert light.evaluate(paper) == "rgb(255, 255, 255)"
    assert dark.evaluate(paper) == "rgb(19, 27, 33)"
    assert forced.evaluate(paper) == "rgb(0, 0, 0)"
    for page in (light, dark, forced):
        assert set(page.evaluate(ground)) == {"rgb(220, 235, 232)"}


def test_nothing_moves_for_who_does_not_want_it(open_page: Open) -> None:
    behaviour = "getComputedStyle(document.documentElement).scrollBehavior"
    assert open_page().evaluate(behaviour) == "smooth"
    assert open_page(reduced_motion="reduce").evaluate(behaviour) == "auto"


def test_the_keyboard_reaches_everything_and_shows_where_it_is(open_page: Open) -> None:
    page = open_page(width=NARROW)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.evaluate("document.activeElement.getBoundingClientRect().top") >= 0
    links = page.evaluate("[...document.querySelectorAll('a[href]')].map(link => link.href)")
    reached = []
    for _ in links:
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
        assert page.evaluate("parseFloat(getComputedStyle(document.activeElement).outlineWidth)") >= 2
        reached.append(page.evaluate("document.activeElement.href"))
        page.keyboard.press("Tab")
    assert reached == links
    page = open_page()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_a_printed_page_is_paper(open_page: Open, tmp_path: Path) -> None:
    page = open_page(scheme="dark")
    page.pdf(path=tmp_path / "print.pdf", prefer_css_page_size=True, print_background=True)
    document = pypdfium2.PdfDocument(tmp_path / "print.pdf")
    words = " ".join(sheet.get_textpage().get_text_bounded() for sheet in document)
    assert 4 <= len(document) <= 8
    assert [round(side / 72 * 25.4) for side in document[0].get_size()] == [210, 297]
    assert "Innhold" not in words
    assert "English" not in words
    assert "anbefales (https://www.lkb.no)" in " ".join(words.split())
    assert document[0].render().to_pil().convert("L").getpixel((5, 5)) > 250, "paper is white"
    document.close()


def test_a_clinic_s_words_are_words(open_page: Open) -> None:
    page = open_page(f"klinikk/{BROCHURE}-nb.html")
    assert page.inner_text("[id='imprint.name']") == 'Fysioterapi <b>& trening</b> "Nord"'




# --- other scripts ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def trials(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page in languages that nobody speaks, and in real words of two."""
    folder = tmp_path_factory.mktemp("trials")
    assert main(["--project", str(ROOT), "locale", "pseudo", "--format", "web", "--quiet", "-o", str(folder)]) == 0
    print_scripts(("fa-XA", "se-XA"), folder)
    return folder


def print_scripts(codes: tuple[str, ...], folder: Path) -> None:
    (folder / "trial").mkdir()
    trial, source = open_trial(Project(ROOT), BROCHURE, folder / "trial")
    for code in codes:
        add(trial, source, language(code))
    build([Job(trial, BROCHURE, code, FORMATS["web"], False, None, folder) for code in codes], lambda _: None)


@pytest.mark.parametrize("width", [NARROW, WIDE])
@pytest.mark.parametrize("code", [*PSEUDO, "fa-XA", "se-XA"])
def test_other_scripts_fit_and_are_mirrored(code: str, width: int, open_page: Open, trials: Path) -> None:
    page = open_page(str(trials / f"{BROCHURE}-{code}.html"), width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(OVERFLOWING) == []
    assert page.evaluate(CLIPPED) == []
    count, covered = page.evaluate(COVERED)
    assert count > 100
    assert covered == []
    from_the_right = direction_of(code) == "rtl"
    assert page.evaluate("document.documentElement.dir") == ("rtl" if from_the_right else "ltr")
    starts = page.evaluate(STARTS)
    assert len(starts) >= 5
    assert all((right > left) == from_the_right for left, right in starts)
    if width == WIDE:
        pairs = page.evaluate(SIDE_BY_SIDE)
        assert pairs
        assert all((first > last) == from_the_right for first, last in pairs)
