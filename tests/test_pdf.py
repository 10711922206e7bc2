"""The finished files, opened again: what a reader sees, hears and is told."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from conftest import LOCALES, ROOT
from pdf_reader import Reader

from brochure import markup
from brochure.edition import read_language, read_source
from brochure.model import Brochure, Film, Locale, Message, messages
from brochure.page.qr import qr_code
from brochure.project import Project
from brochure.typography import typeset

TITLES = {"nb": "Bekkenleddsmerter", "nn": "Bekkenleddsmerter", "en": "Pelvic girdle pain"}
MM = 72 / 25.4
_DROPPED = re.compile(r"[\s\u00ad\x02-]")
_NOT_SET = ("text read aloud", "keywords", "phrase")


@pytest.fixture(scope="module", params=LOCALES)
def code(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def reader(shipped: dict[str, Path], code: str) -> Reader:
    return Reader(shipped[code])


@pytest.fixture(scope="module")
def edition(code: str) -> tuple[Brochure, Locale]:
    return read_language(Project(ROOT), read_source(Project(ROOT), "bekkenleddsmerter"), code, draft=False)


def bare(text: str) -> str:
    """Letters and signs only: lines break and hyphenate where they like."""
    return _DROPPED.sub("", text)


def printed(brochure: Brochure, locale: Locale) -> list[Message]:
    """The texts that stand on the pages, in the order of the content; the films in the order of the locale."""
    films = sorted(brochure.back.films, key=lambda film: locale.films.index(film.slot))
    ordered = replace(brochure, back=replace(brochure.back, films=tuple(films)))
    return [message for message in messages(ordered) if not message.role.startswith(_NOT_SET)]


def test_eight_a5_pages(reader: Reader) -> None:
    boxes = [[float(value) for value in page[name]] for page in reader.pdf.pages for name in ("/MediaBox", "/TrimBox")]
    assert len(boxes) == 16
    assert all(box == pytest.approx([0, 0, 148 * MM, 210 * MM], abs=0.01) for box in boxes)


def test_metadata(reader: Reader, code: str) -> None:
    info, root = reader.pdf.docinfo, reader.pdf.Root
    assert str(info["/Title"]) == TITLES[code]
    assert str(info["/Author"]) == "Landsforeningen for kvinner med bekkenleddsmerter"
    assert str(info["/Subject"]) == ("Patient information" if code == "en" else "Pasientinformasjon")
    assert len(str(info["/Keywords"]).split(", ")) == 4
    assert str(info["/CreationDate"]) == str(info["/ModDate"]) == "D:20261101000000Z"
    assert str(root.Lang) == code
    assert bool(root.ViewerPreferences.DisplayDocTitle)
    assert bool(root.MarkInfo.Marked)
    assert "/OpenAction" not in root
    with reader.pdf.open_metadata() as xmp:
        assert (xmp["pdfaid:part"], xmp["pdfaid:conformance"], xmp["pdfuaid:part"]) == ("2", "A", "1")
        assert xmp["dc:title"] == TITLES[code]
        assert xmp["dc:language"] == {code}
        assert xmp["xmp:CreateDate"] == "2026-11-01T00:00:00Z"


def test_bookmarks_are_the_headings(reader: Reader) -> None:
    with reader.pdf.open_outline() as outline:
        bookmarks = [title for item in outline.root for title in flat(item)]
    headings = [reader.words(element) for element in reader.root.all("H1", "H2", "H3")]
    assert len(headings) == 14
    assert [bare(title) for title in bookmarks] == [bare(heading) for heading in headings]


def flat(item: Any) -> list[str]:
    return [item.title, *(title for child in item.children for title in flat(child))]


def test_headings_do_not_jump(reader: Reader) -> None:
    levels = [int(element.type[1]) for element in reader.root.all("H1", "H2", "H3", "H4", "H5", "H6")]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_the_reading_order_is_the_order_of_the_content(reader: Reader, edition: tuple[Brochure, Locale]) -> None:
    brochure, locale = edition
    heard = bare(reader.words(reader.root))
    position = 0
    texts = printed(brochure, locale)
    assert len(texts) > 90
    for message in texts:
        words = bare(markup.plain(markup.parse(typeset(message.text, locale))))
        found = heard.find(words, position)
        assert found >= 0, f"{message.id} is not read in its place"
        position = found + len(words)


def test_the_page_says_nothing_that_is_not_in_the_content(reader: Reader, edition: tuple[Brochure, Locale],
                                                          code: str) -> None:
    """What is left when the content is taken away: bullets, data and the layout's phrases."""
    brochure, locale = edition
    heard = bare(reader.words(reader.root))
    for message in sorted(printed(brochure, locale), key=lambda one: -len(one.text)):
        heard = heard.replace(bare(markup.plain(markup.parse(typeset(message.text, locale)))), "", 1)
    data = [bare(text) for text in (*brochure.publisher.address, brochure.publisher.name, brochure.publisher.short)]
    for words in sorted(data, key=len, reverse=True):
        heard = heard.replace(words, "")
    left = {
        "nb": ["Pasientinformasjon", "www.lkb.no", "Dinklinikk", "Utgave1,november2026.", "•"],
        "nn": ["Pasientinformasjon", "www.lkb.no", "Klinikkendin", "Utgåve1,november2026.", "Norsknynorsk", "•"],
        "en": ["Patientinformation", "www.lkb.no", "Yourclinic", "Edition1,November2026.", "English·engelsk", "•"],
    }[code]
    for words in left:
        assert bare(words) in heard
        heard = heard.replace(bare(words), "")
    assert heard.strip("(),.") == ""


