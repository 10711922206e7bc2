"""A logo in the inks of a press, by the press's colour profile: nobody has given its colours their inks.

Greys are of black ink alone, so that thin lines stay sharp; nothing has more than 300 % of ink.
"""

from __future__ import annotations

import hashlib
import io
from dataclasses import replace
from functools import lru_cache
from math import floor, sqrt
from typing import Any

from PIL import Image, ImageCms, ImageFilter

from brochure.artwork import Colour, Logo, Matrix
from brochure.errors import BrochureError, Place
from brochure.inks import MOST, Inks
from brochure.logo import colours_of, vector
from brochure.logo.bitmap import FINE, dots_per_inch, pixels_for, unevenness

_GREY, _BLACK = 4, 48  # of 255: by how much the colours of a grey differ; up to where a grey is black
_PT = 72 / 25.4        # in a mm
_THINNEST, _THINNEST_MIXED = 0.25, 0.5   # pt: of one ink, and of several: a rule of print shops
_CLEAN = 2             # per cent of an ink that is left out beside others
_MOST_OF_PIXELS = 285  # per cent: JPEG writes some pixels darker than they were
_QUALITY = 95
_NODES = 33            # of the table of colours, in each direction
_FLAGS = ImageCms.Flags.BLACKPOINTCOMPENSATION
_INTENT = ImageCms.Intent.RELATIVE_COLORIMETRIC


def refuse_coarse(logo: Logo, place: Place, box: tuple[float, float]) -> None:
    """Raise BrochureError at `place` if a logo has too few pixels or too thin lines for a press in its box in mm."""
    _refuse_thin(logo, place, box)
    if logo.kind != "svg" and (dpi := dots_per_inch(logo, box)) < FINE:
        raise BrochureError(f"the logo has {logo.width:g} × {logo.height:g} pixels, which is too coarse for a press: "
                            f"{floor(dpi)} on an inch; it needs {FINE}", place,
                            f"Hand it in with {pixels_for(FINE, logo.width, logo.height, dpi)} pixels or more, "
                            "or as SVG.")


def _refuse_thin(logo: Logo, place: Place, box: tuple[float, float]) -> None:
    """Raise BrochureError at `place` if a logo has a line that is too thin for a press in its box in mm."""
    scale = min(box[0] / logo.width, box[1] / logo.height) * _PT
    lines = [(shape.stroke.width * scale * _stretched(shape.matrix),
              _THINNEST if _is_grey(shape.stroke.colour) else _THINNEST_MIXED) for shape in logo.shapes if shape.stroke]
    thin = [(width, least) for width, least in lines if width < least]
    if thin:
        width, least = min(thin)
        raise BrochureError(f"the logo has a line {width:.2f} pt thick in its box; a press needs {least:g} pt", place,
                            "Make the line thicker, or leave it out.")


def _stretched(matrix: Matrix | None) -> float:
    """How much wider a line becomes under a matrix."""
    return sqrt(abs(matrix[0] * matrix[3] - matrix[1] * matrix[2])) if matrix else 1.0


def for_press(logo: Logo, profile: bytes, ground: Inks, place: Place, box: tuple[float, float]) -> Logo:
    """Give a logo in inks, by an ICC profile.

    A bitmap becomes a JPEG in CMYK, as Adobe writes it (inverted), or in grey; where it is transparent, `ground` is
    seen. Raises BrochureError at `place` if it has too few pixels or too thin lines for its box in mm.
    """
    refuse_coarse(logo, place, box)
    press = _press(profile)
    if logo.kind == "svg":
        colours = colours_of(logo.shapes)
        # One that is nearly black is meant to be: black ink without a screen has sharp edges. Several stay apart.
        darkest = {colour for colour in colours if _is_grey(colour) and max(colour) <= _BLACK}
        inks = {colour: (0.0, 0.0, 0.0, 100.0) if len(darkest) == 1 and colour in darkest else press.inks(colour)
                for colour in colours}
        return vector(tuple(replace(shape, fill=shape.fill and inks[shape.fill], stroke=shape.stroke and replace(
            shape.stroke, colour=inks[shape.stroke.colour])) for shape in logo.shapes), logo.width, logo.height)
    content = press.bitmap(logo, ground)
    return Logo("jpeg", content, logo.width, logo.height, hashlib.sha256(content).hexdigest())


@lru_cache(maxsize=4)
def _press(profile: bytes) -> _Press:
    return _Press(profile)


