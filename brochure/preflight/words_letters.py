"""Every letter is in the fonts of the locale."""

from __future__ import annotations

import unicodedata

from brochure.markup import JOINERS
from brochure.preflight import ALWAYS, Check, Look, Spot, Subject


def _look(subject: Subject) -> Look:
    words = subject.told
    if not words.letters:
        return ""
    known = frozenset().union(*words.letters)
    for unit in words.ready:
        strange = dict.fromkeys(letter for letter in unit.text if ord(letter) not in known
                                and letter.isprintable() and not letter.isspace() and letter not in JOINERS)
        for letter in strange:
            yield Spot(f"“{letter}” (U+{ord(letter):04X}, {unicodedata.name(letter, 'unnamed').lower()}) is in none of "
                       f"the fonts {', '.join(words.locale.fonts)}", unit.place, unit.id)
    return f"{', '.join(words.locale.fonts)}: {len(known)} letters"


CHECK = Check(
    id="words/letters",
    title="Every letter is in the fonts of the locale",
    rationale="What a font lacks is printed as an empty box, or in the letters of another typeface.",
    looks_at="every letter of the texts, and the font files that the locale declares",
    proves=frozenset({ALWAYS}),
    kind="words",
    look=_look,
    hint="Write it in other letters, or add a font that has it to the locale.",
)
