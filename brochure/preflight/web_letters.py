"""Every letter of the page is in a typeface that the page brings along."""

from __future__ import annotations

import base64
import binascii
import io
import re
import unicodedata
from collections import defaultdict

from brochure.formats import ONE_FILE
from brochure.preflight import Check, Look, Subject

_RULE = re.compile(r"@font-face\s*{([^}]*)}")
_FAMILY = re.compile(r"font-family:\s*[\"']([^\"']+)")
_DATA = re.compile(r"url\(data:font/woff2;base64,([^)]*)\)")
_UNSEEN = {"Cc", "Cf", "Zs", "Zl", "Zp"}   # spaces, soft hyphens, joiners


def _look(subject: Subject) -> Look:
    families: dict[str, list[frozenset[int]]] = defaultdict(list)
    for rule in _RULE.findall(subject.page.css):
        family, data = _FAMILY.search(rule), _DATA.search(rule)
        letters = _letters(data[1]) if data else frozenset()
        if not (family and letters):
            yield "a typeface in the page cannot be read"
            return ""
        families[family[1]].append(letters)
    if not families or not set(families) <= subject.promised.fonts:
        wanted, found = sorted(subject.promised.fonts), sorted(families)
        yield f"the page brings along {', '.join(found) or 'no typeface'}, and not {', '.join(wanted)}"
    seen = {letter for letter in subject.page.words if unicodedata.category(letter) not in _UNSEEN}
    for letter in sorted(seen):
        if not any(all(ord(letter) in face for face in faces) for faces in families.values()):
            yield f"“{letter}” (U+{ord(letter):04X}) is in no typeface of the page"
    return f"{len(seen)} letters in {sum(map(len, families.values()))} faces"


def _letters(data: str) -> frozenset[int]:
    from fontTools.ttLib import TTFont, TTLibError

    try:
        return frozenset(TTFont(io.BytesIO(base64.b64decode(data, validate=True))).getBestCmap())
    except (TTLibError, binascii.Error):
        return frozenset()


CHECK = Check(
    id="web/letters",
    title="Every letter is in a typeface of the page",
    rationale="A letter that is missing is taken from whatever typeface the reader's machine has, or is a box.",
    looks_at="the letters that are shown, and the typefaces that the page holds",
    proves=frozenset({ONE_FILE}),
    promised=True,
    look=_look,
    hint="This is a fault of the program: please report it.",
    kind="html",
)
