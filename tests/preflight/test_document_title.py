from __future__ import annotations

from collections.abc import Callable

import pikepdf
import pytest
from built import pdf_of
from judged import Break, messages, promising, stranger, with_pdf


def _titles(xmp: str, info: str) -> Callable[[pikepdf.Pdf], None]:
    def change(pdf: pikepdf.Pdf) -> None:
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as told:
            del told["dc:title"]
            if xmp:
                told["dc:title"] = xmp
        del pdf.docinfo["/Title"]
        if info:
            pdf.docinfo["/Title"] = info

    return change


def _with(xmp: str, info: str) -> tuple[str, Break]:
    return "screen", lambda subject: promising(with_pdf(subject, _titles(xmp, info)), title=xmp)


def _not_shown(pdf: pikepdf.Pdf) -> None:
    pdf.Root.ViewerPreferences.DisplayDocTitle = False


BREAKS = {
    "none": _with("", ""),
    "the name of a file": _with("brosjyre.docx", "brosjyre.docx"),
    "two": _with("Prøve", "En annen"),
    "another": ("screen", lambda subject: promising(subject, title="En annen")),
    "not shown": ("screen", lambda subject: with_pdf(subject, _not_shown)),
}
ALSO = {"archive/valid", "ua/valid"}


@pytest.mark.parametrize("title", ["Microsoft Word - Brosjyre", "untitled", "Dokument1", "a.indd"])
def test_names_of_files_are_no_titles(title: str) -> None:
    pdf = pdf_of("")
    pdf.docinfo["/Title"] = title
    assert messages("document/title", stranger(pdf)) == [f"the title, “{title}”, is the name of a file"]
