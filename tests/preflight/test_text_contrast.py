from __future__ import annotations

import pytest
from built import pdf_of, words
from judged import drawn_over, messages, stranger

BREAKS = {"pale words": ("screen", drawn_over("BT .7 .7 .7 rg WORDS 12 Tf 1 0 0 1 90 60 Tm SHOW ET"))}
PALE = ".6 g"      # 2.8 : 1
GREY = ".52 g"     # 3.7 : 1


@pytest.mark.parametrize(("drawn", "told"), [
    (words("Ring oss", 9), []),
    (words("Ring oss", 9, before=".45 g"), []),                # 4.8 : 1, though the letters’ edges are paler
    (words("iiiiillll", 6, before="0 g"), []),
    (words("Ring oss", 12, before=GREY), ["3.7"]),
    (words("Ring oss", 20, before=GREY), []),                  # large
    (words("Ring oss", 20, before=PALE), ["2.8"]),
    (words("Ring oss", 12, before="0 0 400 600 re f 1 g"), []),
    (words("Ring oss", 12, before=".9 g 0 0 400 600 re f 1 g"), ["1.2"]),
    (words("Ring oss", 12, before="1 g"), ["1.0"]),            # cannot be seen
    (words("Ring oss", 12, before=".9 g 60 290 40 30 re f .2 g 82 290 40 30 re f 0 g"), ["1.7"]),   # half on dark
    (words("Ring oss", 12, before="2 w 50 296 m 150 316 l S 0 g"), []),   # a line runs through
    (words("Ring oss", 12, before="BT 3 Tr ET"), []),
    (words("...", 12, before="1 g"), []),
    (words("Ring oss", 12, left=900), []),                     # beyond the page
])
def test_contrast(drawn: str, told: list[str]) -> None:
    found = messages("text/contrast", stranger(pdf_of(drawn)))
    assert [message.split("contrast of ")[1].split(" :")[0] for message in found] == told


def test_a_pale_paragraph_is_one_finding() -> None:
    pale = "".join(words("Ring oss", 12, up=300 - 15 * line, before=GREY) for line in range(3))
    [told] = messages("text/contrast", stranger(pdf_of(pale)))
    assert told == "page 1: “Ring oss” and 2 more have a contrast of 3.7 : 1; it needs 4.5 : 1"


def test_what_is_faint_is_seen_as_it_is_shown() -> None:
    from pikepdf import Dictionary

    pdf = pdf_of(words("Ring oss", 12, before="/Faint gs"),
                 resources={"ExtGState": Dictionary(Faint=Dictionary(ca=0.3))})
    assert messages("text/contrast", stranger(pdf)) == [
        "page 1: “Ring oss” has a contrast of 2.1 : 1; it needs 4.5 : 1"]
