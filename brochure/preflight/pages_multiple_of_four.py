"""The pages can be folded and stapled: they are a multiple of four."""

from __future__ import annotations

from brochure.errors import counted
from brochure.formats import FOLDS
from brochure.preflight import Check, Look, Subject


def _look(subject: Subject) -> Look:
    if subject.promise and FOLDS not in subject.claims:
        return ""   # ours, and not made to be folded
    found = subject.document.page_count
    if found % 4:
        yield f"{counted(found, 'page')} cannot be folded and stapled"
    return counted(found, "page")


CHECK = Check(
    id="pages/multiple-of-four",
    title="The pages come in fours",
    rationale="A sheet that is folded once makes four pages; print shops refuse other numbers for saddle stitching.",
    looks_at="the number of pages",
    proves=frozenset({FOLDS}),
    otherwise="note",
    look=_look,
    hint="Add blank pages, or shorten the text, or set another number of pages in the content or in the locale.toml.",
)
