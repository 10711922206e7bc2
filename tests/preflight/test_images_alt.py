from __future__ import annotations

from typing import Any

import pikepdf
from judged import Break, with_pdf


def _figure(pdf: pikepdf.Pdf) -> Any:
    return next(item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/Figure")


def _alt(words: str | None) -> tuple[str, Break]:
    def change(pdf: pikepdf.Pdf) -> None:
        figure = _figure(pdf)
        if words is None:
            del figure.Alt
        else:
            figure.Alt = words

    return "screen", lambda subject: with_pdf(subject, change)


BREAKS = {"none": _alt(None), "empty": _alt(" "), "a file": _alt("kvinne-2.JPG"), "nothing": _alt("Bilde 3")}
ALSO = {"archive/valid", "ua/valid"}
