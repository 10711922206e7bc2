"""XLIFF 2.1, which agencies' tools read: one file for a brochure, one unit for a text.

Written for OASIS, “XLIFF Version 2.1”, 13 February 2018: the core, with its modules Metadata (what a text was like when
it went out) and Size and Length Restriction. A text that waits to be looked through is `initial` with its translation:
the standard has no fuzzy, and a state after `initial` would say that it is translated.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape, quoteattr

from brochure.exchange import Outgoing, Row, token
from brochure.exchange.inline import Code, Piece, codes, like, pieces

CORE = "urn:oasis:names:tc:xliff:document:2.0"   # that of 2.1, too
META = "urn:oasis:names:tc:xliff:metadata:2.0"
SIZE = "urn:oasis:names:tc:xliff:sizerestriction:2.0"
FUZZY = "brochure:fuzzy"
CATEGORY = "brochure"
_TYPES = {"strong": 'type="fmt" subType="xlf:b"', "em": 'type="fmt" subType="xlf:i"', "slot": 'type="link"',
          "placeholder": 'type="other"'}
_FIXED = 'canCopy="no" canDelete="no"'
# The most urgent is 1.
_PRIORITIES = {"safety": 1, "previous": 2, "author": 3, "numbers": 4}


def write_xliff(out: Outgoing) -> bytes:
    """Give an XLIFF file; the same texts give the same bytes."""
    return "\n".join(_lines(out)).encode()


def _lines(out: Outgoing) -> Iterator[str]:
    head = out.head
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield (f'<xliff xmlns="{CORE}" xmlns:mda="{META}" xmlns:slr="{SIZE}" version="2.1" '
           f"srcLang={quoteattr(out.source)} trgLang={quoteattr(head.locale)}>")
    yield (f'  <file id={quoteattr(head.brochure)} original={quoteattr(out.file)} srcDir="ltr" '
           f'trgDir="{out.direction}">')
    yield from _meta({"brochure": head.brochure, "locale": head.locale, "source-hash": head.hash,
                      "rows": str(head.rows), "texts": str(head.texts)}, "    ")
    yield '    <slr:profiles generalProfile="xliff:codepoints"><slr:normalization general="none"/></slr:profiles>'
    for row in out.rows:
        yield from _unit(row, out.pivot)
    yield "  </file>"
    yield "</xliff>"
    yield ""


def _unit(row: Row, pivot: str) -> Iterator[str]:
    source = pieces(row.source)
    target = pieces(row.text, like(source))
    data = {text: f"d{number}" for number, text in enumerate(dict.fromkeys(
        text for code in codes((*source, *target)) for text in (code.start, code.end) if text), 1)}
    room = f' slr:sizeRestriction="{row.budget}"' if row.budget else ""
    yield f'    <unit id={quoteattr(row.id)} name={quoteattr(row.id)} xml:space="preserve"{room}>'
    yield from _meta({"token": token(row)}, "      ")
    yield "      <notes>"
    yield f'        <note category="place">{escape(row.what)}</note>'
    for note in row.notes:
        priority = f' priority="{_PRIORITIES[note.kind]}"' if note.kind in _PRIORITIES else ' priority="5"'
        yield f'        <note category="{note.kind}"{priority}>{escape(note.text)}</note>'
    if row.pivot:
        yield f'        <note category="pivot">{escape(f"{pivot}: {row.pivot}")}</note>'
    yield "      </notes>"
    if data:
        yield "      <originalData>"
        yield from (f'        <data id="{name}">{escape(text)}</data>' for text, name in data.items())
        yield "      </originalData>"
    waits = f' subState="{FUZZY}"' if row.state == "fuzzy" else ""
    yield f'      <segment state="{row.stage}"{waits}>'
    yield f"        <source>{_inline(source, data)}</source>"
    if row.text:
        yield f"        <target>{_inline(target, data)}</target>"
    yield "      </segment>"
    yield "    </unit>"


def _meta(told: dict[str, str], indent: str) -> Iterator[str]:
    yield f'{indent}<mda:metadata><mda:metaGroup category="{CATEGORY}">'
    yield from (f'{indent}  <mda:meta type="{name}">{escape(value)}</mda:meta>' for name, value in told.items())
    yield f"{indent}</mda:metaGroup></mda:metadata>"


def _inline(found: Sequence[Piece], data: dict[str, str]) -> str:
    return "".join(escape(piece) if isinstance(piece, str) else _code(piece, data) for piece in found)


def _code(code: Code, data: dict[str, str]) -> str:
    """A code, which counts as many letters as it is written with: so a budget is that of the catalogue."""
    size = f'slr:sizeInfo="{len(code.start) + len(code.end)}"'
    if code.kind == "placeholder":
        return (f'<ph id="{code.number}" dataRef="{data[code.start]}" disp={quoteattr(code.start)} '
                f"equiv={quoteattr(code.start)} {_TYPES[code.kind]} {_FIXED} {size}/>")
    return (f'<pc id="{code.number}" dataRefStart="{data[code.start]}" dataRefEnd="{data[code.end]}" '
            f"dispStart={quoteattr(code.start)} dispEnd={quoteattr(code.end)} {_TYPES[code.kind]} {_FIXED} {size}>"
            f"{_inline(code.children, data)}</pc>")
