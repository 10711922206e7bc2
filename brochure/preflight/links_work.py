"""What can be clicked leads somewhere, and where it should."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from brochure.errors import counted
from brochure.formats import UA
from brochure.inspection.links import Link
from brochure.preflight import OURS, Check, Look, Subject

_HOST = re.compile(r"(?=.{4,253}$)[\w-]+(\.[\w-]+)*\.[\w-]{2,}|localhost", re.IGNORECASE)


def _look(subject: Subject) -> Look:
    links = [link for link in subject.document.links if link.action in ("URI", "Launch", "GoToR")]
    for link in links:
        if problem := _problem(link):
            yield f"page {link.page}: “{link.address[:80]}” {problem}"
    found = {link.address for link in links}
    if subject.promise and UA in subject.claims:   # files for print have none
        for address in sorted(set(subject.promise.links) - found):
            yield f"“{address}” cannot be clicked"
        for address in sorted(found - {*subject.promise.links, *subject.promise.codes}):
            yield f"“{address}” can be clicked, but the brochure has no such link"
    return f"{counted(len(links), 'link')}: {', '.join(sorted(found))}" if links else ""


def _problem(link: Link) -> str:
    if link.action != "URI":
        return "leads to a file, which nobody else has"
    try:
        parts = urlsplit(link.address)
        scheme, host = parts.scheme.lower(), parts.hostname or ""
    except ValueError:
        return "is no address"
    if not link.address.strip():
        return "leads nowhere"
    if scheme in ("http", "https"):
        if not _HOST.fullmatch(host) or re.search(r"\s", link.address):
            return "is no address"
        return "is not secure: it begins with http, not https" if scheme == "http" else ""
    if scheme in ("mailto", "tel"):
        return "" if len(parts.path) > 2 else "is no address"
    return "is no address on the web"


CHECK = Check(
    id="links/work",
    title="Links lead to addresses on the web",
    rationale="A link that is broken, or leads to a file on somebody’s own computer, helps nobody: WCAG 2.2, 2.4.4.",
    looks_at="the addresses of all links; the network is not asked whether there is something",
    proves=frozenset({OURS}),
    otherwise="warning",
    look=_look,
    hint="Set the address in full, beginning with https://.",
)
