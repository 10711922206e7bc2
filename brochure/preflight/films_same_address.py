"""No two codes lead to the same address."""

from __future__ import annotations

from collections import Counter

from brochure.errors import counted
from brochure.preflight import OURS, Check, Look, Subject


def _look(subject: Subject) -> Look:
    codes = subject.promised.codes
    own = 2 if subject.promised.halves else 1   # beside its translation, each code stands twice
    for address, count in Counter(codes).items():
        if count > own:
            yield f"{count} codes lead to one and the same address, {address[:80]}"
    return counted(len(codes), "code") if codes else ""


CHECK = Check(
    id="films/same-address",
    title="Every film has an address of its own",
    rationale="Who scans the code of one film, and comes to a page with both or with neither, has to search for it.",
    looks_at="the addresses that the codes should have",
    proves=frozenset({OURS}),
    level="warning",
    promised=True,
    look=_look,
    hint="Give each film its own address in the brochure’s slots, or in the locale.toml.",
)
