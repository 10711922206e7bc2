"""Logos for the tests: drawn by hand as drawing programs write them, hostile ones, and bitmaps."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

from PIL import Image, ImageDraw

from brochure.artwork import Logo
from brochure.errors import BrochureError, Place
from brochure.logo import read_logo

PLACE = Place("clinic.toml", 7)
HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 10 10">'
DOT = '<path d="M1 1h1v1z"/>'

INKSCAPE = """<?xml version="1.0" encoding="UTF-8" standalone="no"?>
<!-- Drawn in Inkscape -->
<svg width="80mm" height="40mm" viewBox="0 0 80 40" id="svg5" xmlns="http://www.w3.org/2000/svg"
  xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape"
  xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd" inkscape:version="1.2">
 <sodipodi:namedview id="view" pagecolor="#ffffff"><inkscape:grid type="xygrid"/></sodipodi:namedview>
 <defs>
  <linearGradient id="swatch" inkscape:swatch="solid"><stop style="stop-color:#17616b;stop-opacity:1"/></linearGradient>
  <linearGradient xlink:href="#swatch" id="paint" x1="0" x2="9" gradientUnits="userSpaceOnUse"/>
  <linearGradient id="unused"><stop stop-color="red"/><stop offset="1" stop-color="blue"/></linearGradient>
  <filter id="unused-too"><feGaussianBlur stdDeviation="3"/></filter>
 </defs>
 <g inkscape:label="Layer 1" transform="translate(-2,3)">
  <path style="fill:url(#paint);stroke:none" d="M 10,30 C 10,10 30,10 30,30 Z M 15,28 h 10 v -5 h -10 z"/>
  <path style="fill:none;stroke:#c5432e;stroke-width:1.5;stroke-linecap:round;-inkscape-stroke:none"
    d="m 40,5 a 10,10 0 1 1 -0.01,0 z" sodipodi:type="arc"/>
  <path style="fill:#ffcc00;stroke:#000;stroke-width:2;paint-order:stroke fill markers"
    d="M 60 10 T 70 10 Q 75 25 65 30 t -5 -8 z"/>
  <g style="display:none"><text x="1" y="2">not seen</text></g>
 </g>
</svg>"""
ILLUSTRATOR = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
<svg version="1.1" id="Layer_1" xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"
 x="0px" y="0px" viewBox="0 0 283.5 141.7" style="enable-background:new 0 0 283.5 141.7;" xml:space="preserve">
<style type="text/css">
 .st0{fill:#1D1D1B;}
 .st1{clip-path:url(#SVGID_2_);}
 .st2{fill-rule:evenodd;clip-rule:evenodd;fill:#009FE3;}
 .st3{opacity:0.4;fill:none;stroke:#E6007E;stroke-width:6;stroke-miterlimit:10;stroke-dasharray:12,4,2;}
</style>
<g><defs><rect id="SVGID_1_" x="20" y="20" width="100" height="100"/></defs>
<clipPath id="SVGID_2_"><use xlink:href="#SVGID_1_"  style="overflow:visible;"/></clipPath>
<g class="st1"><circle class="st0" cx="70" cy="70" r="60"/>
<polygon class="st2" points="70,10 105,118 13,51 127,51 35,118 "/></g></g>
<polyline class="st3" points="150,20 200,120 250,20 "/>
<path class="st0" d="M150.5,130.2c-1.1-2.2,3.4-5.6,7-5.6h100c0,0-20.5,8.8-50,8.8S151.6,132.4,150.5,130.2z"/>
<switch><foreignObject requiredExtensions="http://ns.adobe.com/AdobeIllustrator/10.0/"/><g><path class="st2"
 d="M130,10l10,0
 0,10z"/></g></switch>
</svg>"""
FIGMA = """<svg width="120" height="48" viewBox="0 0 120 48" fill="none" xmlns="http://www.w3.org/2000/svg">
<g clip-path="url(#clip0)">
<mask id="mask0" style="mask-type:luminance" maskUnits="userSpaceOnUse" x="4" y="4" width="40"
 height="40"><path d="M44 24C44 35 35 44 24 44C13 44 4 35 4 24C4 13 13 4 24 4C35 4 44 13 44 24Z" fill="white"/></mask>
<g mask="url(#mask0)"><rect width="48" height="24" fill="#0E7C86"/>
<rect y="24" width="48" height="24" fill="#F2A65A" fill-opacity=".7"/></g>
<path fill-rule="evenodd" clip-rule="evenodd" d="M52 8H76V40H52V8ZM58 14V34H70V14H58Z" fill="currentColor"/>
<path d="M84 40L96 8L108 40" stroke="#0E7C86" stroke-width="4" stroke-linejoin="bevel" stroke-linecap="square"/>
</g><defs><clipPath id="clip0"><rect width="120" height="48" fill="white"/></clipPath></defs></svg>"""
SYMBOLS = """<svg xmlns="http://www.w3.org/2000/svg" width="200" height="100">
<symbol id="s" viewBox="0 0 10 10" preserveAspectRatio="xMinYMax slice"><rect width="10" height="10" fill="#def"/>
<circle cx="5" cy="5" r="5" fill="navy"/></symbol>
<use href="#s" x="5" y="5" width="60" height="40"/><use href="#s" x="70" y="5" width="40" height="60"/>
<svg x="60%" y="10%" width="30%" height="50%" viewBox="0 0 50 50">
<ellipse cx="50%" cy="25" rx="20" ry="50%" fill="rgb(10%,60%,20%)"/>
<a href="http://example.org/"><rect width="10" height="10" rx="3" ry="5"/></a></svg>
<g stroke="teal" stroke-width="3%" fill="none" transform="rotate(12 100 80) scale(1 .6)">
<circle cx="30" cy="130" r="15"/>
<line x1="60" y1="120" x2="150" y2="140" stroke-dasharray="8 3" stroke-dashoffset="4" stroke-linecap="round"/></g>
<g transform="skewX(20) matrix(.9 .1 -.1 .9 0 4)">
<rect x="110" y="65" width="40" height="20" style="fill:hsl(10 80% 40% / .5)"/>
</g><g opacity=".3"><rect y="80" width="10" height="10"/><rect x="15" y="80" width="10" height="40" fill="green"/></g>
<clipPath id="k"><circle cx="180" cy="80" r="10" transform="translate(5 5)"/></clipPath>
<path clip-path="url(#k)" d="M160 60h60v60h-60z" fill="#b05f74"/>
</svg>"""
DRAWN = {"inkscape": INKSCAPE, "illustrator": ILLUSTRATOR, "figma": FIGMA, "symbols": SYMBOLS}


