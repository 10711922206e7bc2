"""Pseudo-locales: the brochure in languages that nobody speaks, to see what a layout does to any language.

* nb-XA is Norwegian with accents on its letters, longer by 35 %, each text between ‹ and ›, so that one sees whether
  its ends are there.
* ar-XB is Norwegian in Arabic letters, so that one sees what joins, and what runs from right to left.
* se-XC is Norwegian with the letters of Northern Sámi, in very long words.

Numbers, slots, placeholders, addresses and markup are kept. The codes are those of CLDR's pseudo-locales (XA, XB) and
one more; they are of no language, and are never released.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from brochure import markup
from brochure.model import Brochure, messages
from brochure.scripts import can_hyphenate, script_of

LONGER = 1.35
_LONGEST_WORD = 24   # letters: as long as the longest words of Sámi, Finnish and German that a patient is given
_KEPT = re.compile(r"(\{[a-z]+\}|(?:https?://|www\.)[^\s\]]*[^\s\].,;:?])")   # placeholders and addresses
_WORD = re.compile(r"[^\W\d_]+(?: [^\W\d_]+)*")
_LONG = re.compile(r"[^\W\d_]{13,}")
_BROKEN = ("Latn", "Cyrl", "Grek")   # scripts whose words may be broken at the end of a line
_FILLER = ("og", "her", "står", "flere", "ord", "enn", "der", "sto", "før", "fordi", "mange", "språk", "er", "lengre")
_ACCENTED = str.maketrans("aeiouyAEIOUYcnsrzCNSRZ", "áéíóúýÁÉÍÓÚÝčñšřžČÑŠŘŽ")
_SAMI = str.maketrans("acdnstzACDNSTZ", "áčđŋšŧžÁČĐŊŠŦŽ")
_ARABIC = str.maketrans({
    "a": "ا", "b": "ب", "c": "ص", "d": "د", "e": "ي", "f": "ف", "g": "غ", "h": "ه", "i": "ى", "j": "ج", "k": "ك",
    "l": "ل", "m": "م", "n": "ن", "o": "و", "p": "ح", "q": "ق", "r": "ر", "s": "س", "t": "ت", "u": "ع", "v": "ط",
    "w": "ظ", "x": "خ", "y": "ئ", "z": "ز", "æ": "ء", "ø": "ؤ", "å": "آ", "é": "ة", ",": "،", ";": "؛", "?": "؟",
})


@dataclass(frozen=True)
class Pseudo:
    """A pseudo-locale: what it does to the words of a text, what it puts around each, how it quotes."""

    code: str
    change: Callable[[str], str]
    longer: bool
    quotes: tuple[str, str]


def _joined(text: str) -> str:
    """Give a text of fewer words: neighbours become one, as long as that is no longer than the longest."""
    def join(run: re.Match[str]) -> str:
        words: list[str] = []
        for word in run[0].split(" "):
            if words and len(words[-1]) + len(word) <= _LONGEST_WORD:
                words[-1] += word.lower()
            else:
                words.append(word)
        return " ".join(words)

    return _WORD.sub(join, text).translate(_SAMI)


PSEUDO = {entry.code: entry for entry in (
    Pseudo("nb-XA", lambda text: text.translate(_ACCENTED), True, ("«", "»")),
    Pseudo("ar-XB", lambda text: text.lower().translate(_ARABIC), False, ("«", "»")),
    Pseudo("se-XC", _joined, False, ("“", "”")),
)}


def pseudo(text: str, kind: Pseudo) -> str:
    """Give a message's text, markup and all, in a pseudo-locale.

    >>> pseudo("Se **her**, [siden](home): 10 %", PSEUDO["nb-XA"])
    '‹Šé **héř**, [šídéñ](home): 10 % óg héř štåř›'
    >>> pseudo("Se **her**, [siden](home): 10 %", PSEUDO["ar-XB"])
    'سي **هير**، [سىدين](home): 10 %'
    >>> pseudo("Se [www.lkb.no](lkb).", PSEUDO["ar-XB"])
    'سي [www.lkb.no](lkb).'
    >>> pseudo("Det er en fin dag i {date}", PSEUDO["se-XC"])
    'Đeŧereŋfiŋđági {date}'
    """
    changed = "".join(_changed(markup.parse(text), kind))
    if not kind.longer:
        return changed
    wanted, length = len(text) * (LONGER - 1) - 2, 0
    more: list[str] = []
    while length < wanted:
        more.append(_FILLER[len(more) % len(_FILLER)])
        length += len(more[-1]) + 1
    filler = kind.change(" ".join(("", *more)))
    return f"‹{changed}{filler}›"


def _changed(spans: tuple[markup.Span, ...], kind: Pseudo) -> Iterator[str]:
    for span in spans:
        if isinstance(span, markup.Text):
            parts = _KEPT.split(span.text)
            parts[::2] = map(kind.change, parts[::2])
            yield "".join(parts)
        elif isinstance(span, markup.Styled):
            mark = "**" if span.style == "strong" else "*"
            yield f"{mark}{''.join(_changed(span.children, kind))}{mark}"
        else:
            yield f"[{''.join(_changed(span.children, kind))}]({span.name})"


def catalogue(brochure: Brochure, kind: Pseudo) -> str:
    """Give the PO catalogue of a brochure in a pseudo-locale."""
    header = f'msgid ""\nmsgstr ""\n"Language: {kind.code}\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    entries = (f'msgctxt "{message.id}"\nmsgid {_quoted(message.text)}\nmsgstr {_quoted(pseudo(message.text, kind))}\n'
               for message in messages(brochure))
    return "\n".join((header, *entries))


def settings(brochure: Brochure, kind: Pseudo, fonts: tuple[str, ...], pages: int) -> str:
    """Give the locale.toml of a pseudo-locale; `pages` is what its texts need.

    Where long words may break is told as a translator would, if there is no dictionary of hyphenation for them.
    """
    films = ", ".join(f'"{film.slot}"' for film in brochure.back.films)
    names = ", ".join(f'"{name}"' for name in fonts)
    lines = [f"fonts = [{names}]", f"films = [{films}]", f"pages = {pages}", "", "[type]", 'size = "fit"',
             'drawings = "fit"', "", "[typography]", f'quotes = ["{kind.quotes[0]}", "{kind.quotes[1]}"]', "",
             "[hyphenation]"]
    texts = (markup.plain(markup.parse(pseudo(message.text, kind))) for message in messages(brochure))
    script = script_of(kind.code)
    alone = script in _BROKEN and not can_hyphenate(kind.code)
    words = {word for text in texts for word in _LONG.findall(text)} if alone else set()
    lines += (f'"{word}" = "{_broken(word)}"' for word in sorted(words))
    return "\n".join((*lines, ""))


def _broken(word: str) -> str:
    """Give a word with hyphens about every six letters."""
    parts = -(-len(word) // 7)
    size = -(-len(word) // parts)
    return "-".join(word[at:at + size] for at in range(0, len(word), size))


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'
