"""No place takes more ink than paper can carry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brochure.formats import INKS
from brochure.preflight import Check, Look, Subject

if TYPE_CHECKING:
    from PIL.Image import Image

_MOST = 300.0        # per cent, of four inks together
_TOLERANCE = 2.0     # per cent: Poppler gives its pages as JPEG
_DPI = 100
_AREA = 3            # pixels a side, 0.76 mm: what is smaller dries


def _look(subject: Subject) -> Look:
    most, where = 0.0, 0
    for number, picture in enumerate(subject.document.inks(_DPI), 1):
        total = _total(picture)
        if total > most:
            most, where = total, number
        if total > _MOST + _TOLERANCE:
            yield f"page {number}: {total:.0f} % ink, where {_MOST:.0f} % is the most"
    return f"at most {most:.0f} %, on page {where}" if where else "no ink"


def _total(picture: Image) -> float:
    """The most ink on any small area of a page, in per cent."""
    from PIL import ImageMath

    inks = {name: ink.convert("I") for name, ink in zip("cmyk", picture.reduce(_AREA).split(), strict=True)}
    total = ImageMath.lambda_eval(lambda given: given["c"] + given["m"] + given["y"] + given["k"], **inks)
    return float(total.getextrema()[1]) / 2.55


CHECK = Check(
    id="press/ink-total",
    title="No place takes more than 300 % ink",
    rationale="More ink does not dry: sheets stick together and smear. Rule of print shops for coated paper; "
              "the profile FOGRA39 is made for at most 330 %.",
    looks_at="every page as Poppler renders its four inks",
    proves=frozenset({INKS}),
    look=_look,
    hint="Take ink out of the darkest colour: in layouts/formats/press.css, or for drawings in images/inks.toml.",
)
