"""PDFs that the tests build themselves, as strangers might."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
import segno
from judged import HELVETICA
from pikepdf import Array, Dictionary, Name

from brochure.inspection import Document

A5 = (419.53, 595.28)   # pt


def pdf_of(*pages: str, size: tuple[float, float] = A5, resources: dict[str, Any] | None = None,
           **entries: Any) -> pikepdf.Pdf:
    """Give a PDF whose pages draw what is told; F is Helvetica; `entries` are those of each page."""
    pdf = pikepdf.new()
    for drawn in pages:
        page = pdf.add_blank_page(page_size=size)
        page.obj.Resources = Dictionary(Font=Dictionary(F=Dictionary(HELVETICA)), **(resources or {}))
        page.obj.Contents = pdf.make_stream(drawn.encode("latin-1"))
        for key, value in entries.items():
            page.obj[f"/{key}"] = value
    return pdf


def written(pdf: pikepdf.Pdf, **options: Any) -> bytes:
    """Give the bytes of a PDF."""
    file = io.BytesIO()
    pdf.save(file, **options)
    return file.getvalue()


def opened(pdf: pikepdf.Pdf, **options: Any) -> Document:
    """Give a PDF as it is inspected."""
    return Document(written(pdf, **options), "stranger.pdf")


def words(text: str, size: float = 12, left: float = 60, up: float = 300, before: str = "") -> str:
    """Give the operators that show some words."""
    return f"{before} BT /F {size} Tf 1 0 0 1 {left} {up} Tm ({text}) Tj ET "


def form(pdf: pikepdf.Pdf, drawn: str, **entries: Any) -> pikepdf.Stream:
    """Give a form that draws what is told."""
    stream = pdf.make_stream(drawn.encode("latin-1"))
    told = {"Type": Name.XObject, "Subtype": Name.Form, "BBox": Array([0, 0, 1000, 1000]), **entries}
    stream.update(Dictionary(**told))
    return stream


def image(pdf: pikepdf.Pdf, width: int, height: int, space: Any = Name.DeviceRGB, components: int = 3,
          **entries: Any) -> pikepdf.Stream:
    """Give a picture of pixels, grey all over."""
    stream = pdf.make_stream(bytes([128]) * (width * height * components))
    stream.update(Dictionary(Type=Name.XObject, Subtype=Name.Image, Width=width, Height=height, ColorSpace=space,
                             BitsPerComponent=8, **entries))
    return stream


def qr(text: str, module: float, quiet: float = 4, left: float = 100, up: float = 300, *, micro: bool = False) -> str:
    """Give the operators that draw a QR code, whose modules have a side in mm, with a bar beside it."""
    rows = list((segno.make_micro(text) if micro else segno.make_qr(text, error="m")).matrix)
    side = module * 72 / 25.4
    squares = (f"{left + x * side:.3f} {up - y * side:.3f} {side:.3f} {side:.3f} re"
               for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    edge = left + (len(rows) + quiet) * side
    return f"0 g {' '.join(squares)} f {edge:.3f} {up - 100} 5 120 re f"