def test_page_numbers_and_running_heads_are_artifacts(reader: Reader, code: str) -> None:
    numbers = {page: sorted(word.strip() for word in words) for page, words in reader.loose.items()}
    assert numbers == {page: sorted([str(page + 1), TITLES[code]]) for page in range(1, 7)}
    content = [reader.pdf.pages[page].Contents.read_bytes() for page in range(8)]
    assert [data.count(b"/Pagination") for data in content] == [0, 2, 2, 2, 2, 2, 2, 0]


def test_words_in_another_language_say_so(reader: Reader, code: str) -> None:
    spans = [element for element in reader.root.all() if "/Lang" in element.node]
    words = [reader.words(element).strip() for element in spans]
    assert all(str(element.node.Lang) == "nb" for element in spans)
    expected = ["LKB", "Landsforeningen for kvinner med bekkenleddsmerter", "bekkenløsning",
                "Landsforeningen for kvinner med bekkenleddsmerter (LKB)", "Postboks 9217 Grønland", "0134 Oslo",
                "Veilederen for gynekologer"]
    assert words == {"nb": [], "nn": expected, "en": ["engelsk", *expected]}[code]


def test_figures_say_what_they_show_and_where(reader: Reader, edition: tuple[Brochure, Locale]) -> None:
    brochure, locale = edition
    alts = [markup.plain(markup.parse(typeset(message.text, locale))) for message in messages(brochure)
            if message.role.startswith("text read aloud")]
    figures = reader.root.all("Figure")
    assert len(alts) == 8
    assert [str(figure.node.Alt) for figure in figures][:8] == alts
    assert len(figures) == 10
    for figure in figures:
        box = [float(value) for value in figure.node.A.BBox]
        ink = reader.bounds(figure)
        # A curve's control points count as ink here; they may stand a little outside.
        assert box[0] - 3 <= ink[0] < ink[2] <= box[2] + 3
        assert box[1] - 3 <= ink[1] < ink[3] <= box[3] + 3
        assert (ink[2] - ink[0]) * (ink[3] - ink[1]) > 0.7 * (box[2] - box[0]) * (box[3] - box[1])


def test_lists_are_whole_and_labelled(reader: Reader) -> None:
    lists = reader.root.all("L")
    assert [len(one.children) for one in lists] == [5, 8, 5, 8, 7]
    assert all(str(one.node.A.ListNumbering) == "/Disc" for one in lists)
    items = [item for one in lists for item in one.children]
    assert all([child.type for child in item.children] == ["Lbl", "LBody"] for item in items)


def test_links_are_named_and_lead_where_they_say(reader: Reader) -> None:
    links = reader.root.all("Link")
    targets = [(reader.words(link).strip(), str(link.objects[0].A.URI)) for link in links]
    assert targets == [("www.lkb.no", "https://www.lkb.no")] * 4
    for link in links:
        annotation = link.objects[0]
        assert int(annotation.F) & 4
        assert str(annotation.Contents)
        assert "/StructParent" in annotation