def svg(inside: str, head: str = HEAD) -> bytes:
    return f"{head}{inside}</svg>".encode()


def read(folder: Path, name: str, content: bytes, **options: object) -> Logo:
    path = folder / name
    path.write_bytes(content)
    return read_logo(path, PLACE, **options)   # type: ignore[arg-type]


def told(folder: Path, name: str, content: bytes, **options: object) -> list[str]:
    """What is wrong with a logo, a line a fault; nothing if it is read."""
    try:
        read(folder, name, content, **options)
    except BrochureError as error:
        faults = error.faults
    else:
        faults = ()
    assert all(fault.place == PLACE and fault.hint for fault in faults)
    return [fault.message for fault in faults]


def picture(mode: str = "RGBA", size: tuple[int, int] = (1600, 640)) -> Image.Image:
    """A disc in teal, a dark bar and a coral disc over it, half transparent, on nothing."""
    wide, high = size
    image = Image.new("RGBA", size, (0, 0, 0, 0))
    ImageDraw.Draw(image).ellipse((0, 0, high, high), fill=(23, 97, 107, 255))
    ImageDraw.Draw(image).rectangle((high, high // 3, wide, high // 2), fill=(30, 30, 30, 255))
    ImageDraw.Draw(image).ellipse((wide // 2, 0, wide // 2 + high, high), fill=(200, 60, 40, 128))
    if mode == "RGBA":
        return image
    paper = Image.new("RGB", size, (255, 255, 255))
    paper.paste(image, mask=image.getchannel("A"))
    return paper.convert(mode)


def encoded(image: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    target = io.BytesIO()
    image.save(target, kind, **options)   # type: ignore[arg-type]
    return target.getvalue()


def huge_png(side: int = 12_000) -> bytes:
    """A PNG of some kilobytes that unpacks to 144 million pixels."""
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = zlib.compress(b"\0" * (side * (side // 8 + 1)), 9)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0))
            + chunk(b"IDAT", rows) + chunk(b"IEND", b""))


def declaring(entities: str, title: str) -> bytes:
    return f"<!DOCTYPE svg [{entities}]>".encode() + svg(f"<title>{title}</title>{DOT}")


def use(name: str) -> str:
    return f"<use href='#{name}'/>"


def hostile() -> dict[str, bytes]:
    """Files that mean harm, by name: each is to be refused."""
    entities = "".join(f'<!ENTITY a{at} "{f"&a{at - 1};" * 10}">' for at in range(1, 10))
    copies = "".join(f"<g id='a{at}'>{use(f'a{at - 1}') * 10}</g>" for at in range(1, 10))
    classes = "".join(f'<g class="a{at}"/>' for at in range(9_000))
    clipped = '<path clip-path="url(#c)" d="M0 0h1v1z"/>'
    return {
        "use.svg": svg(f'<defs><path id="a0" d="M0 0h1v1z"/>{copies}</defs><use href="#a9"/>'),
        "use-of-itself.svg": svg('<g id="a"><use href="#a"/><use href="#a"/></g>'),
        "entities.svg": declaring(f'<!ENTITY a0 "aaaaaaaaaa">{entities}', "&a9;"),
        "file-entity.svg": declaring('<!ENTITY x SYSTEM "file:///etc/passwd">', "&x;"),
        "parameter-entity.svg": declaring('<!ENTITY % x SYSTEM "http://127.0.0.1:9/"> %x;', ""),
        "deep.svg": svg("<g>" * 60_000 + "</g>" * 60_000),
        "many.svg": svg("<g/>" * 200_000),
        "file.svg": svg('<image href="file:///etc/passwd" width="9" height="9"/>'),
        "http.svg": svg('<use href="http://127.0.0.1:9/x.svg#a"/>'),
        "http-image.svg": svg('<image href="http://127.0.0.1:9/x.png" width="9" height="9"/>'),
        "import.svg": svg(f"<style>@import url(http://127.0.0.1:9/a.css);</style>{DOT}"),
        "style-url.svg": svg('<path style="fill:url(http://127.0.0.1:9/a.svg#b)" d="M0 0h1v1z"/>'),
        "stylesheet.svg": b'<?xml-stylesheet href="file:///x.css"?>' + svg(DOT),
        "script.svg": svg(f"<script>alert(1)</script>{DOT}"),
        "onload.svg": svg('<path onload="alert(1)" d="M0 0h1v1z"/>'),
        "foreign.svg": svg(f'<foreignObject><body xmlns="http://www.w3.org/1999/xhtml"/></foreignObject>{DOT}'),
        "long-path.svg": svg(f'<path d="M0 0{"1 1" * 240_000}"/>'),
        "arcs.svg": svg(f'<path d="M0 0{"a1 1 0 0 1 1 1" * 60_000}"/>'),
        "long-number.svg": svg(f'<path d="M0 0L{"1" * 900_000} 0"/>'),
        "copies-of-a-long-path.svg": svg(f'<path id="p" d="M0 0{"h1" * 15_000}"/>{use("p") * 9000}'),
        "rules.svg": svg(f"<style>{'*{fill:red}' * 499}</style>{classes}"),
        "brackets.svg": svg(f"<style>{'(' * 190_000}</style>{DOT}"),
        "clips.svg": svg(f'<clipPath id="c">{DOT * 4000}</clipPath>{clipped * 4000}'),
        "dashes.svg": svg('<path stroke="red" stroke-dasharray="1e-6" d="M0 0H10"/>'),
        "pixels.png": huge_png(),
        "cut-off.png": encoded(picture())[:9000],
        "cut-off.jpg": encoded(picture("RGB"), "JPEG")[:9000],
        "script-in.png": b"\x89PNG\r\n\x1a\n<script>alert(1)</script>",
        "zip.png": b"PK\3\4" + encoded(picture()),
        "text-bomb.png": _with_text_bomb(),
        "passes.jpg": encoded(picture("RGB"), "JPEG") + b"\xff\xda" * 60,
        "a-jpeg.png": encoded(picture("RGB"), "JPEG"),
        "a-png.svg": encoded(picture()),
        "an-svg.png": svg(DOT),
        "page.pdf": b"%PDF-1.7",
        "animated.gif": b"GIF89a",
        "large.svg": svg(" " * 1_000_000),
        "large.png": encoded(picture()) + b"\0" * 10_000_000,
    }


def _with_text_bomb() -> bytes:
    """A PNG with a note that unpacks to 100 MB."""
    note = b"Comment\0\0" + zlib.compress(b"\0" * 100_000_000, 9)
    chunk = struct.pack(">I", len(note)) + b"zTXt" + note + struct.pack(">I", zlib.crc32(b"zTXt" + note))
    whole = encoded(picture())
    return whole[:33] + chunk + whole[33:]
