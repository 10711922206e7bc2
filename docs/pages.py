"""Makes the pictures of the finished pages from the files in a folder (default: build/, after `make all`).

docs/pages.png shows the pages for the screen, docs/formats.png every format. A web page is drawn by Chromium, where
there is one; these pictures stand last, so that the rest can be compared with what is printed today.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pypdfium2
from PIL import Image, ImageChops, ImageDraw, ImageFont

from brochure.formats import FORMATS, Format

DOCS = Path(__file__).parent
LOCALES = ("nb", "en")   # the source language and a translation: more would make the pictures small
WIDTH, GAP, GROUND = 220, 10, "#8f9aa3"
WIDEST = 1400   # px: a wider row is broken in two
HEIGHT, LABEL, PAPER, INK, TRIM = 150, 34, "#ccd4d8", "#1b2a41", "#c5432e"   # of the sheet of all formats
VIEWS = ((320, 640), (700, 640), (320, 640))   # px: how wide and high a window of a browser is; the last one is dark


def contact_sheet(folder: Path) -> Image.Image:
    """Give all pages of the brochure in two languages, a language a row, as one picture."""
    rows = []
    for code in LOCALES:
        pages = pypdfium2.PdfDocument(_file(folder, code, FORMATS["screen"]))
        rows.append([page.render(scale=WIDTH / page.get_width()).to_pil() for page in pages])
    height = rows[0][0].height
    sheet = Image.new("RGB", (GAP + len(rows[0]) * (WIDTH + GAP), GAP + len(rows) * (height + GAP)), GROUND)
    for down, row in enumerate(rows):
        for across, picture in enumerate(row):
            sheet.paste(picture, (GAP + across * (WIDTH + GAP), GAP + down * (height + GAP)))
    return sheet


def formats_sheet(folder: Path, form: Format) -> Image.Image:
    """Give all pages of a format in two languages, if there is one of both, a language a row, under its name."""
    rows = [_drawn(_file(folder, code, form)) for code in LOCALES if form.is_for(code, LOCALES[0])]
    if max(sum(picture.width + GAP for picture in row) for row in rows) > WIDEST:
        rows = [half for row in rows for half in (row[:len(row) // 2], row[len(row) // 2:])]
    across = max(sum(picture.width + GAP for picture in row) for row in rows) + GAP
    sheet = Image.new("RGB", (across, LABEL + len(rows) * (HEIGHT + GAP)), PAPER)
    font = ImageFont.truetype(str(DOCS.parent / "fonts/FiraSans-SemiBold.ttf"), 17)
    ImageDraw.Draw(sheet).text((GAP, LABEL - 9), f"{form.name}: {form.title}", INK, font, anchor="ls")
    for down, row in enumerate(rows):
        across = GAP
        for picture in row:
            sheet.paste(picture, (across, LABEL + down * (HEIGHT + GAP)))
            across += picture.width + GAP
    return sheet


def all_formats(folder: Path, *, web: bool) -> Image.Image:
    """Give the sheets of all formats under each other; those of web pages stand last, or are left out."""
    ordered = sorted(FORMATS.values(), key=lambda form: form.extension != "pdf")
    parts = [formats_sheet(folder, form) for form in ordered if web or form.extension == "pdf"]
    sheet = Image.new("RGB", (max(part.width for part in parts), sum(part.height for part in parts)), PAPER)
    for number, part in enumerate(parts):
        sheet.paste(part, (0, sum(before.height for before in parts[:number])))
    return sheet


def difference(first: Image.Image, second: Image.Image) -> float:
    """Give how far two pictures of one size are apart: the mean difference of a channel, from 0 to 255."""
    histogram = ImageChops.difference(first.convert("RGB"), second.convert("RGB")).histogram()
    return sum(value % 256 * count for value, count in enumerate(histogram)) / sum(histogram)


def _file(folder: Path, code: str, form: Format) -> Path:
    return folder / f"bekkenleddsmerter-{code}{form.suffix}.{form.extension}"


def _drawn(path: Path) -> list[Image.Image]:
    """Pictures of the pages of a file, HEIGHT px high; a line shows where the paper is cut."""
    if path.suffix != ".pdf":
        return [picture.resize((round(picture.width * HEIGHT / picture.height), HEIGHT), Image.Resampling.LANCZOS)
                for picture in _in_a_browser(path)]
    pictures = []
    for page in pypdfium2.PdfDocument(path):
        scale = HEIGHT / page.get_height()
        picture = page.render(scale=scale).to_pil().convert("RGB")
        left, bottom, right, top = (edge * scale for edge in page.get_trimbox())
        if left > 1:
            ImageDraw.Draw(picture).rectangle((left, HEIGHT - top, right, HEIGHT - bottom), outline=TRIM)
        pictures.append(picture)
    return pictures


def _in_a_browser(path: Path) -> list[Image.Image]:
    """Pictures of the beginning of a web page, narrow, wide and dark; in a frame, as no window is so narrow."""
    browser = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    pictures = []
    for number, (width, height) in enumerate(VIEWS if browser else ()):
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as temporary:
            frame, shot = Path(temporary) / "frame.html", Path(temporary) / "shot.png"
            frame.write_text(f'<body style="margin:0"><iframe src="{path.resolve().as_uri()}" style="border:0;'
                             f'width:{width}px;height:{height}px"></iframe>')
            dark = ["--force-dark-mode"] if number == len(VIEWS) - 1 else []
            subprocess.run([str(browser), "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", *dark,
                            "--allow-file-access-from-files", f"--user-data-dir={temporary}/profile",
                            f"--window-size={max(width, 500)},{height}", f"--screenshot={shot}", frame.as_uri()],
                           check=True, capture_output=True)
            pictures.append(Image.open(shot).convert("RGB").crop((0, 0, width, height)))
    return pictures


if __name__ == "__main__":
    made = Path(sys.argv[1]) if len(sys.argv) > 1 else DOCS.parent / "build"
    for name, picture in (("pages", contact_sheet(made)), ("formats", all_formats(made, web=True))):
        picture.quantize(128, method=Image.Quantize.MEDIANCUT).save(DOCS / f"{name}.png", optimize=True)
