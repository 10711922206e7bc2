"""The desk: one edition is read, its fit is found, it is laid out at a size, and the finished file is checked."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from brochure import __version__
from brochure.edition import Source, read_imprint, read_language
from brochure.errors import BrochureError, CheckFailed, Fault, Place, told_from
from brochure.files import write_whole
from brochure.fit import Fit, find, overflow
from brochure.formats import Format
from brochure.geometry import PageLayout
from brochure.glyphs import check_letters
from brochure.kept import engine, read_json
from brochure.model import Edition
from brochure.project import Project, digest

if TYPE_CHECKING:
    from brochure.press import Press, Proof


class Desk:
    """Where one edition is prepared: reads it, finds its fit, and lays it out at a size."""

    def __init__(self, project: Project, source: Source, code: str, form: Format, press: Press, *, draft: bool = False,
                 clinic: Path | None = None) -> None:
        self.project, self.source, self.format = project, source, form
        brochure, locale = read_language(project, source, code, draft=draft)
        imprint = read_imprint(clinic)
        check_letters(brochure, locale, imprint, source.families)
        self._press = press
        self.planned = locale.pages or source.brochure.pages
        self.edition = Edition(brochure, source.brochure, locale, imprint, draft, 0.0, 0.0)

    def lay_out(self, size: float, drawings: float) -> Proof:
        """Give the pages at a type size (pt) and a scale of the drawings."""
        from brochure.page import render
        from brochure.press import Sheet

        edition = replace(self.edition, size=size, drawings=drawings)
        with told_from(self.project.root):
            page = render(edition, self.source.layout, self.project.base, self.source.drawings,
                          f"brochure {__version__}", created(edition))
        files = [self.project.base / "tokens.css", self.project.base / "print.css",
                 self.source.layout.folder / f"{self.source.layout.name}.css",
                 self.project.layouts / "formats" / f"{self.format.name}.css"]
        sheets = [Sheet(str(path.relative_to(self.project.root)), path.read_text(encoding="utf-8")) for path in files]
        sheets.append(Sheet("the type size", f":root {{ font-size: {size:g}pt }}"))
        if edition.draft:
            sheets.append(Sheet("the draft mark", draft_mark(page.title.split(":")[0])))
        return self._press.lay_out(page.html, sheets, page.resources)

    def fit(self) -> Fit:
        """Give the size and scale: as the locale sets them, or as they were found before, or searched now.

        Raises BrochureError, with the first block beyond the last page, if nothing fits.
        """
        locale = self.edition.locale
        if locale.size is not None and locale.drawings is not None:
            return Fit(locale.size, locale.drawings, None)
        key = sources_hash(self.project, self.source.brochure.id, locale.code, self.format, draft=self.edition.draft)
        kept = self.project.cache / "fit" / f"{key}.json"
        if found := read_json(kept):
            return Fit(found["size"], found["drawings"], None)
        fit = self.search(locale.size, locale.drawings)
        write_whole(kept, json.dumps({"size": fit.size, "drawings": fit.drawings}).encode())
        return fit

    def search(self, size: float | None, drawings: float | None) -> Fit:
        """Search what is not set; raises BrochureError if nothing fits."""
        fit = find(lambda *at: self.lay_out(*at).pages, self.source.layout, self.planned, size, drawings)
        if fit.overflow:
            raise self._overflow(fit)
        return fit

    def proof(self, fit: Fit) -> Proof:
        """Give the pages at a fit; raises BrochureError if something does not fit after all."""
        proof = self.lay_out(fit.size, fit.drawings)
        self._check_imprint(proof.pages)
        if problem := overflow(proof.pages, self.planned):
            raise self._overflow(replace(fit, overflow=problem))
        return proof

    def _overflow(self, fit: Fit) -> BrochureError:
        assert fit.overflow
        locale, problem = self.edition.locale, fit.overflow
        lines = f"{problem.lines} {'line' if problem.lines == 1 else 'lines'}"
        room = {"cover": "the cover", "back": "the back page"}.get(problem.part, f"{self.planned} pages")
        return BrochureError(
            f"the text of {locale.code} does not fit {room} at {fit.size:g} pt: from “{problem.block}” on, "
            f"{lines} are beyond the last page", Place(locale.file),
            "Shorten the text; or set a smaller size, or “pages = 12”, in this file.")

    def _check_imprint(self, pages: tuple[PageLayout, ...]) -> None:
        """Raise BrochureError with every field of the clinic that takes more lines than the layout has for it."""
        clinic = self.edition.clinic
        if clinic is None:
            return
        faults = []
        for name, room in self.source.layout.imprint.items():
            lines = sum(piece.block == f"imprint.{name}" for page in pages for piece in page.pieces)
            if lines > room:
                place = next(field.place for field in clinic.fields if field.name == name)
                faults.append(Fault(f"“{name}” takes {lines} lines in the imprint; there is room for {room}", place,
                                    "Shorten it."))
        if faults:
            raise BrochureError(faults=faults)


def sources_hash(project: Project, brochure: str, locale: str, form: Format, *, draft: bool,
                 clinic: Path | None = None) -> str:
    """Give the hash of what an edition is made from: its files, the program, and the versions of the engine."""
    paths = [*project.sources(brochure, locale), *([clinic] if clinic else []),
             *sorted(Path(__file__).parent.rglob("*.py"))]
    return digest(paths, project.root, *engine().values(), form.name, str(draft),
                  os.environ.get("SOURCE_DATE_EPOCH", ""))


def draft_mark(words: str) -> str:
    """Give the CSS that prints a mark at the head of every page."""
    return ("@page { @top-center { content: \"" + words.replace('"', "") + "\"; vertical-align: bottom; "
            "margin-bottom: 0.4mm; font-size: 10pt; font-weight: 600; line-height: 1; color: #1b2a41 } }")


def created(edition: Edition) -> str:
    """Give the date that the file bears, as a W3C date: SOURCE_DATE_EPOCH, or the first of the edition's month."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdecimal():
        return datetime.fromtimestamp(int(epoch), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return f"{edition.brochure.date}-01T00:00:00Z"


def check_claims(pdf: bytes, desk: Desk, pages: tuple[PageLayout, ...]) -> None:
    """Raise CheckFailed if a finished file does not keep what its format claims."""
    from brochure.preflight import Subject, run

    subject = Subject(pdf, pages, desk.planned, desk.source.layout.safe, frozenset(desk.edition.locale.fonts))
    findings = run(subject, desk.format.claims)
    if errors := [finding for finding in findings if finding.level == "error"]:
        raise CheckFailed(faults=[Fault(f"{desk.edition.locale.code}: {finding.check}: {finding.message}", None,
                                        finding.hint) for finding in errors])
