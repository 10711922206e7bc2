"""No word stands twice."""

from __future__ import annotations

import re

from brochure.language.texts import folded, sentences
from brochure.preflight import ALWAYS, Check, Look, Spot, Subject

_TWICE = re.compile(r"(?<!\w)((?:\w+ ){0,3}\w+) \1(?!\w)")
_A_SENTENCE = 3   # words: shorter ones may stand twice


def _look(subject: Subject) -> Look:
    words = subject.told
    allowed = words.language.listed("doubled")
    for unit, text in words.plain():
        plain = folded(text)
        for twice in _TWICE.finditer(plain):
            if twice[1] not in allowed and not twice[1].isdecimal() and not _TWICE.search(_source(unit.source, words)):
                yield Spot(f"“{twice[1]}” stands twice", unit.place, unit.id)
        said = [folded(sentence).strip(".!?") for sentence in sentences(text)]
        for sentence in dict.fromkeys(said):
            if said.count(sentence) > 1 and len(sentence.split()) > _A_SENTENCE:
                yield Spot(f"the sentence “{sentence[:40]}” stands twice", unit.place, unit.id)
    return f"{len(words.ready)} texts" if words.ready else ""


def _source(text: str, words: object) -> str:
    return "" if getattr(words, "is_source", False) else folded(text)


CHECK = Check(
    id="words/repeated",
    title="No word stands twice",
    rationale="A word typed twice is overlooked by everybody but the reader.",
    looks_at="words, and groups of up to four words, that follow themselves; sentences that stand twice in a text",
    proves=frozenset({ALWAYS}),
    level="warning",
    kind="words",
    look=_look,
    hint="Take one away; a word that may stand twice is told under [words] in locale.toml, as doubled = [\"…\"].",
)
