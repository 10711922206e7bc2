"""Each repair of the engine's tags is still needed: without it the fault is there (WeasyPrint 70.0).

When a test here fails after an update of WeasyPrint, the engine does it by itself, and the repair can go.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pikepdf
import pytest
from conftest import ROOT
from pdf_reader import Reader

from brochure.press import Press, Sheet, tags

HTML = """<!DOCTYPE html><html lang="nb"><head><title>Prøve</title><meta name="author" content="A">
<meta name="description" content="B"><meta name="keywords" content="c"><meta name="generator" content="D">
<meta name="dcterms.created" content="2026-01-01T00:00:00Z">
<meta name="dcterms.modified" content="2026-01-01T00:00:00Z">
</head><body><h1>Prøve</h1><p>Et ord på <span lang="en">English</span> og <strong>sterkt</strong>.<br></p>
<figure><img src="brochure:a.svg" alt="Firkant" style="width: 20mm; height: 10mm"></figure>
<ul class="two"><li>en</li><li>to</li><li>tre</li></ul>
<ul><li>fire</li><li style="break-before: page">fem</li></ul></body></html>"""
CSS = """@page { size: 100mm 200mm; @bottom-center { content: counter(page) } } html { font-family: "Fira Sans" }
.two { columns: 2 }"""
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10"><path d="M0 0h20v10h-20z"/></svg>'


@contextmanager
def unrepaired() -> Iterator[tags.Repairs]:
    yield tags.Repairs()


def printed(folder: Path, *, repaired: bool, monkeypatch: pytest.MonkeyPatch) -> Reader:
    if not repaired:
        monkeypatch.setattr(tags, "repaired_tags", unrepaired)
        monkeypatch.setattr(tags, "finish", lambda *_: None)
    proof = Press(ROOT / "fonts", folder).lay_out(HTML, [Sheet("test.css", CSS)], {"a.svg": SVG})
    path = folder / "test.pdf"
    path.write_bytes(proof.pdf())
    return Reader(path)


@pytest.fixture
def without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Reader:
    return printed(tmp_path, repaired=False, monkeypatch=monkeypatch)


@pytest.fixture
def with_repairs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Reader:
    return printed(tmp_path, repaired=True, monkeypatch=monkeypatch)


def lists(reader: Reader) -> list[int]:
    return [sum(child.type == "LI" for child in element.children) for element in reader.root.all("L")]


def box(reader: Reader) -> list[float]:
    return [float(value) for value in reader.root.all("Figure")[0].node.A.BBox]


def test_without_the_repairs_the_faults_are_there(without: Reader) -> None:
    assert without.loose == {}, "page numbers are artifacts by themselves"
    assert not [element for element in without.root.all() if "/Lang" in element.node], "inner lang is written"
    assert without.root.all("NonStruct"), "figure, strong and br have types of their own"
    assert "/A" not in without.root.all("L")[0].node, "lists say how they are numbered"
    assert lists(without) != [3, 2], "split lists are one element"
    left, bottom, right, top = box(without)
    ink = without.bounds(without.root.all("Figure")[0])
    inside = left - 1 <= ink[0] and bottom - 1 <= ink[1] and right + 1 >= ink[2] and top + 1 >= ink[3]
    assert not inside, "BBox is right"
    assert b"pdfuaid" not in without.pdf.Root.Metadata.read_bytes(), "both identifications are written"
    assert "/Filter" in without.pdf.Root.Metadata, "the XMP packet is readable as it is"


def test_with_the_repairs_they_are_gone(with_repairs: Reader) -> None:
    assert with_repairs.loose == {0: ["1"], 1: ["2"]}
    foreign = [element for element in with_repairs.root.all() if "/Lang" in element.node]
    assert [with_repairs.words(element).strip() for element in foreign] == ["English"]
    assert not with_repairs.root.all("NonStruct")
    assert lists(with_repairs) == [3, 2]
    ink = with_repairs.bounds(with_repairs.root.all("Figure")[0])
    assert box(with_repairs) == pytest.approx(ink, abs=0.6)
    assert pikepdf.Name.Filter not in with_repairs.pdf.Root.Metadata


def test_the_parent_tree_leads_back_from_every_marked_content(with_repairs: Reader) -> None:
    nums = with_repairs.pdf.Root.StructTreeRoot.ParentTree.Nums
    table = {int(nums[index]): nums[index + 1] for index in range(0, len(nums), 2)}
    contents = [(element, content) for element in with_repairs.root.all() for content in element.content]
    assert len(contents) > 10
    for element, (page, mcid) in contents:
        assert table[page][mcid].objgen == element.node.objgen
    for element in with_repairs.root.all():
        for child in element.children:
            assert child.node.P.objgen == element.node.objgen
