"""QR codes can be read from the pages, and lead where they should."""

from __future__ import annotations

from collections import Counter

from brochure.errors import counted
from brochure.inspection.codes import QUIET
from brochure.preflight import OURS, Check, Look, Subject

_LEAST, _TOLERANCE = 0.4, 0.95   # mm; what is measured on a picture is about right


def _look(subject: Subject) -> Look:
    codes = subject.document.codes
    for code in codes:
        if code.module < _LEAST * _TOLERANCE:
            yield (f"page {code.page}: the squares of the code of {code.text[:60]} are {code.module:.2f} mm; "
                   f"{_LEAST} mm is the least")
        if code.quiet < QUIET:
            yield (f"page {code.page}: the code of {code.text[:60]} has something beside it: {code.quiet} squares are "
                   f"free around it, {QUIET} are needed")
    if subject.promise:
        wanted, found = Counter(subject.promise.codes), Counter(code.text for code in codes)
        for address in wanted - found:
            yield f"the code of {address[:80]} cannot be read"
        for address in found - wanted:
            yield f"a code says “{address[:80]}”, which the brochure does not have"
    return f"{counted(len(codes), 'QR code')}: {', '.join(dict.fromkeys(code.text for code in codes))}" if codes else ""


CHECK = Check(
    id="qr/reads",
    title="QR codes can be read, and lead where they should",
    rationale="A code that no telephone reads is a film that nobody sees: ISO/IEC 18004: four squares free around "
              "it; squares of 0.4 mm or more for print.",
    looks_at="the codes on the pages as rendered, read back",
    proves=frozenset({OURS}),
    otherwise="warning",
    later=True,
    look=_look,
    hint="Print the code larger, black on white, with nothing near it.",
)
