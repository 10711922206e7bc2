"""The forms in which texts go out, and in which they come back: told apart by what is in a file, not by its name."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from brochure.errors import BrochureError, Place
from brochure.exchange import Incoming, Outgoing

_FORMS = "Known are XLIFF 2.1, XLSX and CSV files that “brochure locale export” has made."


@dataclass(frozen=True)
class Form:
    """A form: how its files end, whether what is not finished goes into it, and what writes it."""

    suffix: str
    unfinished: bool
    write: Callable[[Outgoing], bytes]


def _xliff(out: Outgoing) -> bytes:
    from brochure.exchange.xliff import write_xliff

    return write_xliff(out)


def _xlsx(out: Outgoing) -> bytes:
    from brochure.exchange.xlsx import write_xlsx

    return write_xlsx(out)


def _csv(out: Outgoing) -> bytes:
    from brochure.exchange.csv_table import write_csv

    return write_csv(out)


def _tmx(out: Outgoing) -> bytes:
    from brochure.exchange.tmx import write_tmx

    return write_tmx(out)


FORMS: Mapping[str, Form] = {
    "xliff": Form(".xlf", True, _xliff),
    "xlsx": Form(".xlsx", True, _xlsx),
    "csv": Form(".csv", True, _csv),
    "tmx": Form(".tmx", False, _tmx),
}


def form_of(name: str) -> str:
    """Give the form that the end of a file's name tells: XLIFF where it tells none.

    >>> form_of("en.csv"), form_of("en.xliff")
    ('csv', 'xliff')
    """
    return next((form for form, told in FORMS.items() if name.lower().endswith(told.suffix)), "xliff")


def read(content: bytes, file: str) -> Incoming:
    """Give what a file holds; raise BrochureError with everything that is wrong in its form."""
    start = content[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start:
        raise BrochureError("the file is empty", Place(file), _FORMS)
    if b"%PDF-" in content[:1024]:
        raise BrochureError("this is a PDF, not a file that “brochure locale export” has made", Place(file), _FORMS)
    if start.startswith(b"PK"):
        _refuse_other_documents(content, file)
        from brochure.exchange.xlsx_reading import read_xlsx

        return read_xlsx(content, file)
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise BrochureError("this is an old Excel file (.xls), or one with a password", Place(file),
                            "Save it as XLSX, without a password.")
    if re.search(rb"<tmx\b", start):
        raise BrochureError("this is a translation memory (TMX), which belongs to no brochure", Place(file),
                            "It goes out only. Have your tool translate an XLIFF file with it, and import that.")
    if start.startswith((b"<", b"\xff\xfe<", b"\xfe\xff\x00<")):
        from brochure.exchange.xliff_reading import read_xliff

        return read_xliff(content, file)
    if re.search(rb"^msgid\b", content[:100_000], re.MULTILINE):
        raise BrochureError("this is a catalogue (PO)", Place(file),
                            "Put it into locales/ in place of the one that is there.")
    from brochure.exchange.csv_table import read_csv

    return read_csv(content, file)


def _refuse_other_documents(content: bytes, file: str) -> None:
    """Raise BrochureError for what packs its parts as XLSX does; the names of parts stand in a package as they are."""
    kinds = {b"word/document.xml": "a Word document (DOCX)", b"opendocument.spreadsheet": "an OpenDocument table (ODS)",
             b"opendocument.text": "an OpenDocument text (ODT)", b"ppt/presentation.xml": "slides (PPTX)"}
    if kind := next((told for mark, told in kinds.items() if mark in content), ""):
        hint = "Open it, and save it as XLSX." if "table" in kind else _FORMS
        raise BrochureError(f"this is {kind}, not a file that “brochure locale export” has made", Place(file), hint)
