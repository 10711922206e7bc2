"""How hard a text is to read: LIX for the Scandinavian languages, the Flesch–Kincaid grade for English.

A list item ends a sentence. LIX is Björnsson's (1968): words a sentence, plus the share of words of more than six
letters in per cent. The grade is Kincaid's (1975): 0.39 words a sentence + 11.8 syllables a word - 15.59.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from brochure import markup
from brochure.model import Brochure, Section, messages

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_SENTENCE_END = re.compile(r"[.!?:]+(?=\s|$)")
_NOT_READ = ("text read aloud", "label in a drawing", "number in large type", "words under a number")
_VOWELS = re.compile(r"[aeiouy]+")
LIX_LANGUAGES = {"nb", "nn", "da", "sv"}


@dataclass(frozen=True)
class Readability:
    """A measure by name (`LIX` or `Flesch–Kincaid grade`) and its value, over the whole and per section id."""

    measure: str
    whole: float
    sections: dict[str, float]


def readability(brochure: Brochure) -> Readability | None:
    """Give how hard a brochure is to read, or None where no measure is valid for its language."""
    language = brochure.language
    measures = {"LIX": lix} if language in LIX_LANGUAGES else {"Flesch–Kincaid grade": grade}
    if language not in LIX_LANGUAGES and language != "en":
        return None
    (name, measure), = measures.items()
    sections = {section.id: sentences(section) for section in brochure.sections}
    return Readability(name, measure([text for texts in sections.values() for text in texts]),
                       {key: measure(texts) for key, texts in sections.items() if texts})


def sentences(section: Section) -> list[str]:
    """Give the sentences of a section's running text, lists and captions."""
    found: list[str] = []
    for message in messages(section):
        if not message.role.startswith(_NOT_READ):
            text = markup.plain(markup.parse(message.text))
            found.extend(part.strip() for part in _SENTENCE_END.split(text) if _WORD.search(part))
    return found


def lix(texts: Iterable[str]) -> float:
    """Give the LIX of some sentences.

    >>> lix(["Kroppen er laget for bevegelse"])
    45.0
    """
    lengths = [[len(word) for word in _WORD.findall(text)] for text in texts]
    words = sum(map(len, lengths))
    return words / len(lengths) + 100 * sum(length > 6 for row in lengths for length in row) / words


def grade(texts: Iterable[str]) -> float:
    """Give the Flesch–Kincaid grade of some English sentences.

    >>> round(grade(["The body is made for movement"]), 1)
    4.4
    """
    rows = [_WORD.findall(text) for text in texts]
    words = [word for row in rows for word in row]
    return 0.39 * len(words) / len(rows) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def syllables(word: str) -> int:
    """Estimate the syllables of an English word: groups of vowels, less a silent e at the end.

    >>> [syllables(word) for word in ("pain", "pelvic", "girdle", "pregnancy", "made", "physiotherapist", "2019")]
    [1, 2, 2, 3, 1, 5, 4]
    """
    if word.isdecimal():
        return max(1, len(word))
    lower = word.lower()
    count = len(_VOWELS.findall(lower))
    if lower.endswith("e") and not lower.endswith(("le", "ee", "ye")) and count > 1:
        count -= 1
    if lower.endswith("ed") and not lower.endswith(("ted", "ded")) and count > 1:
        count -= 1
    return max(1, count)
