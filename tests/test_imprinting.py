"""The fast way is the slow way, for a reader: clinics are printed both ways, and all that one sees is compared.

Clinics are made at random (tests/generated.py). Pictures may differ where a letter is moved by a small part of a pixel;
words, links, tags, titles and codes may not differ at all.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pikepdf
import pytest
from conftest import BROCHURE, ROOT
from corpus import language
from generated import PLACE, clinics
from hypothesis import given, settings
from hypothesis import strategies as st
from pdf_reader import Reader
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from brochure.checking import check_claims
from brochure.codes import rectangles, squares
from brochure.desk import Desk
from brochure.edition import Source, read_language, read_source, room_for_clinics
from brochure.editions import Editions, Shared
from brochure.formats import FORMATS
from brochure.imprint import Clinic, Field
from brochure.imprinting.serial import between, serial
from brochure.inspection import Document
from brochure.project import Project, project_at
from brochure.trial import add, open_trial

_DPI, _LEVELS, _MOST = 110, 40, 4   # pixels that may lie further from their neighbours than so many levels of grey
_NEAR = 0.2                         # mm between the same edge of a link


class Both:
    """The editions of a brochure, the fast way and the slow one."""

    def __init__(self, project: Project, source: Source, code: str, form: str) -> None:
        shared = Shared(project, source)
        self.form, self.code = form, code
        self.fast, self.slow = (Editions(shared, code, FORMATS[form], exact=exact)
                                for exact in (False, True))
        self.room = room_for_clinics(source, *read_language(project, source, code, draft=False))

    def compare(self, clinic: Clinic, folder: Path) -> bool:
        """Print a clinic both ways, and assert that a reader gets the same; whether the fast way has printed it."""
        mine, its = self.fast.edition(clinic), self.slow.edition(clinic)
        assert not its.fast
        own, other = Document(mine.content, "fast.pdf"), Document(its.content, "slow.pdf")
        assert [" ".join(sorted(text.split())) for text in own.page_texts] == [
            " ".join(sorted(text.split())) for text in other.page_texts]
        assert own.metadata == other.metadata
        assert _told(own) == _told(other)
        assert [(code.page, code.text) for code in own.codes] == [(code.page, code.text) for code in other.codes]
        self._compare_links(own, other)
        for page in range(1, own.page_count + 1):
            assert _apart(own, other, page) <= _MOST, f"page {page}"
        if FORMATS[self.form].tagged:
            outlines = []
            for name, content in (("fast", mine.content), ("slow", its.content)):
                path = folder / f"{name}.pdf"
                path.write_bytes(content)
                outlines.append(_without_spaces(Reader(path).outline()))
            assert outlines[0] == outlines[1]
        return mine.fast

    @staticmethod
    def _compare_links(own: Document, other: Document) -> None:
        links = [sorted((link.page, link.address, link.at.top, link.at.left, link.at.bottom, link.at.right)
                        for link in document.links if link.at) for document in (own, other)]
        assert [link[:2] for link in links[0]] == [link[:2] for link in links[1]]
        assert max((abs(one - two) for mine, its in zip(*links, strict=True)
                    for one, two in zip(mine[2:], its[2:], strict=True)), default=0) < _NEAR


def _told(document: Document) -> dict[str, bytes]:
    """What the document information tells in words of PDF, not in texts."""
    return {key: value.unparse() for key, value in document.pdf.docinfo.items()
            if not isinstance(value, pikepdf.String)}


def _without_spaces(outline: str) -> list[str]:
    """An outline without the spaces at the ends of lines, and without tags that hold nothing else."""
    lines = (re.sub(r"(?<=Span)( ?')\s+|\s+(?='$)", r"\1", line) for line in outline.split("\n"))
    return [line for line in lines if line.strip() not in ("Span", "Span ''")]


def _apart(own: Document, other: Document, page: int) -> int:
    """How many pixels of a page are not found beside the same place of the other file's."""
    mine, its = own.picture(page, _DPI, grey=True), other.picture(page, _DPI, grey=True)
    low, high = its.filter(ImageFilter.MinFilter(3)), its.filter(ImageFilter.MaxFilter(3))
    beyond = ImageChops.add(ImageChops.subtract(low, mine), ImageChops.subtract(mine, high))
    return sum(beyond.histogram()[_LEVELS:])


