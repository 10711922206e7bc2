"""Where words break in the imprint, and what fits it, is known without a layout, and is what a layout does."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import replace

import pytest
from conftest import ROOT, small_project
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from brochure.artwork import Logo as Artwork
from brochure.clinics import read_clinic
from brochure.desk import Desk
from brochure.edition import Source, room_for_clinics
from brochure.errors import Place
from brochure.fonts import read_families
from brochure.formats import FORMATS
from brochure.geometry import PageLayout
from brochure.imprint import Clinic, Field, Logo
from brochure.imprint_room import UNSURE, Room, as_set, break_lines, letter_widths, surely_fits, width_of
from brochure.press import Press
from brochure.project import Project
from brochure.pseudo import PSEUDO
from brochure.shaping import MAY_BREAK, NO_BREAK, faces_for, form_told, shape, told_together
from brochure.trial import add, open_trial

PLACE = Place("list.csv", 2)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 1"><path d="M0 0h2v1z"/></svg>'
CODES = ("nb", "ar-XB")
Lay = Callable[[str, Clinic], tuple[Sequence[PageLayout], Room]]


def drawn(width: float, height: float) -> Logo:
    """The logo, so many mm wide and high."""
    return Logo(Artwork("svg", SVG, width, height, "0" * 64), width, height)


def clinic(*fields: tuple[str, str], logo: Logo | None = None) -> Clinic:
    return Clinic("moss", tuple(Field(name, text, PLACE, "https://example.no/" if name in {"web", "booking"} else "")
                                for name, text in fields), "list.csv", logo=logo)


CLINICS = (
    clinic(("name", "Moss")),
    clinic(("name", "Kvinneklinikken ved Universitetssykehuset i Nord-Norge og Finnmark helseforetak"),
           ("unit", "Avdeling for kvinnehelse, fysioterapi og rehabilitering etter fødsel, 2. etasje i bygg C"),
           ("contact", "Kari Nordmann, spesialfysioterapeut og leder for avdelingens tilbud til gravide kvinner"),
           ("address", "Hansine Hansens veg 67"), ("address", "9019 Tromsø"),
           ("telephone", "77\u00a062\u00a060\u00a000"),
           ("email", "kvinneklinikken.fysioterapi-og-rehabilitering@unn.nord-norge.example.no"),
           ("web", "www.unn.example.no/avdelinger/kvinneklinikken/fysioterapi/gravide-og-barsel"),
           ("hours", "Mandag–fredag 8–15.30, men tirsdag og torsdag til kl. 18–19 etter avtale"),
           ("note", "Inngang C/D (bakfra), trykk på ringeklokka; heis til 2.–3. etasje, og så til venstre & ned")),
    clinic(("name", "Kvinneklinikken ved universitetssykehuset i Nord-Norge"), ("unit", "Fødepoliklinikken og barsel"),
           ("contact", "Kari Nordmann, spesialfysioterapeut"), ("email", "kvinneklinikken.fysioterapi@unn.example.no"),
           ("hours", "Mandag–fredag 8–15.30, tirsdag til kl. 18"),
           ("booking", "helsenorge.example.no/timebestilling/unn-tromso"), logo=drawn(28, 14)),
    clinic(("name", "Sámi klinihkka, Kárášjohka: čeahkit, đoarjja, ŋuoran, šaddan, ŧahkki, žárrát"),
           ("contact", "Олена Шевченко-Ковальчук, фізіотерапевтка відділення жіночого здоров’я в Осло"),
           ("booking", "example.no/a.b-c/d_e/f.g.h.i.j.k/lmnopqrstuvwxyz/time")),
    # A line that has no room for the space at its end, before a word that an engine would not break before by itself.
    clinic(("name", "Moss"), ("email", "0.87018.76a.e2f/iba@1e100@icad3@h51d9649b@ji6hff243"),
           ("unit", "Łódź Čáhcesuolu Klinikk Kárášjohka Bekken Čáhcesuolu Čáhcesuolu (privat)")),
)


@pytest.fixture(scope="module")
def desks(tmp_path_factory: pytest.TempPathFactory) -> tuple[Source, dict[str, Desk]]:
    """The small brochure in Norwegian, and in a made-up language in Arabic letters."""
    root = small_project(tmp_path_factory.mktemp("room") / "mini")
    trial, source = open_trial(Project(root), "mini", tmp_path_factory.mktemp("trial"))
    add(trial, source, PSEUDO["ar-XB"])
    press = Press(trial.fonts, trial.cache)
    return source, {code: Desk(trial, source, code, FORMATS["screen"], press) for code in CODES}


@pytest.fixture(scope="module")
def lay(desks: tuple[Source, dict[str, Desk]]) -> Lay:
    """Lay a clinic's edition out; gives its pages, and the room that is known without that."""

    def call(code: str, asked: Clinic) -> tuple[Sequence[PageLayout], Room]:
        source, known = desks
        desk = known[code]
        before = desk.edition
        desk.edition = replace(before, clinic=asked)
        try:
            pages = desk.lay_out(10.0, 0.71).pages
        finally:
            desk.edition = before
        return pages, room_for_clinics(source, before.brochure, before.locale)

    return call


