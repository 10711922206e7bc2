"""HTML becomes PDF bytes. The only package that knows WeasyPrint; whatever that complains about is an error here.

Nothing is opened but what is handed in by name: no file, no network, no attachment. The only typefaces are those of
the folder that the press is given: fontconfig is told of no other, so that a missing letter cannot come from the
machine, and the machine cannot change a page.
"""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from copy import copy
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from brochure.errors import BrochureError, Fault, Place, ToolMissing
from brochure.files import make_folder, write_whole
from brochure.geometry import PageLayout, Placed
from brochure.press.hyphens import words_one_by_one
from brochure.press.layout import read_layout
from brochure.press.start import compress, load_engine

if TYPE_CHECKING:
    from weasyprint import CSS, Document

_FONTS_CONF = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir></fontconfig>
"""
_LOOK = "Look for it in the templates and stylesheets of layouts/."
_AT = re.compile(r" at (\d+):\d+")
_KINDS = {"png": "image/png", "jpeg": "image/jpeg"}   # of pictures that are no drawings


@dataclass(frozen=True)
class Sheet:
    """A stylesheet: its CSS, and the file that faults in it are reported at."""

    file: str
    css: str


@dataclass(frozen=True)
class Proof:
    """Pages as laid out: where everything stands, and the PDF of it."""

    pages: tuple[PageLayout, ...]
    _document: Document

    def pdf(self, *, tagged: bool = True, sheets: bool = False) -> bytes:
        """Give the PDF; the same input gives the same bytes.

        Tagged, it is PDF/A-2a and PDF/UA-1 at once; otherwise it is plain, to be finished for a press or a sheet.
        `sheets` has the print dialog open for lying sheets: both sides, flipped on the short edge, at their own size.
        """
        from brochure.press.rtl import letters_as_they_are, runs_right_to_left, say_direction
        from brochure.press.tags import finish, repaired_tags

        turned = not sheets and runs_right_to_left(self._document)
        with ExitStack() as stack:
            for context in (_complaints(), _ends_of_streams(), letters_as_they_are()):
                stack.enter_context(context)
            repairs = stack.enter_context(repaired_tags()) if tagged else None

            def finisher(document: Any, pdf: Any) -> None:
                if repairs is not None:
                    finish(document, pdf, repairs)
                if sheets:   # ISO 32000-1, 12.2, table 150
                    pdf.catalog["ViewerPreferences"].update(Duplex="/DuplexFlipShortEdge", PrintScaling="/None",
                                                            PickTrayByPDFSize="true")
                if turned:
                    say_direction(pdf)
                compress(pdf)

            options = {"pdf_variant": "pdf/a-2a"} if tagged else {"pdf_variant": None, "pdf_tags": False}
            return bytes(self._document.write_pdf(pdf_identifier=b"brochure", finisher=finisher, **options))


def preload(fonts: Path, cache: Path) -> None:
    """Load the engine, once for all presses and workers; raises ToolMissing if one of its libraries is not there."""
    _configure_fonts(fonts, cache)
    try:
        load_engine(cache)
    except OSError as error:
        raise ToolMissing(f"a library that sets the type is missing: {error}", None,
                          "Say “make setup”, which installs it; “brochure doctor” tells what is missing.") from None
    logging.getLogger("fontTools").setLevel(logging.ERROR)


class Press:
    """A press that is warm after its first page: it keeps its typefaces, stylesheets and pictures."""

    def __init__(self, fonts: Path, cache: Path) -> None:
        """Load the engine; `fonts` is the only folder with typefaces. Raises ToolMissing if a library is not there."""
        preload(fonts, cache)
        import weasyprint
        from weasyprint.text.fonts import FontConfiguration

        self._weasyprint = weasyprint
        self._fonts = FontConfiguration()
        self._sheets: dict[Sheet, CSS] = {}
        self._pictures: dict[tuple[str, bytes], Any] = {}

    def lay_out(self, html: str, sheets: Sequence[Sheet], resources: Mapping[str, bytes]) -> Proof:
        """Give a page set with some stylesheets; `resources` are the pictures that it names.

        Raises BrochureError with every complaint of the engine: an unknown property, a picture that is not there.
        """
        fetcher = self._fetcher(resources)
        # The engine knows pictures by their names alone; one name can be another picture in the next language.
        named = {f"brochure:{name}": (name, content) for name, content in resources.items()}
        pictures = {url: self._pictures[known] for url, known in named.items() if known in self._pictures}
        with _complaints(), words_one_by_one():
            styles = [self._style(sheet, fetcher) for sheet in sheets]
            page = self._weasyprint.HTML(string=html, url_fetcher=fetcher, base_url="brochure:")
            document = page.render(stylesheets=styles, font_config=self._fonts, cache=pictures,
                                   pdf_variant="pdf/a-2a")
        self._pictures.update({known: pictures[url] for url, known in named.items() if pictures.get(url)})
        if document.metadata.attachments:
            raise BrochureError("the page attaches a file, which no brochure may do", None, _LOOK)
        return Proof(read_layout(document), document)

    def beside(self, proofs: Sequence[Proof], sheets: Sequence[Sequence[Placed]], size: tuple[float, float],
               title: str = "") -> Proof:
        """Give pages of several proofs on sheets of a size (width and height in mm), as one document.

        What it tells of itself, its language and its bookmarks are those of the last proof; its title, if none is
        given, is that of them all. It knows no geometry: that of its pages is in the proofs.
        """
        from weasyprint import Document

        from brochure.press.beside import beside

        documents = [proof._document for proof in proofs]
        last = documents[-1]
        metadata = copy(last.metadata)
        metadata.title = title or " · ".join(dict.fromkeys(document.metadata.title for document in documents))
        with _complaints():
            pages = beside(documents, sheets, size)
        return Proof((), Document(pages, metadata, last.url_fetcher, last.font_config, last.color_profiles,
                                  last.output_intent))

    def _style(self, sheet: Sheet, fetcher: Any) -> CSS:
        if sheet not in self._sheets:
            if "@font-face" in sheet.css:
                line = sheet.css[:sheet.css.index("@font-face")].count("\n") + 1
                raise BrochureError("a stylesheet declares a typeface", Place(sheet.file, line),
                                    "Typefaces are declared in fonts/fonts.toml.")
            with _complaints(sheet.file):
                self._sheets[sheet] = self._weasyprint.CSS(string=sheet.css, font_config=self._fonts,
                                                           url_fetcher=fetcher, base_url="brochure:")
        return self._sheets[sheet]

    def _fetcher(self, resources: Mapping[str, bytes]) -> Any:
        from weasyprint.urls import URLFetcher, URLFetcherResponse

        class OnlyOurs(URLFetcher):  # type: ignore[misc]
            """Gives what was handed in by name, and nothing else."""

            def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:  # noqa: ARG002 the engine's signature
                name = url.removeprefix("brochure:")
                if name == url or name not in resources:
                    raise PermissionError(f"{url} is not part of the page")
                kind = _KINDS.get(name.rpartition(".")[2], "image/svg+xml")
                return URLFetcherResponse(url, resources[name], {"Content-Type": kind})

        return OnlyOurs(allowed_protocols=())


def _configure_fonts(fonts: Path, cache: Path) -> None:
    """Tell fontconfig of one folder only; it reads this when the engine is loaded."""
    make_folder(cache)
    configuration = cache / "fonts.conf"
    text = _FONTS_CONF.format(fonts=fonts.resolve(), cache=(cache / "fontconfig").resolve())
    if not configuration.is_file() or configuration.read_text() != text:
        write_whole(configuration, text.encode())
    os.environ["FONTCONFIG_FILE"] = str(configuration.resolve())


@contextmanager
def _ends_of_streams() -> Iterator[None]:
    """Close each stream with CR LF inside the block.

    pydyf 0.13.0 writes LF alone. After data that ends with CR, as one compressed stream in 256 does, a reader takes
    both for the end of the line, and finds the stream a byte too short (ISO 19005-2, 6.1.7.1).
    """
    import pydyf

    original = pydyf.Stream.data
    pydyf.Stream.data = property(lambda stream: original.fget(stream).removesuffix(b"\nendstream") + b"\r\nendstream")
    try:
        yield
    finally:
        pydyf.Stream.data = original


@contextmanager
def _complaints(file: str = "") -> Iterator[None]:
    """Turn every warning and error that the engine logs inside the block into faults of one BrochureError."""
    faults: list[Fault] = []

    class Collector(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            message = " ".join(record.getMessage().split())
            at = _AT.search(message)
            place = Place(file, int(at[1])) if file and at else Place(file) if file else None
            hint = "" if file else _LOOK
            faults.append(Fault(f"the page cannot be printed as it is: {_AT.sub('', message)}", place, hint))

    logger = logging.getLogger("weasyprint")
    handler = Collector(logging.WARNING)
    logger.addHandler(handler)
    propagate, logger.propagate = logger.propagate, False
    try:
        yield
    except RecursionError:
        raise BrochureError("the page is nested too deeply", None, _LOOK) from None
    except ArithmeticError:   # for instance letters of 0.0001 pt, in WeasyPrint 70.0
        raise BrochureError("the page has something in it of no size", None, _LOOK) from None
    finally:
        logger.removeHandler(handler)
        logger.propagate = propagate
    if faults:
        raise BrochureError(faults=dict.fromkeys(faults))
