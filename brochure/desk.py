"""The desk: one edition is read, its fit is found, it is laid out, finished in a format, and checked."""

from __future__ import annotations

import json
import os
from copy import copy
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from brochure import __version__, markup
from brochure.content import language_of
from brochure.edition import (
    Source,
    finished_locales,
    languages,
    logo_in_inks,
    logo_of,
    read_draft,
    read_ground,
)
from brochure.errors import BrochureError, Fault, Place, counted, told_from
from brochure.files import write_whole
from brochure.fit import Fit, find, overflow
from brochure.formats import FOLDS, FORMATS, Finishing, Format
from brochure.geometry import PageLayout
from brochure.glyphs import check_letters
from brochure.imprint import Clinic, titled
from brochure.inks import inked
from brochure.kept import engine, read_json
from brochure.locales import own_name
from brochure.model import Brochure, Edition, Message, messages
from brochure.parallel import HEIGHT, WIDTH, in_step, placed
from brochure.profiles import read_profile
from brochure.project import Project, digest, program
from brochure.promise import Promise, of_both
from brochure.scripts import families_for, script_of
from brochure.translation import explain_gaps, translated_codes
from brochure.typography import typeset
from brochure.vetting import as_printed

if TYPE_CHECKING:
    from brochure.page import Alternate
    from brochure.press import Press, Proof

NO_FINISHING = Finishing()


@dataclass(frozen=True)
class Finished:
    """A finished file that is not written yet, the fit that it was set at, and what is promised of it.

    `problem` says why a draft has more pages than planned, or nothing.
    """

    content: bytes
    fit: Fit
    promise: Promise
    problem: str = ""


class DoesNotFit(BrochureError):
    """The text is more than its pages hold, at the smallest type."""


