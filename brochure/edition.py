"""Gathers what an edition is made of: brochure, locale, layout, pictures, clinic."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from brochure.content import language_of, read_brochure
from brochure.customs import is_language
from brochure.errors import UsageError, nearest
from brochure.fonts import Family, read_families
from brochure.formats import Format
from brochure.images import Drawing, read_drawings
from brochure.inks import Table, read_inks
from brochure.language import Language, read
from brochure.layouts import Layout, read_layout
from brochure.ledger import ledger_path, read_ledger
from brochure.locales import locale_codes, read_hints, read_locale
from brochure.model import Brochure, Clinic, Locale
from brochure.project import Project
from brochure.signing import approvals, texts_in
from brochure.translation import Gap, catalogue_path, explain_gaps, translate, translated_codes
from brochure.units import Unit, read_units, source_units


@dataclass(frozen=True)
class Source:
    """A brochure in its source language, with what it is printed from."""

    brochure: Brochure
    layout: Layout
    drawings: dict[str, Drawing]
    inks: Table
    families: dict[str, Family]


def read_source(project: Project, name: str) -> Source:
    """Read a brochure and everything that it is printed from; raises BrochureError with what is wrong."""
    root = project.root
    drawings = read_drawings(project.images, root)
    anchors = {key: frozenset(drawing.anchors) for key, drawing in drawings.items()}
    brochure = read_brochure(project.content / f"{name}.yaml", project.base / "phrases.yaml", anchors, root)
    layout = read_layout(project.layouts, brochure.layout, root, brochure.cover.place)
    return Source(brochure, layout, drawings, read_inks(project.images, root), read_families(project.fonts, root))


def known_locales(project: Project, asked: tuple[str, ...], *, unfinished: bool = True) -> tuple[str, ...]:
    """Give the locales that are asked for, or all, with or without the unfinished ones.

    Raises UsageError with the nearest code if there is none such, or with how a language is begun.
    """
    codes = locale_codes(project.locales)
    for code in asked:
        if code not in codes:
            begin = f"Begin it with “brochure locale init {code}”. There are: {', '.join(codes)}."
            raise UsageError(f"there is no locale “{code}”", None, begin if is_language(code) else nearest(code, codes))
    return asked or (codes if unfinished else finished_locales(project))


def refuse_source(brochure: Brochure, code: str) -> None:
    """Raise UsageError if a locale is the source language of the brochure, which has no catalogue."""
    if code == brochure.language:
        raise UsageError(f"“{code}” is the source language", None, f"Its words stand in {brochure.file}.")


def require_catalogue(project: Project, brochure: Brochure, code: str) -> None:
    """Raise UsageError if a locale has no catalogue of the brochure."""
    refuse_source(brochure, code)
    if code not in translated_codes(project.locales, brochure.id):
        raise UsageError(f"“{code}” has no catalogue of the brochure “{brochure.id}”", None,
                         f"Say “brochure locale init {code}”.")


def finished_locales(project: Project) -> tuple[str, ...]:
    """Give the locales that are printed where none is named: those whose locale.toml does not call them unfinished."""
    return tuple(code for code in locale_codes(project.locales)
                 if not read_hints(project.locales, code, project.root).unfinished)


def editions(project: Project, brochure: str, locales: Iterable[str], formats: Iterable[Format]) -> tuple[
        tuple[str, Format], ...]:
    """Give every format that there is of some languages: the source language does not stand beside another."""
    source = language_of(project.content / f"{brochure}.yaml")
    return tuple((code, form) for code in locales for form in formats if form.is_for(code, source))


def languages(project: Project, brochure: Brochure) -> tuple[str, ...]:
    """Give the codes of the languages that a brochure is translated to, the source language first."""
    translated = translated_codes(project.locales, brochure.id)
    return (brochure.language, *(code for code in locale_codes(project.locales)
                                 if code in translated and code != brochure.language))


def source_language(project: Project, source: Source) -> Language:
    """Give what is known of the source language, with what its locale.toml tells besides."""
    code = source.brochure.language
    if not (project.locales / code / "locale.toml").is_file():
        return read(code)
    return read(code, read_locale(project.locales, code, project.root, source.brochure, source.layout,
                                  source.families).words)


def read_units_of(project: Project, source: Source, code: str) -> tuple[Unit, ...]:
    """Give the units of a brochure in a locale, in reading order; raises BrochureError as read_units does."""
    if code == source.brochure.language:
        return source_units(source.brochure)
    return read_units(source.brochure, catalogue_path(project.locales, code, source.brochure.id), project.root)


def read_language(project: Project, source: Source, code: str, *, draft: bool) -> tuple[Brochure, Locale]:
    """Give the brochure in a locale, with those who have approved it there, and the locale.

    Raises BrochureError if a text has no usable translation, unless it is for a draft.
    """
    brochure, locale, gaps = read_draft(project, source, code, draft=draft)
    if gaps and not draft:
        raise explain_gaps(gaps, code)
    return brochure, locale


def read_draft(project: Project, source: Source, code: str, *, draft: bool = True) -> tuple[
        Brochure, Locale, tuple[Gap, ...]]:
    """Give the brochure in a locale, the locale, and the texts in whose place the source stands.

    Raises BrochureError if a file cannot be read; and, if it is for no draft, where a translation is broken.
    """
    locale = read_locale(project.locales, code, project.root, source.brochure, source.layout, source.families)
    if code == source.brochure.language:
        return _approved(project, source, source.brochure, code), locale, ()
    path = catalogue_path(project.locales, code, source.brochure.id)
    brochure, gaps = translate(source.brochure, path, project.root, draft=draft)
    return _approved(project, source, brochure, code), locale, gaps


def _approved(project: Project, source: Source, brochure: Brochure, code: str) -> Brochure:
    """The brochure in a language, with those who have signed all of it there."""
    path = ledger_path(project.locales, code)
    if not path.is_file():
        return brochure
    review = read_ledger(path, project.root, project.brochures()).review(brochure.id)
    texts = texts_in(source.brochure, brochure)
    return replace(brochure, approvals=approvals(review, texts, brochure, source.drawings))


def read_imprint(path: Path | None) -> Clinic | None:
    """Give the clinic of a file, or None if there is none to print."""
    if path is None:
        return None
    from brochure.clinics import read_clinic

    return read_clinic(path)
