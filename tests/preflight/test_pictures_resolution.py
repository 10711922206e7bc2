from __future__ import annotations

from typing import Any

import pikepdf
import pytest
from built import image, pdf_of
from judged import drawn_over, messages, stranger

from brochure.preflight import Subject

SIDE = 36   # pt


def _picture(dpi: int, bits: int = 8) -> Any:
    pixels = dpi * SIDE // 72

    def add(pdf: pikepdf.Pdf) -> dict[str, pikepdf.Stream]:
        if bits == 8:
            return {"/Fine": image(pdf, pixels, pixels, pikepdf.Name.DeviceCMYK, 4)}
        stream = pdf.make_stream(bytes((pixels + 7) // 8 * pixels))
        stream.update(pikepdf.Dictionary(Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=pixels,
                                         Height=pixels, ColorSpace=pikepdf.Name.DeviceGray, BitsPerComponent=1))
        return {"/Fine": stream}

    return drawn_over(f"{SIDE} 0 0 {SIDE} 200 200 cm /Fine Do", 2, XObject=add)


def prepared(subject: Subject) -> Subject:
    """A brochure of ours with a picture that has enough pixels."""
    fine: Subject = _picture(300)(subject)
    return fine


BREAKS = {
    "too few": ("press", lambda subject: _picture(200)(subject)),
    "too few for black and white": ("press", lambda subject: _picture(300, bits=1)(subject)),
}


@pytest.mark.parametrize(("pixels", "told"), [
    (75, []), (2, []),
    (50, ["page 1: a picture of 13 × 13 mm (50 × 50 pixels) has 100 pixels an inch; it needs 150"]),
])
def test_pictures_of_a_stranger(pixels: int, told: list[str]) -> None:
    pdf = pdf_of(f"{SIDE} 0 0 {SIDE} 50 50 cm /P Do")
    pdf.pages[0].obj.Resources.XObject = pikepdf.Dictionary(P=image(pdf, pixels, pixels))
    assert messages("pictures/resolution", stranger(pdf)) == told
