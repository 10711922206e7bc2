"""An Edition becomes HTML: pages to print, or a page for the web. The only package that knows Jinja.

Whatever the page shows is handed on by name, as bytes: `drawings/pelvis.svg`, `qr/film-norsk.svg`. The page opens
nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from brochure.content import APPROVED_AS
from brochure.images import Drawing
from brochure.imprint import titled
from brochure.layouts import Layout
from brochure.locales import name_in
from brochure.model import Edition
from brochure.page.imprint import SCHEME
from brochure.page.metadata import Alternate, metadata
from brochure.page.setter import Setter
from brochure.page.template import environment, filled
from brochure.page.web import WebSetter

__all__ = ["SCHEME", "Alternate", "Page", "fill", "render", "render_web"]


@dataclass(frozen=True)
class Page:
    """A page to print or to publish: its HTML, its title, and the pictures that it names."""

    html: str
    title: str
    resources: Mapping[str, bytes]


def render(edition: Edition, layout: Layout, base: Path, drawings: Mapping[str, Drawing], generator: str,
           created: str) -> Page:
    """Give the HTML of an edition to print; `created` is a W3C date and time, `base` the folder of shared templates.

    Raises BrochureError with file and line if a template is broken.
    """
    setter = Setter(edition, layout, drawings)
    return _set(setter, f"{layout.name}.html", layout, base, generator, created=created,
                language_in_source=name_in(edition.locale.code, edition.source.language))


def render_web(edition: Edition, layout: Layout, base: Path, drawings: Mapping[str, Drawing], generator: str,
               alternates: Sequence[Alternate]) -> Page:
    """Give the HTML of an edition for the web; `alternates` are its pages in all languages, its own among them.

    Raises BrochureError with file and line if a template is broken.
    """
    setter = WebSetter(edition, layout, drawings)
    return _set(setter, "web.html", layout, base, generator, meta=metadata(edition, setter.plain, alternates),
                alternates=alternates)


def _set(setter: Setter, template: str, layout: Layout, base: Path, generator: str, **values: object) -> Page:
    edition, brochure = setter.edition, setter.edition.brochure
    title = titled(setter.plain(brochure.cover.title), edition.clinic)
    if edition.draft:
        title = f"{setter.phrase('draft')}: {title}"
    html = filled(
        environment([layout.folder, base], setter.filters()), template, layout.folder,
        brochure=brochure, locale=edition.locale, source_language=edition.source.language, title=title,
        generator=generator, draft=edition.draft, clinic=edition.clinic, imprint=setter.imprint(),
        films=setter.films(), script=setter.script, latin=setter.latin, crowded=setter.crowded, cramped=setter.cramped,
        web=setter.address(brochure.publisher.web), phrase=setter.phrase, month=setter.month,
        approvals=brochure.approvals, approved_as=APPROVED_AS, **values)
    return Page(html, title, setter.resources)


def fill(base: Path, name: str, **values: Any) -> str:
    """Give a template of the folder of the shared templates, filled in: for a page that is no edition.

    Raises BrochureError with file and line if the template is broken.
    """
    return filled(environment([base], {}), name, base, **values)
