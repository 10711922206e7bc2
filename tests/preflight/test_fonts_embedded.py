from __future__ import annotations

import pikepdf
import pytest
from judged import HELVETICA, font, messages, with_fonts, with_pdf


def _take_the_font_out(pdf: pikepdf.Pdf) -> None:
    del next(item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and "/FontFile2" in item).FontFile2


BREAKS = {"a font is not in the file": ("screen", lambda subject: with_pdf(subject, _take_the_font_out))}
ALSO = {"archive/valid", "ua/valid"}


@pytest.mark.parametrize(("fonts", "told"), [
    ([font("Fira-Sans")], []),
    ([font("Fira-Sans", embedded=False)], ["the font Fira-Sans is not embedded"]),
    ([HELVETICA], ["the font Helvetica is not embedded"]),
    ([pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type3)], []),   # its letters are drawings
])
def test_fonts_in_the_file(fonts: list[pikepdf.Dictionary], told: list[str]) -> None:
    assert messages("fonts/embedded", with_fonts(*fonts)) == told
