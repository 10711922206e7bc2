"""Imposition: which pages stand on which side of which sheet, and a PDF of pages as a PDF of such sheets.

Two pages a side, for duplex printing flipped on the short edge; the sheets are laid in one another, folded once and
stapled through the fold (saddle stitch).
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from brochure.errors import UsageError
from brochure.leaves import POINT, SAME, Leaf, digits, pdf_number, read_leaves, reading, says_right_to_left

MOST_CREEP, MOST_SHIFT = 1.0, 5.0   # mm: for each sheet, and for the innermost
_KEPT = {"/Type", "/Pages", "/Lang", "/OCProperties", "/OutputIntents"}   # of the catalogue; the rest is of pages
_INKED = 7.0                   # mm from the sheet's edge that ticks keep: office printers leave up to 6.35 mm unprinted
_FOLD_TICK, _STAPLE_TICK = 3.0, 10.0   # mm: lengths; a common staple is 12 mm wide and covers its tick
_TICK = "0.55 G 0.4 w"         # light grey, 0.4 pt


@dataclass(frozen=True)
class Paper:
    """A paper, lying: its name, and its width and height in mm."""

    name: str
    width: float
    height: float


PAPERS = {"a4": Paper("A4", 297, 210), "letter": Paper("Letter", 279.4, 215.9)}


@dataclass(frozen=True)
class Imposed:
    """An imposed PDF: its bytes, its pages with the blank ones, how many are blank, its sheets, the pages' scale."""

    content: bytes
    pages: int
    blank: int
    sheets: int
    scale: float
    right_to_left: bool


