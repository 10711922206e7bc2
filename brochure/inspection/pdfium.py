"""A PDF as pdfium shows it: the only module that opens one with pdfium, which has no part in making the files."""

from __future__ import annotations

from typing import Any

from brochure.errors import Unreadable


class Shown:
    """A file opened with pdfium once; its pages and their words are loaded as they are asked for, and kept."""

    def __init__(self, content: bytes) -> None:
        """Open a file; raises Unreadable if pdfium cannot."""
        import pypdfium2

        self._fault: type[Exception] = pypdfium2.PdfiumError
        self._pages: dict[int, Any] = {}
        self._texts: dict[int, Any] = {}
        try:
            self._document = pypdfium2.PdfDocument(content)
            self.count = len(self._document)
        except pypdfium2.PdfiumError as error:
            raise Unreadable(f"pdfium cannot open it: {error}") from None

    def page(self, number: int) -> Any:
        """Give a page, counted from 1; raises Unreadable if pdfium cannot show it."""
        if number not in self._pages:
            try:
                self._pages[number] = self._document[number - 1]
            except (self._fault, IndexError) as error:
                raise Unreadable(f"pdfium cannot show page {number}: {error}") from None
        return self._pages[number]

    def text(self, number: int) -> Any:
        """Give the words of a page, counted from 1; raises Unreadable."""
        if number not in self._texts:
            try:
                self._texts[number] = self.page(number).get_textpage()
            except self._fault as error:
                raise Unreadable(f"pdfium cannot read page {number}: {error}") from None
        return self._texts[number]
