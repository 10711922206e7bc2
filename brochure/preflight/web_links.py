"""The page leads to its other languages, and to everything that the content promises."""

from __future__ import annotations

from brochure.preflight import ALWAYS, Check, Look, Subject

_SCHEMES = ("https://", "http://", "mailto:", "tel:")


def _look(subject: Subject) -> Look:
    page, promise = subject.page, subject.promised
    files = dict(promise.languages)
    switches = {link.get("hreflang"): link for link in page.links if link.attrib["href"] in files.values()}
    for code, file in files.items():
        link = switches.get(code)
        if code == promise.locale:
            continue
        if link is None or link.attrib["href"] != file:
            yield f"no link leads to the page in “{code}”, {file}"
        elif link.get("lang") != code:
            yield f"the link to “{code}” is not marked as being in that language"
    told = {link.get("hreflang"): link.get("href", "") for link in page.all("link") if link.get("rel") == "alternate"}
    for code in (*files, "x-default"):
        if not told.get(code, "").endswith(files.get(code, ".html")):
            yield f"the head of the page does not tell where the page in “{code}” is"
    leading = {link.attrib["href"] for link in page.links}
    for address in promise.links:
        if address not in leading:
            yield f"no link leads to {address}"
    for address in sorted(leading):
        if not address.startswith(("#", *_SCHEMES)) and address not in files.values():
            yield f"a link leads to “{address[:60]}”, which is not beside the page"
    return f"{len(page.links)} links, {len(files)} languages"


CHECK = Check(
    id="web/links",
    title="The page leads to its other languages and to the films",
    rationale="A reader must find her own language, and search engines the right one: WHATWG HTML, "
              "link type “alternate”; WCAG 2.2, 3.1.2.",
    looks_at="links on the page and in its head, and those of the content and of the languages",
    proves=frozenset({ALWAYS}),
    promised=True,
    look=_look,
    hint="Look at the template of the page, and at “links” and “films” in the content and in the locale.toml.",
    kind="html",
)
