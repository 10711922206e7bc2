"""Texts go out to translators in four forms, and come back whole or not at all: tried as an agency and with Excel."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path

import openpyxl
import polib
import pytest
import xliff_rules
from conftest import ROOT, Run
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from openpyxl.reader.strings import read_string_table
from openpyxl.xml.constants import SHEET_MAIN_NS
from translate.storage import tmx, xliff2
from translate.storage.placeables import StringElem

from brochure.errors import BrochureError
from brochure.exchange import Head, Incoming, Outgoing, Row
from brochure.exchange.csv_table import read_csv, write_csv
from brochure.exchange.forms import read
from brochure.exchange.tmx import write_tmx
from brochure.exchange.xliff import write_xliff
from brochure.exchange.xliff_reading import read_xliff
from brochure.exchange.xlsx import write_xlsx
from brochure.exchange.xlsx_reading import read_xlsx

PO = "locales/en/LC_MESSAGES/mini.po"
BACK = ("xlf", "xlsx", "csv")
N = xliff_rules.NAMES
TABLE = ("id", "what it is", "source: Norwegian Bokmål", "translation: English", "letters left", "state", "note")


def export(run: Run, mini: Path, form: str, *words: str) -> Path:
    path = mini / f"out/en.{form}"
    result = run("locale", "export", "en", "-o", path, *words)
    assert (result.code, result.err) == (0, "")
    return path


def take(run: Run, path: Path, *words: str) -> dict[str, object]:
    result = run("locale", "import", "en", path, "--json", *words)
    assert (result.code, result.err) == (0, "")
    found = json.loads(result.out)
    assert isinstance(found, dict)
    return found


def refused(run: Run, mini: Path, path: Path, *words: str, code: int = 1) -> str:
    """What is told when a file is refused; the catalogue is as it was."""
    before = (mini / PO).read_bytes()
    result = run("locale", "import", "en", path, *words)
    assert (result.code, result.out) == (code, "")
    assert (mini / PO).read_bytes() == before
    assert "Traceback" not in result.err
    return result.err


def entry(mini: Path, name: str) -> polib.POEntry:
    (found,) = [each for each in polib.pofile(str(mini / PO)) if each.msgctxt == name]
    return found


def edit(path: Path, before: str, after: str) -> None:
    text = path.read_bytes().decode()
    assert text.count(before) == 1
    path.write_bytes(text.replace(before, after).encode())


def fuzzy(mini: Path, run: Run) -> None:
    """Have the association edit a heading: its translation waits to be looked through."""
    edit(mini / "content/mini.yaml", "subheading: Underdel", "subheading: Nytt navn")
    assert run("locale", "update", "en").code == 0


def missing(mini: Path) -> None:
    edit(mini / PO, 'msgid "En stol."\nmsgstr "The chair."' if "The chair" in (mini / PO).read_text("utf-8") else
         'msgctxt "second.chair.caption"\nmsgid "En stol."\nmsgstr "A chair."',
         'msgctxt "second.chair.caption"\nmsgid "En stol."\nmsgstr ""')


# --- a translator at work --------------------------------------------------------------------------------------------


def typed(path: Path, name: str, text: str | None = None, state: str = "", source: str | None = None) -> None:
    """Have a translator type a translation into a file, choose a state, or spoil the source."""
    {".xlf": _typed_xliff, ".xlsx": _typed_xlsx, ".csv": _typed_csv}[path.suffix](path, name, text, state, source)


def _typed_xliff(path: Path, name: str, text: str | None, state: str, source: str | None) -> None:
    top = etree.fromstring(path.read_bytes())
    (segment,) = top.xpath(f"//x:unit[@id='{name}']/x:segment", namespaces=N)
    words = {"translated": "translated", "to look through": "initial", "": "translated"}
    if text is not None or state:
        segment.set("state", words[state])
        segment.attrib.pop("subState", None)
    if source is not None:
        segment[0].text = source
    if text is not None:
        for target in segment.xpath("x:target", namespaces=N):
            segment.remove(target)
        etree.SubElement(segment, f"{{{N['x']}}}target").text = text
    path.write_bytes(etree.tostring(top, xml_declaration=True, encoding="UTF-8"))


def _typed_xlsx(path: Path, name: str, text: str | None, state: str, source: str | None) -> None:
    book = openpyxl.load_workbook(path)
    (row,) = [row for row in book["texts"].iter_rows(min_row=2) if row[0].value == name]
    for at, told in ((3, text), (5, state or None), (2, source)):
        if told is not None:
            row[at].value = told
            row[at].data_type = "s"
    book.save(path)


def _typed_csv(path: Path, name: str, text: str | None, state: str, source: str | None) -> None:
    rows = csv_rows(path)
    (row,) = [row for row in rows if row[0] == name]
    for at, told in ((3, text), (5, state or None), (2, source)):
        if told is not None:
            row[at] = told
    write_rows(path, rows)


def csv_rows(path: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig")), delimiter=";"))


def write_rows(path: Path, rows: list[list[str]], delimiter: str = ";", encoding: str = "utf-8-sig") -> None:
    told = io.StringIO()
    csv.writer(told, delimiter=delimiter).writerows(rows)
    path.write_bytes(told.getvalue().encode(encoding))


# --- out and back ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["en", "nn"])
@pytest.mark.parametrize("form", BACK)
def test_the_shipped_texts_go_out_and_come_back_unchanged(form: str, code: str, run: Run, tmp_path: Path) -> None:
    files = [tmp_path / f"{name}.{form}" for name in "ab"]
    for file in files:
        told = json.loads(run("--project", ROOT, "locale", "export", code, "-o", file, "--json").out)
        assert told["rows"] == told["texts"] > 100
    assert files[0].read_bytes() == files[1].read_bytes()
    told = json.loads(run("--project", ROOT, "locale", "import", code, files[0], "--dry-run", "--json").out)
    assert (told["touched"], len(told["unchanged"]), told["absent"]) == (False, told_texts(files[0]), 0)


def told_texts(path: Path) -> int:
    reader = {".xlf": read_xliff, ".xlsx": read_xlsx, ".csv": read_csv}[path.suffix]
    return len(reader(path.read_bytes(), path.name).rows)


@pytest.mark.parametrize("form", BACK)
def test_what_a_translator_types_changes_its_own_entry_and_no_other_byte(form: str, run: Run, mini: Path) -> None:
    missing(mini)
    before = (mini / PO).read_text("utf-8").splitlines()
    path = export(run, mini, form)
    typed(path, "second.chair.caption", "A seat.")
    typed(path, "first.heading", "The first part")
    told = take(run, path)
    assert (told["new"], told["changed"], told["written"]) == (["second.chair.caption"], ["first.heading"], True)
    after = (mini / PO).read_text("utf-8").splitlines()
    assert [line for line in after if line not in before] == ['msgstr "The first part"', 'msgstr "A seat."']
    assert len(after) == len(before)
    assert take(run, path)["touched"] is False   # a second time there is nothing left to do


@pytest.mark.parametrize("form", BACK)
def test_a_fuzzy_text_is_confirmed_or_mended(form: str, run: Run, mini: Path) -> None:
    fuzzy(mini, run)
    before = (mini / PO).read_bytes()
    path = export(run, mini, form)
    assert take(run, path)["touched"] is False
    typed(path, "first.sub", state="translated")
    assert take(run, path, "--dry-run")["confirmed"] == ["first.sub"]
    assert (mini / PO).read_bytes() == before
    assert take(run, path)["confirmed"] == ["first.sub"]
    found = entry(mini, "first.sub")
    assert (found.msgstr, found.flags, found.previous_msgid) == ("Subpart", ["max-length:62"], None)
    (mini / PO).write_bytes(before)
    typed(path, "first.sub", "New name")
    assert take(run, path)["changed"] == ["first.sub"]
    found = entry(mini, "first.sub")
    assert (found.msgstr, found.fuzzy, found.previous_msgid) == ("New name", False, None)


@pytest.mark.parametrize("form", BACK)
def test_what_a_translator_is_not_sure_of_is_marked(form: str, run: Run, mini: Path) -> None:
    path = export(run, mini, form)
    typed(path, "first.sub", state="to look through")
    typed(path, "first.heading", "A first part", state="to look through")
    told = take(run, path)
    assert (told["marked"], told["changed"], told["waiting"]) == (["first.sub"], ["first.heading"], ["first.heading"])
    assert entry(mini, "first.sub").fuzzy
    assert entry(mini, "first.heading").fuzzy


def test_a_tool_that_never_tells_a_state_can_be_believed(run: Run, mini: Path) -> None:
    path = export(run, mini, "xlf")
    text = path.read_text("utf-8").replace(' state="translated"', "")
    path.write_text(text.replace("<target>First part<", "<target>Part one<"), "utf-8")
    before = (mini / PO).read_bytes()
    told = take(run, path, "--dry-run")
    assert told["waiting"] == ["first.heading"]
    assert len(list(told["marked"])) > 30   # type: ignore[call-overload]
    told = take(run, path, "--accept")
    assert (told["changed"], told["waiting"], told["marked"]) == (["first.heading"], [], [])
    assert (mini / PO).read_bytes() == before.replace(b'"First part"', b'"Part one"')


@pytest.mark.parametrize("end", ["\r\n", "\n"])
@pytest.mark.parametrize("bom", ["\ufeff", ""])
def test_line_ends_and_a_byte_order_mark_stay(end: str, bom: str, run: Run, mini: Path) -> None:
    text = bom + (mini / PO).read_text("utf-8").replace("\n", end)
    (mini / PO).write_bytes(text.encode())
    path = export(run, mini, "csv")
    assert take(run, path)["touched"] is False
    typed(path, "first.sub", "Lower part")
    take(run, path)
    assert (mini / PO).read_bytes().decode() == text.replace('"Subpart"', '"Lower part"')


def test_only_what_is_to_be_done_goes_out(run: Run, mini: Path) -> None:
    fuzzy(mini, run)
    missing(mini)
    rows = csv_rows(export(run, mini, "csv", "--changed"))
    assert [(row[0], row[5]) for row in rows[1:]] == [
        ("first.sub", "to look through"), ("second.chair.caption", "to translate")]
    assert "before: Underdel" in rows[1][6]
    path = export(run, mini, "xlsx", "--changed")
    typed(path, "second.chair.caption", "A seat.")
    told = take(run, path)
    assert (told["new"], told["unchanged"], told["absent"]) == (["second.chair.caption"], ["first.sub"], 0)


@pytest.mark.usefixtures("room_is_known")
def test_a_language_that_helps_goes_along(run: Run, mini: Path) -> None:
    assert run("locale", "init", "ar", "--pivot", "en").code == 0
    po = mini / "locales/ar/LC_MESSAGES/mini.po"
    before = po.read_bytes()
    for form in BACK:
        path = mini / f"ar.{form}"
        assert run("locale", "export", "ar", "-o", path).code == 0
        if form == "xlf":
            top = etree.fromstring(path.read_bytes())
            assert top.find("x:file", N).get("trgDir") == "rtl"
            assert top.xpath("string(//x:unit[@id='first.sub']//x:note[@category='pivot'])", namespaces=N) == (
                "English: Subpart")
            assert xliff_rules.faults(path.read_bytes()) == []
            path.write_text(path.read_text("utf-8").replace(
                "<source>Underdel</source>", "<source>Underdel</source><target>جزء</target>"), "utf-8")
        else:
            rows = table(path)
            assert rows[0][:5] == ["id", "what it is", "source: Norwegian Bokmål", "for help: English",
                                   "translation: Arabic"]
            (sub,) = [row for row in rows if row[0] == "first.sub"]
            assert sub[2:5] == ["Underdel", "Subpart", ""]
            sub[4] = "جزء"
            write_table(path, rows)
        told = json.loads(run("locale", "import", "ar", path, "--json").out)
        assert (told["new"], told["waiting"]) == (["first.sub"], ["first.sub"] if form == "xlf" else [])
        (found,) = [each for each in polib.pofile(str(po)) if each.msgctxt == "first.sub"]
        assert (found.msgstr, found.fuzzy) == ("جزء", form == "xlf")
        po.write_bytes(before)


def test_what_has_changed_since_it_was_signed_goes_out(run: Run, mini: Path, sign: Run) -> None:
    sign("en", "revision", "Kari Nordmann, translator", "2026-02-03")
    result = run("locale", "export", "en", "--changed", "-o", mini / "out/en.xlf")
    assert (result.code, result.out) == (0, "en: there is nothing to export; no file is written\n")
    assert not (mini / "out").exists()
    edit(mini / PO, '"Subpart"', '"Lower part"')
    assert [row[0] for row in csv_rows(export(run, mini, "csv", "--changed"))[1:]] == ["first.sub"]


def test_whoever_works_in_the_catalogue_meanwhile_loses_nothing(run: Run, mini: Path) -> None:
    path = export(run, mini, "xlsx")
    edit(mini / PO, '"Subpart"', '"Lower part"')
    typed(path, "first.heading", "Part one")
    told = take(run, path)
    assert (told["kept"], told["changed"]) == (["first.sub"], ["first.heading"])
    assert entry(mini, "first.sub").msgstr == "Lower part"
    typed(path, "first.sub", "Under part")
    assert ("“first.sub” has changed in the catalogue too since the file was made: there it is “Lower part”, in the "
            "file “Under part”") in refused(run, mini, path)
    assert take(run, path, "--skip", "first.sub")["skipped"] == ["first.sub"]
    typed(path, "first.sub", "Lower part")   # both have come to the same
    assert take(run, path)["touched"] is False


# --- what is wrong ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", BACK)
def test_a_file_made_from_another_source_is_refused_and_tells_which_texts_differ(
        form: str, run: Run, mini: Path) -> None:
    path = export(run, mini, form)
    fuzzy(mini, run)
    typed(path, "first.sub", "Lower part")
    typed(path, "first.heading", "Part one")
    wrong = refused(run, mini, path)
    assert "“first.sub” was translated from another source: “Underdel”; today it is “Nytt navn”" in wrong
    assert "--skip first.sub" in wrong
    assert "first.heading" not in wrong
    told = take(run, path, "--skip", "first.s*")
    assert (told["changed"], told["skipped"]) == (["first.heading"], ["first.sub"])


def test_a_source_that_has_changed_elsewhere_is_told(run: Run, mini: Path) -> None:
    missing(mini)
    path = export(run, mini, "csv", "--changed")
    typed(path, "second.chair.caption", "A seat.")
    fuzzy(mini, run)
    told = take(run, path)
    assert (told["source_changed_elsewhere"], told["new"]) == (True, ["second.chair.caption"])


@pytest.mark.parametrize("form", BACK)
def test_all_that_is_wrong_is_told_at_once_and_nothing_is_written(form: str, run: Run, mini: Path) -> None:
    path = export(run, mini, form)
    typed(path, "cover.title", "A good one")
    typed(path, "first.sub", source="Underdelen")
    typed(path, "first.heading", "")
    typed(path, "first.box", "Call the doctor if needed.")
    typed(path, "back.latest", "Latest edition: [www.example.no](house)")
    typed(path, "phrase.edition", "Edition {edition}")
    typed(path, "second.heading", "Second\u00a0part")
    wrong = refused(run, mini, path)
    for words in ("the source of “first.sub” was changed in the file: “Underdelen”",
                  "“first.heading” has lost its translation in the file",
                  "“first.box” has 1 **…** in the source, and 0 in the translation",
                  "the slots of “back.latest” differ",
                  "the placeholders of “phrase.edition” differ",
                  "the translation of “second.heading” holds a no-break space (U+00A0) after “Second”"):
        assert words in wrong
    assert wrong.count("error: ") == 6
    assert all(re.match(rf"error: {re.escape(str(path))}:\d+: ", line) for line in wrong.splitlines()
               if line.startswith("error: "))


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_rows_may_be_reordered_and_lost_ones_are_told(form: str, run: Run, mini: Path) -> None:
    path = export(run, mini, form)
    rows = table(path)
    moved = [rows[0], *reversed(rows[1:-2])]
    columns = [3, 0, 6, 2, 1, 5, *range(7, len(rows[0]))]   # also the columns; and that of the letters is taken out
    write_table(path, [[row[at] for at in columns] for row in moved])
    told = take(run, path)
    assert (told["touched"], told["absent"], len(list(told["unchanged"]))) == (  # type: ignore[call-overload]
        False, 2, len(rows) - 3)
    assert "2 of the rows that the file was made with are not in it" in run("locale", "import", "en", path).out


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_double_unknown_and_broken_rows_are_refused(form: str, run: Run, mini: Path) -> None:
    path = export(run, mini, form)
    rows = table(path)
    (sub,) = [row for row in rows if row[0] == "first.sub"]
    write_table(path, [*rows, list(sub)])
    assert f"“first.sub” stands twice; first at {path}:7" in refused(run, mini, path)
    write_table(path, [*rows, ["first.subb", *sub[1:]]])
    assert "the brochure has no text “first.subb”\n  Did you mean “first.sub”?" in refused(run, mini, path)
    sub[5] = "done"
    write_table(path, rows)
    assert "“done” is no state of a text" in refused(run, mini, path)
    write_table(path, [row[:3] + row[4:] for row in rows])
    assert "there is no column “translation”" in refused(run, mini, path)
    assert "the file has no text “x*” to leave out" in refused(run, mini, export(run, mini, form), "--skip", "x*",
                                                               code=2)


def table(path: Path) -> list[list[str]]:
    if path.suffix == ".csv":
        return csv_rows(path)
    return [[cell.value or "" for cell in row] for row in openpyxl.load_workbook(path)["texts"].iter_rows()]


def write_table(path: Path, rows: list[list[str]]) -> None:
    if path.suffix == ".csv":
        write_rows(path, rows)
        return
    book = openpyxl.load_workbook(path)
    at = book.index(book["texts"])
    book.remove(book["texts"])
    sheet = book.create_sheet("texts", at)
    for row in rows:
        sheet.append(row)
    for line in sheet.iter_rows():
        for cell in line:
            cell.data_type = "f" if str(cell.value).startswith("=") and "LEN" in str(cell.value) else "s"
    book.save(path)


@pytest.mark.parametrize("form", BACK)
def test_a_file_of_another_language_or_brochure_is_refused(form: str, run: Run, mini: Path) -> None:
    other = mini / f"other.{form}"
    assert run("--project", ROOT, "locale", "export", "nn", "-o", other, "--changed").code == 0
    assert run("--project", ROOT, "locale", "export", "nn", "-o", other).code == 0
    assert "the file is of the brochure “bekkenleddsmerter”, not of “mini”" in refused(run, mini, other)
    assert "the file is of the language “nn”, not of “en”" in run(
        "--project", ROOT, "locale", "import", "en", other, "--dry-run").err


def test_a_catalogue_that_is_behind_its_source_is_brought_up_to_date_first(run: Run, mini: Path) -> None:
    path = export(run, mini, "xlf")
    edit(mini / "content/mini.yaml", "subheading: Underdel", "subheading: Nytt navn")
    for words in (("export", "en"), ("import", "en", path)):
        result = run("locale", *words)
        assert (result.code, result.out) == (1, "")
        assert "the source of “first.sub” has changed since the catalogue was brought up to date" in result.err
        assert "Say “brochure locale update en” first." in result.err


# --- XLIFF -----------------------------------------------------------------------------------------------------------


def test_xliff_is_as_the_standard_wants_it(run: Run, mini: Path, sign: Run, tmp_path: Path) -> None:
    fuzzy(mini, run)
    missing(mini)
    sign("en", "revision", "Kari Nordmann, translator", "2026-02-03", "--only", "cover.*", "first.box", "phrase.draft")
    sign("en", "clinical", "Ola Nordmann, physician", "2026-02-03", "--only", "cover.title", "first.box")
    files = [export(run, mini, "xlf")]
    for code in ("en", "nn"):
        files.append(tmp_path / f"{code}.xlf")
        assert run("--project", ROOT, "locale", "export", code, "-o", files[-1]).code == 0
    for file in files:
        assert xliff_rules.faults(file.read_bytes()) == []
    top = etree.fromstring(files[0].read_bytes())
    states = {unit.get("id"): (segment.get("state"), segment.get("subState"), len(segment))
              for unit in top.iter(f"{{{N['x']}}}unit") for segment in unit.findall("x:segment", N)}
    assert states["first.sub"] == ("initial", "brochure:fuzzy", 2)
    assert states["second.chair.caption"] == ("initial", None, 1)
    assert states["first.text"] == ("translated", None, 2)
    assert states["cover.kind"] == ("reviewed", None, 2)
    assert states["cover.title"] == states["first.box"] == states["phrase.draft"] == ("final", None, 2)
    notes = top.xpath("//x:unit[@id='first.text']//x:note", namespaces=N)
    assert {note.get("category"): note.text for note in notes} == {
        "place": "page 2, paragraph", "heading": "under: Første del", "author": "A note for the translator.",
        "numbers": "numbers: 10 % · 4-6"}
    assert take(run, files[0])["touched"] is False


def test_the_rules_would_find_what_is_wrong(run: Run, mini: Path) -> None:
    content = export(run, mini, "xlf").read_text("utf-8")
    for before, after, fault in (
            (' trgLang="en"', "", "no trgLang"), (' id="first.sub" ', ' id="first.box" ', "unit"),
            ('dataRef="d1"', 'dataRef="d9"', "no data d9"), ('<pc id="1"', '<pc id="2"', "code"),
            ('state="translated"', 'state="done"', "state"), ('generalProfile="xliff:codepoints"', "", "no profile")):
        assert before in content
        found = xliff_rules.faults(content.replace(before, after, 1).encode())
        assert any(fault in each for each in found), (before, found)


def test_a_budget_counts_the_codes_as_the_catalogue_does(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "en.xlf"
    assert run("--project", ROOT, "locale", "export", "en", "-o", file).code == 0
    po = {each.msgctxt: each for each in polib.pofile(str(ROOT / "locales/en/LC_MESSAGES/bekkenleddsmerter.po"))}
    units = list(etree.fromstring(file.read_bytes()).iter(f"{{{N['x']}}}unit"))
    assert {unit.get("id") for unit in units} == set(po)
    for unit in units:
        found = po[unit.get("id")]
        source, target = unit.find("x:segment/x:source", N), unit.find("x:segment/x:target", N)
        assert (xliff_rules.size(source), xliff_rules.size(target)) == (len(found.msgid), len(found.msgstr))
        room = [flag.removeprefix("max-length:") for flag in found.flags if flag.startswith("max-length:")]
        assert unit.get(f"{{{N['slr']}}}sizeRestriction") == (room[0] if room else None)
    assert len(list(etree.fromstring(file.read_bytes()).iter(f"{{{N['x']}}}pc"))) > 10


def test_another_reader_finds_the_same_texts(run: Run, mini: Path) -> None:
    path = export(run, mini, "xlf")
    store = xliff2.Xliff2File.parsestring(path.read_bytes())
    found = {unit.getid(): (plain(unit.source), plain(unit.target)) for unit in store.units}
    wanted = {each.msgctxt: (words(each.msgid), words(each.msgstr)) for each in polib.pofile(str(mini / PO))}
    assert found == wanted
    store.units[1].target = "Specimen"
    path.write_bytes(bytes(store))
    assert take(run, path)["changed"] == ["cover.title"]
    assert entry(mini, "cover.title").msgstr == "Specimen"


def plain(text: object) -> str:
    return words("".join(map(str, text.flatten())) if isinstance(text, StringElem) else str(text))


def words(text: str) -> str:
    """A text without its codes, which the reader leaves out."""
    return re.sub(r"\{[a-z]+\}|\*|\[|\]\([^)]*\)", "", text)


def test_an_agency_cuts_texts_into_sentences_and_moves_codes(run: Run, mini: Path) -> None:
    path = export(run, mini, "xlf")
    text = path.read_text("utf-8")
    start = text.index("<segment", text.index('<unit id="first.text"'))
    end = text.index("</unit>", start)
    data = dict(re.findall(r'<data id="(d\d)">([^<]*)</data>', text[text.index('<unit id="first.text"'):end]))
    d = {value: key for key, value in data.items()}
    parts = f"""
      <segment state="reviewed"><source>Vekten er under 10 % i uke 4-6.</source>
        <target order="3"><mrk id="m1" type="term">The weight</mrk> is under 10<cp hex="0025"/> in weeks 4-6.</target>
      </segment>
      <ignorable><source> </source><target order="2"> </target></ignorable>
      <segment state="translated"><source>Se "siden" om <sc id="1" dataRef="{d['**']}"/>trening<ec startRef="1"
        dataRef="{d['**']}"/> og <pc id="2" dataRefStart="{d['[']}" dataRefEnd="{d['](norsk)']}">ordet</pc> på
