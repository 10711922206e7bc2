"""The words of a PDF, page by page, as a reader copies them: by pdfium, which has no part in making the files."""

from __future__ import annotations

import re
import unicodedata

_BEYOND = (-20_000.0, -20_000.0, 20_000.0, 20_000.0)   # pt: words that run out of the page are there, too
_HYPHENATED = re.compile(r"\x02\s*|-\r?\n")


def page_texts(content: bytes) -> tuple[str, ...]:
    """Give the words of each page, those beyond its edge too; a word broken at the end of a line is whole again."""
    import pypdfium2

    document = pypdfium2.PdfDocument(content)
    try:
        texts = []
        for page in document:
            text = page.get_textpage()
            texts.append(_HYPHENATED.sub("", text.get_text_bounded(*_BEYOND)))
            text.close()
        return tuple(texts)
    finally:
        document.close()


def letters(text: str) -> str:
    """Give the letters and signs of a text alone, without spaces and hyphens: what a line break cannot change.

    >>> letters("rygg- og bekken\\u00adleddsmerter, 2–3 %")
    'ryggogbekkenleddsmerter,2–3%'
    """
    plain = unicodedata.normalize("NFKC", text)
    return "".join(letter for letter in plain if not letter.isspace() and letter not in "-\u00ad\u2010\u2011\x02\ufeff")
