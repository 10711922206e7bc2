"""The file has as many pages as planned, a multiple of four."""

from __future__ import annotations

import io
from collections.abc import Iterator

from brochure.preflight import ALWAYS, Check, Subject


def _look(subject: Subject) -> Iterator[str]:
    import pikepdf

    with pikepdf.open(io.BytesIO(subject.pdf)) as pdf:
        found = len(pdf.pages)
    if found != subject.planned:
        yield f"the file has {found} pages, not {subject.planned}"
    if found % 4:
        yield f"{found} pages cannot be folded and stapled"


CHECK = Check(
    id="pages/as-planned",
    title="The pages are as many as planned",
    rationale="A folded and stapled brochure has a multiple of four pages; a page too many means that text ran over.",
    proves=ALWAYS,
    look=_look,
    hint="Shorten the text, or set another number of pages in the content or in the locale.toml.",
)
