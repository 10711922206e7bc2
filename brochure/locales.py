"""The locales of `locales/`: what a language edition needs besides its words."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import NamedTuple

from brochure.content import address_fault
from brochure.errors import BrochureError, Faults, Place, nearest, short
from brochure.fonts import Family
from brochure.language import BOUNDS, KINDS, NUMBERED, is_number
from brochure.layouts import Layout
from brochure.model import Brochure, Locale
from brochure.scripts import cldr_code, direction_of, is_pseudo
from brochure.toml_file import TEXTS, TomlFile

_KEYS = {"fonts": TEXTS, "films": TEXTS, "type": dict, "typography": dict, "hyphenation": dict, "links": dict,
         "pages": int, "pivot": str, "unfinished": bool, "words": dict}
_TYPE = {"size": (int, float, str), "drawings": (int, float, str)}
_TYPOGRAPHY = {"quotes": TEXTS, "keep_with_number": TEXTS, "hyphenate": bool}


_HINTS = {"pivot": str, "pages": int, "unfinished": bool}


class Hints(NamedTuple):
    """What a catalogue is made by: the language that stands beside the source in it, or nothing, and the pages.

    `place` is the line that names the pivot. An `unfinished` language is printed only where it is asked for.
    """

    pivot: str
    pages: int | None
    place: Place
    unfinished: bool = False


def locale_codes(folder: Path) -> tuple[str, ...]:
    """Give the codes of all locales that have a folder with a locale.toml, sorted."""
    return tuple(sorted(path.parent.name for path in folder.glob("*/locale.toml")))


def read_locale(folder: Path, code: str, root: Path, brochure: Brochure, layout: Layout,
                families: dict[str, Family]) -> Locale:
    """Give a locale by its code; raise BrochureError with every fault of its locale.toml."""
    from babel.core import Locale as Cldr
    from babel.core import UnknownLocaleError

    faults = Faults()
    path = folder / code / "locale.toml"
    name = str(path.relative_to(root))
    try:
        cldr = Cldr.parse(cldr_code(code))
    except (UnknownLocaleError, ValueError):
        raise BrochureError(f"“{code}” is no language code", Place(name),
                            "Name the folder with a code such as en, nn or se.") from None
    if code == "no":
        raise BrochureError("“no” stands for two languages", Place(name), "Name the folder nb or nn.")
    file = TomlFile(path, name, faults)
    top = file.table(file.data, _KEYS, {"fonts", "films", "type", "typography"})
    size = file.table(top.get("type", {}), _TYPE, set(_TYPE), "type")
    marks = file.table(top.get("typography", {}), _TYPOGRAPHY, {"quotes"}, "typography")
    quotes = tuple(marks.get("quotes", ("“", "”")))
    if len(quotes) != 2:
        faults.add("“quotes” must be the opening and the closing mark", file.place("typography", "quotes"),
                   "Write them like this: quotes = [\"«\", \"»\"]")
    _check_names(file, "fonts", top.get("fonts", []), families, "font family")
    films = [slot.name for slot in brochure.slots if slot.kind == "film"]
    _check_names(file, "films", top.get("films", []), films, "film")
    for missing in [film.slot for film in brochure.back.films if film.slot not in top.get("films", films)]:
        faults.add(f"the film “{missing}” is not among the films", file.place("films"),
                   "Every film of the brochure stands in every language; name it, in the order of print.")
    _check_links(file, top.get("links", {}), brochure)
    hyphenation = tuple(item for item in top.get("hyphenation", {}).items() if _check_hyphens(file, *item))
    pages = top.get("pages")
    if pages is not None and (pages < 4 or pages % 4):
        faults.add(f"{pages} pages cannot be folded and stapled", file.place("pages"), "Use a multiple of four.")
    locale = Locale(
        code=code,
        direction=direction_of(code),
        own_name=own_name(code),
        fonts=tuple(top.get("fonts", ())),
        size=_size(file, size, "size", layout.type.smallest, layout.type.largest),
        drawings=_size(file, size, "drawings", layout.drawings.smallest, layout.drawings.largest),
        pages=pages,
        quotes=(quotes[0], quotes[1]) if len(quotes) == 2 else ("", ""),
        percent=cldr.percent_formats[None].pattern,
        keep_with_number=tuple(marks.get("keep_with_number", ())),
        hyphenate=marks.get("hyphenate", True),
        hyphenation=hyphenation,
        films=tuple(top.get("films", ())),
        addresses=tuple(top.get("links", {}).items()),
        file=name,
        words=_read_words(file, top.get("words", {})),
        unfinished=top.get("unfinished", False),
    )
    faults.raise_any()
    return locale


def read_hints(folder: Path, code: str, root: Path) -> Hints:
    """Give what a locale.toml tells of its catalogues; raises BrochureError if it is no TOML, or no text and number."""
    path = folder / code / "locale.toml"
    faults = Faults()
    file = TomlFile(path, str(path.relative_to(root)), faults)
    told = file.table({key: value for key, value in file.data.items() if key in _HINTS}, _HINTS, set())
    faults.raise_any()
    return Hints(told.get("pivot", ""), told.get("pages"), file.place("pivot"), told.get("unfinished", False))


def name_in(code: str, language: str) -> str:
    """Give the name of a language, in another language: `name_in("en", "nb")` is “engelsk”."""
    from babel.core import Locale as Cldr

    return str(Cldr.parse(cldr_code(code)).get_display_name(cldr_code(language)) or code)


def month_in(code: str, year: int, month: int) -> str:
    """Give a month as it is written in a language: “november 2026”, “November 2026”."""
    from datetime import date

    from babel.dates import format_skeleton

    return str(format_skeleton("yMMMM", date(year, month, 1), locale=cldr_code(code)))


def number_in(code: str, number: float) -> str:
    """Give a number as it is written in a language."""
    from babel.numbers import format_decimal

    return str(format_decimal(number, locale=cldr_code(code)))


def bytes_in(code: str, size: int) -> str:
    """Give the size of a file in kB, or in MB with one decimal, as it is written in a language: “1,2 MB”."""
    from babel.units import format_unit

    unit, value = ("megabyte", round(size / 1e6, 1)) if size >= 1e6 else ("kilobyte", max(1, round(size / 1000)))
    return str(format_unit(value, f"digital-{unit}", length="short", locale=cldr_code(code)))


def own_name(code: str) -> str:
    """Give the name of a language in itself, as it begins a line: “English”, “Norsk bokmål”."""
    from babel.core import Locale as Cldr

    name = str(Cldr.parse(cldr_code(code)).get_display_name())
    return f"{name[:1].upper()}{name[1:]}{f' ({code})' if is_pseudo(code) else ''}"


def territory_of(code: str) -> str:
    """Give the country in which most who speak a language live (CLDR, likely subtags): “NO” for nb."""
    from babel.core import get_global

    return str(get_global("likely_subtags")[code.split("-")[0]]).rsplit("_", 1)[-1]


def _check_names(file: TomlFile, key: str, names: list[str], known: Collection[str], what: str) -> None:
    for name in names:
        if name not in known:
            file.faults.add(f"there is no {what} “{name}”", file.place(key), nearest(name, known))
    for name in sorted({name for name in names if names.count(name) > 1}):
        file.faults.add(f"“{name}” stands twice among the {key}", file.place(key), "Keep one of the two.")
    if key in file.data and not file.data[key]:
        file.faults.add(f"“{key}” is empty", file.place(key), f"Name a {what}: {', '.join(sorted(known)) or 'none'}.")


def _check_links(file: TomlFile, links: dict[str, object], brochure: Brochure) -> None:
    known = [slot.name for slot in brochure.slots if slot.kind != "language"]
    for name, address in links.items():
        if name not in known:
            file.faults.add(f"there is no link or film “{name}”", file.place("links", name), nearest(name, known))
        if not isinstance(address, str):
            file.faults.add(f"“{name}” must be a text in quotes", file.place("links", name))
        elif wrong := address_fault(address):
            file.faults.add(wrong, file.place("links", name), "Write it whole, beginning with https://")


def _check_hyphens(file: TomlFile, word: str, parts: object) -> bool:
    """Whether an exception tells where a word may be broken: the word again, with hyphens in it."""
    if isinstance(parts, str) and word.isalpha() and parts.replace("-", "") == word and all(parts.split("-")):
        return True
    file.faults.add(f"the exception for “{short(word)}” must be the word itself with hyphens",
                    file.place("hyphenation", word), "Write it like this: bekkenleddene = \"bekken-leddene\"")
    return False


def _read_words(file: TomlFile, told: dict[str, object]) -> dict[str, object]:
    """What [words] tells of the language: lists of words, and tables of lists; docs/LANGUAGES.md has what there is."""
    kinds = {key: TEXTS if kind is list else kind for key, kind in KINDS.items()}
    known = file.table(told, kinds, set(), "words")
    for name, table in known.items():
        if not isinstance(table, dict):
            continue
        file.table(table, dict.fromkeys(table, (TEXTS, str)), set(), "words", name)
        for key in table if name == "bounding" else ():
            if key not in BOUNDS:
                file.faults.add(f"“{short(key)}” is no kind of bound", file.place("words", name, key),
                                f"Known are: {', '.join(BOUNDS)}.")
        for key in table if name in NUMBERED else ():
            if not is_number(key):
                file.faults.add(f"“{short(key)}” is no number", file.place("words", name, key),
                                "Write the number, and then its words: 2 = [\"two\"], or \"1/2\" = [\"half\"]")
    return known


def _size(file: TomlFile, values: dict[str, object], key: str, least: float, most: float) -> float | None:
    value = values.get(key)
    if value == "fit" or value is None:
        return None
    if isinstance(value, str) or not least <= float(str(value)) <= most:
        file.faults.add(f"“{key}” must be \"fit\" or a number from {least:g} to {most:g}", file.place("type", key))
        return None
    return float(str(value))
