from __future__ import annotations

from dataclasses import replace

import pikepdf
from built import pdf_of
from judged import messages, printed, promising, stranger, with_pdf


def _much(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Much = pdf.make_stream(b"0" * 500_000)


BREAKS = {"large": ("screen", lambda subject: with_pdf(subject, _much, compress_streams=False))}


def test_what_is_too_large() -> None:
    foreign = stranger(pdf_of(""))
    assert messages("file/size", replace(foreign, content=foreign.content + b" " * 10_000_000)) == [
        "the file has 10 MB; mail and telephones take 10 MB well"]
    press = printed("press")
    assert messages("file/size", promising(replace(press, content=press.content + b" " * 900_000))) == []
