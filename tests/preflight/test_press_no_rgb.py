from __future__ import annotations

import pikepdf
import pytest
from judged import drawing, messages, stranger, with_pdf
from pikepdf import Array, Dictionary, Name


def _picture(pdf: pikepdf.Pdf) -> None:
    """Store a picture that no page shows."""
    pdf.Root.Kept = pdf.make_stream(b"\0" * 3, Type=Name.XObject, Subtype=Name.Image, Width=1, Height=1,
                                    BitsPerComponent=8, ColorSpace=Name.DeviceRGB)


BREAKS = {
    "an area": ("press", lambda subject: with_pdf(subject, drawing(b"1 0 0 rg 200 200 9 9 re f"))),
    "a line": ("press", lambda subject: with_pdf(subject, drawing(b"1 0 0 RG 2 w 200 200 m 209 209 l S"))),
    "a colour that is chosen and not used": ("press", lambda subject: with_pdf(subject, drawing(b"q 1 0 0 rg Q"))),
    "a picture in store": ("press", lambda subject: with_pdf(subject, _picture)),
}
ALSO = {"colours/spaces"}


@pytest.mark.parametrize(("space", "told"), [
    (Name.DeviceCMYK, []),
    (Name.DeviceGray, []),
    (Array([Name.Separation, Name.Gold, Name.DeviceCMYK, Dictionary()]), []),
    (Name.DeviceRGB, ["page 1: areas in RGB", "page 1: a colour that is chosen in RGB"]),
    (Array([Name.Lab, Dictionary(WhitePoint=[0.96, 1, 0.82])]),
     ["page 1: areas in Lab", "page 1: a colour that is chosen in Lab"]),
    (Array([Name.Indexed, Name.DeviceRGB, 1, b"abcdef"]),
     ["page 1: areas in RGB", "page 1: a colour that is chosen in RGB"]),
])
def test_colours(space: pikepdf.Object, told: list[str]) -> None:
    pdf = pikepdf.new()
    page = pdf.add_blank_page()
    page.obj.Resources = Dictionary(ColorSpace=Dictionary(C=space))
    page.obj.Contents = pdf.make_stream(b"/C cs 0 0 9 9 re f")
    assert messages("press/no-rgb", stranger(pdf)) == told
