"""No line is too thin to be printed."""

from __future__ import annotations

from brochure.preflight import OURS, Check, Look, Subject

_LEAST, _TOLERANCE = 0.25, 0.01   # pt


def _look(subject: Subject) -> Look:
    thinnest = {marks.page.number: min(line.width for line in marks.lines) for marks in subject.document.marks
                if marks.lines}
    for number, width in thinnest.items():
        if width < _LEAST - _TOLERANCE:
            told = f"{width:.2f} pt thick" if width >= 0.005 else "as thin as the printer can draw it"
            yield f"page {number}: a line is {told}"
    least = min(thinnest, key=lambda number: thinnest[number], default=None)
    return f"at least {thinnest[least]:.2f} pt, on page {least}" if least else ""


CHECK = Check(
    id="lines/width",
    title="No line is thinner than 0.25 pt",
    rationale="A hairline is seen on a screen and on an office printer, but a press does not hold it. Rule of print "
              "shops: 0.25 pt.",
    looks_at="the width of every line, and of filled rectangles that are as thin as one, as they are scaled",
    proves=frozenset({OURS}),
    otherwise="warning",
    later=True,
    look=_look,
    hint="Draw the line with 0.25 pt or more.",
)
