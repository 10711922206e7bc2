"""How narrow a text with soft hyphens can be, which WeasyPrint gets wrong: repaired while pages are laid out.

Seen in WeasyPrint 70.0. tests/test_hyphens.py lays a page out without the repair, and fails when the engine does it by
itself, so that the repair can go.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_SOFT = "\u00ad"


@contextmanager
def words_one_by_one() -> Iterator[None]:
    """Have texts with soft hyphens measured word by word, inside the block.

    The least width of a text is that of its widest word. The engine takes all words before a soft hyphen for one, so
    that a caption can ask for more room than its page has.
    """
    from weasyprint.layout import preferred

    original = preferred.split_first_line

    def mended(text: str, style: Any, context: Any, max_width: float | None, *others: Any, **named: Any) -> Any:
        if max_width != 0 or _SOFT not in text or style["white_space"] in ("nowrap", "pre"):
            return original(text, style, context, max_width, *others, **named)
        end = text.find(" ", len(text) - len(text.lstrip(" ")))
        if end < 0:
            return original(text, style, context, max_width, *others, **named)
        layout, length, resume, *sizes = original(text[:end], style, context, max_width, *others, **named)
        if resume is None and text[end:].strip(" "):
            resume = len(text[:end + 1].encode())
        return layout, length, resume, *sizes

    preferred.split_first_line = mended
    try:
        yield
    finally:
        preferred.split_first_line = original
