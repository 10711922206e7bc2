"""Two validators pass our files, veraPDF and page-validation; and both notice a file that is broken.

A judge that passes everything would pass ours too. So each is shown files with one fault, made from one of ours, and
must name the rule that the fault breaks, for the standard that has such a rule and for no other.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from conftest import BROCHURE, LOCALES, ROOT, TWO, Run, small_project
from generated import clinics
from pikepdf import Dictionary, Name, Pdf
from PIL import Image

from brochure import verapdf
from brochure.cli import main
from brochure.edition import read_language, read_source, room_for_clinics
from brochure.editions import Editions, Shared
from brochure.errors import ToolMissing
from brochure.formats import ARCHIVE, FORMATS, UA
from brochure.imprint import Clinic
from brochure.project import project_at
from brochure.validator import failures

FLAVOURS = {"ua1": UA, "2a": ARCHIVE}   # as veraPDF and as page-validation call them
CLAIMS = {"ua1": UA, "2a": ARCHIVE}
TAGGED = [form for form in FORMATS.values() if form.claims & {UA, ARCHIVE}]


def claiming(*languages: tuple[str, str]) -> list[tuple[str, str]]:
    """Give the files of brochures in languages, and the flavour that each claims."""
    return [(f"{name}-{code}{form.suffix}", flavour) for name, code in languages for form in TAGGED
            if form.is_for(code, "nb") for flavour, claim in CLAIMS.items() if claim in form.claims]


OURS = claiming(*((name, code) for name in (BROCHURE, "mini") for code in TWO))
THIRD = claiming(*((BROCHURE, code) for code in LOCALES if code not in TWO))   # in the heavy tier alone
AGAIN = [("saved again", flavour) for flavour in FLAVOURS]
REQUIRED = "BROCHURE_REQUIRE_JAVA"
Change = Callable[[Pdf], None]
Find = Callable[[Pdf], Any]


def root(pdf: Pdf) -> Any:
    return pdf.Root


def element(kind: str) -> Find:
    """Find the first structure element of a type."""
    return lambda pdf: next(item for item in pdf.objects
                            if isinstance(item, Dictionary) and item.get("/S") == f"/{kind}" and "/P" in item)


def typed(key: str, kind: str) -> Find:
    """Find the first object of a /Type or /Subtype."""
    return lambda pdf: next(item for item in pdf.objects
                            if isinstance(item, Dictionary) and item.get(key) == f"/{kind}")


LINK = typed("/Subtype", "Link")


def page_with_links(pdf: Pdf) -> Any:
    return next(page.obj for page in pdf.pages if "/Annots" in page)


def without(find: Find, key: str) -> Change:
    def change(pdf: Pdf) -> None:
        del find(pdf)[key]

    return change


def with_(find: Find, key: str, value: Any) -> Change:
    def change(pdf: Pdf) -> None:
        assert find(pdf).get(key) != value
        find(pdf)[key] = value

    return change


def metadata(old: bytes, new: bytes = b"") -> Change:
    def change(pdf: Pdf) -> None:
        packet: Any = pdf.Root.Metadata
        assert old in packet.read_bytes()
        packet.write(packet.read_bytes().replace(old, new))

    return change


def drawn(operators: bytes) -> Change:
    def change(pdf: Pdf) -> None:
        pdf.pages[1].contents_add(pdf.make_stream(operators))

    return change


def attached(pdf: Pdf) -> None:
    pdf.attachments["note.txt"] = b"A file inside the file"


@dataclass(frozen=True)
class Fault:
    """A fault, and the rule that it breaks in each standard: as veraPDF and as page-validation name it."""

    change: Change
    breaks: dict[str, tuple[str, str]]


FAULTS = {
    "no language": Fault(without(root, "/Lang"), {"ua1": ("7.2-34", "PDFUA1-TEXT-LANGUAGE-001")}),
    "not marked as tagged": Fault(without(root, "/MarkInfo"), {
        "ua1": ("6.2-1", "PDFUA1-TAGGED-DOCUMENT-001"), "2a": ("6.7.2.2-1", "PDFA2A-TAGGED-DOCUMENT-001")}),
    "no tags": Fault(without(root, "/StructTreeRoot"), {
        "ua1": ("7.1-11", "PDFUA1-STRUCT-TREE-ROOT-001"), "2a": ("6.7.3.3-1", "PDFA2A-STRUCT-TREE-ROOT-001")}),
    "no way back to the tags": Fault(without(lambda pdf: pdf.Root.StructTreeRoot, "/ParentTree"), {
        "ua1": ("7.18.5-1", "PDFUA1-LINK-LINK-TAG-001")}),
    "a tag unknown to the role map": Fault(with_(element("Figure"), "/S", Name.Blob), {
        "ua1": ("7.1-5", "PDFUA1-STRUCT-TREE-ROLE-MAP-001"), "2a": ("6.7.3.4-1", "PDFA2A-STRUCT-TREE-ROLE-MAP-001")}),
    "a figure without words": Fault(without(element("Figure"), "/Alt"), {
        "ua1": ("7.3-1", "PDFUA1-FIGURE-ALTERNATIVE-TEXT-001")}),
    "a heading level skipped": Fault(with_(element("H2"), "/S", Name.H4), {
        "ua1": ("7.4.2-1", "PDFUA1-HEADING-NESTING-001")}),
    "a paragraph as a list's item": Fault(with_(element("LI"), "/S", Name.P), {
        "ua1": ("7.2-19", "PDFUA1-L-KIDS-001")}),
    "ink that is neither content nor artifact": Fault(drawn(b"0 0 9 9 re f"), {
        "ua1": ("7.1-3", "PDFUA1-CONTENT-TAGGING-001")}),
    "the title not shown": Fault(without(lambda pdf: pdf.Root.ViewerPreferences, "/DisplayDocTitle"), {
        "ua1": ("7.1-10", "PDFUA1-VIEWER-PREFERENCES-001")}),
    "a link without words": Fault(without(LINK, "/Contents"), {"ua1": ("7.18.5-2", "PDFUA1-LINK-CONTENTS-001")}),
    "a link outside of the tags": Fault(without(LINK, "/StructParent"), {
        "ua1": ("7.18.5-1", "PDFUA1-LINK-LINK-TAG-001")}),
    "a link that is not printed": Fault(with_(LINK, "/F", 0), {"2a": ("6.3.2-2", "PDFA2A-ANNOTATION-FLAGS-001")}),
    "links in no order": Fault(without(page_with_links, "/Tabs"), {"ua1": ("7.18.3-1", "PDFUA1-PAGE-TABS-001")}),
    "no metadata": Fault(without(root, "/Metadata"), {
        "ua1": ("7.1-8", "PDFUA1-METADATA-STRUCTURE-001"), "2a": ("6.6.2.1-1", "PDFA2A-METADATA-STRUCTURE-001")}),
    "no title in the metadata": Fault(metadata(b"dc:title>", b"dc:source>"), {
        "ua1": ("7.1-9", "PDFUA1-METADATA-TITLE-001"), "2a": ("6.6.2.3.1-2", "PDFA2A-XMP-PREDEFINED-VALUE-TYPE-001")}),
    "not called PDF/UA": Fault(metadata(b"<pdfuaid:part>1</pdfuaid:part>"), {"ua1": ("5-1", "PDFUA1-ID-SCHEMA-001")}),
    "not called PDF/A": Fault(metadata(b"<pdfaid:part>2</pdfaid:part>"), {"2a": ("6.6.4-2", "PDFA2A-ID-PART-001")}),
    "an undeclared property": Fault(metadata(b"<pdfaProperty:name>part<", b"<pdfaProperty:name>trap<"), {
        "2a": ("6.6.2.3.1-1", "PDFA2A-XMP-PROPERTY-DEFINITION-001")}),
    "a font not embedded": Fault(without(typed("/Type", "FontDescriptor"), "/FontFile2"), {
        "ua1": ("7.21.4.1-1", "PDFUA1-FONT-EMBEDDING-001"), "2a": ("6.2.11.4.1-1", "PDFA2A-FONT-EMBEDDING-001")}),
    "letters that cannot be copied": Fault(without(typed("/Subtype", "Type0"), "/ToUnicode"), {
        "ua1": ("7.21.7-1", "PDFUA1-FONT-UNICODE-MAPPING-001"), "2a": ("6.2.11.7.2-1", "PDFA2A-UNICODE-MAPPING-001")}),
    "no output intent": Fault(without(root, "/OutputIntents"), {"2a": ("6.2.4.3-2", "PDFA2A-DEVICE-RGB-001")}),
    "printing inks without a profile": Fault(drawn(b"/Artifact BMC 0 0 0 1 k 0 0 9 9 re f EMC"), {
        "2a": ("6.2.4.3-3", "PDFA2A-DEVICE-CMYK-001")}),
    "a script": Fault(with_(root, "/OpenAction", Dictionary(S=Name.JavaScript, JS="1")), {
        "2a": ("6.5.1-1", "PDFA2A-ACTION-TYPE-001")}),
    "an attachment": Fault(attached, {"2a": ("6.8-5", "PDFA2A-EMBEDDED-FILE-PDFA-001")}),
}


def verapdf_is_needed() -> None:
    """Skip a test where veraPDF cannot be run, or fail it where the environment says that it must run."""
    if reason := verapdf.missing():
        say = pytest.fail if os.environ.get(REQUIRED) == "1" else pytest.skip
        say(f"veraPDF was not run: {reason}")


@pytest.fixture(scope="module")
def files(everything: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Our files, and those with a fault: those are small ones, as veraPDF looks at every curve of a file."""
    project, output = small_project(tmp_path_factory.mktemp("mini") / "mini"), tmp_path_factory.mktemp("judged")
    formats = [word for form in TAGGED for word in ("--format", form.name)]
    assert main(["--project", str(project), "build", *formats, "-o", str(output), "--quiet"]) == 0
    found = {name: (everything if name.startswith(BROCHURE) else output) / f"{name}.pdf" for name, _ in OURS}
    for name, fault in {"saved again": Fault(lambda _: None, {}), **FAULTS}.items():
        found[name] = output / f"{name.replace('/', '-')}.pdf"
        with pikepdf.open(found["mini-nb"]) as pdf:
            fault.change(pdf)
            pdf.save(found[name])
    return found