@pytest.fixture(scope="module")
def shipped_source() -> tuple[Project, Source]:
    project = project_at(ROOT)
    return project, read_source(project, BROCHURE)


@pytest.mark.parametrize(("code", "form", "script", "count"), [
    ("nb", "screen", "Latn", 6), ("en", "screen", "Cyrl", 3), ("nb", "booklet", "Latn", 1), ("en", "press", "Latn", 2)])
def test_a_reader_gets_the_same(code: str, form: str, script: str, count: int, mini: Path) -> None:
    project = project_at(mini)
    both = Both(project, read_source(project, "mini"), code, form)
    assert both.fast.template is not None
    assert [both.compare(clinic, mini) for clinic in islice(clinics(script, 1, both.room), count)] == [True] * count


@pytest.mark.parametrize("form", ["screen", pytest.param("press", marks=pytest.mark.verify)])
def test_marks_brackets_and_commas_are_as_the_engine_has_them(form: str, mini: Path) -> None:
    """Letters with a mark that are no letter of Unicode by themselves; a bracket after another; a name with commas."""
    project = project_at(mini)
    both = Both(project, read_source(project, "mini"), "nb", form)
    for name, contact, note in (
            ("Fysio, Oslo, Oslo", "Ṣọlá Adébáyọ̀", "ẹ káàbọ̀, ẹ̀kọ́ ŋ̈ ŋ đ̣ x́ J́ ę́ q̇ q é̱ Ý̭ Y"),
            ("mini, Fysio,", "Kari", "Ring oss gjerne på telefon om du har spørsmål om timer (dagtid)(kveldstid)."),
            ("A,,B,,C", "A.(B),(C):(D);(E)", f"{'ord ' * 10}(a).(b),(c):(d);(e)(f)")):
        fields = (Field("name", name, PLACE), Field("contact", contact, PLACE), Field("note", note, PLACE))
        assert both.compare(Clinic("oslo", fields, PLACE.file), mini) is True


@pytest.mark.verify
@pytest.mark.parametrize(("code", "form", "script", "count"), [
    ("nb", "screen", "Latn", 70), ("en", "screen", "Latn", 40), ("nn", "screen", "Cyrl", 30),
    ("nb", "booklet", "Latn", 30), ("en", "press", "Latn", 30), ("nn", "press", "Cyrl", 10)])
def test_a_reader_gets_the_same_of_many_clinics(code: str, form: str, script: str, count: int, tmp_path: Path,
                                                shipped_source: tuple[Project, Source]) -> None:
    both = Both(*shipped_source, code, form)
    fast = [both.compare(clinic, tmp_path) for clinic in islice(clinics(script, 2, both.room), count)]
    assert fast == [True] * count


@pytest.mark.verify
@settings(max_examples=30, derandomize=True, deadline=None, database=None)
@given(name=st.text("abcdefghijABCDEFGHæøåÆØÅčđŋšŧžÁ &-–/().,'0123456789", min_size=1, max_size=60),
       note=st.text("abcdefghij xyzÆØÅ ßñłéü 12/–-“”&?!;:%@#+=*().,\u0300\u0301\u0308\u0323", max_size=80))
def test_whatever_words_a_clinic_has(name: str, note: str, shipped_source: tuple[Project, Source],
                                     tmp_path_factory: pytest.TempPathFactory) -> None:
    global _BOTH
    _BOTH = _BOTH or Both(*shipped_source, "nb", "screen")
    texts = [(key, unicodedata.normalize("NFC", " ".join(text.split())))
             for key, text in (("name", name), ("note", note))]
    clinic = Clinic("any", tuple(Field(key, text, PLACE) for key, text in texts if text), PLACE.file)
    if clinic.named("name") and not _BOTH.room.faults(clinic):
        _BOTH.compare(clinic, tmp_path_factory.mktemp("any"))


_BOTH: Both | None = None


