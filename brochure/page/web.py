"""What the template of the web page calls: figures that are as wide as the screen allows, films without QR codes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from brochure.locales import name_in
from brochure.model import Block, Figure
from brochure.page.setter import MACROS, Item, Setter

_PX = 10   # a nominal mm of a drawing in px: the size that a browser takes before it knows the stylesheet


class WebSetter(Setter):
    """What the template of the web page calls while it is filled in."""

    printed = False

    def filters(self) -> dict[str, Callable[..., Any]]:
        """Give what the template may call on its values."""
        return {**super().filters(), "placed": self.placed}

    def rows(self, blocks: tuple[Block, ...]) -> list[Item]:
        """Give the blocks with their macros; on the web each figure stands alone."""
        return [Item(MACROS[type(block)], block) for block in blocks]

    def placed(self, figure: Figure) -> dict[str, object]:
        """Give how a figure is placed: its nominal width in mm, its size in px, and its labels.

        A label stands in a row of its own, above or below the picture, `left` and `right` of which (percent of the
        width) are left free so that its middle is over its anchors.
        """
        drawing = self.drawings[figure.drawing]
        return {"url": self.drawing_url(figure.drawing), "mm": f"{drawing.width:g}",
                "width": round(drawing.width * _PX), "height": round(drawing.width * drawing.ratio * _PX),
                "labels": [self._label(label, drawing) for label in figure.labels]}

    def films(self) -> list[dict[str, object]]:
        """Give the films in the locale's order, each with its language, told in the language of the page."""
        return [{**film, "language": name_in(str(film["code"]), self.edition.locale.code)} for film in self.listed()]
