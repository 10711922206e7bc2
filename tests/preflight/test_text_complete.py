from __future__ import annotations

import pikepdf
import pytest
from judged import messages, printed, promising, with_pdf

from brochure.inspection.text import letters


def _without_codes(pdf: pikepdf.Pdf) -> None:
    """Take away what tells the letters of a font, so that its words cannot be copied."""
    font = next(item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and "/ToUnicode" in item)
    del font.ToUnicode


def _without_a_page(pdf: pikepdf.Pdf) -> None:
    pdf.pages[1].Contents = pdf.make_stream(b"")


BREAKS = {
    "a text that is not there": ("screen", lambda subject: promising(
        subject, texts=(*subject.promised.texts, ("first.lost", "Det som ble borte")))),
    "letters that cannot be copied": ("screen", lambda subject: with_pdf(subject, _without_codes)),
    "an empty page": ("screen", lambda subject: with_pdf(subject, _without_a_page)),
}
ALSO = {"archive/valid", "reading/order", "ua/valid"}


@pytest.mark.parametrize("form", ["screen", "large-print"])
@pytest.mark.parametrize("locale", ["nb", "en"])
def test_all_words_are_found(form: str, locale: str) -> None:
    assert messages("text/complete", printed(form, locale)) == []


def test_a_changed_number_is_found() -> None:
    name, text = next(entry for entry in printed("screen").promised.texts if "10" in entry[1])
    subject = promising(printed("screen"), texts=((name, text.replace("10", "11")),))
    assert messages("text/complete", subject) == [
        f"the words of {name} are not all there: “{text.replace('10', '11')[:60]}”"]


def test_letters_are_what_a_line_break_cannot_change() -> None:
    assert letters("rygg-\nog bekken\u00adledd \ufb01n") == "ryggogbekkenleddfin"
