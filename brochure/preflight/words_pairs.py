"""Quotation marks and brackets come in pairs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from brochure.language.texts import bare
from brochure.preflight import ALWAYS, Check, Look, Spot, Subject

_BRACKETS = {"(": ")", "[": "]", "{": "}", "«": "»", "‹": "›", "„": "“”", "“": "”", "‚": "‘’"}
_STRAIGHT = re.compile(r'"')
_LIST_SIGN = re.compile(r"(?:^|\s)\w{1,2}\)")   # “a)” opens nothing


def _look(subject: Subject) -> Look:
    words = subject.told
    for unit in words.ready:
        for message in _faults(bare(unit.text)):
            yield Spot(message, unit.place, unit.id)
    return f"{len(words.ready)} texts" if words.ready else ""


def _faults(text: str) -> Iterator[str]:
    text = _LIST_SIGN.sub(" ", text)
    if len(_STRAIGHT.findall(text)) % 2:
        yield "a quotation mark has no partner"
    # German opens „ and closes “, Swedish opens and closes with ”, Danish can turn the angles round.
    swapped = text.find("»") != -1 and text.find("»") < (text.find("«") if "«" in text else len(text))
    german, swedish = "„" in text, "“" not in text
    open_: list[str] = []
    for letter in text:
        if swapped and letter in "«»":
            letter = {"«": "»", "»": "«"}[letter]
        if letter in _BRACKETS and not (german and letter == "“"):
            open_.append(letter)
        elif any(letter in closing for closing in _BRACKETS.values()) and letter not in "‘’":
            if open_ and letter in _BRACKETS[open_[-1]]:
                open_.pop()
            elif letter != "”" or not swedish:
                yield f"“{letter}” closes what is not open"
                return
    if swedish and not german and text.count("”") % 2:
        yield "a quotation mark has no partner"
    for letter in open_:
        if letter != "‚":
            yield f"“{letter}” is opened and not closed"


CHECK = Check(
    id="words/pairs",
    title="Quotation marks and brackets come in pairs",
    rationale="Where one is missing, nobody knows where the words of somebody else end, or an aside.",
    looks_at="( ) [ ] « » “ ” „ “ and straight quotation marks",
    proves=frozenset({ALWAYS}),
    level="warning",
    kind="words",
    look=_look,
    hint="Add the missing one. Plain \" will do: the program sets the marks of your language.",
)
