from __future__ import annotations

import shutil

import pytest
from judged import drawing, messages, printed, with_pdf

from brochure.preflight import run

BREAKS = {"400 % on a square": ("press", lambda subject: with_pdf(subject, drawing(b"1 1 1 1 k 200 300 60 60 re f")))}


@pytest.mark.parametrize(("inks", "told"), [
    (b"0.75 0.75 0.75 0.75", []),
    (b"0.8 0.8 0.8 0.8", ["page 2: 320 % ink, where 300 % is the most"]),
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