@pytest.fixture(scope="module")
def judged(files: dict[str, Path], third: Path) -> dict[tuple[str, str], verapdf.Verdict]:
    """What veraPDF says of each file, by name and flavour."""
    verapdf_is_needed()
    names = {path: name for name, path in files.items()} | {third / f"{name}.pdf": name for name, _ in THIRD}
    verdicts = verapdf.verdicts(names, tuple(FLAVOURS))
    return {(names[path], flavour): verdict for (path, flavour), verdict in verdicts.items()}


@pytest.mark.verify
@pytest.mark.parametrize(("name", "flavour"), [*OURS, *THIRD, *AGAIN])
def test_verapdf_passes_our_files(judged: dict[tuple[str, str], verapdf.Verdict], name: str, flavour: str) -> None:
    verdict = judged[name, flavour]
    assert list(map(str, verdict.failed)) == []
    assert verdict.compliant
    assert verdict.rules > 100
    assert verdict.checks > (20_000 if name.startswith(BROCHURE) else 2000)


@pytest.mark.parametrize(("name", "flavour"), [*OURS, *AGAIN])
def test_page_validation_passes_our_files(files: dict[str, Path], name: str, flavour: str) -> None:
    assert list(failures(files[name].read_bytes(), FLAVOURS[flavour])) == []


