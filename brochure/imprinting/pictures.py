"""Logos as objects of a PDF: a drawing as a form, a bitmap as an image, with its transparency beside it."""

from __future__ import annotations

import io
import zlib
from functools import lru_cache

from brochure.artwork import Logo
from brochure.imprinting.serial import packed, stream

BEFORE = b"@before"
_SPACES = {"RGB": b"/DeviceRGB", "L": b"/DeviceGray", "CMYK": b"/DeviceCMYK"}


@lru_cache(maxsize=256)
def logo_objects(logo: Logo) -> tuple[tuple[bytes, ...], bytes]:
    """Give the objects of a logo, the picture last, and the operators that make a square of it 1 unit wide and high.

    Where an object names the one before it, there stands BEFORE.
    """
    if logo.kind == "svg":
        from brochure.logo.form import form

        drawn = form(logo)
        states = b"".join(b"/A%d<</CA %g/ca %g>>" % (number, opacity, opacity)
                          for number, opacity in enumerate(drawn.opacities))
        keys = b"/Type/XObject/Subtype/Form/BBox[0 0 %g %g]/Resources<</ExtGState<<%b>>>>" % (
            drawn.width, drawn.height, states)
        return (packed(drawn.content, keys),), b"%.9g 0 0 %.9g 0 0 cm" % (1 / drawn.width, 1 / drawn.height)
    return _bitmap(logo), b""


def _bitmap(logo: Logo) -> tuple[bytes, ...]:
    from PIL import Image

    with Image.open(io.BytesIO(logo.content)) as picture:
        plain = b"/Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 8" % picture.size
        if picture.format == "JPEG":
            inverted = b"/Decode[1 0 1 0 1 0 1 0]" if picture.mode == "CMYK" and "adobe" in picture.info else b""
            return (stream(logo.content, b"%b/ColorSpace%b%b/Filter/DCTDecode" % (
                plain, _SPACES[picture.mode], inverted)),)
        seen = picture.convert("RGBA")
        alpha = seen.getchannel("A")
        raw = zlib.compress(seen.convert("RGB").tobytes(), 9)
        keys = b"%b/ColorSpace/DeviceRGB/Filter/FlateDecode" % plain
        if alpha.getextrema() == (255, 255):
            return (stream(raw, keys),)
        mask = stream(zlib.compress(alpha.tobytes(), 9), b"%b/ColorSpace/DeviceGray/Filter/FlateDecode" % plain)
        return mask, stream(raw, b"%b/SMask %b" % (keys, BEFORE))
