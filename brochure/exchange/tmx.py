"""TMX 1.4b, a translation memory: what is translated, for the tools of who translates the next brochure.

Written for LISA OSCAR, “TMX 1.4b Specification”, 26 April 2005. It is not read: a memory knows no brochure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count
from xml.sax.saxutils import escape, quoteattr

from brochure import __version__
from brochure.exchange import Outgoing
from brochure.exchange.inline import Code, Piece, like, pieces

_TYPES = {"strong": "bold", "em": "italic", "slot": "link", "placeholder": "x-placeholder"}


def write_tmx(out: Outgoing) -> bytes:
    """Give a TMX file of the texts that are translated; the same texts give the same bytes."""
    return "\n".join(_lines(out)).encode()


def _lines(out: Outgoing) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield '<tmx version="1.4">'
    yield (f'  <header creationtool="brochure" creationtoolversion="{__version__}" segtype="paragraph" o-tmf="PO" '
           f'adminlang="en" srclang={quoteattr(out.source)} datatype="plaintext"/>')
    yield "  <body>"
    for row in out.rows:
        source = pieces(row.source)
        yield f"    <tu tuid={quoteattr(f'{out.head.brochure}:{row.id}')}>"
        yield f"      <note>{escape(row.what)}</note>"
        for language, found in ((out.source, source), (out.head.locale, pieces(row.text, like(source)))):
            yield f"      <tuv xml:lang={quoteattr(language)}><seg>{_inline(found, count(1))}</seg></tuv>"
        yield "    </tu>"
    yield "  </body>"
    yield "</tmx>"
    yield ""


def _inline(found: Sequence[Piece], pairs: Iterator[int]) -> str:
    return "".join(escape(piece) if isinstance(piece, str) else _code(piece, pairs) for piece in found)


def _code(code: Code, pairs: Iterator[int]) -> str:
    kind = _TYPES[code.kind]
    if code.kind == "placeholder":
        return f'<ph x="{code.number}" type="{kind}">{escape(code.start)}</ph>'
    pair = next(pairs)
    return (f'<bpt i="{pair}" x="{code.number}" type="{kind}">{escape(code.start)}</bpt>'
            f"{_inline(code.children, pairs)}"
            f'<ept i="{pair}">{escape(code.end)}</ept>')
