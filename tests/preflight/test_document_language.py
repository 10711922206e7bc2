from __future__ import annotations

from typing import Any

import pikepdf
import pytest
from built import pdf_of
from judged import Break, messages, promising, stranger, with_pdf


def _language(language: str | None) -> tuple[str, Break]:
    def change(pdf: pikepdf.Pdf) -> None:
        del pdf.Root.Lang
        if language is not None:
            pdf.Root.Lang = language

    return "screen", lambda subject: with_pdf(subject, change)


BREAKS = {
    "none": _language(None),
    "nonsense": _language("på norsk"),
    "another": ("screen", lambda subject: promising(subject, locale="en")),
}
ALSO = {"archive/valid", "ua/valid"}


@pytest.mark.parametrize(("language", "told"), [("nb", []), ("nb-NO", []), ("ar-Arab", []),
                                                ("", ["the file does not say which language it is in"])])
def test_languages(language: Any, told: list[str]) -> None:
    pdf = pdf_of("")
    pdf.Root.Lang = language
    assert messages("document/language", stranger(pdf)) == told