def laid(pages: Sequence[PageLayout], name: str) -> list[str]:
    """The lines of a field on the last page."""
    return [_packed(piece.text) for piece in pages[-1].pieces
            if piece.kind == "line" and piece.block == f"imprint.{name}"]


def _packed(line: str) -> str:
    """A line without its spaces, of which a layout tells only those within a box."""
    return line.translate(dict.fromkeys(map(ord, (MAY_BREAK, NO_BREAK, " "))))


def packed(room: Room, asked: Clinic) -> dict[str, list[str]]:
    return {name: [_packed(line) for line in told.lines] for name, told in room.taken(asked).items()}


def assert_the_same(pages: Sequence[PageLayout], room: Room, asked: Clinic) -> None:
    found = packed(room, asked)
    assert found == {name: laid(pages, name) for name in found}
    shown = [piece for piece in pages[-1].pieces if piece.block.startswith("imprint.")]
    high = max(piece.at.bottom for piece in shown) - min(piece.at.top for piece in shown)
    # The letters of the first and last line stand a little inside their leading, or out of it.
    assert abs(room.height(asked, room.taken(asked)) - high) < 3.0


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("number", range(len(CLINICS)))
def test_lines_break_where_the_layout_breaks_them(code: str, number: int, lay: Lay) -> None:
    assert_the_same(*lay(code, CLINICS[number]), CLINICS[number])


_WORD = st.text("abcdefghijklmnoprstuvåæøčšžŋ.-–/@&,0123456789", min_size=1, max_size=14).filter(
    lambda word: word.strip(".-–/@&,") != "")
_LINE = st.lists(_WORD, min_size=1, max_size=9).map(" ".join)
_ADDRESS = st.lists(st.text("abcdefghij0123456789", min_size=1, max_size=9), min_size=2, max_size=9).flatmap(
    lambda parts: st.lists(st.sampled_from(".-/@"), min_size=len(parts) - 1, max_size=len(parts) - 1).map(
        lambda joints: "".join(a + b for a, b in zip(parts, [*joints, ""], strict=True)))).filter(
            lambda address: not set("abcdefghij").isdisjoint(address))
_CLINIC = st.builds(
    lambda name, others, booking, logo: clinic(("name", name), *others.items(), *((("booking", booking),) if booking
                                                                                  else ()), logo=logo),
    _LINE, st.fixed_dictionaries({}, optional={"unit": _LINE, "contact": _LINE, "hours": _LINE, "email": _ADDRESS,
                                               "web": _ADDRESS, "note": _LINE}),
    st.none() | _ADDRESS, st.none() | st.just(drawn(20, 10)))