@pytest.mark.verify
@pytest.mark.parametrize("flavour", FLAVOURS)
@pytest.mark.parametrize("name", FAULTS)
def test_verapdf_notices_the_fault(judged: dict[tuple[str, str], verapdf.Verdict], name: str, flavour: str) -> None:
    verdict = judged[name, flavour]
    broken = {f"{failure.clause}-{failure.test}" for failure in verdict.failed}
    rule = FAULTS[name].breaks.get(flavour)
    assert (rule[0] in broken) if rule else not broken
    assert verdict.compliant == (rule is None)
    assert all(failure.count and failure.message for failure in verdict.failed)


@pytest.mark.parametrize("flavour", FLAVOURS)
@pytest.mark.parametrize("name", FAULTS)
def test_page_validation_notices_the_fault(files: dict[str, Path], name: str, flavour: str) -> None:
    broken = {line.partition(":")[0] for line in failures(files[name].read_bytes(), FLAVOURS[flavour])}
    rule = FAULTS[name].breaks.get(flavour)
    assert (rule[1] in broken) if rule else not broken


def test_every_fault_breaks_something() -> None:
    assert len(FAULTS) >= 20
    assert all(fault.breaks.keys() and fault.breaks.keys() <= FLAVOURS.keys() for fault in FAULTS.values())


# --- where veraPDF cannot be run --------------------------------------------------------------------------------------