class Desk:
    """Where one edition is prepared: reads it, finds its fit, and lays it out at a size."""

    def __init__(self, project: Project, source: Source, code: str, form: Format, press: Press, *, draft: bool = False,
                 clinic: Path | Clinic | None = None, finishing: Finishing = NO_FINISHING) -> None:
        self.project, self.source, self.format, self.finishing = project, source, form, finishing
        brochure, locale, gaps = read_draft(project, source, code, draft=draft)
        if gaps and not draft:
            raise explain_gaps(gaps, code)
        # What is wrong in translations, in whose place a draft shows the source.
        self.broken = tuple(fault for gap in gaps for fault in gap.faults)
        imprint = as_printed(clinic, project, source, brochure, locale, form) if clinic else None
        check_letters(brochure, locale, source.families)
        self._profile = read_profile(project.profiles, project.root, finishing.output_profile) if form.inks else None
        if self._profile and imprint:
            imprint = logo_in_inks(imprint, self._profile.content, read_ground(project), source.layout)
        self._press = press
        self.planned = None if form.size or not form.paged else locale.pages or source.brochure.pages
        self._clinic = clinic
        self.edition = Edition(brochure, source.brochure, locale, imprint, draft, 0.0, 0.0)

    def lay_out(self, size: float, drawings: float) -> Proof:
        """Give the pages at a type size (pt) and a scale of the drawings."""
        from brochure.page import render
        from brochure.press import Sheet

        edition = replace(self.edition, size=size, drawings=drawings)
        with told_from(self.project.root):
            page = render(edition, self.source.layout, self.project.base, self.source.drawings,
                          f"brochure {__version__}", created(edition.brochure))
        files = [self.project.base / "tokens.css", self.project.base / "print.css",
                 self.source.layout.folder / f"{self.source.layout.name}.css",
                 self.project.layouts / "formats" / f"{self.format.name}.css"]
        sheets = [Sheet(str(path.relative_to(self.project.root)), path.read_text(encoding="utf-8")) for path in files]
        sheets.append(Sheet("the type size", f":root {{ font-size: {size:g}pt }}"))
        if edition.draft:
            sheets.append(Sheet("the draft mark", draft_mark(page.title.split(":")[0])))
        resources = page.resources
        if self.format.inks:
            resources = {name: content if name.startswith("logos/") else inked(content, self.source.inks)
                         for name, content in resources.items()}
        return self._press.lay_out(page.html, sheets, resources)

    def fit(self) -> Fit:
        """Give the size and scale: as the format or the locale sets them, or as they were found before, or searched.

        All formats that keep the page plan share one fit, so that their pages are the same. Raises BrochureError,
        with the first block beyond the last page, if nothing fits; a draft on the screen is set in the smallest type.
        """
        if known := self.known_fit():
            return known
        locale = self.edition.locale
        try:
            fit = self.search(locale.size, locale.drawings)
        except DoesNotFit:
            if not self._shows_all:
                raise
            fit = self.smallest_fit()
        write_whole(self._kept, json.dumps({"size": fit.size, "drawings": fit.drawings}).encode())
        return fit

    def known_fit(self) -> Fit | None:
        """Give the size and scale if they need no search."""
        if not self.format.paged:
            return Fit(0.0, 0.0, None)
        if self.format.size is not None:
            return Fit(self.format.size, self.format.drawings, None)
        locale = self.edition.locale
        if locale.size is not None and locale.drawings is not None:
            return Fit(locale.size, locale.drawings, None)
        found = read_json(self._kept)
        return Fit(found["size"], found["drawings"], None) if found else None

    def smallest_fit(self) -> Fit:
        """Give the smallest size and scale that the locale and the layout allow."""
        locale, layout = self.edition.locale, self.source.layout
        return Fit(locale.size or layout.type.smallest, locale.drawings or layout.drawings.smallest, None)

    @cached_property
    def _kept(self) -> Path:
        """Where the fit is kept that was found for these sources."""
        key = sources_hash(self.project, self.source.brochure.id, self.edition.locale.code, FORMATS["screen"],
                           draft=self.edition.draft)
        return self.project.cache / "fit" / f"{key}.json"

    def search(self, size: float | None, drawings: float | None) -> Fit:
        """Search what is not set; raises BrochureError if nothing fits."""
        assert self.planned, "a format of free pages sets its size itself"
        fit = find(lambda *at: self.lay_out(*at).pages, self.source.layout, self.planned, size, drawings)
        if fit.overflow:
            raise self._overflow(fit)
        return fit

    def proof(self, fit: Fit) -> Proof:
        """Give the pages at a fit; raises BrochureError if something does not fit after all."""
        proof = self.lay_out(fit.size, fit.drawings)
        if self.planned is None:
            return proof
        self._check_imprint(proof.pages)
        if problem := overflow(proof.pages, self.planned):
            raise self._overflow(replace(fit, overflow=problem))
        return proof

    def finished(self, fit: Fit) -> Finished:
        """Give the file of the desk's format at a fit; raises BrochureError if it cannot be made."""
        if not self.format.paged:
            return Finished(self._web_page(), fit, self.promise(()))
        if self.format.bilingual:
            return self._beside(fit)
        if self._shows_all:
            return self._all_pages(fit)
        proof = self.proof(fit)
        content = self._finish(proof.pdf(tagged=self.format.tagged))
        return Finished(content, fit, self.promise(proof.pages))

    @property
    def _shows_all(self) -> bool:
        """Whether pages are shown that do not fit: those of a draft, on the screen."""
        return self.edition.draft and self.format is FORMATS["screen"]

    def _all_pages(self, fit: Fit) -> Finished:
        """Give the pages of a draft, however many they are, and tell if they are too many."""
        proof = self.lay_out(fit.size, fit.drawings)
        assert self.planned
        self._check_imprint(proof.pages)
        promise, problem = self.promise(proof.pages), overflow(proof.pages, self.planned)
        told = self._overflow(replace(fit, overflow=problem)).faults[0].message if problem else ""
        if problem:
            promise = replace(promise, planned=None, claims=promise.claims - {FOLDS})
        return Finished(proof.pdf(tagged=self.format.tagged), fit, promise, told)

    def _beside(self, fit: Fit) -> Finished:
        """Give the sheets on which the source language stands beside the desk's own."""
        left = Desk(self.project, self.source, self.source.brochure.language, self.format, self._press,
                    clinic=self._clinic, finishing=self.finishing)
        proofs = left.proof(left.fit()), self.proof(fit)
        promises = left.promise(proofs[0].pages), self.promise(proofs[1].pages)
        pairs = in_step(*(proof.pages for proof in proofs))
        sheets = self._press.beside(proofs, placed(pairs, promises[1].width, promises[1].height), (WIDTH, HEIGHT))
        return Finished(sheets.pdf(sheets=True), fit, of_both(*promises, pairs))

    def outside(self) -> Desk:
        """Give the desk of the same edition without its sections: the cover and the back page, as they are in it."""
        desk = copy(self)
        desk.edition = replace(self.edition, brochure=replace(self.edition.brochure, sections=()))
        return desk

    def _finish(self, content: bytes) -> bytes:
        match self.format.finish:
            case "press":
                from brochure.finish import finish

                assert self._profile
                return finish(content, self._profile, marks=self.finishing.marks)
            case "sheets":
                from brochure.sheets import impose

                return impose(content, self.source.brochure.id, creep=self.finishing.creep, ticks=self.finishing.ticks,
                              right_to_left=self.edition.locale.direction == "rtl").content
        return content

    def _web_page(self) -> bytes:
        from brochure.page import render_web
        from brochure.web import one_file

        with told_from(self.project.root):
            page = render_web(self.edition, self.source.layout, self.project.base, self.source.drawings,
                              f"brochure {__version__}", self._alternates())
        base = self.project.base
        files = [base / "tokens.css", base / "dark.css", self.project.layouts / "formats" / f"{self.format.name}.css"]
        return one_file(page, [path.read_text(encoding="utf-8") for path in files], self.source.families,
                        self._web_fonts())

    def _web_fonts(self) -> tuple[str, ...]:
        """The families of the web page: the locale's, and those for the names of the other languages."""
        families = self.source.families
        others = (name for other in self._alternates() for name in families_for(script_of(other.code), families))
        return tuple(dict.fromkeys((*self.edition.locale.fonts, *others)))

    def _alternates(self) -> tuple[Alternate, ...]:
        """The web page in every language that the brochure is finished in; the files lie beside each other."""
        from brochure.page import Alternate

        brochure, beside = self.edition.source, self.finishing.languages
        return tuple(Alternate(code, own_name(code), self.format.file_name(brochure.id, code, draft=self.edition.draft))
                     for code in languages(self.project, brochure)
                     if (code in beside if beside else
                         code == self.edition.locale.code or code in finished_locales(self.project)))

    def promise(self, pages: tuple[PageLayout, ...]) -> Promise:
        """Give what is promised of a file with these pages."""
        edition, brochure = self.edition, self.edition.brochure
        films = {film.slot for film in brochure.back.films}
        slots = [slot for slot in brochure.slots if slot.kind == "film" and slot.name in films]
        used = films.union({brochure.publisher.web}, *(markup.slots(markup.parse(message.text))
                                                       for message in messages(brochure)))
        order = edition.locale.films
        back = replace(brochure.back, films=tuple(sorted(brochure.back.films, key=lambda film: order.index(film.slot))))

        # The note that nobody has approved the text is printed only where nobody has.
        approved = {approval.role for approval in brochure.approvals} & {"clinical"}
        left_out = {brochure.back.unapproved.id} if approved else set()

        links = {edition.locale.address(slot) for slot in brochure.slots
                 if slot.kind != "language" and slot.name in used}
        links |= {field.link for field in edition.clinic.fields if field.link} if edition.clinic else set()
        codes = [edition.locale.address(slot) for slot in slots]
        codes += [field.link for field in edition.clinic.named("booking")] if edition.clinic else []

        def plain(message: Message) -> str:
            return markup.plain(markup.parse(typeset(message.text, edition.locale)))

        return Promise(
            brochure=brochure.id, locale=edition.locale.code, direction=edition.locale.direction,
            format=self.format.name, claims=self.format.claims,
            title=titled(plain(brochure.cover.title), edition.clinic),
            texts=(*((message.id, plain(message)) for message in messages((brochure.cover, brochure.sections, back))
                     if message.id not in left_out),
                   *((f"imprint.{field.name}", field.text)
                     for field in (edition.clinic.fields if edition.clinic and pages else ()))),
            planned=self.planned, width=pages[0].width if pages else 0.0, height=pages[0].height if pages else 0.0,
            safe=self.source.layout.safe if pages else 0.0,
            fonts=frozenset(edition.locale.fonts if pages else self._web_fonts()),
            codes=tuple(codes) if pages else (),
            links=tuple(sorted(links)),
            layout=pages,
            languages=() if pages else tuple((other.code, other.file) for other in self._alternates()))

    def _overflow(self, fit: Fit) -> BrochureError:
        assert fit.overflow
        locale, problem = self.edition.locale, fit.overflow
        lines = counted(problem.lines, "line")
        room = {"cover": "the cover", "back": "the back page"}.get(problem.part, f"{self.planned} pages")
        return DoesNotFit(
            f"the text of {locale.code} does not fit {room} at {fit.size:g} pt: from “{problem.block}” on, "
            f"{lines} are beyond the last page", Place(locale.file),
            "Shorten the text; or set a smaller size, or “pages = 12”, in this file.")

    def _check_imprint(self, pages: tuple[PageLayout, ...]) -> None:
        """Raise BrochureError with every field of the clinic that takes more lines than the layout has for it."""
        clinic = self.edition.clinic
        if clinic is None:
            return
        faults = []
        for name, slot in self.source.layout.imprint.slots.items():
            lines = sum(piece.block == f"imprint.{name}" for page in pages for piece in page.pieces)
            if lines > slot.lines:
                place = next((field.place for field in clinic.named(name)), Place(clinic.file))
                faults.append(Fault(f"“{name}” takes {lines} lines in the imprint; there is room for {slot.lines}",
                                    place, "Shorten it."))
        if faults:
            raise BrochureError(faults=faults)


