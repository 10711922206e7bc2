"""What is set on the pages of a PDF: text, lines, rules, pictures, shadings, and the colours that they take."""

from __future__ import annotations

from dataclasses import dataclass, field

import pikepdf

from brochure.geometry import Rectangle
from brochure.inspection.colours import Colour, Space
from brochure.inspection.pages import Page

INVISIBLE = frozenset({3, 7})   # render modes of text that paint nothing: ISO 32000-1, 9.3.6


@dataclass(frozen=True, slots=True)
class Text:
    """Letters shown in one go: their size (pt), colour, render mode, where their line begins, in mm, and their font."""

    size: float
    colour: Colour
    mode: int
    left: float
    top: float
    font: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line: how wide (pt) and in which colour; a `rule` is a filled rectangle that is as thin as one, and where."""

    width: float
    colour: Colour
    rule: Rectangle | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of pixels: how many, where, at which resolution (pixels an inch), its colours, bits of each.

    A `mask` has one bit a pixel and no colours of its own.
    """

    width: int
    height: int
    at: Rectangle
    dpi: float
    space: Space
    bits: int
    mask: bool


@dataclass
class Marks:
    """What is set on a page; `spaces` are the colour spaces, each with what it is used for.

    Uses are `text`, `fill`, `line`, `picture`, `shading`, and `set` where no more than chosen.
    """

    page: Page
    texts: list[Text] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    spaces: set[tuple[Space, str]] = field(default_factory=set)

    @property
    def painted(self) -> frozenset[Space]:
        """The colour spaces of what is painted."""
        return frozenset(space for space, use in self.spaces if use != "set")


def marks_of(pdf: pikepdf.Pdf, pages: tuple[Page, ...]) -> tuple[Marks, ...]:
    """Give what is set on each page; raises Unreadable if it is broken, or more than can be read in some seconds."""
    from brochure.inspection.drawing import draw_page
    from brochure.inspection.operators import Operators

    operators = Operators()
    found = []
    for page, raw in zip(pages, pdf.pages, strict=True):
        marks = Marks(page)
        draw_page(raw, operators, marks)
        found.append(marks)
    return tuple(found)
