from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pikepdf
from built import pdf_of
from judged import messages, stranger, with_pdf
from pikepdf import Array, Dictionary, Name


def _elements(pdf: pikepdf.Pdf, role: str) -> list[Any]:
    return [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and item.get("/S") == role]


def _level(pdf: pikepdf.Pdf) -> None:
    _elements(pdf, "/H3")[0].S = Name.H4


def _no_first(pdf: pikepdf.Pdf) -> None:
    for heading in _elements(pdf, "/H1"):
        heading.S = Name.P


def _kids(role: str, change: Callable[[list[Any]], list[Any]]) -> Callable[[pikepdf.Pdf], None]:
    def broken(pdf: pikepdf.Pdf) -> None:
        parent = next(item for item in _elements(pdf, role) if isinstance(item.get("/K"), Array) and len(item.K) > 1)
        parent.K = Array(change(list(parent.K)))

    return broken


BREAKS = {
    "a level is left out": ("screen", lambda subject: with_pdf(subject, _level)),
    "no first level": ("screen", lambda subject: with_pdf(subject, _no_first)),
    "pages turned round": ("screen", lambda subject: with_pdf(subject, _kids(
        "/Document", lambda kids: list(reversed(kids))))),
    "a list backwards": ("screen", lambda subject: with_pdf(subject, _kids("/L", lambda kids: list(reversed(kids))))),
}
ALSO = {"archive/valid", "ua/valid"}


def _tagged(*roles: str) -> pikepdf.Pdf:
    pdf = pdf_of("", "")
    kids = [Dictionary(S=Name(f"/{role}"), Pg=pdf.pages[0].obj, K=number) for number, role in enumerate(roles)]
    pdf.Root.StructTreeRoot = Dictionary(K=Array(kids))
    return pdf


def test_headings_of_a_stranger() -> None:
    assert messages("reading/order", stranger(_tagged("H1", "P", "H2", "H3", "H2", "H1"))) == []
    assert messages("reading/order", stranger(_tagged("H2", "P"))) == ["page 1: a heading of level 2 is the first"]
    assert messages("reading/order", stranger(_tagged("H1", "H3"))) == [
        "page 1: a heading of level 3 follows one of level 1"]
