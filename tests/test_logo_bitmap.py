"""Bitmaps of logos: upright, in sRGB or inks, as many pixels as their box needs, and no others."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from conftest import ROOT
from logos import PLACE, encoded, picture, read, told
from PIL import Image, ImageChops, ImageCms, ImageFile, ImageStat

from brochure.artwork import Logo
from brochure.errors import BrochureError
from brochure.logo.press import for_press

PROFILE = (ROOT / "profiles/FOGRA39L_coated.icc").read_bytes()
SAND = (0.0, 4.0, 11.0, 2.0)


def pixels(logo: Logo, mode: str = "RGB") -> Image.Image:
    with Image.open(io.BytesIO(logo.content)) as image:
        return image.convert(mode)


def differs(one: Image.Image, other: Image.Image) -> float:
    return float(max(ImageStat.Stat(ImageChops.difference(one, other)).mean))


@pytest.mark.parametrize(("mode", "kind", "expected"), [
    ("RGBA", "PNG", "RGBA"), ("RGB", "PNG", "RGB"), ("P", "PNG", "RGB"), ("L", "PNG", "L"), ("1", "PNG", "L"),
    ("I;16", "PNG", "L"), ("RGB", "JPEG", "RGB"), ("L", "JPEG", "L"), ("CMYK", "JPEG", "RGB"),
])
def test_every_kind_of_pixels_is_read(mode: str, kind: str, expected: str, tmp_path: Path) -> None:
    if mode == "I;16":
        image = picture("L").convert("I").point(lambda value: value * 257 + 0).convert("I;16")
    else:
        image = picture("RGB").quantize() if mode == "P" else picture(mode)
    logo = read(tmp_path, f"a.{kind.lower()}", encoded(image, kind))
    assert (logo.kind, logo.width, logo.height) == (kind.lower(), 1181, 472)   # 600 dpi of 50 mm
    with Image.open(io.BytesIO(logo.content)) as made:
        assert (made.mode, made.size, made.format) == (expected, (1181, 472), kind)
        assert not {"exif", "icc_profile", "dpi", "comment"} & made.info.keys()
    before = picture("L" if mode in ("1", "L", "I;16") else "RGBA" if mode == "RGBA" else "RGB").resize((1181, 472))
    if mode != "1":
        assert differs(pixels(logo, before.mode), before) < 4
    assert read(tmp_path, f"b.{kind.lower()}", encoded(image, kind)) == logo


def test_transparency_is_kept_where_there_is_some(tmp_path: Path) -> None:
    assert pixels(read(tmp_path, "a.png", encoded(picture())), "RGBA").getchannel("A").getextrema() == (0, 255)
    palette = picture().convert("P")
    assert "A" in Image.open(io.BytesIO(read(tmp_path, "a.png", encoded(palette, transparency=0)).content)).mode
    opaque = picture("RGB").convert("RGBA")
    assert Image.open(io.BytesIO(read(tmp_path, "a.png", encoded(opaque)).content)).mode == "RGB"


@pytest.mark.parametrize("number", range(1, 9))
def test_a_picture_stands_upright(number: int, tmp_path: Path) -> None:
    """As Pillow itself turns it by what the camera has noted."""
    exif = Image.Exif()
    exif[0x0112] = number
    from PIL import ImageOps

    lying = encoded(picture("RGB", (1200, 800)), "JPEG", exif=exif, quality=95)
    with Image.open(io.BytesIO(lying)) as image:
        upright = ImageOps.exif_transpose(image)
    logo = read(tmp_path, "a.jpg", lying)
    assert differs(pixels(logo), upright.resize((int(logo.width), int(logo.height)))) < 4


def test_the_colours_of_another_profile_become_those_of_the_screen(tmp_path: Path) -> None:
    red = Image.new("CMYK", (1200, 600), (0, 255, 255, 0))
    plain, inked = (read(tmp_path, "a.jpg", encoded(red, "JPEG"), **options) for options in ({}, {"inks": PROFILE}))
    own = read(tmp_path, "a.jpg", encoded(red, "JPEG", icc_profile=PROFILE))
    assert own == inked != plain
    assert differs(pixels(own), Image.new("RGB", pixels(own).size, (227, 6, 19))) < 12   # red of ISO 12647-2
    broken = read(tmp_path, "a.png", encoded(picture("RGB"), icc_profile=b"no profile"))
    assert broken == read(tmp_path, "a.png", encoded(picture("RGB")))
    assert broken == read(tmp_path, "a.png", encoded(picture("RGB"), icc_profile=ImageCms.ImageCmsProfile(
        ImageCms.createProfile("sRGB")).tobytes()))


def test_large_ones_are_made_smaller_and_small_ones_are_left(tmp_path: Path) -> None:
    for size, expected in (((4800, 1920), (1181, 472)), ((800, 320), (800, 320)), ((5000, 500), (1181, 118))):
        logo = read(tmp_path, "a.png", encoded(picture(size=size)))
        assert (logo.width, logo.height) == expected
    whole, part = (pixels(read(tmp_path, "a.png", encoded(picture(size=size))), "RGBA")
                   for size in ((4800, 1920), (1181, 472)))
    assert differs(whole, part) < 3
    assert told(tmp_path, "a.png", encoded(picture(size=(200, 80)))) == [
        "the logo a.png has 200 × 80 pixels, which are too few for 50 × 20 mm in print"]
    assert not told(tmp_path, "a.png", encoded(picture(size=(200, 80))), box=(20.0, 20.0))


def test_what_cannot_be_seen_is_refused(tmp_path: Path) -> None:
    white = Image.new("RGBA", (800, 320), (255, 255, 255, 0))
    white.paste((250, 250, 240, 255), (100, 100, 300, 200))
    for image in (white, Image.new("L", (800, 320), 255)):
        assert told(tmp_path, "a.png", encoded(image)) == [
            "the logo a.png is nearly white: it would not be seen on the page"]


def test_what_is_cut_off_is_refused_though_the_engine_would_take_it(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)   # as WeasyPrint 70.0 does
    for kind, name in (("PNG", "a.png"), ("JPEG", "a.jpg")):
        content = encoded(picture("RGB"), kind)
        assert told(tmp_path, name, content[:len(content) * 3 // 4]) == [
            f"the logo {name} is broken or cut off: it is no whole {kind}"]
        assert ImageFile.LOAD_TRUNCATED_IMAGES


# --- for a press ------------------------------------------------------------------------------------------------------


def inked(folder: Path, name: str, image: Image.Image, kind: str = "PNG") -> Image.Image:
    logo = for_press(read(folder, name, encoded(image, kind)), PROFILE, SAND, PLACE, (50, 20))
    assert logo.kind == "jpeg"
    with Image.open(io.BytesIO(logo.content)) as made:
        assert "APP14" in made.app or made.mode == "L"   # by which the engine knows that it is inverted
        made.load()
        return made


def test_a_bitmap_for_a_press_is_in_inks_on_its_ground(tmp_path: Path) -> None:
    made = inked(tmp_path, "a.png", picture())
    assert made.mode == "CMYK"
    assert made.getpixel((2, 2)) == pytest.approx((0, 10, 28, 5), abs=3)   # nothing: the ground
    assert made.getpixel((500, 190)) == pytest.approx((0, 0, 0, 240), abs=12)   # dark grey: of black ink
    cyan, magenta, yellow, black = made.getpixel((200, 200))   # type: ignore[misc]
    assert cyan > magenta > 0
    assert yellow > magenta > 0
    assert black > 0


def test_no_pixel_has_more_ink_than_dries(tmp_path: Path) -> None:
    dark = Image.linear_gradient("L").resize((1200, 480))
    colours = Image.merge("RGB", (dark.point(lambda level: level // 6), dark.point(lambda level: level // 9), dark))
    for kind, name in (("PNG", "a.png"), ("JPEG", "a.jpg")):
        made = inked(tmp_path, name, colours, kind)
        data = made.tobytes()
        totals = [sum(data[at:at + 4]) / 2.55 for at in range(0, len(data), 4)]
        assert 200 < max(totals) <= 300


def test_a_grey_bitmap_is_of_one_ink(tmp_path: Path) -> None:
    made = inked(tmp_path, "a.png", picture("L"))
    assert made.mode == "L"
    assert made.getextrema()[1] == 255
    transparent = inked(tmp_path, "b.png", picture("RGBA").convert("LA"))
    assert transparent.getpixel((500, 190)) == pytest.approx((0, 0, 0, 240), abs=12)


@pytest.mark.parametrize(("colour", "width", "told"), [
    ("#000", 0.8, "0.23 pt thick in its box; a press needs 0.25 pt"), ("#000", 0.9, ""),
    ("#17616b", 1.7, "0.48 pt thick in its box; a press needs 0.5 pt"), ("#17616b", 1.8, "")])
def test_too_thin_lines_for_a_press_are_told_early(colour: str, width: float, told: str, tmp_path: Path) -> None:
    """As the check of the finished file has it: a line of several inks gets coloured edges."""
    drawn = (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 500 200"><path d="M0 0h500v200z" fill="#222"/>'
             f'<path d="M9 9h400" stroke="{colour}" stroke-width="{width}"/></svg>')
    logo = read(tmp_path, "a.svg", drawn.encode())
    if not told:
        assert for_press(logo, PROFILE, SAND, PLACE, (50, 20)).shapes
        return
    with pytest.raises(BrochureError, match=f"clinic.toml:7: the logo has a line {told}\n  Make the line thicker"):
        for_press(logo, PROFILE, SAND, PLACE, (50, 20))


def test_too_few_pixels_for_a_press_are_told_early(tmp_path: Path) -> None:
    coarse = read(tmp_path, "a.png", encoded(picture(size=(400, 160))))
    with pytest.raises(BrochureError) as refused:
        for_press(coarse, PROFILE, SAND, PLACE, (50, 20))
    assert str(refused.value) == (
        "clinic.toml:7: the logo has 400 × 160 pixels, which is too coarse for a press: 203 on an inch; it needs 300\n"
        "  Hand it in with 591 × 237 pixels or more, or as SVG.")
