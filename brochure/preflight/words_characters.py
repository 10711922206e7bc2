"""No character is invisible, broken or made of two."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from brochure.markup import invisible, way_out
from brochure.preflight import ALWAYS, Check, Look, Spot, Subject

_BROKEN = re.compile(r"Ã[\u0080-\u00bf]|Â[\u00a0-\u00bf]|â€|Ð[\u0080-\u00bf]|\ufffd|[\ue000-\uf8ff]")
_LIGATURES = re.compile("[\ufb00-\ufb06]")
_JOINED = re.compile("[\u200c\u200d](?=\\s|$)|(?:^|\\s)[\u200c\u200d]")


def _look(subject: Subject) -> Look:
    words = subject.told
    for unit in words.units:
        if letters := invisible(unit.text):
            yield Spot(f"holds {letters}", unit.place, unit.id, hint=way_out(letters))
        for message in _faults(unit.text):
            yield Spot(message, unit.place, unit.id)
    return f"{len(words.units)} texts"


def _faults(text: str) -> Iterator[str]:
    if broken := _BROKEN.search(text):
        yield f"holds letters that a program has broken: “{text[max(0, broken.start() - 10):broken.end() + 10]}”"
    if (whole := unicodedata.normalize("NFC", text)) != text:
        at = next(index for index, (one, other) in enumerate(zip(text, whole, strict=False)) if one != other)
        yield f"“{whole[at]}” is made of two characters, not of one, after “{text[max(0, at - 12):at]}”"
    if ligature := _LIGATURES.search(text):
        yield f"“{ligature[0]}” is one character for two letters; the typeface joins them itself"
    if _JOINED.search(text):
        yield "a joiner stands at the edge of a word, where it joins nothing"


CHECK = Check(
    id="words/characters",
    title="No character is invisible or broken",
    rationale="Control characters turn words round or cut them off; letters made of two are not found when searched.",
    looks_at="every character: control and format characters, broken encodings, letters that are not composed (NFC)",
    proves=frozenset({ALWAYS}),
    kind="words",
    look=_look,
    hint="Delete the word and type it anew.",
)
