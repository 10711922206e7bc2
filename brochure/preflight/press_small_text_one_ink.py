"""Small letters are printed in one ink."""

from __future__ import annotations

from brochure.formats import INKS
from brochure.inspection import Document
from brochure.inspection.colours import Colour
from brochure.inspection.marks import Text
from brochure.preflight import Check, Look, Subject

_SMALL = 14.0        # pt
_UNPAINTED = (3, 7)
_NEAR = 1.0          # mm


def _look(subject: Subject) -> Look:
    document, seen = subject.document, 0
    for marks in document.marks:
        small = [text for text in marks.texts if text.size < _SMALL - 0.01 and text.mode not in _UNPAINTED]
        seen += len(small)
        told: dict[tuple[Colour, float], Text] = {}
        for text in small:
            if text.colour.inks > 1:
                told.setdefault((text.colour, round(text.size, 1)), text)
        for text in told.values():
            yield (f"page {marks.page.number}: {_words(document, marks.page.number, text)}{text.size:.1f} pt, is of "
                   f"{text.colour.inks} inks ({text.colour.space.name})")
    return f"{seen} pieces of text under {_SMALL:g} pt" if seen else ""


def _words(document: Document, page: int, text: Text) -> str:
    """The words that stand where a text begins, as far as they are found."""
    for words in document.words:
        if (words.page == page and words.at.left - _NEAR <= text.left <= words.at.right + _NEAR
                and words.at.top - _NEAR <= text.top <= words.at.bottom + _NEAR):
            return f"“{words.text[:40]}”, "
    return "text of "


CHECK = Check(
    id="press/small-text-one-ink",
    title="Small words are of one ink",
    rationale="Two inks never lie exactly on each other: small letters get coloured edges, and are hard to read. Rule "
              "of print shops.",
    looks_at="the size and the inks of every piece of text",
    proves=frozenset({INKS}),
    look=_look,
    hint="Print words under 14 pt in black alone: “--small” in layouts/formats/press.css.",
)
