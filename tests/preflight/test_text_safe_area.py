from __future__ import annotations

import pikepdf
from built import A5, pdf_of, words
from judged import drawn_over, messages, stranger

BREAKS = {
    "near the edge": ("screen", drawn_over("BT WORDS 10 Tf 1 0 0 1 6 300 Tm SHOW ET")),
    "over the edge": ("screen", drawn_over("BT WORDS 10 Tf 1 0 0 1 -6 300 Tm SHOW ET")),
}


def test_words_beside_the_page_are_for_the_printer() -> None:
    trim = pikepdf.Array([50, 50, A5[0] - 50, A5[1] - 50])
    pdf = pdf_of(words("Jobb 7", left=5, up=5), words("Inne", left=100), words("Ved kanten", left=55), TrimBox=trim)
    [told] = messages("text/safe-area", stranger(pdf))
    assert told.startswith("page 3: “Ved kanten” stands 1.8 mm")
