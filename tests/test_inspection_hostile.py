"""Files that mean harm, or are simply too much, are refused clearly, or looked at as far as that goes."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable

import pikepdf
import pytest
from built import form, image, opened, pdf_of, words, written
from pikepdf import Array, Dictionary, Name

from brochure import apart as process
from brochure.apart import Ended, apart
from brochure.errors import BrochureError, Unreadable
from brochure.inspection import Document, opening, rasters, tags

MUCH = 140_000_000   # bytes: more than a stream may have


@pytest.fixture(scope="module")
def bomb() -> bytes:
    """Bytes that unpack to a thousand times as many."""
    packer = zlib.compressobj(9)
    return b"".join(packer.compress(b"q Q " * 250_000) for _ in range(MUCH // 1_000_000)) + packer.flush()


def with_content(packed: bytes, filters: object = Name.FlateDecode) -> Document:
    pdf = pdf_of("")
    stream = pdf.make_stream(b"")
    stream.write(packed, filter=filters)
    pdf.pages[0].obj.Contents = stream
    return opened(pdf)


def refused(content: bytes) -> str:
    with pytest.raises(BrochureError) as told:
        _ = Document(content, "a.pdf").pages
    return told.value.faults[0].message


def unreadable(look: Callable[[], object]) -> str:
    with pytest.raises(Unreadable) as told:
        look()
    return told.value.faults[0].message


# --- what unpacks to gigabytes ----------------------------------------------------------------------------------------


def test_a_page_that_unpacks_to_too_much(bomb: bytes) -> None:
    for document in (with_content(bomb), with_content(zlib.compress(bomb), Array([Name.FlateDecode] * 2))):
        assert unreadable(lambda: document.marks) == "what a page draws unpacks to more than can be read"   # noqa: B023
        for look in (lambda: document.words, lambda: document.picture(1, 50), lambda: next(document.inks(50))):  # noqa: B023
            assert unreadable(look) == "a part of it unpacks to more than 128 MB"


def test_what_was_mended_is_given_to_others_mended() -> None:
    """pdfium would read a table of 20 million objects that qpdf refuses: seen in pdfium 5.15.2 (Python)."""
    base = written(pdf_of(words("Hei")), object_stream_mode=pikepdf.ObjectStreamMode.disable)
    start = base.rindex(b"startxref")
    end = base[base.rindex(b"trailer"):start]
    rows = zlib.compress(struct.pack(">BIB", 1, 9, 0) * 3_000_000)
    table = (b"91 0 obj <</Type/XRef/Size 3000000/W[1 4 1]/Root 1 0 R/Length %d/Filter/FlateDecode>> stream\n"
             % len(rows) + rows + b"\nendstream endobj\n")
    head = base[:base.rindex(b"xref\n", 0, start)]
    document = Document(head + table + end + b"startxref\n%d\n%%%%EOF\n" % len(head), "a.pdf")
    assert document.damage
    assert b"/XRef" not in document.others
    assert [found.text for found in document.words] == ["Hei"]


def test_a_picture_of_too_many_pixels() -> None:
    pdf = pdf_of("")
    picture = image(pdf, 4, 4)
    picture.Width, picture.Height = 100_000, 100_000
    pdf.Root.Picture = pdf.make_indirect(picture)
    assert unreadable(lambda: opened(pdf).words) == "a picture has 10,000 million pixels; 300 are the most"


# --- what is without end ----------------------------------------------------------------------------------------------


def test_forms_that_draw_each_other_without_end() -> None:
    pdf = pdf_of("/X Do")
    loop = form(pdf, "/X Do 0 0 9 9 re f")
    loop.Resources = Dictionary(XObject=Dictionary(X=loop))
    pdf.pages[0].obj.Resources.XObject = Dictionary(X=loop)
    assert len(opened(pdf).marks[0].painted) == 1
    inner = form(pdf, "q Q")
    for _ in range(15):
        inner = form(pdf, "/X Do " * 10, Resources=Dictionary(XObject=Dictionary(X=inner)))
    pdf.pages[0].obj.Resources.XObject = Dictionary(X=inner)
    assert unreadable(lambda: opened(pdf).marks) == "its pages have more than 1,000,000 operators"


@pytest.mark.parametrize("kids", [b"[2 0 R]", b"[3 0 R 2 0 R]", b"[]", b"7 0 R", b"[1 0 R]", b"[3 0 R 3 0 R 3 0 R]"])
def test_page_trees(kids: bytes) -> None:
    page = b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj "
    content = (b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Count 1/Kids" + kids
               + b">>endobj " + page + b"trailer<</Root 1 0 R/Size 4>>")
    found: object = None
    try:
        found = len(Document(content, "a.pdf").pages)
    except BrochureError as error:
        found = error.faults[0].message
    assert found in (1, 3, "the file is no PDF, or it is broken", "the file has no pages")


def test_a_tree_of_pages_that_is_too_deep() -> None:
    nodes = b"".join(b"%d 0 obj<</Type/Pages/Count 1/Kids[%d 0 R]>>endobj\n" % (at, at + 1) for at in range(2, 20_000))
    content = (b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n" + nodes
               + b"20000 0 obj<</Type/Page/MediaBox[0 0 9 9]>>endobj trailer<</Root 1 0 R/Size 20001>>")
    assert refused(content) == "the file is no PDF, or it is broken"


def test_brackets_within_brackets() -> None:
    content = (b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R/X " + b"[" * 200_000 + b"]" * 200_000
               + b">>endobj 2 0 obj<</Type/Pages/Count 0/Kids[]>>endobj trailer<</Root 1 0 R/Size 3>>")
    assert refused(content) == "the file is no PDF, or it is broken"


def test_tags_deep_down_and_many(monkeypatch: pytest.MonkeyPatch) -> None:
    pdf = pdf_of("")
    deepest = Dictionary(S=Name.P, K=0)
    for _ in range(400):
        deepest = Dictionary(S=Name.Div, K=deepest)
    pdf.Root.StructTreeRoot = Dictionary(K=pdf.make_indirect(deepest))
    assert 100 < len(list(opened(pdf).tags.walk())) < 400
    monkeypatch.setattr(tags, "LIMIT_TAGS", 100)
    assert unreadable(lambda: opened(pdf).tags) == "it has more than 100 tags"


# --- what is simply too large -----------------------------------------------------------------------------------------


def test_pages_and_objects_that_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    content = written(pdf_of(*[""] * 5))
    monkeypatch.setattr(opening, "LIMIT_PAGES", 4)
    assert refused(content) == "the file has 5 pages; 4 are the most"
    monkeypatch.setattr(opening, "LIMIT_PAGES", 5)
    monkeypatch.setattr(opening, "LIMIT_OBJECTS", 8)
    assert refused(content).endswith(" objects; 8 are the most")


@pytest.mark.parametrize(("entries", "told"), [
    ({"MediaBox": Array([0, 0, 14_500, 100])}, "page 2 is 5.1 m long; 5.08 m are the most"),
    ({"UserUnit": 100}, "page 2 is 21.0 m long; 5.08 m are the most"),
    ({"MediaBox": Array([0, 0, 0, 0])}, "page 2 has no size"),
])
def test_pages_of_no_size_or_too_large(entries: dict[str, object], told: str) -> None:
    pdf = pdf_of("")
    pdf.pages.extend(pdf_of("", **entries).pages)
    assert refused(written(pdf)) == told


def test_a_large_page_is_shown_with_fewer_pixels(monkeypatch: pytest.MonkeyPatch) -> None:
    document = opened(pdf_of("", "", size=(10_000, 10_000)))
    assert document.picture(1, 300, grey=True).width < 4_500
    monkeypatch.setattr(rasters, "LIMIT_ALL", 30_000_000)
    assert unreadable(lambda: document.picture(2, 300, grey=True)) == (
        "its pages are too large, or too many, to be rendered")
    assert unreadable(lambda: next(document.inks(300))).startswith("its pages are too large")


# --- a process of its own ---------------------------------------------------------------------------------------------

_SCRIPT = """
import os, time
from brochure.apart import Ended, apart
from brochure.errors import BrochureError
def wrong(): raise BrochureError("no such thing")
for work, limits in ((lambda: os.getpid() != PID, {}), (lambda: time.sleep(9), {"seconds": 0.2}),
                     (lambda: [b"1" * 400_000_000, time.sleep(9)], {"memory": 200_000_000}), (os.abort, {}),
                     (wrong, {})):
    PID = os.getpid()
    try:
        print(apart(work, **limits))
    except (Ended, BrochureError) as error:
        print(type(error).__name__, error)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="forks are safe on Linux only")
def test_work_that_is_done_apart() -> None:
    """In a new process: this one has other threads, so that it would do the work itself."""
    done = subprocess.run([sys.executable, "-c", _SCRIPT], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == [
        "True", "Ended it takes more than 0.2 seconds", "Ended it takes more than 0.2 GB of memory",
        "Ended it makes the program crash that reads it", "BrochureError no such thing"]


def test_work_that_cannot_be_done_apart_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "_can_fork", lambda: False)
    assert apart(os.getpid) == os.getpid()
    assert issubclass(Ended, Exception)
