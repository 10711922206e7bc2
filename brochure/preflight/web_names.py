"""Every picture, link and navigation has a name that can be read aloud."""

from __future__ import annotations

from brochure.formats import ACCESSIBLE
from brochure.preflight import Check, Look, Subject


def _look(subject: Subject) -> Look:
    page = subject.page
    pictures, navigations = page.all("img", "svg"), page.all("nav")
    in_figures = {picture for figure in page.all("figure") for picture in figure.iter("img")}
    for picture in pictures:
        if picture.get("aria-hidden") == "true":
            continue
        if not page.name(picture) and ("alt" not in picture.attrib or picture in in_figures):
            yield f"a picture has no alternative text: “{(picture.get('src') or picture.get('id') or '')[:40]}”"
    for link in page.links:
        if not page.name(link):
            yield f"a link has no words: “{link.attrib['href'][:60]}”"
    names = [page.name(navigation) if {"aria-label", "aria-labelledby"} & navigation.attrib.keys() else ""
             for navigation in navigations]
    if len(names) > 1 and (not all(names) or len(set(names)) < len(names)):
        yield "two navigations of the page are not told apart by name"
    return f"{len(pictures)} pictures, {len(page.links)} links, {len(navigations)} navigations"


CHECK = Check(
    id="web/names",
    title="Pictures, links and navigations have names",
    rationale="What is not named is not there for somebody who hears the page: WCAG 2.2, 1.1.1, 2.4.4, 4.1.2.",
    looks_at="alternative texts, words of links, labels of navigations",
    proves=frozenset({ACCESSIBLE}),
    look=_look,
    hint="Give the picture an “alt” in the content; names of navigations stand in layouts/base/phrases.yaml.",
    otherwise="warning",
    kind="html",
)
