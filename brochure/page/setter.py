"""What the templates call while they are filled in: words, pictures, addresses of one edition."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from textwrap import wrap
from typing import Any

from markupsafe import Markup, escape

from brochure import markup
from brochure.content import APPROVED_AS
from brochure.images import Drawing
from brochure.layouts import Layout
from brochure.locales import month_in
from brochure.model import (
    Block,
    Box,
    BulletList,
    Edition,
    Figure,
    Label,
    Message,
    Month,
    NumberStrip,
    Paragraph,
    Subheading,
)
from brochure.page.imprint import SCHEME, imprint
from brochure.page.qr import qr_code
from brochure.page.room import caption_beside, numbers_in_a_row
from brochure.scripts import can_hyphenate, direction_of, emphasises_by_slant, first_direction, script_of
from brochure.typography import typeset

MACROS = {Paragraph: "paragraph", Subheading: "subheading", Box: "box", BulletList: "bullet_list",
           NumberStrip: "number_strip", Figure: "figure"}
SHORT = 48   # letters that fit half a line
# Letters of a line on the cover, about: of the title, of the tagline, and of the kind of document with the language.
_TITLE_LINE, _TAGLINE_LINE, _HEAD_LINE = 18, 42, 48
_COLOPHON_LINE = 66
_SIGNED_LINES, _LOWER = 4, 3   # lines that there is room for below the edition; by how many the box above can be lower
_KEPT = re.compile(r"\d+–\d+")
# The same on a page from right to left, with what would be turned round there: telephone numbers, and percent signs.
_TURNED = re.compile(r"""(?P<range>\d+–\d+)
    | (?P<latin>\+\d+(?:[ \u00a0]\d+)* | \d{2,}(?:[ \u00a0]\d{2,})+ | [0-9]+(?:[.,][0-9]+)?[ \u00a0]?%)
    | (?P<number>\d+(?:[.,٫]\d+)?)٪""", re.VERBOSE)
# mm, as in layouts/base/print.css: the leaders of labels, the gap between columns, the ground around a figure.
_LEADER, _GAP, _PADDING = 0.35, 2.4, 2.0
_MARGINS, _CAPTION = 4.0, 30.0   # mm around a caption beside its drawing, and the least that it needs there


@dataclass(frozen=True)
class Item:
    """A block and the macro that sets it."""

    kind: str
    block: Any


class Setter:
    """What the templates call while they are filled in; it gathers the pictures that they name."""

    printed = True   # on paper, where addresses are codes to be read with a telephone, too

    def __init__(self, edition: Edition, layout: Layout, drawings: Mapping[str, Drawing]) -> None:
        self.edition = edition
        self.layout = layout
        self.drawings = drawings
        self.turned = edition.locale.direction == "rtl"
        self.resources: dict[str, bytes] = {}
        self._lifts: dict[str, float] = {}
        self._phrases = {message.id: message for message in edition.brochure.phrases}
        self._parts = {word: parts.replace("-", "\u00ad") for word, parts in edition.locale.hyphenation}
        self._hyphenated = re.compile(rf"\b(?:{'|'.join(map(re.escape, self._parts)) or '(?!)'})\b")

    def filters(self) -> dict[str, Callable[..., Any]]:
        """Give what the templates may call on their values."""
        return {"words": self.words, "plain": self.plain, "drawn": self.drawn, "rows": self.rows, "short": self.short,
                "drawing_url": self.drawing_url, "in_language": self.in_language, "turns": self.turns,
                "in_twos": self.in_twos, "sentence": sentence}

    # --- words -------------------------------------------------------------------------------------------------------

    def words(self, message: Message) -> Markup:
        """Give a message as HTML: typeset, its markup as elements, marked where it is not translated."""
        html = self._spans(markup.parse(typeset(message.text, self.edition.locale)))
        if message.untranslated:
            return Markup('<span class="untranslated"{}>{}</span>').format(
                self.in_language(self.edition.source.language), html)
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
            return Markup("<span{}>{}</span>").format(self.in_language(language), inside)
        return Markup('<a href="{}">{}</a>').format(self.address(span.name)["address"], inside)

    def _text(self, text: str) -> Markup:
        html = str(escape(text))
        html = self._hyphenated.sub(lambda word: self._parts[word[0]], html)
        if self.turned:
            return Markup(_TURNED.sub(_number, html))
        return Markup(_KEPT.sub(r'<span class="keep">\g<0></span>', html))

    # --- scripts and directions ---------------------------------------------------------------------------------------

    @property
    def script(self) -> str:
        """The classes of the page by which stylesheets know its script; none for those that are set as Latin is."""
        script = script_of(self.edition.locale.code)
        return "" if emphasises_by_slant(script) else f"{script.lower()} upright"

    @property
    def latin(self) -> Markup:
        """The attribute of what is written in Latin letters in every language, such as addresses on the web."""
        return Markup(' dir="ltr"') if self.turned else Markup("")

    def in_language(self, language: str) -> Markup:
        """Give the attributes of words in another language: its code, and its direction where that is another."""
        direction = direction_of(language)
        turned = Markup(' dir="{}"').format(direction) if direction != self.edition.locale.direction else ""
        return Markup(' lang="{}"{}').format(language, turned)

    def turns(self, text: str) -> bool:
        """Whether a line of whatever language runs from left to right on a page that runs from right to left.

        “0123 Oslo” would become “Oslo 0123”. WeasyPrint 70.0 does nothing about dir=auto, which is for that. Hours
        without words, “8–16”, run as the page does.
        """
        return self.edition.locale.direction == "rtl" and first_direction(text) == "ltr"

    # --- pictures ----------------------------------------------------------------------------------------------------

    def drawing_url(self, name: str) -> str:
        """Give the name under which the press finds a drawing."""
        resource = f"drawings/{name}.svg"
        self.resources[resource] = self.drawings[name].path.read_bytes()
        return SCHEME + resource

    def rows(self, blocks: tuple[Block, ...]) -> list[Item]:
        """Give the blocks with their macros; a tall figure shares its row with the next figure where both fit."""
        items: list[Item] = []
        for block in blocks:
            before = items[-1] if items else None
            if isinstance(block, Figure) and before and before.kind == "figure" and self._share(before.block, block):
                items[-1] = Item("columns", (before.block, block))
                floor = max(self._height(before.block), self._height(block))
                self._lifts.update({figure.id: floor - self._height(figure) for figure in (before.block, block)})
            else:
                items.append(Item(MACROS[type(block)], block))
        return items

    def _share(self, first: Figure, second: Figure) -> bool:
        room = self.layout.text_width - _GAP - 4 * _PADDING - self._width(first) - self._width(second)
        return self.drawings[first.drawing].ratio > 1 and room >= 0

    def short(self, block: BulletList) -> bool:
        """Whether every item of a list fits half a line, so that the list can stand in two columns."""
        return len(block.items) > 3 and max(len(self.plain(item)) for item in block.items) <= SHORT

    def _width(self, figure: Figure) -> float:
        return self.drawings[figure.drawing].width * self.edition.drawings

    def _height(self, figure: Figure) -> float:
        return self._width(figure) * self.drawings[figure.drawing].ratio

    def drawn(self, figure: Figure) -> dict[str, object]:
        """Give how a figure is placed: its size in mm at the edition's scale, and where its labels and leaders are."""
        drawing = self.drawings[figure.drawing]
        return {
            "url": self.drawing_url(figure.drawing), "width": f"{self._width(figure):.2f}",
            "height": f"{self._height(figure):.2f}", "place": self._place(figure),
            "lift": f"{self._lifts.get(figure.id, 0):.2f}",
            "labels": [self._label(label, drawing) for label in figure.labels],
        }

    def _place(self, figure: Figure) -> str:
        """Where a caption stands: beside its drawing, or under it if there is no room or the figure is lower so."""
        whole = self.layout.text_width - 2 * _PADDING
        room = whole - _MARGINS - self._width(figure)
        letters = len(self.plain(figure.caption)) if figure.caption else 0
        beside = room >= _CAPTION and caption_beside(letters, room, whole, self._height(figure), self.edition.size)
        return "beside" if beside else "under"

    def in_twos(self, strip: NumberStrip) -> bool:
        """Whether the numbers of a strip stand two in a row, since one would be too narrow for their words.

        A web page finds out by itself, in the browser.
        """
        if not self.edition.size:
            return False
        numbers = [(self._strong(number.value), self._pieces(f"{self.plain(number.value)} {self.plain(number.label)}"))
                   for number in strip.items]
        hyphens = self.edition.locale.hyphenate and can_hyphenate(self.edition.locale.code)
        return len(numbers) > 2 and not numbers_in_a_row(
            numbers, self.layout.text_width, self.edition.size, hyphens=hyphens)

    def _strong(self, message: Message) -> str:
        spans = markup.parse(typeset(message.text, self.edition.locale))
        strong = (markup.plain(span.children) for span in spans if isinstance(span, markup.Styled))
        return max(strong, key=len, default="")

    def _pieces(self, text: str) -> list[str]:
        """Give the words of a text, those that the locale says how to break in parts."""
        return [part for word in re.findall(r"[^\s/]+", text) for part in self._parts.get(word, word).split("\u00ad")]

    def _label(self, label: Label, drawing: Drawing) -> dict[str, object]:
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
                "left": f"{max(0, 2 * centre - 1) * 100:.2f}%", "right": f"{max(0, 1 - 2 * centre) * 100:.2f}%",
                "dots": [f"left: {x * 100:.2f}%; top: {y * 100:.2f}%" for x, y in points],
                "style": f"left: {(centre - 0.5) * 100:.2f}%; {far}: calc(100% + 2mm)"}

    # --- the cover ---------------------------------------------------------------------------------------------------

    def crowded(self, head: str) -> tuple[int, int, int]:
        """Give by how many lines the head of the cover, the title and the tagline are longer than one line each.

        They are counted by their letters, rather too many than too few: the drawing leaves them the room. `head` is
        what stands beside the kind of document.
        """
        cover = self.edition.brochure.cover
        lines = ((f"{self.plain(cover.kind)} {head}", _HEAD_LINE), (self.plain(cover.title), _TITLE_LINE),
                 (self.plain(cover.tagline) if cover.tagline else "", _TAGLINE_LINE))
        head_lines, title, tagline = (max(0, len(wrap(text, letters, break_long_words=False)) - 1)
                                      for text, letters in lines)
        return min(head_lines, 1), title, tagline

    # --- the back page -----------------------------------------------------------------------------------------------

    def address(self, name: str) -> dict[str, str]:
        """Give the address that the locale declares for a link or film, and how it is printed."""
        slot = self.edition.brochure.slot(name)
        target = self.edition.locale.address(slot) if slot else ""
        return {"address": target, "printed": re.sub(r"^https?://|/$", "", target)}

    def films(self) -> list[dict[str, object]]:
        """Give the films in the locale's order, each with its QR code."""
        return [{**film, "qr": self._qr(str(film["slot"])), "alt": self.phrase("qr", what=film["plain"])}
                for film in self.listed()]

    def listed(self) -> list[dict[str, object]]:
        """Give the films in the locale's order: the words about each, where it is, and the code of its language."""
        brochure, order = self.edition.brochure, self.edition.locale.films
        languages = {slot.name: slot.language for slot in brochure.slots}
        return [{"text": film.text, "plain": self.plain(film.text), "slot": film.slot, "code": languages[film.slot],
                 **self.address(film.slot)}
                for film in sorted(brochure.back.films, key=lambda film: order.index(film.slot))]

    def _qr(self, name: str) -> str:
        resource = f"qr/{name}.svg"
        self.resources[resource] = qr_code(self.address(name)["address"])
        return SCHEME + resource

    def cramped(self) -> int:
        """Give by how many lines the box for the clinic must be lower, for all who have signed to stand below it.

        They are counted by their letters, rather too many than too few. A box that a clinic has filled stays.
        """
        brochure = self.edition.brochure
        if self.edition.clinic:
            return 0
        lines = [self.phrase(APPROVED_AS[entry.role], name=entry.by, date=self.month(entry.date))
                 for entry in brochure.approvals]
        lines += [self.phrase("authors", names=", ".join(brochure.authors))] if brochure.authors else []
        lines += [self.phrase("next-review", date=self.month(brochure.next_review))] if brochure.next_review else []
        lines += [self.phrase("feedback", address=brochure.feedback)] if brochure.feedback else []
        room = _SIGNED_LINES - (1 if self.script else 0)   # which is set with more space between the lines
        if not any(entry.role == "clinical" for entry in brochure.approvals):
            lines += [self.plain(brochure.back.unapproved)]
            room -= 1   # it stands apart
        needed = sum(max(1, len(wrap(line, _COLOPHON_LINE))) for line in lines)
        return min(max(0, needed - room), _LOWER)

    def imprint(self) -> dict[str, Any]:
        """Give a clinic's imprint in the order of print; its pictures are among those of the page."""
        if self.edition.clinic is None:
            return {}
        told, pictures = imprint(self.edition.clinic, self.phrase, self._line, printed=self.printed)
        self.resources |= pictures
        return told

    def _line(self, text: str) -> Markup:
        """A line of a clinic; numbers in words that run from right to left are set as everywhere."""
        return self._text(text) if self.turned and not self.turns(text) else escape(text)


def _number(found: re.Match[str]) -> str:
    """Give a number of a page from right to left so that it looks the same wherever it stands.

    By itself the Unicode bidirectional algorithm (UAX 9, W2 and W5) puts the percent sign on one side after a letter,
    on the other at the beginning of a line, and turns the groups of a telephone number round. CLDR has the sign on the
    right of Western digits, and on the left of Arabic ones. A range is read from right to left, as the words around it.
    """
    if found["range"]:
        return f'<span class="keep" dir="rtl">{found[0]}</span>'
    if found["latin"]:
        return f'<span class="keep" dir="ltr">{found[0]}</span>'
    return f'<span class="keep"><span dir="ltr">{found["number"]}</span>٪</span>'


def sentence(text: str) -> str:
    """Give words with a full stop at their end, if there is none: “р.” of a Ukrainian year has one.

    >>> sentence("Utgave 1, mars 2026"), sentence("Видання 1, березень 2026 р.")
    ('Utgave 1, mars 2026.', 'Видання 1, березень 2026 р.')
    """
    return text if text.endswith((".", "!", "?", "؟", "۔", "।")) else f"{text}."
