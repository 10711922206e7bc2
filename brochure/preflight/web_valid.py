"""The page is HTML that every browser reads alike."""

from __future__ import annotations

from brochure.formats import PAGE
from brochure.preflight import Check, Look, Subject


def _look(subject: Subject) -> Look:
    page = subject.page
    if page.quirks:
        yield "the page does not begin with <!DOCTYPE html>"
    if page.encoding.lower() != "utf-8":
        yield f"the page does not say that it is UTF-8; browsers take it for {page.encoding}"
    for line, error in page.errors:
        yield f"line {line}: {error.replace('-', ' ')}"
    return f"{len(page.all())} elements"


CHECK = Check(
    id="web/valid",
    title="The page is HTML without errors",
    rationale="Browsers mend broken HTML each in their own way, and screen readers stumble over it: WHATWG HTML, 13.2 "
              "(parse errors).",
    looks_at="the whole page, with a parser that does what browsers do",
    proves=frozenset({PAGE}),
    look=_look,
    hint="Look at the template of the page in layouts/base/web.html.",
    otherwise="warning",
    kind="html",
)
