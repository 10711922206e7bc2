"""XML of anybody, walked through without keeping anything; what declares a document type is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from xml.parsers import expat

from brochure.errors import BrochureError, Place, short

AGAIN = "Have it saved again by the program that it comes from."


def walk_xml(content: bytes | Iterable[bytes], file: str, begin: Callable[[str, dict[str, str], int], object],
             end: Callable[[], object] | None = None, words: Callable[[str], object] | None = None) -> None:
    """Call what an XML file has, in its order; it can be given in pieces. Raises BrochureError if it cannot be read.

    A document type is refused before any of its entities is read: they can name other files, and grow without end.
    """
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True

    def refuse(*_: object) -> None:
        raise BrochureError("the file declares a document type, which may hold entities without end",
                            Place(file, parser.CurrentLineNumber), f"Nothing of it is read. {AGAIN}")

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = lambda tag, attributes: begin(tag, attributes, parser.CurrentLineNumber)
    if end:
        parser.EndElementHandler = lambda _: end()
    if words:
        parser.CharacterDataHandler = words
    try:
        for part in (content,) if isinstance(content, bytes) else content:
            parser.Parse(part, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise BrochureError(f"the XML is broken: {short(expat.ErrorString(error.code) or '')}",
                            Place(file, error.lineno), AGAIN) from None
    except (LookupError, ValueError):
        raise BrochureError("the XML is in an encoding that is not known", Place(file, 1),
                            "Save it in UTF-8.") from None
