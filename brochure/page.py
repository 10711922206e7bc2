"""An Edition becomes HTML. The only module that knows Jinja.

Whatever the page shows is handed to the press by name, as bytes: `drawings/pelvis.svg`, `qr/film-norsk.svg`. The page
itself opens nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import (
    Environment,
    FileSystemLoader,
    StrictUndefined,
    TemplateNotFound,
    TemplateSyntaxError,
    UndefinedError,
)
from markupsafe import Markup, escape

from brochure import markup
from brochure.errors import BrochureError, Place
from brochure.images import Drawing
from brochure.layouts import Layout
from brochure.locales import month_in, name_in
from brochure.model import (
    Block,
    Box,
    BulletList,
    Edition,
    Field,
    Figure,
    Message,
    Month,
    NumberStrip,
    Paragraph,
    Subheading,
)
from brochure.typography import typeset

SCHEME = "brochure:"
_MACROS = {Paragraph: "paragraph", Subheading: "subheading", Box: "box", BulletList: "bullet_list",
           NumberStrip: "number_strip", Figure: "figure"}
_LATIN = {"telephone", "email", "web"}   # fields of a clinic that run from left to right in every script
_LABELLED = _LATIN | {"hours"}
_SHORT = 48   # letters
_KEPT = re.compile(r"\d+–\d+")
# mm, as in layouts/base/print.css: the leaders of labels, the gap between columns, the ground around a figure.
_LEADER, _GAP, _PADDING = 0.35, 2.4, 2.0


@dataclass(frozen=True)
class Page:
    """A page to print: its HTML, its title, and the pictures that it names."""

    html: str
    title: str
    resources: Mapping[str, bytes]


@dataclass(frozen=True)
class _Item:
    """A block and the macro that sets it."""

    kind: str
    block: Any


def render(edition: Edition, layout: Layout, base: Path, drawings: Mapping[str, Drawing], generator: str,
           created: str) -> Page:
    """Give the HTML of an edition; `created` is a W3C date and time, `base` the folder of the shared templates.

    Raises BrochureError with file and line if a template is broken.
    """
    setter = _Setter(edition, layout, drawings)
    environment = _environment([layout.folder, base])
    environment.filters.update(words=setter.words, plain=setter.plain, drawn=setter.drawn, rows=setter.rows,
                               short=setter.short, drawing_url=setter.drawing_url)
    brochure = edition.brochure
    title = setter.plain(brochure.cover.title)
    if edition.draft:
        title = f"{setter.phrase('draft')}: {title}"
    html = _filled(
        environment, f"{layout.name}.html", layout.folder,
        brochure=brochure, locale=edition.locale, source_language=edition.source.language, title=title,
        generator=generator, created=created, clinic=edition.clinic, imprint=setter.imprint(),
        films=setter.films(), web=setter.address(brochure.publisher.web), phrase=setter.phrase,
        month=setter.month, language_in_source=name_in(edition.locale.code, edition.source.language),
        approvals=[approval for approval in brochure.approvals if approval.role == "clinical"])
    return Page(html, title, setter.resources)


def fill(base: Path, name: str, **values: object) -> str:
    """Give a template of the folder of the shared templates, filled in: for a page that is no edition.

    Raises BrochureError with file and line if the template is broken.
    """
    return _filled(_environment([base]), name, base, **values)


def _environment(folders: list[Path]) -> Environment:
    return Environment(loader=FileSystemLoader(folders), undefined=StrictUndefined, autoescape=True, trim_blocks=True,
                       lstrip_blocks=True)


def _filled(environment: Environment, name: str, folder: Path, **values: object) -> str:
    """Give a template filled in; `folder` is the layout's, and lies in layouts/. Every fault is told at its line."""
    layouts = folder.parent
    try:
        return environment.get_template(name).render(**values)
    except TemplateSyntaxError as error:
        raise BrochureError(f"the template is broken: {error.message}",
                            Place(error.filename or "", error.lineno)) from None
    except UndefinedError as error:
        raise BrochureError(f"the template asks for what is not there: {error.message}",
                            _place_in_template(error, layouts)) from None
    except TemplateNotFound as error:
        raise BrochureError(f"there is no template “{error.name}”", Place(f"layouts/{folder.name}"),
                            "Templates lie in layouts/base/ and in the layout's own folder.") from None
    except Exception as error:
        # Whatever is raised while a line of a template runs is that line's fault; the rest is our own.
        place = _place_in_template(error, layouts)
        if not place.line:
            raise
        raise BrochureError(f"this line of the template does not work: {error}", place) from None


