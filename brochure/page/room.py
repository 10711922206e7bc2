"""How much room words take, estimated from their letters before they are set: what stands beside what on a page.

The sizes are those of layouts/base/print.css, in parts of the type size (rem); the widths of letters are those of the
typefaces in fonts/, on an average.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from textwrap import wrap

_MM = 25.4 / 72   # a pt
_SMALL, _LEADING = 0.9, 1.34      # of a caption and of the words in a strip of numbers
_LETTER = 0.5                     # em: the width of a letter
_NUMBER, _BOLD = 1.3, 0.52        # the size of a number in a strip, and the width of its letters
_PADDING = 1.0                    # rem: on both sides of a number
_HALF = 13                        # letters of a long word, of which the larger half stands on a line
_HIGH = 8                         # lines: more of them under each other are a column, and no strip


def caption_beside(letters: int, beside: float, below: float, drawing: float, size: float) -> bool:
    """Whether a figure is lower with its caption beside the drawing than with it below.

    `letters` of the caption; the widths (mm) that it has `beside` and `below`; the height of the `drawing` (mm), and
    the type size (pt).
    """
    em = size * _MM * _SMALL
    lines = [ceil(letters * _LETTER * em / width) for width in (beside, below)]
    return lines[0] * _LEADING * em <= drawing + lines[1] * _LEADING * em


def numbers_in_a_row(numbers: Sequence[tuple[str, Sequence[str]]], width: float, size: float, *,
                     hyphens: bool) -> bool:
    """Whether the numbers of a strip stand beside each other well: no word runs out, and none has a thin, high column.

    Of each the number itself, which is not broken, and the words around it, of which long ones are if there are
    `hyphens`; the `width` (mm) of the strip, and the type size (pt).
    """
    least = []
    for number, words in numbers:
        longest = max(map(len, words), default=0)
        least.append(max(len(number) * _NUMBER * _BOLD, _SMALL * _LETTER * min(longest, _HALF if hyphens else longest)))
    room = width / (size * _MM) - _PADDING * len(numbers)
    if sum(least) > room:
        return False
    share = _share(sorted(least, reverse=True), room)
    lines = (wrap(" ".join(words), max(1, int(max(share, own) / (_SMALL * _LETTER))), break_long_words=hyphens)
             for own, (_, words) in zip(least, numbers, strict=True))
    return max(map(len, lines)) <= _HIGH


def _share(least: Sequence[float], room: float) -> float:
    """Give what is left for each column that needs no more than its share; `least` falls."""
    for done, own in enumerate(least):
        if own <= (share := room / (len(least) - done)):
            return share
        room -= own
    return 0.0
