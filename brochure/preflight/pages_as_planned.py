"""The file has as many pages as planned."""

from __future__ import annotations

from brochure.preflight import ALWAYS, Check, Look, Subject


def _look(subject: Subject) -> Look:
    found, planned = len(subject.promised.layout), subject.promised.planned
    if planned is None:
        return ""
    if found != planned:
        yield f"the brochure has {found} pages, not {planned}"
    return f"{found} pages"


CHECK = Check(
    id="pages/as-planned",
    title="The pages are as many as planned",
    rationale="A page too many means that text ran over; a page too few, that something is lost.",
    looks_at="the pages that were laid out, and the page plan",
    proves=frozenset({ALWAYS}),
    promised=True,
    look=_look,
    hint="Shorten the text, or set another number of pages in the content or in the locale.toml.",
)