<pc id="3" dataRefStart="{d['[']}" dataRefEnd="{d['](home)']}">nettstedet</pc>.</source>
        <target order="1">See <pc id="3">the site</pc>, <pc id="2">the word</pc> and <sc id="1"/>training<ec id="1"
        dataRef="{d['**']}"/>.</target></segment>
    """.replace("på\n", "på ")
    path.write_text(text[:start] + parts.strip() + text[end:], "utf-8")
    assert take(run, path)["changed"] == ["first.text"]
    assert entry(mini, "first.text").msgstr == (
        "See [the site](home), [the word](norsk) and **training**. The weight is under 10% in weeks 4-6.")
    half = text[:start] + parts.strip().replace("<target order=\"3\">", "<target order=\"3\"/><!--").replace(
        "weeks 4-6.</target>", "-->") + text[end:]
    path.write_text(half, "utf-8")
    assert "“first.text”: a sentence of it has no translation" in refused(run, mini, path)
    path.write_text(text[:start] + parts.strip().replace('hex="0025"', 'hex="D800"') + text[end:], "utf-8")
    assert "“first.text”: it holds the code point “D800”, which is none" in refused(run, mini, path)
    path.write_text(text[:start] + parts.strip().replace('<sc id="1"/>', '<sc id="7"/>') + text[end:], "utf-8")
    assert "nobody knows what the code 7 stands for" in refused(run, mini, path)


_ENTITIES = "".join(f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in pairwise("abcdefghi"))
BOMB = f'<?xml version="1.0"?>\n<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">{_ENTITIES}]>\n'


@pytest.mark.parametrize(("content", "words"), [
    (BOMB + "<xliff>&i;</xliff>", ":2: the file declares a document type"),
    ('<!DOCTYPE x SYSTEM "file:///etc/passwd"><xliff/>', ":1: the file declares a document type"),
    ("<xliff version='2.1'>", "the XML is broken"),
    ("<xliff>" + "<a>" * 5000, "nested too deeply"),
    ("<?xml version='1.0' encoding='klingon'?><xliff/>", "the XML is in an encoding that is not known"),
    ("<xliff version='1.2' xmlns='urn:oasis:names:tc:xliff:document:1.2'/>", "this is no XLIFF 2.1, but version 1.2"),
    ("<html/>", "this is no XLIFF 2.1, but <html>"),
    ("<xliff xmlns='urn:oasis:names:tc:xliff:document:2.0' version='2.1'><file id='a'/></xliff>",
     "does not say which source it was made from"),
    ("<xliff xmlns='urn:oasis:names:tc:xliff:document:2.0' version='2.1'/>", "there are 0 files in this XLIFF"),
    ("", "the file is empty"),
    ("a,b\n1,2\n", "this is no table of texts"),
    ("id;source: x;translation: y\na;b;c\n", "does not say which source it was made from"),
    ("\ud7ff" * 3, "this is no table of texts"),
    ('"' + "a" * 200_000, "the table is broken: field larger than field limit"),
    ("id;source: x;translation: y;do not change: a b 0123456789abcdef 1/" + "9" * 5000, "does not say which source"),
    ("\0" * 100, "this is no table of texts"),
])
def test_xml_and_tables_of_strangers_are_refused(content: str, words: str) -> None:
    assert words in unread(content.encode("utf-8", "surrogatepass"))


def unread(content: bytes) -> str:
    """What is told when a file is not even read."""
    with pytest.raises(BrochureError) as caught:
        read(content, "from")
    return "\n".join(map(str, caught.value.faults))


def test_a_file_without_end_is_not_read(run: Run, mini: Path) -> None:
    path = mini / "from.xlf"
    path.write_bytes(b"<" * 5_000_001)
    assert "the file is too large: 5,000,000 bytes is the most" in refused(run, mini, path)


def test_an_xliff_of_which_the_metadata_is_lost_is_refused(run: Run, mini: Path) -> None:
    path = export(run, mini, "xlf")
    text = path.read_text("utf-8")
    path.write_text(re.sub(r"translated/[0-9a-f]{16}/[0-9a-f]{16}", "", text, count=1), "utf-8")
    assert "does not tell what “cover.kind” was like when it went out" in refused(run, mini, path)
    path.write_text(text.replace('trgLang="en"', 'trgLang="de"'), "utf-8")
    assert "its translations are in “de”, but it was made for “en”" in refused(run, mini, path)
    path.write_text(text.replace('trgLang="en"', 'trgLang="en-GB"'), "utf-8")
    assert take(run, path)["touched"] is False
    path.write_text(text.replace('state="translated"', 'state="ready"', 1), "utf-8")
    assert "“cover.kind”: there is no state “ready”" in refused(run, mini, path)


# --- XLSX ------------------------------------------------------------------------------------------------------------


def test_what_openpyxl_does_that_is_worked_round() -> None:
    """When this fails, `_without_clock` of brochure/exchange/xlsx.py can go, or the second half of its `_ESCAPES`."""
    book, kept = openpyxl.Workbook(), io.BytesIO()
    book.properties.modified = datetime(2026, 3, 1)
    book.save(kept)
    assert openpyxl.load_workbook(kept).properties.modified.date() != date(2026, 3, 1)
    table = f"<sst xmlns='{SHEET_MAIN_NS}'><si><t>ax005F_b</t></si></sst>"   # as Excel saves texts
    assert read_string_table(io.BytesIO(table.encode())) == ["ab"]


def test_only_translations_and_states_can_be_changed_in_a_sheet(run: Run, mini: Path) -> None:
    edit(mini / PO, '"Subpart"', '"=1+1"')
    book = openpyxl.load_workbook(export(run, mini, "xlsx"))
    sheet = book["texts"]
    assert [cell.value for cell in sheet[1]] == list(TABLE)
    assert sheet.protection.sheet
    assert sheet.freeze_panes == "B2"
    assert book["brochure"].sheet_state == "hidden"
    rows = list(sheet.iter_rows(min_row=2))
    assert len(rows) > 50
    assert {cell.column_letter for row in rows for cell in row if not cell.protection.locked} == {"D", "F"}
    assert all(cell.number_format == "@" for row in rows for cell in row if cell.column_letter != "E")
    (sub,) = [row for row in rows if row[0].value == "first.sub"]
    assert (sub[3].value, sub[3].data_type, sub[3].quotePrefix) == ("=1+1", "s", True)
    assert (sub[4].value, sub[4].data_type) == (f"=62-LEN(D{sub[4].row})", "f")
    assert book.properties.modified.date() == date(2026, 3, 1)   # of the edition, not of the clock


def test_a_spreadsheet_that_has_made_something_of_a_text_is_refused(run: Run, mini: Path) -> None:
    path = export(run, mini, "xlsx")
    book = openpyxl.load_workbook(path)
    sheet = book["texts"]
    sheet["D2"], sheet["D3"], sheet["D4"], sheet["C5"], sheet["D6"] = "=A1", 10, date(2026, 6, 4), 0.1, True
    book.save(path)
    wrong = refused(run, mini, path)
    assert f"error: {path}:2: cell D2 (translation) holds a formula: =A1\n" in wrong
    assert "cell D3 (translation) holds a number: 10\n" in wrong
    assert "cell D4 (translation) holds a date: 2026-06-04 00:00:00\n" in wrong
    assert "cell C5 (source) holds a number: 0.1\n" in wrong
    assert "cell D6 (translation) holds a truth value: True\n" in wrong
    typed(path := export(run, mini, "xlsx"), "first.sub", "Sub_x000D_part")
    assert "holds _x000D_, the code of a letter that cannot be seen" in refused(run, mini, path)


def _merged(book: openpyxl.Workbook) -> None:
    book["texts"].merge_cells("D3:D5")


def _far(book: openpyxl.Workbook) -> None:
    book["texts"]["XFD1048576"] = "x"


def _no_hidden(book: openpyxl.Workbook) -> None:
    book.remove(book["brochure"])


def _no_texts(book: openpyxl.Workbook) -> None:
    book["texts"].title = "Sheet1"


@pytest.mark.parametrize(("change", "words"), [
    (_merged, "the cells D3:D5 are merged"), (_far, "the sheet is too large: it has something in row 1048576"),
    (_no_hidden, "there is no sheet “brochure” in this file"), (_no_texts, "there is no sheet “texts” in this file")])
def test_a_workbook_that_was_changed_too_much_is_refused(
        change: Callable[[openpyxl.Workbook], None], words: str) -> None:
    book, told = openpyxl.load_workbook(io.BytesIO(_GOOD["xlsx"])), io.BytesIO()
    change(book)
    book.save(told)
    assert words in unread(told.getvalue())


def packed(parts: dict[str, bytes]) -> bytes:
    """Give a workbook with other parts."""
    with zipfile.ZipFile(io.BytesIO(_GOOD["xlsx"])) as archive:
        kept = {part.filename: archive.read(part) for part in archive.infolist()}
    told = io.BytesIO()
    with zipfile.ZipFile(told, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**kept, **parts}.items():
            archive.writestr(name, content)
    return told.getvalue()


@pytest.mark.parametrize(("parts", "words"), [
    ({"xl/vbaProject.bin": b"x"}, "the file has macros"),
    ({"xl/externalLinks/externalLink1.xml": b"<a/>"}, "the file has links to another file"),
    ({"xl/worksheets/sheet1.xml": BOMB.encode() + b"<a>&i;</a>"}, "the file declares a document type"),
    ({"xl/styles.xml": b"<a"}, "the XML is broken"),
    ({"xl/worksheets/sheet1.xml": b"<a>" + b"<row/>" * 5001 + b"</a>"}, "too large: it has something in row 5001"),
    ({"xl/worksheets/sheet1.xml": b"<a><c r='A1x'/></a>"}, "the sheet is too large: it has something in cell A1x"),
    ({"xl/media/image.bin": b"0" * 15_000_001}, "the file unpacks to more than 15,000,000 bytes"),
    ({f"x/{number}": b"" for number in range(400)}, "files; 300 is the most"),
    ({"[Content_Types].xml": b"<a/>"}, "this is no XLSX that can be read"),
    ({"xl/workbook.xml": b"<a/>"}, "there is no sheet “texts” in this file"),
])
def test_an_archive_of_a_stranger_is_refused(parts: dict[str, bytes], words: str) -> None:
    assert words in unread(packed(parts))


def test_what_is_no_workbook_is_refused() -> None:
    assert "this is no XLSX" in unread(b"PK\x03\x04 and then nothing")
    assert "this is an old Excel file (.xls), or one with a password" in unread(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")


def test_letters_that_a_spreadsheet_takes_for_a_code_do_not_go_out(run: Run, mini: Path) -> None:
    edit(mini / PO, '"Subpart"', '"a_x0041_b"')
    result = run("locale", "export", "en", "--to", "xlsx")
    assert result.code == 1
    assert "“first.sub” holds _x0041_" in result.err
    assert take(run, export(run, mini, "csv"))["touched"] is False


# --- CSV -------------------------------------------------------------------------------------------------------------


def test_a_norwegian_excel_opens_the_table(run: Run, mini: Path) -> None:
    edit(mini / PO, '"Subpart"', '"=HYPERLINK(1)"')
    edit(mini / PO, '"The joints"', "\"'n Vrou\"")
    content = export(run, mini, "csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbfid;what it is;source: Norwegian Bokm\xc3\xa5l;translation: English;")
    rows = csv_rows(mini / "out/en.csv")
    by_id = {row[0]: row for row in rows}
    assert by_id["first.sub"][3] == "'=HYPERLINK(1)"
    assert by_id["second.pelvis.back"][3] == "'n Vrou"
    assert not [cell for row in rows for at, cell in enumerate(row) if cell[:1] in {*"=+-@"} and at != 4]
    assert take(run, mini / "out/en.csv")["touched"] is False


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_any_delimiter_comes_back(delimiter: str, encoding: str, run: Run, mini: Path) -> None:
    path = export(run, mini, "csv")
    write_rows(path, csv_rows(path), delimiter, encoding)
    assert take(run, path)["touched"] is False
    path.write_bytes(b"sep=" + delimiter.encode() + b"\r\n" + path.read_bytes().removeprefix(b"\xef\xbb\xbf"))
    assert take(run, path)["touched"] is False


@pytest.mark.parametrize(("encoding", "words"), [
    ("cp1252", "the table is not UTF-8 but probably Windows-1252"), ("utf-16", "the table is in UTF-16")])
def test_other_encodings_are_refused_with_the_way_out(encoding: str, words: str, run: Run, mini: Path) -> None:
    path = export(run, mini, "csv")
    write_rows(path, [[cell.replace("\u2011", "-") for cell in row] for row in csv_rows(path)], ";", encoding)
    wrong = refused(run, mini, path)
    assert words in wrong
    assert "Save it in Excel as “CSV UTF-8 (comma delimited)”" in wrong


def test_a_broken_table_is_refused(run: Run, mini: Path) -> None:
    path = export(run, mini, "csv")
    path.write_bytes(path.read_bytes() + b'a;"b')
    assert "the table is broken" in refused(run, mini, path)
    typed(path := export(run, mini, "csv"), "first.sub", "Lower\npart")
    assert "the translation of “first.sub” holds a line break (U+000A) after “Lower”" in refused(run, mini, path)


# --- TMX -------------------------------------------------------------------------------------------------------------


def test_a_translation_memory_holds_what_is_translated(run: Run, mini: Path) -> None:
    fuzzy(mini, run)
    missing(mini)
    path = export(run, mini, "tmx")
    store = tmx.tmxfile.parsestring(path.read_bytes())
    po = [each for each in polib.pofile(str(mini / PO)) if each.msgstr and not each.fuzzy]
    assert [(words(unit.source), words(unit.target)) for unit in store.units] == [
        (words(each.msgid), words(each.msgstr)) for each in po]
    top = etree.fromstring(path.read_bytes())
    segments = {tu.get("tuid"): ["".join(seg.itertext()) for seg in tu.iter("seg")] for tu in top.iter("tu")}
    assert segments == {f"mini:{each.msgctxt}": [each.msgid, each.msgstr] for each in po}
    for seg in top.iter("seg"):
        assert [code.get("i") for code in seg.iter("bpt")] != [] or not list(seg.iter("ept"))
        assert sorted(code.get("i") for code in seg.iter("bpt")) == sorted(code.get("i") for code in seg.iter("ept"))
    assert "this is a translation memory (TMX), which belongs to no brochure" in refused(run, mini, path)


# --- texts by chance -------------------------------------------------------------------------------------------------

_LETTERS = st.characters(codec="utf-8", exclude_categories=("C", "Z"), include_characters=" \u200c\u200d")
_PIECES = st.sampled_from(["**", "*", "**a**", "[ord](home)", "[", "](x)", "{date}", "{", "}", "<b>", "&amp;", "]]>",
                           "=1+1", "-", "+", "@", "'", "\"", ";", ",", "10 %", "4-6", "#REF!", "TRUE", "'=", "--",
                           "<!--", "ø", "سلام", "盆", "🤰", "e\u0301", "\\", "%s", "_"])
_TEXT = st.lists(st.one_of(_PIECES, st.text(_LETTERS, max_size=12)), max_size=8).map(lambda parts: " ".join(
    "".join(parts).split(" ")).strip()).filter(lambda text: not re.search(r"_x[0-9A-Fa-f]{4}_|x005F_", text))
_ROWS = st.lists(st.tuples(_TEXT.filter(bool), _TEXT, st.integers(1, 500) | st.none()), min_size=1, max_size=5)
_MANY = settings(max_examples=60, derandomize=True, deadline=None, database=None,
                 suppress_health_check=[HealthCheck.too_slow])


def outgoing(texts: list[tuple[str, str, int | None]]) -> Outgoing:
    rows = tuple(Row(f"a.{number}", "page 1, paragraph", source, text, "translated" if text else "missing",
                     "translated" if text else "initial", budget)
                 for number, (source, text, budget) in enumerate(texts))
    return Outgoing(Head("mini", "ar", "0" * 16, len(rows), 9), rows, "content/mini.yaml", "2026-03-01", "nb",
                    ("Norwegian Bokmål", "Arabic"), "rtl")


def same(out: Outgoing, back: Incoming) -> None:
    assert back.head == out.head
    assert [(row.id, row.source, row.text, row.state) for row in back.rows] == [
        (row.id, row.source, row.text, row.state) for row in out.rows]


@_MANY
@given(texts=_ROWS)
def test_any_text_comes_back_from_xliff(texts: list[tuple[str, str, int | None]]) -> None:
    out = outgoing(texts)
    content = write_xliff(out)
    assert xliff_rules.faults(content) == []
    same(out, read_xliff(content, "a.xlf"))
    again = etree.tostring(etree.fromstring(content), xml_declaration=True, encoding="UTF-16")   # as a tool saves it
    same(out, read_xliff(again, "a.xlf"))


@_MANY
@given(texts=_ROWS)
def test_any_text_comes_back_from_a_table(texts: list[tuple[str, str, int | None]]) -> None:
    out = outgoing(texts)
    content = write_csv(out)
    same(out, read_csv(content, "a.csv"))
    told = io.StringIO()   # as a spreadsheet saves it: other marks, other line ends
    csv.writer(told, delimiter="\t", quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(
        csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    same(out, read_csv(told.getvalue().encode(), "a.csv"))


@settings(_MANY, max_examples=15)
@given(texts=_ROWS)
def test_any_text_comes_back_from_a_workbook(texts: list[tuple[str, str, int | None]]) -> None:
    out = outgoing(texts)
    content = write_xlsx(out)
    same(out, read_xlsx(content, "a.xlsx"))
    kept = io.BytesIO()   # as a spreadsheet saves it
    openpyxl.load_workbook(io.BytesIO(content)).save(kept)
    same(out, read_xlsx(kept.getvalue(), "a.xlsx"))


@_MANY
@given(texts=_ROWS)
def test_any_text_stands_in_a_translation_memory(texts: list[tuple[str, str, int | None]]) -> None:
    found = etree.fromstring(write_tmx(outgoing(texts)))
    assert ["".join(seg.itertext()) for seg in found.iter("seg")] == [part for text in texts for part in text[:2]]


@settings(_MANY, max_examples=150)
@given(where=st.integers(0, 10**6), kind=st.sampled_from(["cut", "flip", "drop", "double"]),
       form=st.sampled_from(["xlf", "csv", "xlsx"]))
def test_a_file_that_is_damaged_anywhere_is_read_or_refused(where: int, kind: str, form: str) -> None:
    content = _GOOD[form]
    at = where % len(content)
    damaged = {"cut": content[:at], "flip": content[:at] + bytes([content[at] ^ (1 << where % 8)]) + content[at + 1:],
               "drop": content[:at] + content[at + 1 + where % 50:], "double": content[:at] * 2 + content[at:]}[kind]
    with suppress(BrochureError):
        read(damaged, "a")


_SAMPLE = outgoing([("Vekten er **10 %** på [siden](home), {date}.", "Weight", 60), ("En", "", None)])
_GOOD = {"xlf": write_xliff(_SAMPLE), "csv": write_csv(_SAMPLE), "xlsx": write_xlsx(_SAMPLE)}


@pytest.mark.parametrize(("content", "kind"), [
    (b"%PDF-1.7\n\xe2", "a PDF"), (b"PK\x03\x04 word/document.xml", "a Word document (DOCX)"),
    (b"PK\x03\x04mimetypeapplication/vnd.oasis.opendocument.spreadsheet", "an OpenDocument table (ODS)"),
])
def test_another_document_is_told_as_what_it_is(content: bytes, kind: str, mini: Path, run: Run) -> None:
    (mini / "from").write_bytes(content)
    result = run("locale", "import", "en", "from")
    assert (result.code, result.out) == (1, "")
    assert f"from: this is {kind}, not a file that “brochure locale export” has made" in result.err