def test_no_figure_or_link_is_outside_the_tree(reader: Reader) -> None:
    annotations = [annotation for page in reader.pdf.pages for annotation in page.get("/Annots", [])]
    linked = [link.objects[0] for link in reader.root.all("Link")]
    assert len(annotations) == len(linked) == 4
    types = {str(item.S) for item in reader.pdf.objects if hasattr(item, "get") and item.get("/Type") == "/StructElem"}
    assert types == {"/Document", "/Div", "/Sect", "/P", "/H1", "/H2", "/H3", "/Span", "/Figure", "/Caption", "/L",
                     "/LI", "/Lbl", "/LBody", "/Link"}


def test_qr_codes_read_from_the_page_lead_to_the_films_of_the_locale(reader: Reader,
                                                                    edition: tuple[Brochure, Locale]) -> None:
    brochure, locale = edition
    films: dict[str, Film] = {film.slot: film for film in brochure.back.films}
    read = sorted(zxingcpp.read_barcodes(reader.picture(7, 200)), key=lambda code: code.position.top_left.x)
    addresses = dict(locale.addresses)
    slots = [brochure.slot(name) for name in locale.films]
    assert len(read) == len(films) == 2
    assert [code.text for code in read] == [addresses.get(slot.name, slot.target) for slot in slots if slot]
    alts = [str(figure.node.Alt) for figure in reader.root.all("Figure")[8:]]
    assert all(bare(films[name].text.text) in bare(alt) for name, alt in zip(locale.films, alts, strict=True))


def test_qr_codes_are_large_enough_to_read() -> None:
    """Module at least 0.4 mm at 23 mm width, quiet zone of 4 modules, error correction M (ISO/IEC 18004)."""
    svg = qr_code("https://www.example.no/a-rather-long-address/for-a-film?language=nb&subtitles=yes").decode()
    size = int(re.search(r'viewBox="0 0 (\d+) ', svg)[1])   # type: ignore[index]
    assert 23 / size >= 0.4
    starts = [(int(x), int(y)) for x, y in re.findall(r"M(\d+) (\d+)h", svg.split('fill="#000"')[1])]
    assert min(x for x, _ in starts) == min(y for _, y in starts) == 4


def test_fonts_are_the_declared_ones_and_embedded(reader: Reader) -> None:
    fonts = [item for item in reader.pdf.objects
             if hasattr(item, "get") and item.get("/Type") == "/Font" and "/DescendantFonts" in item]
    names = sorted(re.sub(r"^/[A-Z]{6}\+", "", str(font.BaseFont)) for font in fonts)
    assert names == ["Fira-Sans", "Fira-Sans-Light", "Fira-Sans-Semi-Bold"]
    assert all("/FontFile2" in font.DescendantFonts[0].FontDescriptor for font in fonts)


def test_a_label_stands_at_its_anchor(reader: Reader) -> None:
    """The leader of the symphysis ends on the red of the joint, in the middle of the drawing."""
    figure = next(figure for figure in reader.root.all("Figure") if figure.page == 1)
    left, bottom, right, top = (float(value) for value in figure.node.A.BBox)
    dpi = 200
    picture = reader.picture(1, dpi).convert("RGB")
    x = (left + right) / 2 * dpi / 72
    y = picture.height - (bottom + (top - bottom) * (1 - 478 / 694)) * dpi / 72
    red, green, blue = picture.getpixel((int(x), int(y)))
    assert red > 170
    assert red > green + 60
    assert red > blue + 60


def test_nothing_but_ground_within_ten_millimetres_of_the_trim(reader: Reader) -> None:
    dpi, margin = 100, 9.8
    for page in range(8):
        picture = reader.picture(page, dpi).convert("RGB")
        edge = round(margin / 25.4 * dpi)
        ground = picture.getpixel((1, 1))
        inside = (edge, edge, picture.width - edge, picture.height - edge)
        frame = picture.copy()
        frame.paste(ground, inside)
        colours = frame.getcolors(maxcolors=100_000)
        assert colours is not None
        assert [colour for _, colour in colours] == [ground], f"page {page + 1}"


def test_captions_follow_their_figures(reader: Reader) -> None:
    captioned = [element for element in reader.root.all("Div")
                 if any(child.type == "Caption" for child in element.children)]
    assert len(captioned) == 7
    for element in captioned:
        kinds = [part.type for part in element.all("Figure", "Caption")]
        assert kinds == ["Figure", "Caption"]


def test_sections_begin_on_the_pages_that_the_page_plan_says(reader: Reader, edition: tuple[Brochure, Locale]) -> None:
    """The translator is told these pages; they are those of the source language, and here of both."""
    planned = [section.page for section in edition[0].sections]
    assert [element.page + 1 for element in reader.root.all("Sect")] == planned
