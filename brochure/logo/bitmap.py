"""Bitmaps of logos: measured before they are decoded, brought to sRGB and to the size of their box, and written anew.

They are decoded in a process of its own (on Linux): it is C that reads them there.
"""

from __future__ import annotations

import hashlib
import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from math import ceil
from typing import Literal

from PIL import ExifTags, Image, ImageChops, ImageCms, ImageFile

from brochure.apart import Ended, apart, memory_of
from brochure.artwork import Logo
from brochure.errors import BrochureError

LIMIT_BYTES = 10_000_000
MOST_PIXELS = 40_000_000   # an A4 page at 600 dpi has 35 million
MOST_SCANS = 50            # of a progressive JPEG: each goes through all pixels; programs write about ten
FINEST, COARSEST = 600, 150   # pixels an inch in print: more are not seen, with fewer the edges are stairs
FINE = 300                 # that a press needs (print shops' rule)
_SECONDS, _MEMORY = 4.0, 350_000_000   # bytes besides those that the process begins with
_LIMIT_PROFILE = 4_000_000
FAINTEST = 216             # of 255: a colour as light as that is not seen on paper
FOR_LIGHT = "Hand in the logo for light grounds."
_QUALITY = 92              # of a JPEG
_MM = 25.4                 # in an inch
_GREY = 3                  # of 255: by how much the three colours of a grey may differ
_AGAIN = "Export it once more, as PNG (best) or JPEG."
_SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
Kind = Literal["png", "jpeg"]


def read_bitmap(content: bytes, kind: Kind, box: tuple[float, float], inks: bytes = b"") -> Logo:
    """Give a PNG or JPEG of anybody as one of ours, at most 600 dpi of its box (width and height in mm).

    Its pixels are sRGB or grey, upright, with transparency only where there is some; nothing of the file besides is
    kept. Raises BrochureError for one that is broken, too much, or too coarse.
    """
    try:
        written, width, height = apart(partial(_written, content, kind, box, inks), seconds=_SECONDS,
                                       memory=memory_of() + _MEMORY)
    except Ended as why:
        raise BrochureError(f"cannot be read: {why}", None, _AGAIN) from None
    return Logo(kind, written, width, height, hashlib.sha256(written).hexdigest())


def dots_per_inch(logo: Logo, box: tuple[float, float]) -> float:
    """Give how many pixels of a bitmap stand on an inch if it is fitted into a box in mm."""
    return round(max(logo.width / box[0], logo.height / box[1]) * _MM, 6)


def pixels_for(dpi: int, width: float, height: float, there: float) -> str:
    """Give which size in pixels a bitmap must have, if so many stand on an inch `there` and `dpi` are needed."""
    return f"{ceil(dpi * width / there)} × {ceil(dpi * height / there)}"


def _written(content: bytes, kind: Kind, box: tuple[float, float], inks: bytes) -> tuple[bytes, int, int]:
    try:
        with _strictly():
            picture = _decoded(content, kind, box)
    except (OSError, ValueError, SyntaxError, ArithmeticError, EOFError, TypeError, LookupError, MemoryError,
            Image.DecompressionBombError):
        raise BrochureError(f"is broken or cut off: it is no whole {kind.upper()}", None, _AGAIN) from None
    picture = plain(_in_srgb(picture, inks))
    if _darkest(picture) >= FAINTEST:
        raise BrochureError("is nearly white: it would not be seen on the page", None, FOR_LIGHT)
    target = io.BytesIO()
    if kind == "png":
        picture.save(target, "PNG", optimize=False, compress_level=6)
    else:
        picture.save(target, "JPEG", quality=_QUALITY, subsampling=0, optimize=True)
    return target.getvalue(), picture.width, picture.height


@contextmanager
def _strictly() -> Iterator[None]:
    """Have Pillow refuse what is cut off, which WeasyPrint 70.0 lets it make up; large pictures are counted here."""
    lenient, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = lenient


def _decoded(content: bytes, kind: Kind, box: tuple[float, float]) -> Image.Image:
    """The pixels of a file, upright, at most as many as its box needs."""
    if kind == "jpeg" and content.count(b"\xff\xda") > MOST_SCANS:
        raise BrochureError(f"is a JPEG in more than {MOST_SCANS} passes", None, _AGAIN)
    with Image.open(io.BytesIO(content), formats=[kind.upper()]) as picture:
        width, height = picture.size
        if width * height > MOST_PIXELS:
            raise BrochureError(f"has {width} × {height} pixels: {MOST_PIXELS / 1e6:g} million is the most", None,
                                "Export it with 2000 pixels in width.")
        turn = _turn(picture)
        size = (height, width) if turn in _LYING else (width, height)
        inches = min(box[0] / size[0], box[1] / size[1]) / _MM
        if 1 / inches < COARSEST:
            least, fine = (pixels_for(dpi, *size, 1 / inches) for dpi in (COARSEST, FINE))
            printed = " × ".join(f"{side * inches * _MM:.0f}" for side in size)
            raise BrochureError(f"has {size[0]} × {size[1]} pixels, which are too few for {printed} mm in print", None,
                                f"It needs {least} or more, and {fine} for a print shop; an SVG is sharp at any size.")
        scale = min(1.0, FINEST * inches)
        wanted = max(1, round(width * scale)), max(1, round(height * scale))
        picture.draft(None, wanted)   # a JPEG is made smaller while it is decoded
        picture.load()
        profile = picture.info.get("icc_profile")
        smaller = _resized(picture, wanted)
    smaller = smaller.transpose(turn) if turn is not None else smaller
    smaller.info = {"icc_profile": profile} if isinstance(profile, bytes) and len(profile) <= _LIMIT_PROFILE else {}
    return smaller


