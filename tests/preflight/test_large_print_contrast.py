from __future__ import annotations

import pytest
from built import pdf_of, words
from judged import drawn_over, messages, stranger

BREAKS = {"grey words": ("large-print", drawn_over("BT .45 .45 .45 rg WORDS 18 Tf 1 0 0 1 90 60 Tm SHOW ET"))}


@pytest.mark.parametrize(("before", "told"), [("0 g", []), (".33 g", []), (".45 g", ["4.7"]), (".6 g", ["2.8"])])
def test_contrast(before: str, told: list[str]) -> None:
    found = messages("large-print/contrast", stranger(pdf_of(words("Ring oss", 18, before=before))))
    assert [message.split("contrast of ")[1].split(" :")[0] for message in found] == told
