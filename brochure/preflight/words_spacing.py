"""Spaces stand where the language has them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from brochure.language import Language
from brochure.language.texts import bare
from brochure.preflight import ALWAYS, Check, Look, Spot, Subject

_DOUBLE = re.compile(r"\S*\s{2,}\S*")
_BEFORE = re.compile(r"\S+\s+(?=([,.;:!?%)\]»،؛؟])(?:\s|$|[\"”»)]))")
_AFTER_OPENING = re.compile(r"[(\[«„]\s\S*")
_NO_SPACE_AFTER = re.compile(r"[^\W\d_]{2,}[,;!?:،؛؟][^\W\d_]{2,}|[^\W\d_]{3,}\.[A-ZÆØÅÄÖÜÉŁŚŻ][^\W\d_]+"
                             r"|[^\W\d_]+\)[^\W\d_]+")
_BEFORE_OPENING = re.compile(r"[^\W\d_]{2,}\([^\W\d_]{3,}")
_RANGE = re.compile(r"(?<![\d.,:/])(?<!\d )\d{1,3}(?:[.,]\d+)?(?: [-–]|[-–] | [-–] )\d{1,3}(?![\d.:/])")
_LINE_BREAK = re.compile(r"\s*\n\s*")
_ADDRESS = re.compile(r"\S*(?:://|www\.|@)\S*|\{[a-z]+\}")


def _look(subject: Subject) -> Look:
    words = subject.told
    for unit in words.ready:
        for message in _faults(unit.text, words.language):
            yield Spot(message, unit.place, unit.id)
        if (spaced := _RANGE.search(bare(unit.text))) and not _RANGE.search(bare(unit.source)):
            yield Spot(f"spaces stand in “{spaced[0]}”: a range has none", unit.place, unit.id,
                       hint="Type 4-6, without spaces: the program sets the dash.")
    return f"{len(words.ready)} texts" if words.ready else ""


def _faults(text: str, language: Language) -> Iterator[str]:
    if text != text.strip():
        yield "a space stands before the first word or after the last"
    text = _ADDRESS.sub("x", _LINE_BREAK.sub(" ", bare(text).strip()))   # told by words/characters
    if double := _DOUBLE.search(text):
        yield f"two spaces stand beside each other: “{double[0].replace('  ', '␣␣')}”"
    percent = "%"   # set by the program, as the language wants it
    for before in _BEFORE.finditer(text):
        if before[1] not in language.spaced + percent and not before[0].startswith(("–", "-", "…")):
            yield f"a space stands before “{before[1]}”, after “{before[0].strip()}”"
    if (after := _AFTER_OPENING.search(text)) and not (after[0].startswith("«") and "«" in language.spaced):
        yield f"a space stands after “{after[0][0]}”"
    for pattern in (_NO_SPACE_AFTER, _BEFORE_OPENING):
        if missing := pattern.search(text):
            yield f"a space is missing in “{missing[0]}”"


CHECK = Check(
    id="words/spacing",
    title="Spaces stand where the language has them",
    rationale="A space too many or too few is the commonest slip of typing, and lines break there.",
    looks_at="double spaces, spaces around marks and brackets; French has one before ? ! : ;",
    proves=frozenset({ALWAYS}),
    level="warning",
    kind="words",
    look=_look,
    hint="Type one space between words, and none before a comma or a full stop.",
)