_TURNS = {2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
          5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_270, 7: Image.Transpose.TRANSVERSE,
          8: Image.Transpose.ROTATE_90}   # Exif 2.32, tag 0x0112
_LYING = {_TURNS[number] for number in (5, 6, 7, 8)}


def _turn(picture: Image.Image) -> Image.Transpose | None:
    """How a picture must be turned to stand upright, as the camera or scanner has noted."""
    try:
        return _TURNS.get(picture.getexif().get(ExifTags.Base.Orientation, 1))
    except (ValueError, SyntaxError, TypeError, ArithmeticError, LookupError, OSError):
        return None


def _eight_bits(picture: Image.Image) -> Image.Image:
    """A picture as L, LA, RGB, RGBA or CMYK."""
    if picture.mode.startswith("I"):   # 16 bits of grey
        grey = picture.convert("I") if picture.mode != "I" else picture
        return grey.point(lambda value: value * (1 / 256) + 0.0).convert("L")
    if "transparency" in picture.info:
        return picture.convert("RGBA")
    if picture.mode == "P":
        return picture.convert("RGB")
    return picture.convert("L") if picture.mode == "1" else picture


def _resized(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    """A picture in a size, as L, LA, RGB, RGBA or CMYK; a large one is gone through in strips, to need no copies."""
    factor = min(picture.width // size[0], picture.height // size[1]) // 2
    if factor < 2:
        whole = _eight_bits(picture)
    else:
        strips = []
        for top in range(0, picture.height, 64 * factor):
            strip = picture.crop((0, top, picture.width, min(top + 64 * factor, picture.height)))
            strip.info = picture.info
            strips.append(_eight_bits(strip).reduce(factor))
        whole = Image.new(strips[0].mode, (strips[0].width, sum(strip.height for strip in strips)))
        for at, strip in enumerate(strips):
            whole.paste(strip, (0, 64 * at))
    return whole if whole.size == size else whole.resize(size, Image.Resampling.LANCZOS)


def _in_srgb(picture: Image.Image, inks: bytes) -> Image.Image:
    """A picture in sRGB or grey; one without a profile is taken to be so, and one in inks to be in `inks`."""
    profile = picture.info.get("icc_profile") or (inks if picture.mode == "CMYK" else b"")
    colours = {"LA": "L", "RGBA": "RGB"}.get(picture.mode, picture.mode)
    alpha = picture.getchannel("A") if picture.mode in ("LA", "RGBA") else None
    plain = picture.convert(colours) if alpha else picture
    if profile:
        try:
            given = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            space = given.profile.xcolor_space.strip()
            if space == {"L": "GRAY"}.get(colours, colours):
                plain = ImageCms.profileToProfile(plain, given, _SRGB, ImageCms.Intent.RELATIVE_COLORIMETRIC, "RGB",
                                                  flags=ImageCms.Flags.BLACKPOINTCOMPENSATION) or plain
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            pass   # a profile that is broken tells nothing
    plain = plain if plain.mode in ("L", "RGB") else plain.convert("RGB")
    if alpha:
        plain.putalpha(alpha)
    return plain


def plain(picture: Image.Image) -> Image.Image:
    """Give a picture without transparency if it has none, and as grey if it is."""
    alpha = picture.getchannel("A") if picture.mode in ("LA", "RGBA") else None
    colours = picture.convert("L" if picture.mode == "LA" else "RGB") if alpha else picture
    if colours.mode == "RGB" and unevenness(colours).getextrema()[1] <= _GREY:   # type: ignore[operator]
        colours = colours.convert("L")
    if alpha and alpha.getextrema()[0] < 255:   # type: ignore[operator]
        colours.putalpha(alpha)
    colours.info = {}
    return colours


def _darkest(picture: Image.Image) -> float:
    """How light the darkest pixel is on white paper, from 0 to 255."""
    grey = picture.convert("L")
    if picture.mode in ("LA", "RGBA"):
        grey = Image.composite(grey, Image.new("L", grey.size, 255), picture.getchannel("A"))
    return grey.getextrema()[0]   # type: ignore[return-value]


def unevenness(picture: Image.Image) -> Image.Image:
    """Give by how much the three colours of each pixel differ."""
    red, green, blue = picture.split()
    most = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    return ImageChops.subtract(most, ImageChops.darker(ImageChops.darker(red, green), blue))
