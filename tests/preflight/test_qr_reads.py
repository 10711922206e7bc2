from __future__ import annotations

from built import pdf_of, qr
from judged import drawn_over, messages, promising, stranger

A = "https://film.example.no/a"

BREAKS = {
    "promised": ("screen", lambda subject: promising(subject, codes=(*subject.promised.codes, "https://b.no"))),
    "not promised": ("screen", drawn_over("1 1 1 rg 90 200 200 200 re f " + qr("https://b.no", 1, 4, 120, 350), 2)),
    "covered": ("screen", drawn_over("0 g 0 380 419 110 re f", 3)),
}
ALSO = {"text/contrast"}   # what is covered


def test_codes_of_a_stranger() -> None:
    assert messages("qr/reads", stranger(pdf_of(qr(A, 1)))) == []
    [small] = messages("qr/reads", stranger(pdf_of(qr(A, 0.35))))
    assert small.startswith(f"page 1: the squares of the code of {A} are 0.3")
    [near] = messages("qr/reads", stranger(pdf_of(qr(A, 1, 2))))
    assert near == f"page 1: the code of {A} has something beside it: 2 squares are free around it, 4 are needed"
