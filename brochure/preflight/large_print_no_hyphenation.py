"""Large print breaks no word at the end of a line."""

from __future__ import annotations

from brochure.formats import LARGE
from brochure.preflight import Check, Look, Subject


def _look(subject: Subject) -> Look:
    texts = dict(subject.promised.texts)
    written = {word for text in texts.values() for word in text.split()}
    seen = 0
    for number, page in enumerate(subject.promised.layout, 1):
        lines = [piece for piece in page.pieces if piece.kind == "line" and piece.block in texts and piece.text.strip()]
        seen += len(lines)
        for line in lines:
            last = line.text.split()[-1]
            # A hyphen that is written stays: “rygg- og bekkenleddsmerter”.
            if last.endswith(("-", "\u2010", "\u00ad")) and not any(word.startswith(last) for word in written):
                yield f"page {number}: “{last}” is broken at the end of a line ({line.block})"
    return f"{seen} lines"


CHECK = Check(
    id="large-print/no-hyphenation",
    title="Large print breaks no words",
    rationale="A word in two halves is hard to follow with low vision or a magnifier: UK Association for Accessible "
              "Formats, Creating clear print and large print documents.",
    looks_at="the last word of every line",
    proves=frozenset({LARGE}),
    promised=True,
    look=_look,
    hint="Set “hyphens: none” in layouts/formats/large-print.css for what is named.",
)
