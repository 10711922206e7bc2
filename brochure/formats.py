"""The table of formats: the CSS that each adds, how its files are named and finished, and what each claims of them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from brochure.errors import UsageError, nearest

# What a file can claim, each proven by checks of the preflight.
LARGE = "large print"
PAGE, ONE_FILE, ACCESSIBLE = "HTML", "self-contained", "WCAG 2.2 AA as far as checks can tell"
X4, BLEED, INKS = "PDF/X-4", "3 mm bleed", "press inks"
BESIDE = "two languages beside each other"
IMPOSED, PRINTABLE = "imposed", "inside the printable area"
UA, ARCHIVE, FOLDS = "PDF/UA-1", "PDF/A-2a", "pages in fours"


@dataclass(frozen=True)
class Format:
    """A format; a file of it must pass the checks that prove its `claims`. The CSS is layouts/formats/<name>.css.

    `suffix` stands at the end of a file's name, before the extension. `size` (pt) and `drawings` (a share of their
    nominal width) are set where the format itself decides them, not the fit; then the number of pages is free.
    `tagged` files are PDF/UA-1 and PDF/A-2a at once. `inks`: printed in cyan, magenta, yellow and black, instead of in
    the colours of a screen. `finish` names what is done to the pages once they are a PDF. `bilingual`: the pages of the
    source language stand beside those of the locale.
    """

    name: str
    title: str
    suffix: str
    claims: frozenset[str]
    extension: str = "pdf"
    size: float | None = None
    drawings: float = 1.0
    tagged: bool = True
    inks: bool = False
    finish: str = ""
    bilingual: bool = False

    def is_for(self, locale: str, source: str) -> bool:
        """Whether there is such a file in a language; `source` is the source language, which stands beside no other."""
        return not self.bilingual or locale != source

    @property
    def paged(self) -> bool:
        """Whether a file of it has pages; a web page has none."""
        return self.extension == "pdf"

    def file_name(self, brochure: str, locale: str, *, draft: bool) -> str:
        """Give the name of a file: which brochure it is, in which language."""
        return f"{brochure}-{locale}{self.suffix}{'-draft' if draft else ''}.{self.extension}"


@dataclass(frozen=True)
class Finishing:
    """What can be asked of a file besides its format.

    For a press: `marks` outside the bleed, and the profile of the press. For sheets: `creep`, in mm for each sheet,
    and light `ticks` where to fold and staple. For a web page: the `languages` that lie beside it, all if none is told.
    """

    marks: bool = False
    output_profile: Path | None = None
    creep: float = 0.0
    ticks: bool = False
    languages: tuple[str, ...] = ()

    def of(self, form: Format) -> Finishing:
        """Give what of it concerns a format."""
        names = {"press": ("marks", "output_profile"), "sheets": ("creep", "ticks")}.get(
            form.finish, () if form.paged else ("languages",))
        return Finishing(**{name: getattr(self, name) for name in names})


FORMATS = {
    entry.name: entry
    for entry in (
        Format("screen", "A5 pages, for download and for reading aloud", "", frozenset({UA, ARCHIVE, FOLDS})),
        Format("large-print", "A4 pages with 18 pt type, for readers with low vision", "-large-print",
               frozenset({UA, ARCHIVE, LARGE}), size=18, drawings=0.8),
        Format("press", "A5 pages in four inks with 3 mm bleed, for a print shop", "-press",
               frozenset({X4, BLEED, INKS, FOLDS}), tagged=False, inks=True, finish="press"),
        Format("booklet", "A4 sheets, two pages a side, for an office printer: to fold and staple", "-booklet",
               frozenset({IMPOSED, PRINTABLE}), tagged=False, finish="sheets"),
        Format("parallel", "A4 sheets with two languages side by side, for a clinic to hand out", "-parallel",
               frozenset({UA, ARCHIVE, BESIDE, PRINTABLE}), bilingual=True),
        Format("web", "one HTML file, for a website", "",
               frozenset({PAGE, ONE_FILE, ACCESSIBLE}), extension="html", tagged=False),
    )
}


def format_named(name: str) -> Format:
    """Give a format; raise UsageError with the nearest name if there is none."""
    if name not in FORMATS:
        raise UsageError(f"there is no format “{name}”", None, nearest(name, FORMATS))
    return FORMATS[name]