class _Press:
    """The colours of a press and its paper."""

    def __init__(self, profile: bytes) -> None:
        inked = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        screen, lab = ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB")
        self._transform: Any = ImageCms.buildTransform(screen, inked, "RGB", "CMYK", _INTENT, _FLAGS)
        # How light each per cent of black ink is, and so which per cent is how light.
        light: Any = ImageCms.buildTransform(inked, lab, "CMYK", "LAB", _INTENT)
        steps = Image.new("CMYK", (256, 1))
        steps.putdata([(0, 0, 0, level) for level in range(256)])
        lightness = list(light.apply(steps).getchannel("L").tobytes())
        greys: Any = ImageCms.buildTransform(screen, lab, "RGB", "LAB", _INTENT)
        row = Image.new("RGB", (256, 1))
        row.putdata([(level, level, level) for level in range(256)])
        wanted = list(greys.apply(row).getchannel("L").tobytes())
        darkest, paper = lightness[255], lightness[0]
        self.black = [_nearest(darkest + (paper - darkest) * wanted[level] / 255, lightness) for level in range(256)]
        self.black[0], self.black[255] = 255, 0
        self._known: dict[Colour, Inks] = {}
        steps_of_one = [round(255 * step / (_NODES - 1)) for step in range(_NODES)]
        nodes = Image.new("RGB", (_NODES ** 3, 1))
        nodes.putdata([(red, green, blue) for blue in steps_of_one for green in steps_of_one for red in steps_of_one])
        inked_nodes = self._transform.apply(nodes).tobytes()
        table = [_no_more_than(_MOST_OF_PIXELS / 100, tuple(ink / 255 for ink in inked_nodes[at:at + 4]))
                 for at in range(0, len(inked_nodes), 4)]
        self._pixels = ImageFilter.Color3DLUT(_NODES, table, channels=4, target_mode="CMYK")

    def inks(self, colour: Colour) -> Inks:
        """Give a colour in per cent of cyan, magenta, yellow and black."""
        if colour not in self._known:
            red, green, blue = map(round, colour)
            if _is_grey(colour):
                self._known[colour] = (0, 0, 0, float(round(self.black[green] / 2.55)))
            else:
                pixel: Any = self._transform.apply(Image.new("RGB", (1, 1), (red, green, blue))).getpixel((0, 0))
                self._known[colour] = _drying(tuple(round(value / 2.55) for value in pixel))
        return self._known[colour]

    def bitmap(self, logo: Logo, ground: Inks) -> bytes:
        """Give the pixels of a bitmap as a JPEG in CMYK; one in grey without transparency as a JPEG in grey."""
        with Image.open(io.BytesIO(logo.content), formats=["PNG", "JPEG"]) as picture:
            picture.load()
        target = io.BytesIO()
        alpha = picture.getchannel("A") if picture.mode in ("LA", "RGBA") else None
        if picture.mode == "L":
            black = picture.point(self.black)
            printed = black.point(lambda level: 255 - level)
        else:
            printed = self._inked(picture.convert("RGB"), all_greys=logo.kind == "png")
            if alpha:
                paper = Image.new("CMYK", picture.size, tuple(round(ink * 2.55) for ink in ground))
                printed = Image.merge("CMYK", [Image.composite(one, other, alpha) for one, other in zip(
                    printed.split(), paper.split(), strict=True)])
        printed.save(target, "JPEG", quality=_QUALITY, subsampling=0, optimize=True)
        return target.getvalue()

    def _inked(self, picture: Image.Image, *, all_greys: bool) -> Image.Image:
        inks = picture.filter(self._pixels)
        if all_greys:   # a photograph has greys beside colours, which would be seen as grain
            greys = unevenness(picture).point([255 if level <= _GREY else 0 for level in range(256)])
            nothing = Image.new("L", picture.size)
            black = picture.getchannel("G").point(self.black)
            inks = Image.composite(Image.merge("CMYK", [nothing, nothing, nothing, black]), inks, greys)
        return inks


def _is_grey(colour: Colour) -> bool:
    return max(colour) - min(colour) <= _GREY


def _nearest(value: float, steps: list[int]) -> int:
    return min(range(len(steps)), key=lambda level: abs(steps[level] - value))


def _drying(inks: tuple[int, ...]) -> Inks:
    """Inks without traces of one, and no more of all together than dries."""
    clean = tuple(0.0 if ink <= _CLEAN else float(ink) for ink in inks)
    cyan, magenta, yellow, black = _no_more_than(MOST, clean)
    return float(int(cyan)), float(int(magenta)), float(int(yellow)), black


def _no_more_than(most: float, inks: tuple[float, ...]) -> tuple[float, ...]:
    """Inks that together are no more than so much: where they are, less of the three colours."""
    *colours, black = inks
    share = min(1.0, (most - black) / sum(colours)) if sum(colours) else 1.0
    return (*(ink * share for ink in colours), black)
