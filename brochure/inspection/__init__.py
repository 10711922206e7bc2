"""Opens a finished PDF and tells what is in it, for the checks; what nobody asks for is not read.

It shares no code with what makes the files, so that it cannot repeat its mistakes. Positions are in mm from the top
left corner of the trim, as the page is shown. Anybody's file may come in: each module has its limits, and raises
BrochureError where a file cannot be read at all, Unreadable where one thing in it is more than can be looked at.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from brochure.errors import ToolMissing, Unreadable
from brochure.inspection.opening import content_for_others, open_safely

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL.Image import Image

    from brochure.inspection.codes import Code
    from brochure.inspection.fonts import Font
    from brochure.inspection.links import Bookmark, Link
    from brochure.inspection.marks import Marks
    from brochure.inspection.metadata import Metadata
    from brochure.inspection.pages import Page
    from brochure.inspection.pdfium import Shown
    from brochure.inspection.tags import Tags
    from brochure.inspection.words import Words

T = TypeVar("T")
_KEPT = 25_000_000   # pixels of pages that are kept, for the next check: a brochure, not a book


class _once(cached_property[T]):
    """A property that is found once; that it cannot be found is kept, too: ten checks do not try ten times."""

    def __get__(self, document: Any, owner: Any = None) -> Any:
        if document is None:
            return self
        if fault := document._faults.get(self.attrname):
            raise fault
        try:
            return super().__get__(document, owner)
        except (ToolMissing, Unreadable) as error:
            document._faults[self.attrname] = error
            raise


class Document:
    """A PDF, opened once for all checks."""

    def __init__(self, content: bytes, file: str) -> None:
        """Open a file from its bytes; raises BrochureError, with what to do, if it cannot be read."""
        self.content, self.file = content, file
        self.pdf = open_safely(content, file)
        self.damage = tuple(map(str, self.pdf.get_warnings()))   # what qpdf has mended, in its words; told but once
        self._faults: dict[str | None, Exception] = {}
        self._pictures: dict[tuple[int, int, bool], Image] = {}
        self._rendered = 0

    @_once
    def page_count(self) -> int:
        """How many pages the file has."""
        return len(self.pdf.pages)

    @_once
    def pages(self) -> tuple[Page, ...]:
        """The pages with their boxes; raises BrochureError if one has no size, or is larger than a page can be."""
        from brochure.inspection.pages import pages_of

        return pages_of(self.pdf, self.file)

    @_once
    def page_texts(self) -> tuple[str, ...]:
        """The words of each page, as a reader copies them."""
        from brochure.inspection.text import page_texts

        return page_texts(self.shown)

    @_once
    def fonts(self) -> tuple[Font, ...]:
        """The fonts of the file, by name."""
        from brochure.inspection.fonts import fonts_of

        return fonts_of(self.pdf)

    @_once
    def marks(self) -> tuple[Marks, ...]:
        """What is set on each page: text, lines, rules, pictures, shadings, and the colours; may raise Unreadable."""
        from brochure.inspection.marks import marks_of

        return marks_of(self.pdf, self.pages)

    @_once
    def words(self) -> tuple[Words, ...]:
        """Stretches of words in one style on one line, page by page, in the order of the file; may raise Unreadable."""
        from brochure.inspection.words import words_of

        return words_of(self.shown, self.pages)

    @_once
    def tagged_words(self) -> dict[tuple[int, int], str]:
        """The words by page and number of marked content, to which the tags point; may raise Unreadable."""
        from brochure.inspection.words import tagged_words_of

        return tagged_words_of(self.shown)

    @_once
    def tags(self) -> Tags:
        """The tree of tags; may raise Unreadable."""
        from brochure.inspection.tags import tags_of

        return tags_of(self.pdf)

    @_once
    def links(self) -> tuple[Link, ...]:
        """What can be clicked, page by page."""
        from brochure.inspection.links import links_of

        return links_of(self.pdf, self.pages)

    @_once
    def bookmarks(self) -> tuple[Bookmark, ...]:
        """The outline that a reader shows beside the pages."""
        from brochure.inspection.links import bookmarks_of

        return bookmarks_of(self.pdf)

    @_once
    def metadata(self) -> Metadata:
        """What the file says of itself."""
        from brochure.inspection.metadata import metadata_of

        return metadata_of(self.pdf)

    @_once
    def codes(self) -> tuple[Code, ...]:
        """The QR codes that can be read from the pages as rendered; may raise Unreadable."""
        from brochure.inspection.codes import codes_of

        return codes_of(self)

    def picture(self, number: int, dpi: int, *, grey: bool = False) -> Image:
        """Give a page as rendered by pdfium, its crop box, in RGB or grey; pages count from 1; may raise Unreadable."""
        key = (number, dpi, grey)
        if key not in self._pictures:
            from brochure.inspection.rasters import LIMIT_ALL, picture_of

            picture = self._pictures[key] = picture_of(self.shown, self.pages[number - 1], dpi, grey=grey)
            self._rendered += picture.width * picture.height
            if self._rendered > LIMIT_ALL:
                raise Unreadable("its pages are too large, or too many, to be rendered")
            while len(self._pictures) > 1 and sum(kept.width * kept.height for kept in self._pictures.values()) > _KEPT:
                del self._pictures[next(iter(self._pictures))]
        return self._pictures[key]

    def inks(self, dpi: int) -> Iterator[Image]:
        """Give each page's crop box as inks (CMYK, 255 for all of an ink), as rendered by Poppler.

        Raises ToolMissing if Poppler is not there, and may raise Unreadable.
        """
        from brochure.inspection.rasters import inks_of

        return inks_of(self.others, self.pages, dpi)

    @_once
    def shown(self) -> Shown:
        """The file as pdfium shows it; may raise Unreadable."""
        from brochure.inspection.pdfium import Shown

        return Shown(self.others)

    @_once
    def others(self) -> bytes:
        """The file as it is given to pdfium and Poppler, which have fewer limits of their own; may raise Unreadable."""
        return content_for_others(self.pdf, self.content, damaged=bool(self.damage))
