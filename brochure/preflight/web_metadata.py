"""What the page tells of itself to search engines is there, and is what the page says."""

from __future__ import annotations

import re
from typing import Any

from brochure.preflight import ALWAYS, Check, Look, Subject

_MONTH = re.compile(r"\d{4}-\d{2}(-\d{2})?")
_DATES = ("datePublished", "dateModified")
_GRAPH = ("og:type", "og:title", "og:description", "og:locale")


def _look(subject: Subject) -> Look:
    page = subject.page
    data = page.linked_data
    if len(data) != 1 or not isinstance(data[0], dict):
        yield "the page has not one description of itself as JSON-LD that can be read"
        return ""
    told: dict[str, Any] = data[0]
    if (told.get("@context"), told.get("@type")) != ("https://schema.org", "MedicalWebPage"):
        yield "the JSON-LD does not tell of a MedicalWebPage of schema.org"
    if told.get("inLanguage") != page.root.get("lang"):
        yield f"the JSON-LD tells of a page in “{told.get('inLanguage')}”, not in “{page.root.get('lang')}”"
    if told.get("name") != subject.promised.title:
        yield f"the JSON-LD tells of “{str(told.get('name'))[:60]}”, not of “{subject.promised.title}”"
    for name in (*_DATES, *({"lastReviewed"} & told.keys())):
        if not _MONTH.fullmatch(str(told.get(name))):
            yield f"“{name}” of the JSON-LD is no date: “{told.get(name)}”"
    for name in ("description", *_GRAPH):
        if not page.meta(name):
            yield f"the head of the page does not tell “{name}”"
    canonical = next((link.get("href") for link in page.all("link") if link.get("rel") == "canonical"), None)
    if canonical != page.meta("og:url"):
        yield "the head of the page tells two addresses of the page"
    return f"JSON-LD with {len(told)} entries, {len(page.all('meta'))} meta elements"


CHECK = Check(
    id="web/metadata",
    title="The page tells what it is",
    rationale="Search engines and sites that link to the page show what it tells of itself: schema.org/MedicalWebPage, "
              "the Open Graph protocol.",
    looks_at="the JSON-LD, the description and the Open Graph elements in the head of the page",
    proves=frozenset({ALWAYS}),
    promised=True,
    look=_look,
    hint="Look at the template of the page in layouts/base/web.html.",
    kind="html",
)