def _place_in_template(error: BaseException, folder: Path) -> Place:
    place = Place(str(folder))
    trace = error.__traceback__
    while trace:
        name = Path(trace.tb_frame.f_code.co_filename)
        if name.is_relative_to(folder):
            place = Place(str(name.relative_to(folder.parent)), trace.tb_lineno)
        trace = trace.tb_next
    return place


class _Setter:
    """What the templates call while they are filled in; it gathers the pictures that they name."""

    def __init__(self, edition: Edition, layout: Layout, drawings: Mapping[str, Drawing]) -> None:
        self.edition = edition
        self.layout = layout
        self.drawings = drawings
        self.resources: dict[str, bytes] = {}
        self._lifts: dict[str, float] = {}
        self._phrases = {message.id: message for message in edition.brochure.phrases}
        self._parts = {word: parts.replace("-", "\u00ad") for word, parts in edition.locale.hyphenation}
        self._hyphenated = re.compile(rf"\b(?:{'|'.join(map(re.escape, self._parts)) or '(?!)'})\b")

    # --- words -------------------------------------------------------------------------------------------------------

    def words(self, message: Message) -> Markup:
        """Give a message as HTML: typeset, its markup as elements, marked where it is not translated."""
        html = self._spans(markup.parse(typeset(message.text, self.edition.locale)))
        if message.untranslated:
            language = self.edition.source.language
            return Markup('<span class="untranslated" lang="{}">{}</span>').format(language, html)
        return html

    def plain(self, message: Message) -> str:
        """Give a message as typeset words without markup."""
        return markup.plain(markup.parse(typeset(message.text, self.edition.locale)))

    def phrase(self, name: str, /, **values: object) -> str:
        """Give one of the layout's own phrases, with its placeholders filled in."""
        text = self.plain(self._phrases[f"phrase.{name}"])
        for key, value in values.items():
            text = text.replace(f"{{{key}}}", str(value))
        return text

    def month(self, month: Month) -> str:
        """Give a month in the words of the locale."""
        return month_in(self.edition.locale.code, month.year, month.month).replace(" ", "\u00a0")

    def _spans(self, spans: Iterable[markup.Span]) -> Markup:
        return Markup("").join(self._span(span) for span in spans)

    def _span(self, span: markup.Span) -> Markup:
        if isinstance(span, markup.Text):
            return self._text(span.text)
        inside = self._spans(span.children)
        if isinstance(span, markup.Styled):
            return Markup("<{0}>{1}</{0}>").format(span.style, inside)
        slot = self.edition.brochure.slot(span.name)
        if slot is None or slot.kind == "language":
            language = slot.language if slot else self.edition.source.language
            if language == self.edition.locale.code:
                return inside
            return Markup('<span lang="{}">{}</span>').format(language, inside)
        return Markup('<a href="{}">{}</a>').format(self.address(span.name)["address"], inside)

    def _text(self, text: str) -> Markup:
        html = str(escape(text))
        html = self._hyphenated.sub(lambda word: self._parts[word[0]], html)
        return Markup(_KEPT.sub(r'<span class="keep">\g<0></span>', html))

    # --- pictures ----------------------------------------------------------------------------------------------------

    def drawing_url(self, name: str) -> str:
        """Give the name under which the press finds a drawing."""
        resource = f"drawings/{name}.svg"
        self.resources[resource] = self.drawings[name].path.read_bytes()
        return SCHEME + resource

    def rows(self, blocks: tuple[Block, ...]) -> list[_Item]:
        """Give the blocks with their macros; a tall figure shares its row with the next figure where both fit."""
        items: list[_Item] = []
        for block in blocks:
            before = items[-1] if items else None
            if isinstance(block, Figure) and before and before.kind == "figure" and self._share(before.block, block):
                items[-1] = _Item("columns", (before.block, block))
                floor = max(self._height(before.block), self._height(block))
                self._lifts.update({figure.id: floor - self._height(figure) for figure in (before.block, block)})
            else:
                items.append(_Item(_MACROS[type(block)], block))
        return items

    def _share(self, first: Figure, second: Figure) -> bool:
        room = self.layout.text_width - _GAP - 4 * _PADDING - self._width(first) - self._width(second)
        return self.drawings[first.drawing].ratio > 1 and room >= 0

    def short(self, block: BulletList) -> bool:
        """Whether every item of a list fits half a line, so that the list can stand in two columns."""
        return len(block.items) > 3 and max(len(self.plain(item)) for item in block.items) <= _SHORT

    def _width(self, figure: Figure) -> float:
        return self.drawings[figure.drawing].width * self.edition.drawings

    def _height(self, figure: Figure) -> float:
        return self._width(figure) * self.drawings[figure.drawing].ratio

    def drawn(self, figure: Figure) -> dict[str, object]:
        """Give how a figure is placed: its size in mm at the edition's scale, and where its labels and leaders are."""
        drawing = self.drawings[figure.drawing]
        return {
            "url": self.drawing_url(figure.drawing), "width": f"{self._width(figure):.2f}",
            "height": f"{self._height(figure):.2f}", "lift": f"{self._lifts.get(figure.id, 0):.2f}",
            "labels": [self._label(label, drawing) for label in figure.labels],
        }

    def _label(self, label: Any, drawing: Drawing) -> dict[str, object]:
        """Place a label above or below the picture, with a leader to each of its anchors and a bar that joins them."""
        points = [drawing.anchors[name] for name in label.anchors]
        left, right = min(x for x, _ in points), max(x for x, _ in points)
        near, far = ("top", "bottom") if label.side == "above" else ("bottom", "top")
        leaders = []
        for x, y in points:
            height = y if near == "top" else 1 - y
            leaders.append(f"left: calc({x * 100:.2f}% - {_LEADER / 2}mm); {near}: -1.5mm; width: {_LEADER}mm; "
                           f"height: calc({height * 100:.2f}% + 1.5mm)")
        if len(points) > 1:
            leaders.append(f"left: {left * 100:.2f}%; {near}: -1.5mm; width: {(right - left) * 100:.2f}%; "
                           f"height: {_LEADER}mm")
        centre = (left + right) / 2
        return {"text": label.text, "side": label.side, "leaders": leaders,
                "dots": [f"left: {x * 100:.2f}%; top: {y * 100:.2f}%" for x, y in points],
                "style": f"left: {(centre - 0.5) * 100:.2f}%; {far}: calc(100% + 2mm)"}

    # --- the back page -----------------------------------------------------------------------------------------------

    def address(self, name: str) -> dict[str, str]:
        """Give the address that the locale declares for a link or film, and how it is printed."""
        slot = self.edition.brochure.slot(name)
        target = self.edition.locale.address(slot) if slot else ""
        return {"address": target, "printed": re.sub(r"^https?://|/$", "", target)}

    def films(self) -> list[dict[str, object]]:
        """Give the films in the locale's order, each with its QR code."""
        order = self.edition.locale.films
        films = sorted(self.edition.brochure.back.films, key=lambda film: order.index(film.slot))
        return [{"text": film.text, "qr": self._qr(film.slot), "alt": self.phrase("qr", what=self.plain(film.text)),
                 **self.address(film.slot)} for film in films]

    def _qr(self, name: str) -> str:
        resource = f"qr/{name}.svg"
        self.resources[resource] = qr_code(self.address(name)["address"])
        return SCHEME + resource

    def imprint(self) -> list[dict[str, object]]:
        """Give the lines of a clinic's imprint, one entry a field, in the fixed order of the fields."""
        if self.edition.clinic is None:
            return []
        fields: dict[str, list[Field]] = {}
        for field in self.edition.clinic.fields:
            fields.setdefault(field.name, []).append(field)
        return [{"name": name, "label": self.phrase(name) if name in _LABELLED else "", "parts": parts,
                 "ltr": name in _LATIN} for name, parts in fields.items()]


def qr_code(address: str) -> bytes:
    """Give a QR code of an address as SVG: error correction M, with a quiet zone of 4 modules (ISO/IEC 18004)."""
    import segno

    code = segno.make_qr(address, error="m", boost_error=False)
    matrix = [list(row) for row in code.matrix_iter(border=4)]
    path = []
    for y, row in enumerate(matrix):
        x = 0
        while x < len(row):
            if row[x]:
                end = x
                while end < len(row) and row[end]:
                    end += 1
                path.append(f"M{x} {y}h{end - x}v1h{x - end}z")
                x = end
            x += 1
    size = len(matrix)
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" shape-rendering="crispEdges">'
            f'<path fill="#fff" d="M0 0h{size}v{size}h-{size}z"/>'
            f'<path fill="#000" d="{"".join(path)}"/></svg>').encode()
