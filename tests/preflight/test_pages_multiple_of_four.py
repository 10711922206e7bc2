from __future__ import annotations

import pikepdf
import pytest
from judged import messages, stranger, with_pdf

from brochure.preflight import Subject


def _with_pages(number: int) -> Subject:
    pdf = pikepdf.new()
    for _ in range(number):
        pdf.add_blank_page()
    return stranger(pdf)


def _add_a_page(pdf: pikepdf.Pdf) -> None:
    pdf.add_blank_page()


BREAKS = {"five pages": ("screen", lambda subject: with_pdf(subject, _add_a_page))}
ALSO = {"pages/size"}


@pytest.mark.parametrize(("number", "told"), [(4, []), (8, []), (2, ["2 pages cannot be folded and stapled"])])
def test_number_of_pages(number: int, told: list[str]) -> None:
    assert messages("pages/multiple-of-four", _with_pages(number)) == told
