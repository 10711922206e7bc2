"""A clinic prints its own imprint: one file with its name, and what else it wants to tell, becomes its edition."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from conftest import ROOT, Run
from pdf_reader import Reader
from PIL import Image

from brochure.artwork import Logo as Artwork
from brochure.clinics import FIELDS, read_clinic
from brochure.desk import Desk
from brochure.edition import read_source
from brochure.errors import BrochureError
from brochure.formats import FORMATS
from brochure.imprint import Clinic, Logo
from brochure.press import Press
from brochure.project import Project

WHOLE = """name = "Moss fysioterapi"
unit = "Avdeling for kvinnehelse"
address = ["Storgata 1", "1530 Moss"]
telephone = "69 20 00 00"
email = "post@Example.NO"
web = "www.example.no/moss/"
hours = ["Mandag–fredag 8–16", "Lørdag 10–14"]
"""
MORE = WHOLE.replace("\nhours", "\ncontact = \"Kari Nordmann\"\nbooking = \"example.no/time\"\n"
                     "note = \"Inngang C\"\nhours")


def _clinic(folder: Path, text: str, name: str = "moss.toml") -> Clinic:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return read_clinic(path)


def _words(pdf: Path, page: int) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return str(document[page - 1].get_textpage().get_text_range()).replace("\r\n", "\n")
    finally:
        document.close()


def _links(pdf: Path, page: int) -> list[str]:
    with pikepdf.open(pdf) as opened:
        return [str(note.A.URI) for note in opened.pages[page - 1].get("/Annots", [])]


# --- what is read ----------------------------------------------------------------------------------------------------


def test_the_example_is_a_clinic_with_every_field() -> None:
    clinic = read_clinic(ROOT / "clinics/example.toml")
    assert {field.name for field in clinic.fields} == set(FIELDS)
    assert clinic.id == "example"


def test_words_can_be_told_in_each_language(tmp_path: Path) -> None:
    clinic = _clinic(tmp_path, 'name = "Moss"\nunit = "A"\ncontact = {nb = "Kari, lege", en = "Kari, physician"}\n'
                               '[note]\nnb = "Dør C"\nen = ["Door C", "left"]\n')
    assert {code: [field.text for field in clinic.in_locale(code).fields[1:]] for code in ("nb", "en")} == {
        "nb": ["A", "Kari, lege", "Dør C"], "en": ["A", "Kari, physician", "Door C", "left"]}
    with pytest.raises(BrochureError, match=r"moss.toml:2: “en” must be a text in quotes$"):
        _clinic(tmp_path, 'name = "Moss"\nunit = {en = ["A", "B"]}\n')
    with pytest.raises(BrochureError, match=r"moss.toml:3: “email” must be a text in quotes$"):
        _clinic(tmp_path, 'name = "Moss"\n\n[email]\nen = "a@b.no"\n')


def test_the_name_is_enough(tmp_path: Path) -> None:
    assert [(field.name, field.text, field.link) for field in _clinic(tmp_path, 'name = "  Moss  "').fields] == [
        ("name", "Moss", "")]


def test_the_fields_come_in_their_order(tmp_path: Path) -> None:
    turned = "\n".join(reversed(WHOLE.splitlines()))
    fields = _clinic(tmp_path, turned).fields
    assert [field.name for field in fields] == [
        "name", "unit", "address", "address", "telephone", "email", "web", "hours", "hours"]
    assert [field.place.line for field in fields if field.name == "name"] == [7]


@pytest.mark.parametrize(("typed", "printed", "link"), [
    ("22334455", "22~33~44~55", "tel:+4722334455"),
    ("22 33 44 55", "22~33~44~55", "tel:+4722334455"),
    ("+47 22 33 44 55", "22~33~44~55", "tel:+4722334455"),
    ("0047 22334455", "22~33~44~55", "tel:+4722334455"),
    ("(22) 33.44-55", "22~33~44~55", "tel:+4722334455"),
    ("912 34 567", "91~23~45~67", "tel:+4791234567"),
    ("79 02 42 00", "79~02~42~00", "tel:+4779024200"),
    ("02800", "02800", "tel:+4702800"),
    ("113", "113", "tel:113"),
    ("116117", "116~117", "tel:116117"),
    ("116 117", "116~117", "tel:116117"),
    ("1881", "1881", "tel:1881"),
    ("02900", "02900", "tel:+4702900"),
    ("+46 8 123 456 78", "+46~8~123~456~78", "tel:+46812345678"),
])
def test_a_telephone_number_is_grouped_and_cannot_break(tmp_path: Path, typed: str, printed: str, link: str) -> None:
    field = _clinic(tmp_path, f'name = "Moss"\ntelephone = "{typed}"').fields[1]
    assert (field.text.replace("\u00a0", "~"), field.link) == (printed, link)


@pytest.mark.parametrize("typed", ["22 33 44", "1234567890", "ring oss", "22 33 44 55 / 22 33 44 56", "112 112 112",
                                   "+99 1"])
def test_what_is_no_telephone_number(tmp_path: Path, typed: str) -> None:
    with pytest.raises(BrochureError, match="“telephone” is no telephone number"):
        _clinic(tmp_path, f'name = "Moss"\ntelephone = "{typed}"')


@pytest.mark.parametrize(("lines", "told"), [
    ("name = “Moss”", "1: what stands after “=” is not understood\n  The quotation marks must be straight ones"),
    ('name = "Moss "beste" klinikk"', "1: something stands after the end of the value\n  Within a text, quotation"),
    ('name = "Moss"\nlogo = "C:\\Users\\kari\\logo.png"', "2: a backslash in double quotes\n  Write / in its place."),
    ('name = "Moss"\n[hours]\nnb = "8–16"\nlogo = "a.svg"', "4: “logo” stands in .hours.\n  Move it above the line"),
])
def test_what_people_write_in_a_file(tmp_path: Path, lines: str, told: str) -> None:
    with pytest.raises(BrochureError, match=told):
        _clinic(tmp_path, lines)


@pytest.mark.parametrize(("typed", "told"), [("22 33 44 55 / 22 33 44 56", "Write one number and nothing else"),
                                             ("2800", "A spreadsheet may have taken its zero: write 02800."),
                                             ("22 33 44", "Write it like 22 33 44 55")])
def test_what_to_write_instead_of_no_telephone_number(tmp_path: Path, typed: str, told: str) -> None:
    with pytest.raises(BrochureError, match=told):
        _clinic(tmp_path, f'name = "Moss"\ntelephone = "{typed}"')


@pytest.mark.parametrize("typed", ["+47 22334455, 22334456", "22334455;22334456", "22334455 ext 3", "22334455 x3",
                                   "22334455#3", "ring 22334455", "22334455 (Kari)", "22 33 44 55 og 22 33 44 56"])
def test_a_telephone_number_stands_alone(tmp_path: Path, typed: str) -> None:
    with pytest.raises(BrochureError, match=r"“telephone” holds more than a number.*\n  Write one number"):
        _clinic(tmp_path, f'name = "Moss"\ntelephone = "{typed}"')


@pytest.mark.parametrize(("typed", "printed"), [
    ("post@Klinikk.NO", "post@klinikk.no"),
    ("Post@klinikk.no", "Post@klinikk.no"),
    ("mailto:post@klinikk.no", "post@klinikk.no"),
])
def test_an_email_address_is_a_link(tmp_path: Path, typed: str, printed: str) -> None:
    field = _clinic(tmp_path, f'name = "Moss"\nemail = "{typed}"').fields[1]
    assert (field.text, field.link) == (printed, f"mailto:{printed}")


@pytest.mark.parametrize(("typed", "link"), [
    ("æ@b.no", "mailto:%C3%A6@b.no"),
    ("post@blåbær.no", "mailto:post@xn--blbr-roah.no"),
    ("r&d+moss?@b.no", "mailto:r%26d+moss%3F@b.no"),
])
def test_the_link_of_an_email_address_is_ascii(tmp_path: Path, typed: str, link: str) -> None:
    field = _clinic(tmp_path, f'name = "Moss"\nemail = "{typed}"').fields[1]
    assert (field.text, field.link) == (typed, link)


@pytest.mark.parametrize("typed", ["post", "post@", "post@klinikk", "a b@klinikk.no", "post@klinikk..no", "a@@b.no"])
def test_what_is_no_email_address(tmp_path: Path, typed: str) -> None:
    with pytest.raises(BrochureError, match="“email” is no e-mail address"):
        _clinic(tmp_path, f'name = "Moss"\nemail = "{typed}"')


@pytest.mark.parametrize(("typed", "printed", "link"), [
    ("www.klinikk.no", "www.klinikk.no", "https://www.klinikk.no"),
    ("https://klinikk.no/", "klinikk.no", "https://klinikk.no/"),
    ("HTTPS://WWW.Klinikk.NO/Å", "www.klinikk.no/Å", "https://www.klinikk.no/%C3%85"),
    ("WWW.Klinikk.NO:8080/A?b=c%20d#e", "www.klinikk.no:8080/A?b=c%20d#e", "https://www.klinikk.no:8080/A?b=c%20d#e"),
    ("blåbær.no/Fødsel", "blåbær.no/Fødsel", "https://xn--blbr-roah.no/F%C3%B8dsel"),
])
def test_a_web_address_is_printed_short_and_linked_whole(tmp_path: Path, typed: str, printed: str, link: str) -> None:
    field = _clinic(tmp_path, f'name = "Moss"\nweb = "{typed}"').fields[1]
    assert (field.text, field.link) == (printed, link)


@pytest.mark.parametrize("field", ["web", "booking"])
@pytest.mark.parametrize("typed", ["http://klinikk.no/moss", "HTTP://Klinikk.no"])
def test_an_address_that_is_not_secure(tmp_path: Path, field: str, typed: str) -> None:
    """The links of a file are checked for it: what is printed the fast way must be as the slow way lets it be."""
    with pytest.raises(BrochureError, match=f"“{field}” is not secure: {typed}\n  Take http:// out"):
        _clinic(tmp_path, f'name = "Moss"\n{field} = "{typed}"')


@pytest.mark.parametrize("typed", ["klinikk", "ftp://klinikk.no", "javascript:alert(1)", "klinikk.no og noe",
                                   "https://[::1", "https://a@klinikk.no", "klinikk.no:x", "a..no", "-.no"])
def test_what_is_no_web_address(tmp_path: Path, typed: str) -> None:
    with pytest.raises(BrochureError, match="“web” is no web address"):
        _clinic(tmp_path, f'name = "Moss"\nweb = "{typed}"')


# --- what is printed -------------------------------------------------------------------------------------------------


def test_a_clinic_with_a_name_only(mini: Path, run: Run) -> None:
    (mini / "moss.toml").write_text('name = "Moss fysioterapi"\n', encoding="utf-8")
    result = run("build", "nb", "--clinic", "moss.toml")
    assert (result.code, result.err) == (0, "")
    assert result.out.startswith("build/moss/mini-nb.pdf: 4 pages, ")
    words = _words(mini / "build/moss/mini-nb.pdf", 4)
    assert "Din klinikk\nMoss fysioterapi\n" in words
    assert "Telefon" not in words


def test_everything_that_a_clinic_tells(mini: Path, run: Run) -> None:
    (mini / "moss.toml").write_text(WHOLE, encoding="utf-8")
    assert run("build", "en", "--clinic", "moss.toml", "-o", "out").err == ""
    pdf = mini / "out/moss/mini-en.pdf"
    words = _words(pdf, 4)
    told = ("Your clinic\nMoss fysioterapi\nAvdeling for kvinnehelse\nStorgata 1\n1530 Moss\n"
            "Telephone 69\u00a020\u00a000\u00a000\nE-mail post@example.no\nWebsite www.example.no/moss\n")
    assert told in words
    assert "Mandag–fredag 8–16\nLørdag 10–14\n" in words
    assert {"tel:+4769200000", "mailto:post@example.no", "https://www.example.no/moss/"} <= set(_links(pdf, 4))


def test_the_booking_page_has_a_code_and_its_address_below_it(mini: Path, run: Run, check: Run) -> None:
    (mini / "moss.toml").write_text(MORE, encoding="utf-8")
    assert run("build", "nb", "en", "--clinic", "moss.toml").err == ""
    pdf = mini / "build/moss/mini-en.pdf"
    assert "Contact Kari Nordmann\nStorgata 1\n" in _words(pdf, 4)
    assert "Inngang C\nBook an appointment\nexample.no/time\n" in _words(pdf, 4)
    assert "https://example.no/time" in _links(pdf, 4)
    only = [word for name in ("qr/reads", "document/tags", "images/alt") for word in ("--only", name)]
    checked = json.loads(check(pdf, *only, "--json").out)
    [file] = checked["files"]
    results = {result["check"]: result for result in file["results"]}
    assert results["qr/reads"]["status"] == results["images/alt"]["status"] == "passed"
    assert "https://example.no/time" in results["qr/reads"]["saw"]


@pytest.mark.parametrize("address", [
    "timebestilling.no/booking/3f2504e0-4f89-11d3-9a0c-0305e82c3301",
    "www.helsenorge.no/timeavtaler/bestill?clinic=104567&service=fysioterapi"])
def test_a_booking_address_without_room_below_the_code_is_told_by_its_host(mini: Path, run: Run, check: Run,
                                                                           address: str) -> None:
    (mini / "moss.toml").write_text(f'name = "Moss"\nbooking = "https://{address}"\n', encoding="utf-8")
    assert run("build", "en", "--clinic", "moss.toml").err == ""
    pdf = mini / "build/moss/mini-en.pdf"
    assert f"Book an appointment\n{address.partition('/')[0]}/…\n" in _words(pdf, 4)
    assert f"https://{address}" in _links(pdf, 4)
    [file] = json.loads(check(pdf, "--only", "qr/reads", "--json").out)["files"]
    assert f"https://{address}" in file["results"][0]["saw"]


def test_hours_are_those_of_the_language(mini: Path, run: Run) -> None:
    (mini / "moss.toml").write_text('name = "Moss"\n\n[hours]\nnb = "8–16"\nen = ["8 am–4 pm", "or by appointment"]\n',
                                    encoding="utf-8")
    assert run("build", "--clinic", "moss.toml").err == ""
    assert "Åpningstider 8–16\n" in _words(mini / "build/moss/mini-nb.pdf", 4)
    assert "Opening hours 8 am–4 pm\nor by appointment\n" in _words(mini / "build/moss/mini-en.pdf", 4)
    assert "8–16" not in _words(mini / "build/moss/mini-en.pdf", 4)


def test_the_title_and_the_keywords_name_the_clinic(mini: Path, run: Run) -> None:
    (mini / "moss.toml").write_text(MORE, encoding="utf-8")
    assert run("build", "nb", "--clinic", "moss.toml", "--format", "screen", "--format", "web").err == ""
    with pikepdf.open(mini / "build/moss/mini-nb.pdf") as pdf:
        assert str(pdf.docinfo.Title) == "Prøve – Moss fysioterapi"
        assert str(pdf.docinfo.Keywords) == "prøve, test, Moss fysioterapi"
        with pdf.open_metadata() as xmp:
            assert xmp["dc:title"] == "Prøve – Moss fysioterapi"
    page = (mini / "build/moss/mini-nb.html").read_text("utf-8")
    assert "<title>Prøve – Moss fysioterapi" in page
    assert '<a href="https://example.no/time">Bestill time</a>' in page


@pytest.mark.parametrize("form", ["screen", "large-print", "web"])
def test_a_logo_stands_beside_the_name_and_is_called_as_the_clinic(mini: Path, form: str) -> None:
    (mini / "moss.toml").write_text(MORE, encoding="utf-8")
    project = Project(mini)
    source = read_source(project, "mini")
    desk = Desk(project, source, "nb", FORMATS[form], Press(project.fonts, project.cache), clinic=mini / "moss.toml")
    assert desk.edition.clinic
    picture = io.BytesIO()
    Image.new("RGB", (60, 30), "teal").save(picture, "PNG")
    logo = Logo(Artwork("png", picture.getvalue(), 60, 30, "0" * 64), 28, 14)
    desk.edition = replace(desk.edition, clinic=replace(desk.edition.clinic, logo=logo))
    content = desk.finished(desk.fit()).content
    if form == "web":
        assert b'src="data:image/png;base64,' in content
        assert b'alt="Moss fysioterapi"' in content
        return
    path = mini / "logo.pdf"
    path.write_bytes(content)
    reader = Reader(path)
    names = [str(figure.node.Alt) for figure in reader.root.all("Figure")]
    assert names[-2:] == ["Moss fysioterapi", "QR-kode: Bestill time"]


def test_without_a_clinic_the_box_is_there_to_write_in(mini: Path, run: Run) -> None:
    assert run("build", "nb").code == 0
    words = _words(mini / "build/mini-nb.pdf", 4)
    assert "Din klinikk\n" in words


def test_a_clinic_changes_the_back_page_alone(mini: Path, run: Run) -> None:
    (mini / "moss.toml").write_text(WHOLE, encoding="utf-8")
    assert run("build", "nb").code == run("build", "nb", "--clinic", "moss.toml").code == 0
    with pikepdf.open(mini / "build/mini-nb.pdf") as plain, pikepdf.open(mini / "build/moss/mini-nb.pdf") as own:
        same = [first.Contents.read_bytes() == second.Contents.read_bytes()
                for first, second in zip(plain.pages, own.pages, strict=True)]
    assert same == [True, True, True, False]


def test_large_print_has_room_for_every_imprint(mini: Path, run: Run) -> None:
    long = mini / "clinics/clinic.toml"
    long.write_text('name = "Klinikken"\nweb = "www.kvinnehelseklinikken-trondheim.kommune.example.no"\n', "utf-8")
    assert run("build", "nb", "--format", "large-print", "--clinic", long).code == 0
