"""A list of clinics, CSV or XLSX: any order of columns, in Norwegian or English; every fault told by row and column."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from conftest import ROOT, Run
from hypothesis import given, settings
from hypothesis import strategies as st

from brochure.clinics import Listed, read_clinic, read_clinics
from brochure.clinics.columns import TITLES, field_named
from brochure.clinics.fields import FIELDS
from brochure.clinics.template import template_csv, template_xlsx
from brochure.errors import BrochureError

CODES = ("nb", "nn", "en")
HEAD = "id;navn;telefon\n"


def read(path: Path) -> list[Listed]:
    return list(read_clinics([path], CODES))


def listed(folder: Path, text: str | bytes, name: str = "list.csv") -> list[Listed]:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read(path)


def faults(folder: Path, text: str | bytes) -> list[str]:
    """What is wrong with each row, without the folder and the hints; or with the list as a whole."""
    try:
        found = [fault for entry in listed(folder, text) for fault in entry.faults]
    except BrochureError as error:
        found = list(error.faults)
    return [str(fault).replace(f"{folder}/", "").partition("\n")[0] for fault in found]


def told(entry: Listed) -> list[tuple[str, str]]:
    assert entry.clinic, entry.faults
    return [(field.name, field.text.replace("\u00a0", " ")) for field in entry.clinic.fields]


def sheet(*rows: tuple[Any, ...], change: Callable[[Any], object] = lambda _: None) -> bytes:
    book = openpyxl.Workbook()
    assert book.active
    for row in rows:
        book.active.append(row)
    change(book.active)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


# --- what is read ----------------------------------------------------------------------------------------------------


def test_the_columns_stand_in_any_order_under_any_of_their_names(tmp_path: Path) -> None:
    first = "telefon;navn;id;e-post\n22334455;Moss;moss;post@moss.example.no\n"
    other = "E-Mail,ID,Name,Phone\npost@moss.example.no,moss,Moss,22 33 44 55\n"
    [norwegian], [english] = listed(tmp_path, first), listed(tmp_path, other)
    assert told(norwegian) == told(english) == [("name", "Moss"), ("telephone", "22 33 44 55"),
                                                 ("email", "post@moss.example.no")]


def test_every_field_has_its_columns_and_each_name_means_one() -> None:
    assert TITLES.keys() == {"id", *FIELDS, "logo", "locales", "formats"}
    assert {field_named(title): field for field, names in TITLES.items() for title in (field, *names)} == {
        field: field for field in TITLES}


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("start", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_delimiters_marks_and_line_ends(tmp_path: Path, delimiter: str, start: str, end: str) -> None:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL).writerows(
        [["id", "navn", "adresse"], ["moss", "Moss; Rygge, og Våler", "Storgata 1\n1530 Moss"]])
    [entry] = listed(tmp_path, start + text.getvalue())
    assert told(entry) == [("name", "Moss; Rygge, og Våler"), ("address", "Storgata 1"), ("address", "1530 Moss")]


def test_lines_of_a_cell_words_by_language_and_wishes(tmp_path: Path) -> None:
    [entry] = listed(tmp_path, "id;navn;adresse;åpningstider nb;hours EN;merknad;merknad (en);unit en;"
                               "kontakt-person NB;språk;formater\nmoss;Moss;Storgata 1 | 1530 Moss;8–16;8 am–4 pm;"
                               "Inngang C;Door C | left;Women;Kari, lege;NB, en;press booklet\n")
    clinic = entry.clinic
    assert clinic
    assert (clinic.locales, clinic.formats) == (("nb", "en"), ("press", "booklet"))
    words = {code: [[field.text for field in clinic.in_locale(code).named(name)] for name in (
        "hours", "note", "unit", "contact")] for code in CODES}
    assert words == {"nb": [["8–16"], ["Inngang C"], [], ["Kari, lege"]], "nn": [[], ["Inngang C"], [], []],
                     "en": [["8 am–4 pm"], ["Door C", "left"], ["Women"], []]}
    assert [field.text for field in clinic.in_locale("nn").named("address")] == ["Storgata 1", "1530 Moss"]


@pytest.mark.parametrize("text", ["Klinikker i Helse Sør-Øst 2026;;\n;;\nid;navn;telefon\nmoss;Moss;\n",
                                  "Klinikker\n\nid,navn\nmoss,Moss\n"])
def test_a_title_above_the_names_of_the_columns_is_told(tmp_path: Path, text: str) -> None:
    (tmp_path / "list.csv").write_text(text, "utf-8")
    with pytest.raises(BrochureError) as caught:
        list(read(tmp_path / "list.csv"))
    assert str(caught.value).endswith("list.csv:1: the names of the columns stand in row 3; they must stand in the "
                                      "first\n  Delete the rows above them.")


def test_an_error_of_a_spreadsheet_is_no_name(tmp_path: Path) -> None:
    assert faults(tmp_path, "id;navn;merknad\na;#NAVN?;#I/T\nb;B;#8 i heisen\n") == [
        "list.csv:2, column navn: it holds an error of a spreadsheet: #NAVN?",
        "list.csv:2, column merknad: it holds an error of a spreadsheet: #I/T"]


def test_a_column_of_ones_own_and_empty_rows_are_left_alone(tmp_path: Path) -> None:
    found = listed(tmp_path, "#region;id;navn\nØst;a;A\n;;\n\nVest;b;B\n")
    assert [(entry.id, entry.place.line) for entry in found] == [("a", 2), ("b", 5)]


def test_rows_are_counted_as_a_spreadsheet_does(tmp_path: Path) -> None:
    assert faults(tmp_path, 'id;navn;adresse\na;A;"Storgata 1\n1530 Moss"\nb;;\n') == [
        "list.csv:3, column navn: “name” is empty"]


def test_the_example_is_what_the_template_says() -> None:
    [entry] = read(ROOT / "clinics/example.csv")
    example = read_clinic(ROOT / "clinics/example.toml", CODES)
    assert (ROOT / "clinics/example.csv").read_bytes() == template_csv("nb")
    assert entry.clinic
    assert {field.name for field in entry.clinic.fields} == {field.name for field in example.fields} == set(FIELDS)


@pytest.mark.parametrize("language", ["nb", "en"])
def test_the_template_is_a_list_as_csv_and_as_xlsx(tmp_path: Path, language: str) -> None:
    [first] = listed(tmp_path, template_csv(language))
    [other] = listed(tmp_path, template_xlsx(language), "list.xlsx")
    assert told(first) == told(other)
    assert template_csv(language).startswith(b"\xef\xbb\xbfid;")
    assert template_xlsx(language) == template_xlsx(language)


# --- XLSX ------------------------------------------------------------------------------------------------------------


def test_numbers_of_a_spreadsheet_are_texts(tmp_path: Path) -> None:
    [entry] = listed(tmp_path, sheet(("id", "navn", "telefon"), (17, "Moss", 22334455.0)), "list.xlsx")
    assert (entry.id, told(entry)) == ("17", [("name", "Moss"), ("telephone", "22 33 44 55")])


def test_what_a_spreadsheet_has_made_something_else_of(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    path.write_bytes(sheet(("id", "navn", "telefon"), ("a", "=A1", 2800), ("b", True, 22.5), ("c", "C", "#N/A")))
    found = [str(fault).replace(f"{tmp_path}/", "") for entry in read(path) for fault in entry.faults]
    assert found == [
        "list.xlsx:2, column navn: cell B2 holds a formula: =A1\n  Copy the cell, and insert it as a value.",
        "list.xlsx:2, column telefon: “telephone” is no telephone number: 2800\n"
        "  A spreadsheet may have taken its zero: write 02800. The cell is a number, which loses "
        "a zero at its beginning: give it the format “Text”.",
        "list.xlsx:3, column navn: cell B3 holds a truth value: True\n"
        "  Give the cell the format “Text”, and type it anew.",
        "list.xlsx:3, column telefon: cell C3 holds a number: 22.5\n"
        "  Give the cell the format “Text”, and type it anew.",
        "list.xlsx:4, column telefon: cell C4 holds an error: #N/A\n"
        "  Give the cell the format “Text”, and type it anew."]


def test_what_is_no_id_is_told_once(tmp_path: Path) -> None:
    [entry] = listed(tmp_path, sheet(("id", "navn"), (17.5, "A")), "list.xlsx")
    assert [fault.message for fault in entry.faults] == ["cell A2 holds a number: 17.5"]


def _far(page: Any) -> None:
    page["XFD1"] = "x"


def _second(page: Any) -> None:
    page.parent.create_sheet("Klinikker").append(("id", "navn"))


def _empty(page: Any) -> None:
    page.parent.create_sheet("Ark2")


@pytest.mark.parametrize(("content", "words"), [
    (sheet(("id", "navn"), ("a", "A"), change=lambda page: page.merge_cells("A2:B2")), "the cells A2:B2 are merged"),
    (sheet(("id", "navn"), change=_far), "the sheet is too large: it has something in cell XFD1"),
    (sheet(change=_second), "the first sheet is empty; there is something in sheet “Klinikker”\n  Only the first"),
    (sheet(("Skrevet av Kari",), change=_second), "the first sheet, “Sheet”, is no list; there is something in"),
    (sheet(("id", "nave"), change=_second), "there is no column “name”"),
    (sheet(("Skrevet av Kari",), change=_empty), "there is no column “id”"),
    (sheet(change=_empty), "the list is empty"),
    (b"PK\x03\x04 and then nothing", "this is no XLSX, or one that is damaged or locked\n  Save it again"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "this is an old Excel file (.xls), or one with a password")])
def test_what_is_no_list_that_can_be_read(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "list.xlsx"
    path.write_bytes(content)
    with pytest.raises(BrochureError) as error:
        read(path)
    assert words in str(error.value)


def test_cells_that_do_not_say_where_they_stand_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    row = f"<row>{'<c><v>1</v></c>' * 16_000}</row>"
    with zipfile.ZipFile(io.BytesIO(sheet(("id", "navn")))) as plain, zipfile.ZipFile(
            path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in plain.namelist():
            content = plain.read(name).decode()
            archive.writestr(name, content.replace("</sheetData>", f"{row * 200}</sheetData>"))
    with pytest.raises(BrochureError, match="the sheet is too large: it has something in cell 61 of row 2"):
        read(path)


def test_a_table_that_unpacks_without_end_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open(
            "xl/media/a.bin", "w", force_zip64=True) as part:
        for _ in range(201):
            part.write(bytes(1_000_000))
    tracemalloc.start()
    with pytest.raises(BrochureError, match="the file unpacks to more than 200,000,000 bytes"):
        read(path)
    assert tracemalloc.get_traced_memory()[1] < 20_000_000
    tracemalloc.stop()


# --- what is refused -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("text", "wanted"), [
    (f"{HEAD}con;A;\nCOM1;A;\na b;A;\n;Østre Toten;\n{'a' * 65};A;\n", [
        "list.csv:2, column id: “con” cannot name a folder on Windows, where it is a device",
        "list.csv:3, column id: “COM1” cannot name a folder on Windows, where it is a device",
        "list.csv:4, column id: “a b” cannot name a folder",
        "list.csv:5, column id: “id” is empty",
        f"list.csv:6, column id: “{'a' * 65}” cannot name a folder"]),
    (f"{HEAD}Moss;A;\nmoss;B;\n", ["list.csv:3: the id “moss” stands twice; first at list.csv:2"]),
    (f'{HEAD}a;A;"22334455\n22334456"\nb;B;12;x\n', [
        "list.csv:2, column telefon: “telephone” has 2 lines; there is room for one value: 22334455 | 22334456",
        "list.csv:3: the row has more cells than there are columns: x",
        "list.csv:3, column telefon: “telephone” is no telephone number: 12"]),
    ("id;navn;adresse\na;A;Storgata 1 | 155 Oslo\n", [
        "list.csv:2, column adresse: “address” has a postcode of three digits: 155 Oslo"]),
    ("id;navn;adresse\na;A;155 Oslo\nb;B;Storgata 1, 155 Oslo\nc;C;Storgata 155, 0155 Oslo\nd;D;Storgata 155\n", [
        "list.csv:2, column adresse: “address” has a postcode of three digits: 155 Oslo",
        "list.csv:3, column adresse: “address” has a postcode of three digits: 155 Oslo"]),
    ("id;navn;booking;språk;formater\na;A;javascript:x;nob;pres\n", [
        "list.csv:2, column booking: “booking” is no web address: javascript:x",
        "list.csv:2, column språk: there is no language “nob”",
        "list.csv:2, column formater: there is no format “pres”"]),
    ("id;navn;booking\na;A;example.no/" + "a" * 150 + "\n", [
        "list.csv:2, column booking: “booking” has 169 letters; 152 is the most for a code that a telephone can read"]),
    ("id;nave;telefon;tlf;hours xx;telefon en\n", [
        "list.csv:1: there is no column “name”",
        "list.csv:1, column hours xx: there is no language “xx”",
        "list.csv:1, column nave: there is no such field of a clinic",
        "list.csv:1, column telefon en: there is no such field of a clinic",
        "list.csv:1, column tlf: this is the same field as column telefon"]),
    ("", ["list.csv: the list is empty"]),
    ('id;navn\na;"A\n', ["list.csv:2: the table is broken: a quotation mark opens and does not close"]),
    ('id;navn\na;"A" B\n', [
        "list.csv:2: the table is broken: there is something after a quotation mark that closes"]),
    ('id;navn\na;"' + ('x' * 999 + '\n') * 140 + '"\n', [
        "list.csv:2: the table is broken: a cell has more than 131,072 letters"]),
    ("id;navn\nmoss;Kårstø\n".encode("cp1252"), [
        "list.csv:2: the table is not UTF-8 but probably Windows-1252, which lacks most letters of the world"]),
    ("id;navn\n".encode("utf-16"), ["list.csv: the table is in UTF-16"]),
    ("id;navn\na;A\x00B\n", ["list.csv:2, column navn: “name” holds a control character (U+0000) after “A”"]),
    ("x" * 140_000, ["list.csv:1: a line has more than 131,072 letters"]),
    (";".join(["id", "navn", *map(str, range(60))]) + "\n", ["list.csv:1: the list has 62 columns; 60 is the most"]),
])
def test_faults_are_told_by_row_and_column(tmp_path: Path, text: str | bytes, wanted: list[str]) -> None:
    assert faults(tmp_path, text) == wanted


def test_quotation_marks_are_blamed_only_where_there_are_some(tmp_path: Path) -> None:
    for line, wanted in (("x" * 140_000, "Shorten what stands in it, or take it out."),
                         ('"' * 140_000, "A quotation mark that opens must close")):
        with pytest.raises(BrochureError) as error:
            listed(tmp_path, f"id;navn\n{line}\n")
        assert error.value.faults[0].hint.startswith(wanted)


@pytest.mark.parametrize(("written", "code"), [
    ("norsk", "nb"), ("Bokmål", "nb"), ("engelsk", "en"), ("English", "en"), ("NYNORSK", "nn")])
def test_who_names_a_language_is_told_its_code(tmp_path: Path, written: str, code: str) -> None:
    [entry] = listed(tmp_path, f"id;navn;språk\na;A;{written}\n")
    assert [(fault.message, fault.hint) for fault in entry.faults] == [
        (f"there is no language “{written}”", f"Write {code}.")]


@pytest.mark.parametrize(("name", "message"), [
    ("../logo.svg", "the logo “../logo.svg” lies in another place"),
    ("/etc/passwd.svg", "the logo “/etc/passwd.svg” lies in another place"),
    ("C:\\logo.svg", "the logo “C:\\logo.svg” lies in another place"),
    ("..\\logo.svg", "the logo “..\\logo.svg” lies in another place"),
    ("\\\\here\\logo.svg", "the logo “\\\\here\\logo.svg” lies in another place"),
    ("file:logo.svg", "the logo “file:logo.svg” lies in another place"),
    ("logo.gif", "the logo “logo.gif” is no SVG, PNG or JPEG"),
    ("loga.svg", "there is no logo “loga.svg”"),
    ("away.svg", "the logo “away.svg” is a link to another place"),
    ("huge.png", "the logo “huge.png” has 10,000,001 bytes; 10,000,000 is the most")])
def test_a_logo_lies_beside_the_list(tmp_path: Path, name: str, message: str) -> None:
    folder = tmp_path / "lists"
    folder.mkdir()
    (folder / "logo.svg").write_text("<svg/>")
    (tmp_path / "away.svg").write_text("<svg/>")
    (folder / "away.svg").symlink_to(tmp_path / "away.svg")
    with (folder / "huge.png").open("wb") as stream:
        stream.truncate(10_000_001)
    assert faults(folder, f"id;navn;logo\na;A;{name}\n") == [f"list.csv:2, column logo: {message}"]
    [entry] = listed(folder, "id;navn;logo\na;A;logo.svg\n")
    assert entry.clinic
    assert entry.clinic.logo_file == str(folder / "logo.svg")


@pytest.mark.parametrize(("name", "hint"), [
    ("logos/okk.svg", "Did you mean “logos/ok.svg”?"),
    ("logos/OK.SVG", "Did you mean “logos/ok.svg”? Capitals count."),
    ("ok.svg", "Did you mean “logos/ok.svg”?"),
    ("logos\\okk.svg", "Did you mean “logos/ok.svg”?"),
    ("logo/ok.png", "Did you mean “logos/ok.svg”?"),
    ("logos/moss.svg", "Put it beside this file, or in a folder there, and write its name, such as logos/moss.svg."),
    ("fold.svg", "Put it beside this file, or in a folder there, and write its name, such as logos/moss.svg.")])
def test_a_logo_that_is_called_nearly_so_is_named(mini: Path, run: Run, name: str, hint: str) -> None:
    (mini / "lists/folder.svg").mkdir(parents=True)
    (mini / "lists/logos").mkdir()
    (mini / "lists/logos/ok.svg").write_text("<svg/>")
    (mini / "lists/list.csv").write_text(f"id;navn;logo\na;A;{name}\n")
    if (mini / "lists" / name).exists():
        pytest.skip("capitals do not count on this disk")
    assert f"there is no logo “{name}”\n  {hint}\n" in run("clinics", "check", "lists/list.csv").err


def test_a_path_of_windows_is_told_as_it_must_be_written(tmp_path: Path) -> None:
    (tmp_path / "logos").mkdir()
    (tmp_path / "logos/ok.svg").write_text("<svg/>")
    [entry] = listed(tmp_path, "id;navn;logo\na;A;logos\\ok.svg\n")
    assert [(fault.message, fault.hint) for fault in entry.faults] == [
        ("the logo “logos\\ok.svg” is written with “\\”, which not every machine knows", "Write logos/ok.svg")]


def test_no_more_than_a_row_is_in_memory(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    with path.open("w", encoding="utf-8") as stream:
        stream.write(HEAD)
        stream.writelines(f"klinikk-{number};Klinikk {number} {'x' * 150};22 33 44 55\n" for number in range(4_000))
    next(iter(read_clinics([path], CODES)))   # what is loaded once
    tracemalloc.start()
    count = sum(1 for _ in read_clinics([path], CODES))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 4_000
    assert peak < 8_000_000


_CELL = st.text(st.characters(codec="utf-8"), max_size=12) | st.sampled_from(
    ["", "22 33 44 55", "post@a.no", "a.no", "nb", "press", "x" * 250, "logo.svg", '"', "a|b", "1\n2"])


@settings(max_examples=60)
@given(rows=st.lists(st.lists(_CELL, max_size=6), max_size=6), head=st.permutations(
    ["id", "navn", "telefon", "e-post", "åpningstider nb", "logo"]), delimiter=st.sampled_from(";,\t"))
def test_any_table_is_read_row_by_row_or_its_faults_are_told(
        tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], head: list[str], delimiter: str) -> None:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows([head, *rows])
    count = sum(any(cell.strip() for cell in row) for row in rows)
    if not count:
        with pytest.raises(BrochureError, match="the list has no clinics"):
            listed(tmp_path_factory.mktemp("any"), text.getvalue())
        return
    found = listed(tmp_path_factory.mktemp("any"), text.getvalue())
    assert len(found) == count
    assert all((entry.clinic is None) == bool(entry.faults) for entry in found)
    assert all(fault.place and fault.place.line == entry.place.line for entry in found for fault in entry.faults)


@settings(max_examples=60)
@given(content=st.one_of(st.binary(max_size=200), st.text(st.characters(codec="utf-8"), max_size=200).map(str.encode),
                         st.binary(max_size=60).map(HEAD.encode().__add__)))
def test_any_bytes_are_read_or_their_faults_are_told(
        tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    for message in faults(tmp_path_factory.mktemp("any"), content):
        assert message.startswith("list.csv")


# --- the command -----------------------------------------------------------------------------------------------------


def test_the_template_is_filled_in_and_checked(mini: Path, run: Run) -> None:
    result = run("clinics", "template")
    (mini / "list.csv").write_bytes(result.out.encode())
    assert run("clinics", "template", "--xlsx", "list.xlsx", "--language", "en").out == (
        "list.xlsx: put your clinics in place of the example, a row each\n"
        "When it is filled in: brochure clinics check list.xlsx\n")
    assert run("clinics", "check", "list.csv") == run("clinics", "check", "list.xlsx")
    done = run("clinics", "check", "list.csv", "clinics/clinic.toml")
    assert (done.code, done.out, done.err) == (0, "2 clinics: nothing is wrong\n", "")


def test_a_list_is_never_written_over(mini: Path, run: Run) -> None:
    (mini / "list.xlsx").write_bytes(b"filled in")
    assert run("clinics", "template", "--xlsx", "list.xlsx").code == 2
    assert (mini / "list.xlsx").read_bytes() == b"filled in"
    assert run("clinics", "template", "--xlsx", "new/list.xlsx").code == 2
    assert not (mini / "new").exists()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a disk that is always full")
@pytest.mark.parametrize("verb", [["clinics", "template"], ["list"]])
def test_a_full_disk_is_told(mini: Path, verb: list[str]) -> None:
    with Path("/dev/full").open("w") as full:
        result = subprocess.run([sys.executable, "-m", "brochure", *verb], cwd=mini, stdout=full,
                                stderr=subprocess.PIPE, text=True, check=False)
    assert (result.returncode, result.stderr) == (
        1, "error: the result cannot be written: no space left on device\n"
           "  Make room, or have it written to another place.\n")


def unread(folder: Path, *words: str, unbuffered: str = "") -> tuple[int, str]:
    """The exit code and the standard error of a command whose result nobody reads."""
    ours, theirs = os.pipe()
    os.close(ours)
    result = subprocess.run([sys.executable, "-m", "brochure", *words], cwd=folder, stdout=theirs,
                            stderr=subprocess.PIPE, text=True, check=False,
                            env={**os.environ, "PYTHONUNBUFFERED": unbuffered})
    os.close(theirs)
    return result.returncode, result.stderr


@pytest.mark.parametrize(("telephone", "rows", "code", "unbuffered"), [
    ("12", 4_000, 1, ""), ("12", 1, 1, "1"), ("22334455", 1, 0, ""), ("22334455", 1, 0, "1"), ("", 0, 0, "")])
def test_a_reader_who_goes_away_changes_no_exit_code(mini: Path, telephone: str, rows: int, code: int,
                                                     unbuffered: str) -> None:
    (mini / "list.csv").write_text(HEAD + "".join(f"a{row};A;{telephone}\n" for row in range(rows)), encoding="utf-8")
    words = ["clinics", "check", "list.csv", "--json"] if rows else ["--help"]
    assert unread(mini, *words, unbuffered=unbuffered) == (code, "")


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_template_that_nobody_reads_is_no_fault(mini: Path, unbuffered: str) -> None:
    assert unread(mini, "clinics", "template", unbuffered=unbuffered) == (0, "")


def test_what_does_not_fit_or_has_no_letters_is_told_row_by_row(mini: Path, run: Run) -> None:
    (mini / "list.csv").write_text(
        f"id;navn;kontakt;merknad;språk\na;Klinikk {'og klinikk ' * 12};;;nb\nb;盆栽 盆;;;\nc;C;Kari;;\n"
        f"d;D;;{'Å' * 30} {'Å' * 24} {'Å' * 8};\n", encoding="utf-8")
    result = run("clinics", "check", "list.csv")
    assert (result.code, result.out) == (1, "")
    assert result.err == (
        "error: list.csv:2, column navn: “name” takes 3 lines in the imprint; there is room for 2\n  Shorten it.\n"
        "error: list.csv:3, column navn: “name” holds letters that are in none of the fonts Fira Sans: 盆 栽\n"
        "  Write it in Latin letters, or ask whoever looks after the brochure for a typeface that has them.\n"
        "2 of 4 clinics cannot be printed as they are\n")


@pytest.mark.parametrize("name", ["list.csv", "list.xlsx"])
def test_a_wrong_column_hides_no_fault_of_a_row(mini: Path, run: Run, name: str) -> None:
    rows = [("id", "navn", "telefn", "e-post", "merknad nb", "merknad xx", "telefon", "tlf"),
            ("moss", "Moss", "1", "post@moss.example.no", "Hei", "Hi", "22334455", "1"),
            ("bodo", "Bodø", "1", "post", "Hei", "Hi", "22", "1"), ("", "X"), ("lang", "Langt " * 22)]
    if name == "list.csv":
        (mini / name).write_text("".join(f"{';'.join(row)}\n" for row in rows), encoding="utf-8")
    else:
        (mini / name).write_bytes(sheet(*rows))
    result = run("clinics", "check", name)
    assert (result.code, result.out) == (1, "")
    assert [line.removeprefix(f"error: {name}:") for line in result.err.splitlines() if not line.startswith(" ")] == [
        "1, column merknad xx: there is no language “xx”",
        "1, column telefn: there is no such field of a clinic",
        "1, column tlf: this is the same field as column telefon",
        "3, column e-post: “email” is no e-mail address: post",
        "3, column telefon: “telephone” is no telephone number: 22",
        "4, column id: “id” is empty",
        "5, column navn: “name” takes 3 lines in the imprint; there is room for 2",
        "3 of 4 clinics cannot be printed as they are"]
    data = json.loads(run("clinics", "check", name, "--json").out)
    assert [len(row["faults"]) for row in data["clinics"]] == [0, 2, 1, 1]
    assert [fault["column"] for fault in data["faults"]] == ["merknad xx", "telefn", "tlf"]


def test_what_is_wrong_with_columns_is_no_clinic(mini: Path, run: Run) -> None:
    (mini / "list.csv").write_text("id;navn;region\na;A;Øst\n", encoding="utf-8")
    result = run("clinics", "check", "list.csv", "clinics/clinic.toml")
    assert (result.code, result.out) == (1, "")
    assert result.err.startswith("error: list.csv:1, column region: there is no such field of a clinic\n")
    assert result.err.count("\n") == 2


def test_the_example_is_told_beside_a_wrong_column(mini: Path, run: Run) -> None:
    head, example = template_csv("nb", ("nb", "en")).decode().split("\n", 1)
    (mini / "list.csv").write_text(f"{head.rstrip()};region\n{example}moss;Moss\n", encoding="utf-8")
    assert "list.csv:2: this is the example of a new list, and no clinic" in run("clinics", "check", "list.csv").err


@pytest.mark.parametrize(("head", "told"), [
    ("kode;id;navn", "column id: this is the same field as column kode"),
    ("id;navn;klinikk", "column klinikk: this is the same field as column navn"),
    ("navn;telefon;e-post", "there is no column “id”"), ("id;telefon;e-post", "there is no column “name”")])
def test_rows_are_not_looked_at_if_it_is_not_clear_which_clinic_each_is(mini: Path, run: Run, head: str,
                                                                        told: str) -> None:
    (mini / "list.csv").write_text(f"{head}\n" + "a b;1;2\n" * 100, encoding="utf-8")
    for verb in ("check", "build"):
        result = run("clinics", verb, "list.csv")
        assert (result.code, result.out, result.err.count("error: ")) == (1, "", 1)
        assert told in result.err


def test_a_list_without_clinics_is_no_success(mini: Path, run: Run) -> None:
    (mini / "list.csv").write_text(HEAD, encoding="utf-8")
    told = "error: list.csv: the list has no clinics\n  Fill in a row for each, below the names of the columns.\n"
    for verb in ("check", "build"):
        result = run("clinics", verb, "list.csv")
        assert (result.code, result.out, result.err) == (1, "", told)


@pytest.mark.parametrize("first", [True, False])
def test_the_example_among_other_clinics_is_not_printed(mini: Path, run: Run, first: bool) -> None:
    head, example = template_csv("nb", ("nb", "en")).decode().split("\n", 1)
    rows = [example, "moss;Moss\r\n"] if first else ["moss;Moss\r\n", example]
    (mini / "list.csv").write_bytes(f"{head}\n{''.join(rows)}".encode())
    result = run("clinics", "check", "list.csv")
    assert (result.code, result.err) == (
        1, f"error: list.csv:{2 if first else 3}: this is the example of a new list, and no clinic\n"
           "  Delete the row.\n1 of 2 clinics cannot be printed as they are\n")


def test_one_clinic_is_told_as_one(mini: Path, run: Run) -> None:
    (mini / "list.csv").write_text(f"{HEAD}a;A;12\n", encoding="utf-8")
    told = "1 of 1 clinic cannot be printed as it is\n"
    assert run("clinics", "check", "list.csv").err.endswith(f"\n{told}")
    assert run("clinics", "build", "list.csv").err.endswith(f"\nnothing was printed: {told}")


def test_the_result_is_told_to_a_program(mini: Path, run: Run) -> None:
    (mini / "list.csv").write_text(f"{HEAD}a;A;12\nb;B;\n", encoding="utf-8")
    result = run("clinics", "check", "list.csv", "clinics/none.csv", "--json")
    assert (result.code, result.err) == (1, "")
    data = json.loads(result.out)
    assert [(row["id"], row["row"], [fault["column"] for fault in row["faults"]]) for row in data["clinics"]] == [
        ("a", 2, ["telefon"]), ("b", 3, [])]
    assert [fault["message"] for fault in data["faults"]] == ["there is no such list"]
    assert data["exit"] == 1
    (mini / "empty.csv").write_text(HEAD, encoding="utf-8")
    assert json.loads(run("clinics", "check", "empty.csv", "--json").out)["clinics"] == []
