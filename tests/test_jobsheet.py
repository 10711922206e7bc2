"""The job sheet: what a print shop has to know, in its own words, with the sums of the files that go with it."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pypdfium2
import pytest
from conftest import ROOT, Run
from pdf_reader import Reader

from brochure.clinics import read_clinic
from brochure.formats import ARCHIVE, UA
from brochure.preflight import Subject
from brochure.preflight import run as check


def _words(path: Path) -> str:
    document = pypdfium2.PdfDocument(path)
    try:
        assert len(document) == 1
        return " ".join("".join(page.get_textpage().get_text_bounded() for page in document).split())
    finally:
        document.close()


@pytest.mark.parametrize(("language", "words"), [
    ("nb", ["Jobbark for trykkeri", "Utgave 2, mars 2026", "engelsk", "norsk bokmål", "4 sider", "opplag 1 500",
            "Til sammen 3 000 hefter", "148 × 210 mm", "3 mm utfall", "4+4 (CMYK)", "FOGRA39", "130 g/m²",
            "to ståltrådstifter", "ingen i filene", "Leveringsadresse"]),
    ("en", ["Job sheet for the print shop", "Edition 2, March 2026", "English", "Norwegian Bokmål", "1,500 copies",
            "3,000 booklets in all", "3 mm bleed", "saddle stitched", "two wire staples", "Delivery address"]),
])
def test_the_job_sheet_says_all_that_a_print_shop_asks(language: str, words: list[str], mini: Path, run: Run) -> None:
    result = run("jobsheet", "--copies", 1500, "--language", language)
    assert (result.code, result.err) == (0, "")
    assert result.out.splitlines()[0] == "build/mini-jobsheet.pdf: 1,500 copies of 2 files"
    told = _words(mini / "build/mini-jobsheet.pdf")
    assert [word for word in words if word not in told.replace("\xa0", " ")] == []
    for name in ("mini-nb-press.pdf", "mini-en-press.pdf"):
        sum_ = hashlib.sha256((mini / "build" / name).read_bytes()).hexdigest()
        assert name in told
        assert sum_ in told.replace(" ", "")


def test_it_is_read_aloud_in_order_and_is_the_same_again(mini: Path, run: Run) -> None:
    told = json.loads(run("jobsheet", "en", "--copies", 20, "--json").out)
    assert (told["copies"], told["language"], [entry["locale"] for entry in told["files"]]) == (20, "nb", ["en"])
    path = mini / "build/mini-jobsheet.pdf"
    content = path.read_bytes()
    headings = [Reader(path).words(element).strip() for element in Reader(path).root.all("H2")]
    assert headings == ["Filer", "Spesifikasjon", "Fylles ut av bestilleren"]
    results = check(Subject(path.name, content, frozenset({UA, ARCHIVE})))
    assert {"fonts/embedded", "ua/valid", "archive/valid"} <= {entry.check.id for entry in results
                                                              if entry.status == "passed"}
    assert [str(finding) for entry in results for finding in entry.findings if finding.level == "error"] == []
    assert run("jobsheet", "en", "--copies", 20, "-o", mini / "again.pdf").code == 0
    assert (mini / "again.pdf").read_bytes() == content


def test_marks_and_another_profile_are_told(mini: Path, run: Run) -> None:
    ours = (ROOT / "profiles/FOGRA39L_coated.icc").read_bytes()
    (mini / "press.icc").write_bytes(ours.replace(b"FOGRA39L Coated\0", b"Trykk og Papir\0\0", 1))
    assert run("jobsheet", "nb", "--copies", 1, "--marks", "--output-profile", "press.icc").code == 0
    told = _words(mini / "build/mini-jobsheet.pdf")
    assert "utenfor utfallet, med passmerker" in told
    assert "Trykk og Papir" in told
    assert "FOGRA39" not in told
    assert "Til sammen" not in told


def test_a_clinic_gets_its_own(mini: Path, run: Run) -> None:
    assert run("jobsheet", "nb", "--copies", 5, "--clinic", "clinics/clinic.toml", "--quiet").code == 0
    assert (mini / "build/clinic/mini-jobsheet.pdf").is_file()
    assert (mini / "build/clinic/mini-nb-press.pdf").is_file()
    told = _words(mini / "build/clinic/mini-jobsheet.pdf").replace("\xa0", " ")
    clinic = read_clinic(mini / "clinics/clinic.toml", ("nb", "en")).in_locale("nb")
    assert clinic.name in told.partition("Filer")[0]
    filled = told.partition("Fylles ut av bestilleren")[2]
    words = [field.text.replace("\xa0", " ") for field in clinic.fields
             if field.name in ("name", "contact", "telephone", "email", "address")]
    assert words
    assert [text for text in words if text not in filled] == []


@pytest.mark.parametrize(("file", "old", "new", "told"), [
    ("words.toml", 'title = "Jobbark for trykkeri"', 'title = "工作单"', "no font has the letters 工 作 单"),
    ("words.toml", 'title = "Jobbark for trykkeri"', "", "“title” is missing in [nb]"),
    ("words.toml", 'title = "Jobbark for trykkeri"', 'title = 1', "“title” must be a text in quotes"),
    ("words.toml", 'title = "Jobbark for trykkeri"', 'title = "A"\nb = "B"', "unknown key “b”"),
    ("jobsheet.html", "{{ w.orderer }}", "{{ w.ordered }}", "the template asks for what is not there"),
    ("jobsheet.html", "{% endfor %}\n{% if files", "{% if files", "the template is broken"),
    ("jobsheet.css", "h1 {", "h1 { colour: red;", "the page cannot be printed as it is"),
])
def test_a_broken_layout_is_told_with_its_place(file: str, old: str, new: str, told: str, mini: Path, run: Run) -> None:
    path = mini / "layouts/jobsheet" / file
    text = path.read_text("utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), "utf-8")
    result = run("jobsheet", "nb", "--copies", 5)
    assert result.code == 1
    assert told in result.err
    assert file in result.err or "words.toml" in result.err
    assert not (mini / "build/mini-jobsheet.pdf").exists()
