"""How somebody who answers for something is named, and how a line is written that others read one day."""

from __future__ import annotations

from brochure.errors import short

LONGEST = 300   # letters of a name or a reason
_STANDS_FOR = {"name, title"}   # as messages have it: typed as it stands, it is nobody


def person_fault(by: str) -> str:
    """Say what is wrong with the name of somebody who signs or decides; nothing if it is a name and a title."""
    name, comma, title = by.partition(",")
    if not (name.strip() and comma and title.strip()) or not any(map(str.isalpha, name)):
        return f"“{short(by)}” is not a name and a title"
    if by.strip().casefold() in _STANDS_FOR:
        return f"“{short(by)}” stands for a name and a title"
    return text_fault(by)


def text_fault(text: str) -> str:
    """Say what is wrong with a line that somebody wrote for others; nothing if it can be printed."""
    if not text.strip():
        return "nothing is written"
    if len(text) > LONGEST:
        return f"{len(text)} letters are too many; {LONGEST} is the most"
    return "" if text.isprintable() else "it holds a letter that cannot be printed"