def sides(pages: int, *, right_to_left: bool = False) -> tuple[tuple[int, int], ...]:
    """Give the pages on the left and right half of each side, sheet by sheet from the outermost, front before back.

    Pages that are no multiple of four raise ValueError. The first page is on the right of its sheet, and its spine
    at its left; in a book that is read from right to left, the other way round.

    >>> sides(8)
    ((8, 1), (2, 7), (6, 3), (4, 5))
    >>> sides(8, right_to_left=True)
    ((1, 8), (7, 2), (3, 6), (5, 4))
    >>> sides(4)
    ((4, 1), (2, 3))
    """
    if pages < 0 or pages % 4:
        raise ValueError(f"{pages} pages cannot be folded")
    order = []
    for side in range(pages // 2):
        low, high = side + 1, pages - side
        # Fronts have their later page at the left; on backs, which lie behind them, it is at the right.
        order.append((high, low) if (side % 2 == 0) is not right_to_left else (low, high))
    return tuple(order)


def impose(content: bytes, file: str, paper: Paper = PAPERS["a4"], *, right_to_left: bool = False, creep: float = 0.0,
           ticks: bool = False) -> Imposed:
    """Give a PDF of single pages as one of sheets, two pages a side; the same input gives the same bytes.

    Pages keep their size and touch the fold; larger ones than half the paper are made smaller until they fit. They
    are centred from head to foot, and cut at their own trim. Blank pages fill up the last sheet. A file that says of
    itself that it is read from right to left is folded so, too.

    `creep` is in mm for each sheet: folded sheets push those inside them outwards, by about their thickness, so that
    the outer margins become narrower towards the middle. The outermost sheet stays as it is, each sheet further in
    has its pages moved that much more towards the spine, and what would cross the fold is cut (the print shops'
    rule; it is also called shingling, push-in). `ticks` are light marks on the fold: where to fold, on the outermost
    and the innermost side; where to staple, on the outermost.

    Raises BrochureError, at `file`, for what is locked, broken, of mixed sizes, or too large; UsageError for a creep
    that no paper has.
    """
    with reading(file):
        pdf = pikepdf.open(io.BytesIO(content), attempt_recovery=False)
    with pdf:
        with reading(file):
            leaves = read_leaves(pdf, file)
            right_to_left = right_to_left or says_right_to_left(pdf)
        count, total = len(leaves), -(-len(leaves) // 4) * 4
        _check_creep(creep, total // 4)
        scale = _scale(leaves[0], paper)
        order = sides(total, right_to_left=right_to_left)
        made = []
        for side, pair in enumerate(order):
            drawn, forms = [], Dictionary()
            for left, page in zip((True, False), pair, strict=True):
                if page <= count:
                    forms[f"/Page{page}"] = leaves[page - 1].form
                    drawn.append(_placed(leaves[page - 1], page, paper, scale, side // 2 * creep, left=left))
            if ticks and side in (0, len(order) - 1):
                drawn.append(_ticks(paper, leaves[0].height * scale, staples=side == 0))
            made.append(_side(pdf, paper, "\n".join(drawn), forms))
        written = io.BytesIO()
        with reading(file):
            del pdf.pages[:]
            pdf.pages.extend(map(pikepdf.Page, made))
            _describe(pdf, right_to_left)
            pdf.save(written, min_version="1.7", deterministic_id=True,
                     object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return Imposed(written.getvalue(), total, total - count, total // 4, scale, right_to_left)


def _check_creep(creep: float, sheets: int) -> None:
    if not 0 <= creep <= MOST_CREEP:
        raise UsageError(f"a creep of {creep:g} mm is none: it is 0 to {MOST_CREEP:g} mm for each sheet", None,
                         "Take the thickness of the paper: 0.1 mm for common paper of 80 g/m².")
    if (shift := creep * (sheets - 1)) > MOST_SHIFT:
        raise UsageError(f"a creep of {creep:g} mm moves the innermost of {sheets} sheets by {shift:.1f} mm: "
                         f"{MOST_SHIFT:g} mm is the most", None, "Set a smaller --creep.")


def _scale(leaf: Leaf, paper: Paper) -> float:
    """Give the scale at which a page fits half a paper: 1 where it does as it is, but for a rounding."""
    half = paper.width / 2
    if max(leaf.width - half, leaf.height - paper.height) <= SAME:
        return 1.0
    return min(half / leaf.width, paper.height / leaf.height)


def _placed(leaf: Leaf, page: int, paper: Paper, scale: float, shift: float, *, left: bool) -> str:
    """Give the operators that print a page on its half: at the fold, moved towards it, and cut there."""
    half, width, height = paper.width / 2, leaf.width * scale, leaf.height * scale
    x = half - width + shift if left else half - shift
    y = (paper.height - height) / 2
    cut = _numbers(0 if left else half, 0, half, paper.height)
    return f"q {cut} re W n {digits(scale)} 0 0 {digits(scale)} {_numbers(x, y)} cm /Page{page} Do Q"


def _ticks(paper: Paper, height: float, *, staples: bool) -> str:
    """Give the operators of the ticks on the fold; staples go through at a quarter and three quarters of the page."""
    fold = paper.width / 2
    spans = [(_INKED, _INKED + _FOLD_TICK), (paper.height - _INKED - _FOLD_TICK, paper.height - _INKED)]
    if staples:
        middles = [(paper.height - height) / 2 + height * share for share in (0.25, 0.75)]
        spans += [(middle - _STAPLE_TICK / 2, middle + _STAPLE_TICK / 2) for middle in middles]
    lines = " ".join(f"{_numbers(fold, low)} m {_numbers(fold, high)} l" for low, high in spans)
    return f"q {_TICK} {lines} S Q"


def _side(pdf: pikepdf.Pdf, paper: Paper, drawn: str, forms: Any) -> Any:
    box = Array([0, 0, *(pdf_number(length / POINT) for length in (paper.width, paper.height))])
    return pdf.make_indirect(Dictionary(Type=Name.Page, MediaBox=box, Resources=Dictionary(XObject=forms),
                                        Contents=pdf.make_stream(drawn.encode())))


def _describe(pdf: pikepdf.Pdf, right_to_left: bool) -> None:
    """Keep title, language and dates; set the print dialog (ISO 32000-1, table 150; it has no entry for sheets).

    What else the catalogue says is true of pages, not of sheets: tags, bookmarks, labels, claims of a standard.
    """
    if "/Title" not in pdf.docinfo and "/Metadata" in pdf.Root:
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
            title = metadata.get("dc:title")
        if title:
            pdf.docinfo["/Title"] = str(title)
    for key in set(pdf.Root.keys()) - _KEPT:
        del pdf.Root[key]
    preferences = Dictionary(Duplex=Name.DuplexFlipShortEdge, PrintScaling=Name("/None"), PickTrayByPDFSize=True)
    if "/Title" in pdf.docinfo:
        preferences.DisplayDocTitle = True
    if right_to_left:
        preferences.Direction = Name.R2L
    pdf.Root.ViewerPreferences = preferences
    pdf.Root.PageLayout = Name.SinglePage


def _numbers(*lengths: float) -> str:
    """Give lengths in mm as the page's points."""
    return " ".join(digits(length / POINT) for length in lengths)
