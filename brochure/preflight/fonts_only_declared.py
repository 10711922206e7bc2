"""Every font in the file is one that the locale declares, and is embedded."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from brochure.preflight import ALWAYS, Check, Subject

# The words by which a face differs from its family; any other word makes it another family (Fira Sans Condensed).
_FACE = re.compile(r"(-(Thin|Ultra|Extra|Semi|Demi|Light|Book|Regular|Medium|Bold|Heavy|Black|Italic|Oblique))*")


def _look(subject: Subject) -> Iterator[str]:
    import pikepdf

    families = sorted(family.replace(" ", "-") for family in subject.fonts)
    with pikepdf.open(io.BytesIO(subject.pdf)) as pdf:
        fonts = sorted({_told(item) for item in pdf.objects if isinstance(item, pikepdf.Dictionary)
                        and item.get("/Type") == "/Font" and "/CIDSystemInfo" not in item})
    if not fonts:
        yield "the file has no fonts"
    for name, embedded in fonts:
        if not any(name.startswith(family) and _FACE.fullmatch(name[len(family):]) for family in families):
            yield f"the font {name} is in the file, but not declared by the locale"
        if not embedded:
            yield f"the font {name} is not embedded as TrueType"


def _told(font: Any) -> tuple[str, bool]:
    """The name of a font without the letters that mark a subset, and whether its TrueType file is in the PDF."""
    carrier = font.DescendantFonts[0] if "/DescendantFonts" in font else font
    name = str(font.get("/BaseFont", f"/of {font.get('/Subtype', 'no kind')}"))[1:]
    return name.split("+")[-1], "/FontFile2" in carrier.get("/FontDescriptor", {})


CHECK = Check(
    id="fonts/only-declared",
    title="Only declared fonts are in the file",
    rationale="A letter that the declared font lacks is silently taken from another; PDF/A wants every font embedded "
              "(ISO 19005-2, 6.2.11.4).",
    proves=ALWAYS,
    look=_look,
    hint="Name the font in the locale's locale.toml, or mend the font family in the layout's CSS.",
)
