"""Every font in the file is one that the locale declares, and is embedded."""

from __future__ import annotations

import io
from collections.abc import Iterator

from brochure.preflight import ALWAYS, Check, Subject


def _look(subject: Subject) -> Iterator[str]:
    import pikepdf

    allowed = {family.replace(" ", "-") for family in subject.fonts}
    with pikepdf.open(io.BytesIO(subject.pdf)) as pdf:
        fonts = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary)
                 and item.get("/Type") == pikepdf.Name.Font and "/DescendantFonts" in item]
        descriptors = [font.DescendantFonts[0].FontDescriptor for font in fonts]
        names = sorted((str(font.BaseFont)[1:].split("+")[-1], "/FontFile2" in descriptor)
                       for font, descriptor in zip(fonts, descriptors, strict=True))
    if not names:
        yield "the file has no fonts"
    for name, embedded in names:
        if not any(name == family or name.startswith(f"{family}-") for family in allowed):
            yield f"the font {name} is in the file, but not declared by the locale"
        if not embedded:
            yield f"the font {name} is not embedded as TrueType"


CHECK = Check(
    id="fonts/only-declared",
    title="Only declared fonts are in the file",
    rationale="A letter that the declared font lacks is silently taken from another; PDF/A wants every font embedded "
              "(ISO 19005-2, 6.2.11.4).",
    proves=ALWAYS,
    look=_look,
    hint="Name the font in the locale's locale.toml, or mend the font family in the layout's CSS.",
)
