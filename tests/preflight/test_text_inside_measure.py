from __future__ import annotations

import pytest
from judged import messages, printed, promising, with_piece

from brochure.geometry import PageLayout, Piece, Rectangle

BREAKS = {"a line too long": ("screen", lambda subject: with_piece(
    subject, Piece("line", "first.text", Rectangle(80, 50, 136.5, 54), "Ut av spalten")))}


@pytest.mark.parametrize(("right", "told"), [
    (135.2, []),
    (147, []),   # too near the trim: text/inside-safe-area tells
    (136, ["page 1: “words” (a) runs 1.0 mm out of the column"]),
])
def test_a_line_that_runs_out_of_its_column(right: float, told: list[str]) -> None:
    line = Piece("line", "a", Rectangle(15, 20, right, 24), "words")
    page = PageLayout("", 148, 210, (line,), (), Rectangle(15, 14, 135, 193))
    assert messages("text/inside-measure", promising(printed("screen"), layout=(page,))) == told
