"""Whether an edit of a text changes what it says: a number, a word that bounds one, a negation.

Both texts are in one language, so nothing is let pass here that a translation may say in other words: what counts is
the same, and in the same order, or it has changed. An edit that is called so without need costs somebody a look.

>>> from brochure.language import read
>>> change_of_sense("Under 10 % har plager.", "Over 10 % har plager.", read("nb"))
'a number has changed'
"""

from __future__ import annotations

import re
from fractions import Fraction

from brochure.language import Language, entries
from brochure.language.negation import disagreement, negations
from brochure.language.numbers import quantities, units_alone
from brochure.language.texts import bare, folded

_SIGN = re.compile(r"[<>≤≥±≈~]")


def change_of_sense(before: str, after: str, language: Language) -> str:
    """Say what of an edited text is not as it was, a number or a negation; nothing if neither has changed."""
    before, after = bare(before), bare(after)
    if _counted(before, language) != _counted(after, language):
        return "a number has changed"
    if not language.negating:
        return f"nobody has told which words say no in “{language.code}”"
    if negations(before, language) != negations(after, language) or disagreement(before, language, after, language):
        return "a negation has changed"
    return ""


def _counted(text: str, language: Language) -> tuple[object, ...]:
    """All that is a number in a text, or says how one is meant: units, “under”, “at least”.

    A word that is an article in most texts (“en”) is none, unless a unit stands behind it.
    """
    told = [(entry.value, entry.unit, entry.digits) for entry in quantities(text, language)
            if entry.certain or entry.unit or entry.value != Fraction(1)]
    bounds = language.listed("bounds")
    words = re.findall(rf"(?<!\w)(?:{entries(bounds)})(?!\w)", folded(text)) if bounds else []
    return told, units_alone(text, language), words, _SIGN.findall(text)