@pytest.mark.verify
@settings(max_examples=120, derandomize=True, deadline=None, database=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(code=st.sampled_from(CODES), asked=_CLINIC)
def test_any_lines_break_where_the_layout_breaks_them(code: str, asked: Clinic, lay: Lay) -> None:
    pages, room = lay(code, asked)
    found, box = packed(room, asked), room.imprint
    for more in (UNSURE, -UNSURE):   # a line that is full to a hair's breadth is known to the engine alone
        other = copy(room)
        other.imprint = replace(box, width=box.width + 2 * more, code_width=box.code_width + more)
        assume(found == packed(other, asked))
    assert found == {name: laid(pages, name) for name in found}


def test_the_example_fits_with_a_logo_in_every_language(lay: Lay) -> None:
    example = replace(read_clinic(ROOT / "clinics/example.toml").in_locale("nb"), logo=drawn(28, 14))
    pages, room = lay("nb", example)
    assert room.faults(example) == []
    box = room.imprint
    pieces = {piece.block: piece.at for piece in pages[-1].pieces if piece.kind == "picture"}
    code, logo = pieces["imprint.code"], pieces["imprint.logo"]
    assert (code.right - code.left, logo.right - logo.left) == pytest.approx((box.code, 28), abs=0.01)
    words = [piece.at for piece in pages[-1].pieces if piece.block == "imprint.name"]
    assert logo.right - words[0].left == pytest.approx(box.width, abs=0.5)
    assert logo.right - code.left == pytest.approx(box.code_width, abs=0.01)


def test_what_does_not_fit_is_told(lay: Lay) -> None:
    _, room = lay("nb", CLINICS[0])
    full = clinic(("name", "Moss"), *(("hours", f"Uke {week}") for week in range(5)), ("note", "Å" * 90))
    assert [str(fault) for fault in room.faults(full)] == [
        "list.csv:2: “hours” takes 5 lines in the imprint; there is room for 4\n  Shorten it.",
        "list.csv:2: “note” has a word that is 182 mm wide in the imprint; there is room for 108 mm\n  Shorten it."]
    lines = [("address", f"Linje {line}") for line in range(3)] + [("hours", f"Uke {week}") for week in range(4)]
    more = [("contact", "Kari"), ("telephone", "22"), ("email", "a@b.no"), ("web", "b.no"), ("note", "Inngang C")]
    high = clinic(("name", "Moss"), *more, *lines, ("unit", " ".join(["Avdeling"] * 9)), ("note", "Ring på"))
    assert [str(fault) for fault in room.faults(high)] == [
        "list.csv:2: the imprint is 4 lines higher than its box: “hours” takes 4 lines, "
        "“address” takes 3 lines, “unit” takes 2 lines, “note” takes 2 lines, 5 fields take a line each\n"
        "  Shorten what takes several lines, or take a field out."]
    address = f"example.no/{'/'.join(['bestilling'] * 4)}"
    code = clinic(("name", " ".join(["Klinikk"] * 10)), ("unit", " ".join(["Avdeling"] * 9)), ("booking", address))
    assert [str(fault) for fault in room.faults(code)] == [
        "list.csv:2: the imprint is 2 lines higher than its box: “booking” takes 3 "
        "lines, “name” takes 2 lines, “unit” takes 2 lines\n  Shorten what takes several lines, or take a field out."]


def test_words_are_shaped_in_the_first_face_that_has_them() -> None:
    families = read_families(ROOT / "fonts", ROOT)
    faces = faces_for([families["IBM Plex Sans Arabic"], families["Fira Sans"]], 400)
    runs = shape("عيادة 22 Moss Йод", faces, "ar")
    assert [(run.text, run.face.name, run.direction) for run in runs] == [
        ("عيادة ", "IBMPlexSansArabic-Regular.ttf", "rtl"), ("22 ", "IBMPlexSansArabic-Regular.ttf", "ltr"),
        ("Moss ", "FiraSans-Regular.ttf", "ltr"), ("Йод", "FiraSans-Regular.ttf", "ltr")]
    assert all(run.forms and all(form.number for form in run.forms) for run in runs)
    assert width_of("عيادة 22 Moss Йод", faces, 10, "ar") == pytest.approx(
        sum(run.width for run in runs) * 10 * 25.4 / 72)


@given(texts=st.lists(st.text(st.sampled_from("abfijltABTVWYØÅŋž .,/-–”’'2Ж\u00a0\u0301\u200b\u2060ع"), max_size=9),
                      max_size=6),
       weight=st.sampled_from((400, 600)))
def test_words_are_shaped_together_as_they_are_alone(texts: list[str], weight: int) -> None:
    families = read_families(ROOT / "fonts", ROOT)
    faces = faces_for([families["Fira Sans"], families["IBM Plex Sans Arabic"]], weight)
    for text, told in zip(texts, told_together(texts, faces, "nb"), strict=True):
        if told is not None:
            [run] = shape(text, faces, "nb")
            assert (run.face, run.forms) == (faces[0].path, tuple(map(form_told, told.split("|"))))


@given(text=st.text(st.sampled_from("abfijltABTVWYØÅŋž .,/-–”’'2@()+&:;\u00a0"), max_size=30), address=st.booleans(),
       weight=st.sampled_from((400, 600)))
def test_what_tells_an_engine_where_lines_break_changes_no_form(text: str, address: bool, weight: int) -> None:
    faces = faces_for([read_families(ROOT / "fonts", ROOT)["Fira Sans"]], weight)
    told = [told_together([one], faces, "nb") for one in (text, as_set(text, address=address))]
    assert told[0] == told[1]


@given(text=st.text(st.sampled_from("aeoŋxqtJ .,(–\u0300\u0301\u0308\u0323\u2060"), max_size=20), address=st.booleans())
def test_no_mark_is_parted_from_its_letter(text: str, address: bool) -> None:
    text = unicodedata.normalize("NFC", text)
    assume(not re.search(r"(^|[ \u2060])[\u0300-\u0323]", text))
    faces = faces_for([read_families(ROOT / "fonts", ROOT)["Fira Sans"]], 400)
    texts = (text, as_set(text, address=address))
    told = [[form for run in shape(one, faces, "nb") for form in run.forms] for one in texts]
    assert told[0] == told[1]
    assert sum(form.ahead == 0 for form in told[0]) >= sum(map(bool, map(unicodedata.combining, text)))


def test_words_of_usual_letters_are_shaped_together() -> None:
    faces = faces_for([read_families(ROOT / "fonts", ROOT)["Fira Sans"]], 400)
    texts = ["Storgata 1", "post@\u200bklinikk\u200b.\u2060no", "Йод", "8\u2060–\u206016"]
    assert [told is not None for told in told_together(texts, faces, "nb")] == [True, True, False, True]


@given(text=st.text(st.characters(min_codepoint=32, max_codepoint=0x250), max_size=60), room=st.floats(1, 120))
def test_what_is_told_fast_is_told_right(text: str, room: float) -> None:
    faces = faces_for([read_families(ROOT / "fonts", ROOT)["Fira Sans"]], 400)
    if surely_fits(text, letter_widths(faces, "nb"), 10, room):
        assert width_of(text, faces, 10, "nb") <= room


@given(text=_LINE, room=st.floats(5, 120), address=st.booleans())
def test_no_letter_is_lost_between_lines(text: str, room: float, address: bool) -> None:
    faces = faces_for([read_families(ROOT / "fonts", ROOT)["Fira Sans"]], 600)
    lines = break_lines(text, faces, 10, room, "nb", address=address)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
