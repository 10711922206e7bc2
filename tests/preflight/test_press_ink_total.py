from __future__ import annotations

import shutil

import pytest
from built import pdf_of
from judged import drawing, messages, printed, stranger, with_pdf
from pikepdf import Dictionary

from brochure.preflight import run

BREAKS = {"400 % on a square": ("press", lambda subject: with_pdf(subject, drawing(b"1 1 1 1 k 200 300 60 60 re f")))}
ALSO = {"text/contrast"}


@pytest.mark.parametrize(("inks", "told"), [
    (b"0.75 0.75 0.75 0.75", []),
    (b"0.8 0.8 0.8 0.8", ["page 2: 320 % ink, 69 mm from the left and 86 mm from the top, where 300 % is the most"]),
])
def test_inks_together(inks: bytes, told: list[str]) -> None:
    area = drawing(inks + b" k 200 300 60 60 re f")
    assert messages("press/ink-total", with_pdf(printed("press"), area)) == told


def test_without_poppler_it_is_not_proven(monkeypatch: pytest.MonkeyPatch) -> None:
    subject = with_pdf(printed("press"), lambda _: None)
    monkeypatch.setattr(shutil, "which", lambda _: None)
    result = next(result for result in run(subject) if result.check.id == "press/ink-total")
    assert result.status == "skipped"
    assert "pdftoppm" in result.saw


def test_inks_that_print_over_others_add_up() -> None:
    over = Dictionary(OP=True, op=True, OPM=1)
    drawn = "1 1 1 0 k 99 99 99 99 re f /O gs 0 0 0 1 k 120 120 50 50 re f"
    [told] = messages("press/ink-total", stranger(pdf_of(drawn, resources={"ExtGState": Dictionary(O=over)})))
    assert told.startswith("page 1: 400 % ink")


def test_what_is_for_a_screen_takes_no_inks_of_its_own() -> None:
    assert messages("press/ink-total", stranger(pdf_of("0 0 0 rg 0 0 99 99 re f"))) == []
