"""No words are too small to read."""

from __future__ import annotations

from brochure.inspection.words import smallest
from brochure.preflight import OURS, Check, Look, Subject

_LEAST, _TOLERANCE = 9.0, 0.05   # pt


def _look(subject: Subject) -> Look:
    small = smallest(subject.document.words)
    for words in small:
        if words.size < _LEAST - _TOLERANCE:
            yield f"page {words.page}: “{words.text[:40]}” is {words.size:.1f} pt"
    least = min(small, key=lambda words: words.size, default=None)
    return f"at least {least.size:.1f} pt, on page {least.page}" if least else ""


CHECK = Check(
    id="text/size",
    title="No words are smaller than 9 pt",
    rationale="Many patients read with tired or old eyes: European Commission, Guideline on the readability of the "
              "labelling and package leaflet of medicinal products for human use, 2009: at least 9 pt.",
    looks_at="the size of the words on every page",
    proves=frozenset({OURS}),
    otherwise="warning",
    later=True,
    look=_look,
    hint="Set these words larger; shorten the text if there is no room.",
)
