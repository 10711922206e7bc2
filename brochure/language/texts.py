"""Texts as the checks on words take them apart: plain words, tokens, sentences."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

_SLOT = re.compile(r"\[([^\[\]]*)\]\(([^()\s]*)\)")
_ADDRESS = re.compile(r"\b(?:https?://|www\.)\S+|\S+@\S+\.\S+|\{[a-z]+\}")
_WORD = re.compile(r"[^\W\d_]+(?:[\u0300-\u036f]|['’\u200c](?=[^\W\d_])[^\W\d_]+|[^\W\d_])*")
_END = re.compile(r"[.!?…؟۔。！？።:;]+[\"'”’»)\]]*(?=\s+(?![a-zæøåäöüß\d]))")
_REFERENCE = "\u2060"   # stands where words were that are not looked at


def bare(text: str, foreign: Collection[str] = ()) -> str:
    """Give a text without its markup, and without the words of slots that are in another language.

    >>> bare("**Se** [filmen](film) om [ledd](norsk)", {"norsk"}).replace(_REFERENCE, "_")
    'Se filmen om _'
    """
    text = _SLOT.sub(lambda slot: _REFERENCE if slot[2] in foreign else slot[1], text)
    return text.replace("*", "")


def without_addresses(text: str) -> str:
    """Give a text without web addresses, e-mail addresses and placeholders."""
    return _ADDRESS.sub(_REFERENCE, text)


def words(text: str) -> list[str]:
    """Give the words of a text as they are written.

    >>> words("Don't run 2 km, rygg- og hofter")
    ["Don't", 'run', 'km', 'rygg', 'og', 'hofter']
    """
    return _WORD.findall(text)


def folded(text: str) -> str:
    """Give a text as words are compared: in small letters, composed, with plain apostrophes."""
    return unicodedata.normalize("NFC", text).replace("’", "'").lower()


def sentences(text: str) -> list[str]:
    """Give the sentences of a text; a point before a small letter or a digit ends none.

    >>> sentences("Ring kl. 9. Vent ca. en time! Hva nå?")
    ['Ring kl. 9', 'Vent ca. en time', 'Hva nå?']
    """
    return [part.strip() for part in _END.split(text) if _WORD.search(part)]