_SVG = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 50"><rect x="2" y="2" width="46" height="46" rx="10"
fill="#17616b"/><path d="M25 10v30M10 25h30" stroke="#fff" stroke-width="7"/>
<circle cx="84" cy="25" r="20" fill="#c5432e" fill-opacity=".8"/></svg>"""


LOGOS = ("logo.svg", "logo.png", "logo.jpg")


@pytest.mark.parametrize(("form", "names"), [
    ("screen", LOGOS), ("press", LOGOS), ("booklet", LOGOS[:1]),   # its sides are pages of the screen
    pytest.param("booklet", LOGOS[1:], marks=pytest.mark.verify)])
def test_logos_are_those_of_the_slow_way(form: str, names: tuple[str, ...], mini: Path) -> None:
    (mini / "logo.svg").write_text(_SVG, "utf-8")
    picture = Image.new("RGBA", (400, 160))
    ImageDraw.Draw(picture).ellipse((10, 10, 350, 150), fill=(197, 67, 46, 255))
    picture.save(mini / "logo.png")
    picture.convert("RGB").save(mini / "logo.jpg", quality=90)
    project = project_at(mini)
    both = Both(project, read_source(project, "mini"), "nb", form)
    for name in names:
        clinic = Clinic("oslo", (Field("name", "Oslo", PLACE), Field("note", "Bekken", PLACE)), PLACE.file,
                        logo_file=str(mini / name))
        assert both.compare(clinic, mini)


def test_joiners_between_letters_are_no_spaces_for_readers(mini: Path) -> None:
    project = project_at(mini)
    both = Both(project, read_source(project, "mini"), "nb", "screen")
    fields = (Field("name", "Auf\u200clage", PLACE), Field("note", "Auf\u200clage, 2", PLACE))
    assert both.compare(Clinic("moss", fields, PLACE.file), mini)


def test_another_logo_makes_another_document(mini: Path) -> None:
    project = project_at(mini)
    editions = Editions(Shared(project, read_source(project, "mini")), "nb", FORMATS["press"])
    ids = set()
    for colour in ("#17616b", "#c5432e"):
        (mini / f"{colour[1:]}.svg").write_text(_SVG.replace("#17616b", colour), "utf-8")
        content = editions.edition(Clinic("oslo", (Field("name", "Oslo", PLACE),), PLACE.file,
                                          logo_file=str(mini / f"{colour[1:]}.svg"))).content
        with pikepdf.open(io.BytesIO(content)) as pdf:
            ids.add(str(pdf.open_metadata()["xmpMM:DocumentID"]))
    assert len(ids) == 2


def test_texts_that_are_forgotten_meanwhile_are_shaped_again(mini: Path) -> None:
    """As where several threads of a process print."""
    project = project_at(mini)
    editions = Editions(Shared(project, read_source(project, "mini")), "nb", FORMATS["screen"])
    first = Clinic("a", (Field("telephone", "22 33 44 55", PLACE, "tel:+4722334455"),), PLACE.file)
    expected = editions.edition(first).content
    [finish] = editions.begun([first])
    for start in range(0, 2400, 20):
        editions.begun([Clinic(f"c{number}", (Field("name", f"N {number}", PLACE), Field("unit", f"U {number}", PLACE)),
                               PLACE.file) for number in range(start, start + 20)])
    assert finish().content == expected


def test_the_same_clinic_gives_the_same_bytes_and_another_gives_others(mini: Path) -> None:
    project = project_at(mini)
    source = read_source(project, "mini")
    shared = Shared(project, source)
    first, second = (Editions(shared, "nb", FORMATS["screen"]) for _ in range(2))
    room = room_for_clinics(source, *read_language(project, source, "nb", draft=False))
    one, two = islice(clinics("Latn", 3, room), 2)
    assert first.edition(one).content == first.edition(one).content == second.edition(one).content
    assert first.edition(one).content != first.edition(two).content


@pytest.mark.verify   # a template itself is checked so when it is made
def test_an_edition_keeps_what_its_format_claims(mini: Path) -> None:
    project = project_at(mini)
    source = read_source(project, "mini")
    shared = Shared(project, source)
    for form in ("screen", "press", "booklet"):
        editions = Editions(shared, "nb", FORMATS[form])
        room = room_for_clinics(source, *read_language(project, source, "nb", draft=False))
        [clinic] = islice(clinics("Latn", 4, room), 1)
        desk = Desk(project, source, "nb", FORMATS[form], shared.press, clinic=clinic)
        printed = editions.edition(clinic)
        assert printed.fast
        check_claims(project, f"{form}.pdf", printed.content, desk.finished(desk.fit()).promise)


def _in_arabic(project: Project, brochure: str, folder: Path) -> tuple[Project, Source]:
    """A brochure in Arabic words, which mean nothing: that is not looked at."""
    (folder / "trial").mkdir()
    trial, source = open_trial(project, brochure, folder / "trial")
    add(trial, source, replace(language("ar-XA"), code="ar"))
    return trial, source


def _compare_from_the_right(both: Both, script: str, count: int, folder: Path) -> None:
    """Hours without words stand in an order of their own, which only the engine knows."""
    some = list(islice(clinics(script, 5, both.room), count))
    wanted = [not any(field.text in ("24/7", "8:00-16:00") for field in clinic.named("hours")) for clinic in some]
    assert any(wanted)
    assert [both.compare(clinic, folder) for clinic in some] == wanted


@pytest.mark.parametrize(("form", "script", "count"), [
    ("screen", "Arab", 4),
    pytest.param("screen", "Latn", 3, marks=pytest.mark.verify),
    pytest.param("press", "Arab", 4, marks=pytest.mark.verify)])
def test_a_reader_gets_the_same_from_right_to_left(form: str, script: str, count: int, mini: Path, tmp_path: Path,
                                                   monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("brochure.editions.refuse_wrong_words", lambda *_: None)
    both = Both(*_in_arabic(project_at(mini), "mini", tmp_path), "ar", form)
    assert both.fast.template is not None
    _compare_from_the_right(both, script, count, mini)


@pytest.fixture(scope="module")
def shipped_in_arabic(tmp_path_factory: pytest.TempPathFactory) -> tuple[Project, Source]:
    return _in_arabic(project_at(ROOT), BROCHURE, tmp_path_factory.mktemp("arabic"))


@pytest.mark.verify
@pytest.mark.parametrize(("form", "script", "count"), [
    ("screen", "Arab", 40), ("screen", "Latn", 15), ("press", "Arab", 10), ("booklet", "Arab", 10)])
def test_a_reader_gets_the_same_of_many_clinics_from_right_to_left(
        form: str, script: str, count: int, tmp_path: Path, shipped_in_arabic: tuple[Project, Source],
        monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("brochure.editions.refuse_wrong_words", lambda *_: None)
    _compare_from_the_right(Both(*shipped_in_arabic, "ar", form), script, count, tmp_path)


def test_words_from_right_to_left_among_others_are_left_to_the_engine(mini: Path) -> None:
    settings_file = mini / "locales/nb/locale.toml"
    settings_file.write_text(settings_file.read_text("utf-8").replace(
        'fonts = ["Fira Sans"]', 'fonts = ["Fira Sans", "IBM Plex Sans Arabic"]'), "utf-8")
    project = project_at(mini)
    both = Both(project, read_source(project, "mini"), "nb", "screen")
    clinic = Clinic("oslo", (Field("name", "عيادة أوسلو", PLACE),), PLACE.file)
    assert both.fast.template is not None
    assert both.compare(clinic, mini) is False
    assert both.compare(replace(clinic, fields=(Field("name", "Oslo", PLACE),)), mini) is True


def test_a_layout_that_the_fast_way_does_not_know_is_left_to_the_engine(mini: Path) -> None:
    css = mini / "layouts/leaflet/leaflet.css"
    css.write_text(css.read_text("utf-8") + "\n.fields p { margin-top: 1mm; }\n", "utf-8")
    project = project_at(mini)
    source = read_source(project, "mini")
    editions = Editions(Shared(project, source), "nb", FORMATS["screen"])
    assert editions.template is None
    assert editions.edition(Clinic("oslo", (Field("name", "Oslo", PLACE),), PLACE.file)).content.startswith(b"%PDF")


# --- codes -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["https://a.no", "https://www.example.no/time?id=12", f"https://a.no/{'x' * 200}"])
def test_a_code_is_read_back_by_who_did_not_write_it(address: str) -> None:
    """The squares are drawn as a picture, and read; the code is no larger than segno makes it."""
    import segno
    import zxingcpp

    size, rows = squares(address)
    assert (size, _modules(rows)) == (rectangles(address)[0], _modules(
        [(int(x), int(y), int(length)) for x, y, length in
         re.findall(rb"(\d+) (\d+) (\d+) 1 re\n", rectangles(address)[1])]))
    assert size <= segno.make_qr(address, error="m", boost_error=False).symbol_size(border=4)[0]
    picture = Image.new("L", (size * 4, size * 4), 255)
    drawing = ImageDraw.Draw(picture)
    for x, y, length in rows:
        drawing.rectangle((x * 4, y * 4, (x + length) * 4 - 1, y * 4 + 3), 0)
    assert min(x for x, _, _ in rows) == min(y for _, y, _ in rows) == 4   # the quiet zone
    [found] = zxingcpp.read_barcodes(picture)
    assert (found.text, found.ec_level) == (address, "M")


def _modules(rows: Iterable[tuple[int, int, int]]) -> list[tuple[int, int]]:
    return sorted((x + more, y) for x, y, length in rows for more in range(length))


# --- the file --------------------------------------------------------------------------------------------------------


@given(before=st.binary(max_size=300), middle=st.binary(max_size=300), after=st.binary(max_size=300))
def test_a_stream_with_another_middle_unpacks_to_all_of_it(before: bytes, middle: bytes, after: bytes) -> None:
    import zlib

    packed = between(before, after).stream(middle)
    raw = packed.split(b"stream\n", 1)[1].removesuffix(b"\nendstream")
    assert zlib.decompress(raw) == before + middle + after


def test_what_is_left_open_is_written_anew_and_the_rest_stays() -> None:
    written = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.docinfo["/Title"] = "before"
        pdf.save(written, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    with pikepdf.open(io.BytesIO(written.getvalue())) as pdf:
        number = pdf.trailer["/Info"].objgen[0]
    made = serial(written.getvalue(), frozenset({number}))
    first, second = (made.edition({number: b"<</Title(%b)>>" % title, made.count + 1: b"(more)"})
                     for title in (b"one", b"two"))
    assert first[:len(made.fixed)] == second[:len(made.fixed)] == made.fixed
    for content, title in ((first, "one"), (second, "two")):
        with pikepdf.open(io.BytesIO(content)) as pdf:
            assert not pdf.check_pdf_syntax()
            assert (len(pdf.pages), str(pdf.docinfo["/Title"])) == (1, title)
            assert str(pdf.get_object(made.count + 1, 0)) == "more"


def test_more_may_stay_in_some_files_than_in_others() -> None:
    written = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.docinfo["/Title"] = "before"
        pdf.Root.Extra = pdf.make_indirect(pikepdf.Array([1]))
        pdf.save(written, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    with pikepdf.open(io.BytesIO(written.getvalue())) as pdf:
        info, extra = pdf.trailer["/Info"].objgen[0], pdf.Root.Extra.objgen[0]
    plain = serial(written.getvalue(), frozenset({info, extra}))
    new = plain.count + 1
    more = plain.extended({extra: b"[2]", new: b"(stays)", new + 2: b"(stays, too)"}, new + 3)
    content = more.edition({new + 1: b"(one)", info: b"<</Title(own)>>", new + 3: b"(open)", new + 4: b"(new)"})
    assert content.startswith(plain.fixed)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert not pdf.check_pdf_syntax()
        assert (list(pdf.Root.Extra), str(pdf.docinfo["/Title"])) == ([2], "own")
        assert [str(pdf.get_object(number, 0)) for number in range(new, new + 5)] == [
            "stays", "one", "stays, too", "open", "new"]
