from __future__ import annotations

from dataclasses import replace

import pikepdf
import pytest
from judged import HELVETICA, font, messages, printed, promising, with_fonts

BREAKS = {
    "of another family": ("screen", lambda subject: promising(subject, fonts=frozenset({"Source Sans"}))),
}


@pytest.mark.parametrize(("fonts", "told"), [
    ([font("Fira-Sans")], []),
    ([font("Fira-Sans-Semi-Bold-Italic")], []),
    ([font("Fira-Sans-Condensed")], ["the font Fira-Sans-Condensed is in the file, but not declared by the locale"]),
    ([font("DejaVu-Sans")], ["the font DejaVu-Sans is in the file, but not declared by the locale"]),
    ([HELVETICA], ["the font Helvetica is in the file, but not declared by the locale"]),
    ([], ["the file has no fonts"]),
])
def test_fonts_in_the_file(fonts: list[pikepdf.Dictionary], told: list[str]) -> None:
    subject = replace(with_fonts(*fonts), promise=printed("screen").promise)
    assert messages("fonts/only-declared", subject) == told