def sources_hash(project: Project, brochure: str, locale: str, form: Format, *, draft: bool,
                 clinic: Path | None = None, finishing: Finishing = NO_FINISHING) -> str:
    """Give the hash of what an edition is made from: its files, the program, and the versions of the engine."""
    beside = (language_of(project.content / f"{brochure}.yaml"),) if form.bilingual else ()
    paths = [*project.sources(brochure, locale, *beside),
             *(path for path in (clinic, logo_of(clinic), finishing.output_profile) if path)]
    # A web page leads to all the others.
    others = () if form.paged else (*translated_codes(project.locales, brochure), *finished_locales(project))
    return digest(paths, project.root, program(), *engine().values(), form.name, str(draft), repr(finishing), *others,
                  os.environ.get("SOURCE_DATE_EPOCH", ""))


def draft_mark(words: str) -> str:
    """Give the CSS that prints a mark at the head of every page."""
    return ("@page { @top-center { content: \"" + words.replace('"', "") + "\"; vertical-align: bottom; "
            "margin-bottom: 0.4mm; font-size: 10pt; font-weight: 600; line-height: 1; color: var(--ink) } }")


def created(brochure: Brochure) -> str:
    """Give the date that the file bears, as a W3C date: SOURCE_DATE_EPOCH, or the first of the edition's month."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdecimal():
        return datetime.fromtimestamp(int(epoch), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return f"{brochure.date}-01T00:00:00Z"
