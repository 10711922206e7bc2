"""Gathers what an edition is made of: brochure, locale, layout, pictures, clinic."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from brochure import markup
from brochure.artwork import Logo as Artwork
from brochure.clinics.languages import language_hint
from brochure.content import language_of, read_brochure
from brochure.customs import is_language
from brochure.errors import BrochureError, Place, UsageError, nearest
from brochure.fonts import Family, read_families
from brochure.formats import Format
from brochure.images import Drawing, read_drawings
from brochure.imprint import Clinic, Logo
from brochure.imprint_room import LABELLED, Room
from brochure.inks import Inks, Table, read_inks
from brochure.language import Language, read
from brochure.layouts import Layout, read_layout
from brochure.ledger import ledger_path, read_ledger
from brochure.locales import locale_codes, read_hints, read_locale
from brochure.model import Brochure, Locale
from brochure.project import Project
from brochure.scripts import script_of
from brochure.signing import approvals, texts_in
from brochure.translation import Gap, catalogue_path, explain_gaps, translate, translated_codes
from brochure.typography import typeset
from brochure.units import Unit, read_units, source_units

# The ground of the box that a clinic stands in, in inks (%).
_SAND = re.compile(r"--sand: device-cmyk\(([\d.]+)% ([\d.]+)% ([\d.]+)% ([\d.]+)%\)")


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
            hint = language_hint(code, codes)
            raise UsageError(f"there is no locale “{code}”", None,
                             begin if is_language(code) and hint == nearest(code, codes) else hint)
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


def read_imprint(project: Project, path: Path | None) -> Clinic | None:
    """Give the clinic of a file, or None if there is none to print."""
    if path is None:
        return None
    from brochure.clinics import read_clinic

    return read_clinic(path, locale_codes(project.locales))


def logo_of(path: Path | None) -> Path | None:
    """Give the file of the logo that a clinic's file names, or None if it names none that can be used."""
    if path is None:
        return None
    from brochure.clinics import read_clinic

    try:
        name = read_clinic(path).logo_file
    except BrochureError:
        return None
    return Path(name) if name else None


def with_logo(clinic: Clinic, layout: Layout) -> Clinic:
    """Give a clinic with its logo, as large as the layout has room for it; raises BrochureError if it is no use."""
    if not clinic.logo_file or clinic.logo:
        return clinic
    box = (layout.imprint.logo_width, layout.imprint.logo_height)
    path = Path(clinic.logo_file)
    artwork = _logo(path, clinic.logo_place or Place(clinic.file), box, path.stat().st_mtime_ns)
    scale = min(box[0] / artwork.width, box[1] / artwork.height)
    return replace(clinic, logo=Logo(artwork, artwork.width * scale, artwork.height * scale))


@lru_cache(maxsize=64)
def _logo(path: Path, place: Place, box: tuple[float, float], _changed: int) -> Artwork:
    from brochure.logo import read_logo

    return read_logo(path, place, box=box)


def refuse_coarse_logo(clinic: Clinic, layout: Layout) -> None:
    """Raise BrochureError if a clinic's logo has too few pixels for a press."""
    if clinic.logo:
        from brochure.logo.press import refuse_coarse

        refuse_coarse(clinic.logo.artwork, clinic.logo_place or Place(clinic.file),
                      (layout.imprint.logo_width, layout.imprint.logo_height))


def read_ground(project: Project) -> Inks:
    """Give the inks of the ground that a clinic's logo stands on, in a file for a press."""
    css = (project.layouts / "formats" / "press.css").read_text("utf-8")
    cyan, magenta, yellow, black = (float(ink) for ink in _SAND.findall(css)[0])
    return cyan, magenta, yellow, black


def logo_in_inks(clinic: Clinic, profile: bytes, ground: Inks, layout: Layout) -> Clinic:
    """Give a clinic with its logo in the inks of a press; raises BrochureError if it has too few pixels."""
    if clinic.logo is None:
        return clinic
    from brochure.logo.press import for_press

    box, place = (layout.imprint.logo_width, layout.imprint.logo_height), clinic.logo_place
    artwork = for_press(clinic.logo.artwork, profile, ground, place or Place(clinic.file), box)
    return replace(clinic, logo=replace(clinic.logo, artwork=artwork))


def room_for_clinics(source: Source, brochure: Brochure, locale: Locale) -> Room:
    """Give the room that a clinic has on the back page of a brochure in a locale."""
    words = {message.id: markup.plain(markup.parse(typeset(message.text, locale))) for message in brochure.phrases}
    labels = {name: words[f"phrase.{name}"] for name in LABELLED} | {
        "heading": words["phrase.imprint"], "label": words["phrase.booking"],
        "code": words["phrase.qr"].replace("{what}", words["phrase.booking"])}
    return Room(source.layout.imprint, [source.families[name] for name in locale.fonts], locale.code, labels,
                arab=script_of(locale.code) == "Arab")