@pytest.fixture(params=["no Java", "broken Java", "no compiler", "no library"])
def crippled(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A machine on which veraPDF cannot be run, and what should be said of it."""
    words = {"no Java": "there is no Java", "broken Java": "does not run", "no compiler": "has no compiler",
             "no library": "its library is not there"}
    if request.param != "no Java":
        java = tmp_path / "java"
        start = "/nowhere/sh" if request.param == "broken Java" else "/bin/sh"
        java.write_text(f"#!{start}\necho java.base@17 {'jdk.compiler@17' if request.param == 'no library' else ''}\n")
        java.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}/nowhere")
    if request.param == "no library":
        monkeypatch.setattr(verapdf, "_PACKAGE", "no_such_package")
    verapdf.missing.cache_clear()
    yield words[request.param]
    verapdf.missing.cache_clear()


def test_without_verapdf_the_tests_that_need_it_are_skipped(crippled: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(REQUIRED, raising=False)
    with pytest.raises(pytest.skip.Exception, match=f"veraPDF was not run: .*{crippled}.*Install"):
        verapdf_is_needed()
    with pytest.raises(ToolMissing, match=crippled):
        verapdf.verdicts([Path("a.pdf")])


def test_without_verapdf_they_fail_where_it_must_run(crippled: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(REQUIRED, "1")
    with pytest.raises(pytest.fail.Exception, match=f"veraPDF was not run: .*{crippled}"):
        verapdf_is_needed()


def test_without_verapdf_its_checks_are_skipped_and_never_passed(crippled: str, files: dict[str, Path],
                                                                 run: Run) -> None:
    result = run("check", files["mini-nb"])
    assert (result.code, result.err) == (0, "")
    told = [line for line in result.out.splitlines() if line.endswith("/verapdf]")]
    assert [line[:11] for line in told] == ["  skipped  "] * 2
    assert all(": veraPDF was not asked: " in line and crippled in line and ". Install " in line for line in told)
    assert result.out.splitlines()[-1] == "  2 skipped: all claims are proven"
    assert "verapdf" not in run("check", files["mini-nb"], "--no-java").out


# --- veraPDF as a check -----------------------------------------------------------------------------------------------


@pytest.mark.verify
def test_verapdf_is_asked_once_for_all_files(files: dict[str, Path], run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    verapdf_is_needed()
    starts: list[Any] = []
    start = verapdf.subprocess.Popen

    def counted(*words: Any, **more: Any) -> Any:
        starts.append(words)
        return start(*words, **more)

    monkeypatch.setattr(verapdf.subprocess, "Popen", counted)
    result = run("check", files["mini-nb"], files["a figure without words"], files["an attachment"], "--json")
    assert len([words for words in starts if "Judge.java" in str(words)]) == 1
    told = {Path(file["file"]).stem: {entry["check"]: entry for entry in file["results"]}
            for file in json.loads(result.out)["files"]}
    found = {name: [id_ for id_, entry in checks.items() if id_.endswith("/verapdf") and entry["status"] == "failed"]
             for name, checks in told.items()}
    assert found == {"mini-nb": [], "a figure without words": ["ua/verapdf"], "an attachment": ["archive/verapdf"]}
    assert told["a figure without words"]["ua/verapdf"]["findings"][0]["message"].startswith("7.3-1: ")
    assert "rules of veraPDF, at " in told["mini-nb"]["ua/verapdf"]["saw"]


@pytest.mark.verify
def test_verapdf_says_which_file_it_cannot_read(tmp_path: Path) -> None:
    verapdf_is_needed()
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7\n")
    verdict = verapdf.verdicts([broken])[broken, "ua1"]
    assert not verdict.compliant
    assert [line.partition(": ")[0] for line in verdict.told()] == ["veraPDF cannot read the file"]


def test_verapdf_that_stops_early_has_passed_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    verapdf_is_needed()
    monkeypatch.setattr(verapdf, "_OPTIONS", ("-XX:NoSuchOption",))
    with pytest.raises(ToolMissing, match="veraPDF stopped early"):
        verapdf.verdicts([tmp_path / "a.pdf", tmp_path / "b.pdf"])


@pytest.mark.verify
def test_both_validators_pass_the_editions_of_clinics(tmp_path: Path) -> None:
    """Those that the fast way prints, with and without a logo, and letters that the brochure does not have."""
    verapdf_is_needed()
    project = project_at(ROOT)
    source = read_source(project, BROCHURE)
    (tmp_path / "logo.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path fill="#17616b" '
                                       'fill-opacity=".5" d="M0 0h9v9z"/></svg>', "utf-8")
    Image.new("RGBA", (400, 160), (197, 67, 46, 90)).save(tmp_path / "logo.png")
    paths, shared = [], Shared(project, source)
    for code in LOCALES:
        printer = Editions(shared, code, FORMATS["screen"])
        room = room_for_clinics(source, *read_language(project, source, code, draft=False))
        for number, script in enumerate(("Latn", "Cyrl")):
            clinic = next(clinics(script, number, room))
            logo = str(tmp_path / ("logo.svg", "logo.png")[number])
            for name, own in (("plain", clinic), ("logo", Clinic("oslo", clinic.fields[:1], "a", logo_file=logo))):
                made = printer.edition(own)
                assert made.fast
                paths.append(tmp_path / f"{code}-{script}-{name}.pdf")
                paths[-1].write_bytes(made.content)
                assert [list(failures(made.content, claim)) for claim in (UA, ARCHIVE)] == [[], []]
    verdicts = verapdf.verdicts(paths)
    assert len(verdicts) == 2 * len(paths) == 24
    assert [str(failed) for verdict in verdicts.values() for failed in verdict.failed] == []
    assert all(verdict.compliant for verdict in verdicts.values())
