"""A page for the web becomes one file: stylesheet, typefaces and drawings are put into it, and nothing is fetched.

A typeface is put in with the letters of the page and those of Western European languages (Latin-1): a page that a
browser translates should not mix two faces in a word.
"""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from urllib.parse import quote

from brochure.fonts import Face, Family, missing_letters
from brochure.page import SCHEME, Page

_STYLE = f'<link rel="stylesheet" href="{SCHEME}style">'
_PICTURE = re.compile(rf'src="{SCHEME}([^"]+)"')
_WEIGHT = re.compile(r"font-weight:\s*(\d+)")
_ITALIC = re.compile(r"<em\b")
_LATIN = frozenset(map(chr, (*range(0x20, 0x7F), *range(0xA0, 0x100))))
# What a URL may hold unescaped (RFC 3986) and what HTML leaves alone in a quoted attribute.
_PLAIN = "/:=,;()!~*'@$+-_.?"
_FIGURES = ("lnum", "tnum")   # of one width, for the strip of numbers; what joins and places letters is kept anyway
_FALLBACK = "system-ui, sans-serif"


def one_file(page: Page, stylesheets: Sequence[str], families: Mapping[str, Family], names: Sequence[str]) -> bytes:
    """Give a page as one HTML file; `names` are the families to set it in, in the order in which they are tried.

    The same page gives the same bytes.
    """
    css = "\n".join(stylesheets)
    left = frozenset(page.html) | _LATIN
    rules: list[str] = []
    for name in names:
        faces = list(_needed(families[name], css, page.html))
        # A later family is for the letters that no earlier one has; most pages have none.
        if not rules or left:
            rules += [_font_face(name, face, left) for face in faces]
        left = frozenset(missing_letters("".join(sorted(left)), [families[name]]))
    chosen = ", ".join(f'"{name}"' for name in names)
    style = "\n".join([*rules, f":root {{ font-family: {chosen}, {_FALLBACK} }}", css]).replace("</", r"<\/")
    html = _PICTURE.sub(lambda match: f'src="{_picture(match[1], page.resources[match[1]])}"', page.html)
    return html.replace(_STYLE, f"<style>\n{style}\n</style>").encode()


def _needed(family: Family, css: str, html: str) -> Iterable[Face]:
    """The faces of a family in the weights that the stylesheet names; italics where something is emphasised."""
    weights = {400, *map(int, _WEIGHT.findall(css))}
    styles = {"normal", "italic"} if _ITALIC.search(html) else {"normal"}
    return [face for face in family.faces if face.weight in weights and face.style in styles]


def _font_face(name: str, face: Face, letters: frozenset[str]) -> str:
    data = base64.b64encode(_subset(face.path, letters)).decode()
    return (f'@font-face {{ font-family: "{name}"; font-weight: {face.weight}; font-style: {face.style}; '
            f'font-display: swap; src: url(data:font/woff2;base64,{data}) format("woff2") }}')


@cache
def _subset(path: Path, letters: frozenset[str]) -> bytes:
    """Give a font with some letters only, as WOFF2: HarfBuzz takes the others out, fontTools packs it."""
    import uharfbuzz
    from fontTools.ttLib import TTFont

    wanted = uharfbuzz.SubsetInput()
    wanted.unicode_set.update(map(ord, letters))
    wanted.layout_feature_tag_set.update(int.from_bytes(tag.encode(), "big") for tag in _FIGURES)
    wanted.flags = uharfbuzz.SubsetFlags.NO_HINTING
    raw = uharfbuzz.subset(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(path))), wanted).blob.data
    font = TTFont(io.BytesIO(raw), recalcTimestamp=False)
    font.flavor = "woff2"
    packed = io.BytesIO()
    font.save(packed)
    return packed.getvalue()


def _picture(name: str, content: bytes) -> str:
    """Give a picture as an address that holds all of it; percent signs are packed better than base64 on the way."""
    kind = name.rpartition(".")[2]
    if kind != "svg":
        return f"data:image/{kind};base64,{base64.b64encode(content).decode()}"
    return f"data:image/svg+xml,{quote(content.decode('utf-8-sig'), safe=_PLAIN)}"
