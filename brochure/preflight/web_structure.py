"""The page has the structure by which readers find their way without seeing it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from brochure.formats import ACCESSIBLE
from brochure.inspection.webpage import WebPage
from brochure.preflight import Check, Look, Subject

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")   # BCP 47, as far as pages need it
_NO_ZOOM = re.compile(r"user-scalable\s*=\s*(no|0)|maximum-scale\s*=\s*[01](\.\d+)?\s*(,|$)")
_LANDMARKS = {"header": "a header", "main": "a main part", "footer": "a footer"}


def _look(subject: Subject) -> Look:
    page = subject.page
    yield from _language(subject)
    if not any((title.text or "").strip() for title in page.all("title")[:1]):
        yield "the page has no title"
    if _NO_ZOOM.search(page.meta("viewport") or ""):
        yield "readers cannot zoom in"
    yield from _headings(page)
    for tag, what in _LANDMARKS.items():
        if len(page.all(tag)) != 1:
            yield f"the page has not {what}, but {len(page.all(tag))}" if page.all(tag) else f"the page has not {what}"
    for name in sorted({name for name in page.ids if page.ids.count(name) > 1}):
        yield f"the id “{name}” stands twice"
    for link in page.links:
        if link.attrib["href"].startswith("#") and link.attrib["href"][1:] not in page.ids:
            yield f"a link leads to “{link.attrib['href']}”, which is not on the page"
    first = next(iter(page.links), None)
    main = next((element.get("id") for element in page.all("main")), None)
    if first is None or main is None or first.attrib["href"] != f"#{main}":
        yield "the first link does not lead past the head of the page, to the text"
    return f"{len(page.all('h1', 'h2', 'h3'))} headings, {len(page.links)} links"


def _language(subject: Subject) -> Iterator[str]:
    told = subject.page.root.get("lang", "")
    if not told:
        yield "the page does not say in which language it is"
    elif subject.promise and (told, subject.page.root.get("dir", "ltr")) != (
            subject.promise.locale, subject.promise.direction):
        yield f"the page is marked as “{told}”, not as “{subject.promise.locale}”, or runs the other way"
    for element in subject.page.all():
        if not _LANGUAGE.fullmatch(element.get("lang") or "nb"):
            yield f"“{element.get('lang')}” is no language"


def _headings(page: WebPage) -> Iterator[str]:
    levels = [(int(element.tag[1]), page.name(element)) for element in page.all("h1", "h2", "h3", "h4", "h5", "h6")]
    if sum(level == 1 for level, _ in levels) != 1:
        yield f"the page has {sum(level == 1 for level, _ in levels)} headings of the first level, not one"
    for (before, _), (level, words) in pairwise(levels):
        if level > before + 1:
            yield f"the heading “{words[:40]}” skips a level"
    if any(not words for _, words in levels):
        yield "there is an empty heading"


CHECK = Check(
    id="web/structure",
    title="The page has a language, a title, headings, landmarks, and a link past its head",
    rationale="Readers who hear the page move by these: WCAG 2.2, 1.3.1, 1.4.4, 2.4.1, 2.4.2, 2.4.6, 3.1.1, 3.1.2.",
    looks_at="lang, title, viewport, headings, header, main, footer, ids, and where links on the page lead",
    proves=frozenset({ACCESSIBLE}),
    look=_look,
    hint="Look at the template of the page in layouts/base/web.html, and at its headings in the content.",
    otherwise="warning",
    kind="html",
)
