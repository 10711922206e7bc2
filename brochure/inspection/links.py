"""What can be clicked in a PDF: links on its pages, and the outline beside them."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import pikepdf

from brochure.geometry import Rectangle
from brochure.inspection.pages import Page, box_of

_MOST = 20_000      # links of a file, and entries of its outline
_DEEPEST = 20


@dataclass(frozen=True)
class Link:
    """A link: its page, its address, where it is (mm), and what it is called for those who hear it.

    The address is empty for a jump within the file; `action` is the kind of action, such as URI, GoTo or Launch.
    """

    page: int
    address: str
    action: str
    at: Rectangle | None
    words: str


@dataclass(frozen=True)
class Bookmark:
    """An entry of the outline, and how deep it is in it, from 0."""

    title: str
    depth: int


def links_of(pdf: pikepdf.Pdf, pages: tuple[Page, ...]) -> tuple[Link, ...]:
    """Give all links, page by page, in the order of the file."""
    found: list[Link] = []
    for page, raw in zip(pages, pdf.pages, strict=True):
        annotations = raw.obj.get("/Annots")
        for annotation in list(annotations)[:_MOST - len(found)] if isinstance(annotations, pikepdf.Array) else ():
            with suppress(AttributeError, KeyError, TypeError, ValueError):
                if annotation.Subtype == "/Link":
                    found.append(_link(page, annotation))
    return tuple(found)


def _link(page: Page, annotation: Any) -> Link:
    action = annotation.get("/A")
    kind = str(action.get("/S", "/"))[1:] if isinstance(action, pikepdf.Dictionary) else "GoTo"
    address = ""
    if kind in ("URI", "Launch", "GoToR"):
        told = action.get("/URI", action.get("/F", ""))
        address = str(told.get("/UF", told.get("/F", "")) if isinstance(told, pikepdf.Dictionary) else told)
    box = box_of(annotation.get("/Rect"))
    return Link(page.number, address, kind, page.place(*box) if box else None, str(annotation.get("/Contents", "")))


def bookmarks_of(pdf: pikepdf.Pdf) -> tuple[Bookmark, ...]:
    """Give the outline from its top; a loop in it ends it."""
    found: list[Bookmark] = []
    seen: set[tuple[int, int]] = set()
    outlines = pdf.Root.get("/Outlines")
    open_ = [(outlines.get("/First"), 0)] if isinstance(outlines, pikepdf.Dictionary) else []
    while open_ and len(found) < _MOST:
        entry, depth = open_.pop()
        if not isinstance(entry, pikepdf.Dictionary) or entry.objgen in seen:
            continue
        seen.add(entry.objgen)
        with suppress(TypeError, ValueError):
            found.append(Bookmark(str(entry.get("/Title", "")), depth))
        open_.append((entry.get("/Next"), depth))
        if depth < _DEEPEST:
            open_.append((entry.get("/First"), depth + 1))
    return tuple(found)
