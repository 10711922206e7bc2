"""Words stand out from what is behind them."""

from __future__ import annotations

from brochure.inspection.contrast import contrast_of
from brochure.preflight import OURS, Check, Look, Subject

_LARGE, _LARGE_BOLD, _TOLERANCE = 18.0, 14.0, 0.05   # pt
_ENOUGH, _ENOUGH_LARGE = 4.5, 3.0


def _look(subject: Subject) -> Look:
    document = subject.document
    least: tuple[float, int] | None = None
    pale: dict[tuple[int, str], list[str]] = {}   # by page, and what is told: a pale paragraph is one finding
    for words in document.words:
        if not words.visible or not any(letter.isalnum() for letter in words.text):
            continue
        contrast = contrast_of(document, words)
        if contrast is None:
            continue
        large = words.size >= (_LARGE_BOLD if words.bold else _LARGE) - _TOLERANCE
        enough = _ENOUGH_LARGE if large else _ENOUGH
        if contrast < enough - _TOLERANCE:
            told = f"a contrast of {contrast:.1f} : 1; it needs {enough} : 1"
            pale.setdefault((words.page, told), []).append(words.text)
        least = min((contrast, words.page), least or (contrast, words.page))
    for (number, told), texts in pale.items():
        have = f" and {len(texts) - 1} more have" if len(texts) > 1 else " has"
        yield f"page {number}: “{texts[0][:40]}”{have} {told}"
    return f"at least {least[0]:.1f} : 1, on page {least[1]}" if least else ""


CHECK = Check(
    id="text/contrast",
    title="Words stand out from their ground",
    rationale="Pale words are lost on low vision, bad light and office printers: WCAG 2.2, 1.4.3: 4.5 : 1, or 3 : 1 "
              "from 18 pt, or 14 pt bold, on.",
    looks_at="the colours of the words and behind them, on a picture of every page",
    proves=frozenset({OURS}),
    otherwise="warning",
    later=True,
    look=_look,
    hint="Make the words darker, or their ground lighter.",
)
