"""What a web page tells of itself to search engines and to sites that link to it: never more than the content says.

Addresses are whole only where the content names the `site` on which the association's pages lie: Open Graph and search
engines want them so. Without it, and on a clinic's page, which lies on the clinic's own site, they are left out, or
relative where HTML allows it. There is no picture in Open Graph: it would have to be a file of its own on the site.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from brochure.imprint import titled
from brochure.locales import territory_of
from brochure.model import Brochure, Edition, Message, Paragraph

_LONGEST = 200   # letters of a description: about what search engines show
_SENTENCE = re.compile(r"(?<=[.!?])\s+")


@dataclass(frozen=True)
class Alternate:
    """The page in one language: its code, its name in itself, and its file, which lies beside the others."""

    code: str
    name: str
    file: str


def metadata(edition: Edition, plain: Callable[[Message], str], alternates: Sequence[Alternate]) -> dict[str, Any]:
    """Give what stands in the head of the page; `plain` gives the typeset words of a text."""
    brochure, code = edition.brochure, edition.locale.code
    site = "" if edition.clinic or edition.draft else brochure.site
    country = territory_of(edition.source.language)
    own = next(alternate for alternate in alternates if alternate.code == code)
    described = description(brochure, plain)
    return {
        "site": site, "url": f"{site}{own.file}" if site else "", "description": described,
        "locale": f"{code.split('-')[0]}_{country}",
        "others": [f"{other.code.split('-')[0]}_{country}" for other in alternates if other.code != code],
        "default": next((other for other in alternates if other.code == edition.source.language), own),
        "json": _json(_medical_page(edition, plain, described, f"{site}{own.file}" if site else "")),
    }


def description(brochure: Brochure, plain: Callable[[Message], str]) -> str:
    """Give what the page is about: the first sentences of its first paragraph, as many as search engines show."""
    blocks = (block for section in brochure.sections for block in section.blocks)
    first = next((plain(block.text) for block in blocks if isinstance(block, Paragraph)), plain(brochure.cover.kind))
    sentences = _SENTENCE.split(first)
    told = sentences[0]
    for sentence in sentences[1:]:
        if len(told) + len(sentence) >= _LONGEST:
            break
        told = f"{told} {sentence}"
    return told if len(told) <= _LONGEST else f"{told[:_LONGEST].rsplit(' ', 1)[0]} …"


def _medical_page(edition: Edition, plain: Callable[[Message], str], described: str, url: str) -> dict[str, Any]:
    """Give the page as https://schema.org/MedicalWebPage tells it."""
    brochure = edition.brochure
    publisher = brochure.publisher
    web = brochure.slot(publisher.web)
    name, month = plain(brochure.cover.title), str(brochure.date)
    reviews = sorted((approval for approval in brochure.approvals if approval.role == "clinical"),
                     key=lambda approval: str(approval.date))
    told: dict[str, Any] = {
        "@context": "https://schema.org", "@type": "MedicalWebPage", "name": titled(name, edition.clinic),
        "description": described,
        "inLanguage": edition.locale.code, "about": {"@type": "MedicalCondition", "name": name},
        "audience": {"@type": "Patient"}, "keywords": plain(brochure.keywords), "version": str(brochure.edition),
        "datePublished": month, "dateModified": month, "isAccessibleForFree": True,
        "publisher": {"@type": "Organization", "name": publisher.name, "alternateName": publisher.short,
                      **({"url": edition.locale.address(web)} if web else {})},
    }
    if url:
        told["url"] = url
    if brochure.authors:
        told["author"] = [{"@type": "Person", "name": author} for author in brochure.authors]
    if reviews:
        told["lastReviewed"] = str(reviews[-1].date)
        told["reviewedBy"] = [{"@type": "Person", "name": review.by} for review in reviews]
    return told


def _json(told: dict[str, Any]) -> Markup:
    """Give data as JSON that can stand in a script element: nothing in it ends the element or begins another."""
    text = json.dumps(told, ensure_ascii=False)
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)
