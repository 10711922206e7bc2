"""Words in large print stand out strongly."""

from __future__ import annotations

from brochure.formats import LARGE
from brochure.inspection.contrast import contrast_of
from brochure.preflight import Check, Look, Subject

_ENOUGH, _TOLERANCE = 7.0, 0.05


def _look(subject: Subject) -> Look:
    least: tuple[float, int] | None = None
    for words in subject.document.words:
        contrast = contrast_of(subject.document, words) if words.visible and words.text.strip("•·. ") else None
        if contrast is None:
            continue
        if contrast < _ENOUGH - _TOLERANCE:
            what = f"page {words.page}: “{words.text[:40]}”"
            yield f"{what} has a contrast of {contrast:.1f} : 1; large print needs {_ENOUGH:g} : 1"
        least = min((contrast, words.page), least or (contrast, words.page))
    return f"at least {least[0]:.1f} : 1, on page {least[1]}" if least else ""


CHECK = Check(
    id="large-print/contrast",
    title="Large print is dark on light",
    rationale="Low vision is often low sight of contrast: WCAG 2.2, 1.4.6 asks for 7 : 1.",
    looks_at="the colours of the words and behind them, on a picture of every page",
    proves=frozenset({LARGE}),
    look=_look,
    hint="Make the words darker, or their ground lighter, in layouts/formats/large-print.css.",
)
