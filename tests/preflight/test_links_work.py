from __future__ import annotations

from typing import Any

import pikepdf
import pytest
from built import pdf_of
from judged import Break, messages, promising, stranger, with_pdf
from pikepdf import Array, Dictionary, Name


def _address(address: str) -> tuple[str, Break]:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.pages[3].obj.Annots[0].A.URI = address

    return "screen", lambda subject: promising(with_pdf(subject, change), links=(*subject.promised.links, address))


def _of_the_first_to(address: str) -> Break:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.pages[3].obj.Annots[0].A.URI = address

    return lambda subject: with_pdf(subject, change)


BREAKS = {
    "a file": _address("file:///C:/a.pdf"),
    "not secure": _address("http://www.example.no"),
    "not promised": ("screen", _of_the_first_to("https://other.example.no")),
    "promised": ("screen", lambda subject: promising(subject, links=(*subject.promised.links, "https://b.no"))),
}
ALSO = {"archive/valid", "ua/valid"}


@pytest.mark.parametrize(("address", "told"), [
    ("https://www.example.no/a?b=c#d", ""), ("https://blåbær.no", ""), ("mailto:post@example.no", ""),
    ("tel:+4712345678", ""), ("", "leads nowhere"), ("javascript:alert(1)", "is no address on the web"),
    ("www.example.no", "is no address on the web"), ("https://", "is no address"), ("https://a b.no", "is no address"),
    ("https://example", "is no address"), ("http://[::1", "is no address"), ("mailto:", "is no address"),
    ("C:\\a.doc", "is no address on the web"),
])
def test_addresses(address: str, told: str) -> None:
    assert _messages(Dictionary(S=Name.URI, URI=address)) == ([f"page 1: “{address}” {told}"] if told else [])


def test_files_beside() -> None:
    assert _messages(Dictionary(S=Name.GoToR, F="b.pdf")) == [
        "page 1: “b.pdf” leads to a file, which nobody else has"]


def _messages(action: Any) -> list[str]:
    pdf = pdf_of("")
    pdf.pages[0].obj.Annots = Array([Dictionary(Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=action)])
    return messages("links/work", stranger(pdf))
