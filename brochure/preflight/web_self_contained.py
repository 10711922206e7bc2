"""The page fetches nothing, runs nothing and asks for nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from brochure.formats import ONE_FILE
from brochure.preflight import Check, Look, Subject

_FETCHING = {"src", "srcset", "poster", "data", "background", "action", "formaction", "manifest", "ping", "imagesrcset"}
_ASKS = {"form", "input", "textarea", "select", "button"}
_EMBEDS = {"iframe", "frame", "object", "embed", "applet", "base", "portal"}
_TOLD = {"canonical", "alternate", "author", "license", "next", "prev", "help"}   # links that are told, not followed
_DATA = {"application/ld+json", "application/json"}
_OUTSIDE = re.compile(r"(?:url|src|image)\s*\(\s*[\"']?(?!\s*[\"']?(?:data:|#))[^)]*|@import[^;]*", re.IGNORECASE)
_POLICY = "default-src 'none'"


def _look(subject: Subject) -> Look:
    page = subject.page
    for element in page.all():
        yield from _faults(element)
    for match in _OUTSIDE.finditer(page.css):
        yield f"a stylesheet fetches “{match[0][:60]}”"
    if _POLICY not in (page.meta("Content-Security-Policy") or ""):
        yield "the page does not forbid browsers to fetch anything (Content-Security-Policy)"
    return f"{len(page.all())} elements, {len(page.css)} letters of style"


def _faults(element: Element) -> Iterator[str]:
    tag = element.tag
    if tag == "script" and (element.get("type") not in _DATA or "src" in element.attrib):
        yield "there is a script"
    if tag in _ASKS:
        yield f"there is <{tag}>: the page asks for something, and has nobody to tell it to"
    if tag in _EMBEDS:
        yield f"there is <{tag}>, which brings in another page"
    if tag == "meta" and element.get("http-equiv", "").lower() == "refresh":
        yield "the page goes to another by itself"
    for name, value in element.attrib.items():
        address = value.strip().lower()
        if name in _FETCHING and not address.startswith("data:"):
            yield f"<{tag} {name}> fetches “{value[:60]}”"
        if name.startswith("on"):
            yield f"<{tag}> runs a script by “{name}”"
        if name.endswith("href"):
            rel = set(element.get("rel", "").lower().split())
            if address.startswith(("javascript:", "data:")):
                yield f"a link runs or holds “{value[:60]}”"
            elif tag != "a" and not address.startswith("#") and not rel & _TOLD:
                yield f"<{tag}> fetches “{value[:60]}”"


CHECK = Check(
    id="web/self-contained",
    title="The page fetches nothing, runs nothing and asks for nothing",
    rationale="One file can be put on any website or sent by e-mail, works without a network, and tells nobody who "
              "reads about her health (GDPR, article 9). No script can break it.",
    looks_at="every element and attribute that can fetch something, run a script or ask for words, the styles, the "
             "page’s policy",
    proves=frozenset({ONE_FILE}),
    look=_look,
    hint="Put what is fetched into the page, or take it out of the template in layouts/base/web.html.",
    otherwise="note",
    kind="html",
)
