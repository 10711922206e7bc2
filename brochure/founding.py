"""What a language begins with: a catalogue without translations, its locale.toml, and the terms to agree on."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from brochure import language
from brochure.budget import budgets
from brochure.customs import counted_words, language_code, letters_of, quotes_of
from brochure.edition import Source, refuse_source
from brochure.errors import BrochureError, Place, UsageError, nearest
from brochure.extraction import extracts
from brochure.files import open_to_all, write_whole
from brochure.fonts import missing_letters
from brochure.glossary import COLUMNS, FILE, read_glossary
from brochure.locales import Hints, name_in, own_name
from brochure.merge import new_entry
from brochure.po_text import Style
from brochure.project import Project
from brochure.scripts import advice, can_hyphenate, direction_of, families_for, script_of
from brochure.translation import catalogue_path, translated_codes
from brochure.units import count_words, source_units
from brochure.updating import pivot_texts, project_version

_SETTINGS = "locale.toml"


@dataclass(frozen=True)
class Founded:
    """A language that begins: its files with their text (those that are there already are left out), and what to know.

    `texts` and `words` are how much there is to translate; `remarks` tell what the program cannot do in the language.
    """

    code: str
    name: str
    own_name: str
    script: str
    fonts: tuple[str, ...]
    files: Mapping[Path, str]
    texts: int
    words: int
    terms: int
    remarks: tuple[str, ...]

    def write(self, folder: Path) -> None:
        """Write the files below the folder of the locale: all of a new one, or nothing."""
        if folder.exists():
            for path, text in self.files.items():
                write_whole(folder / path, text.encode())
            return
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}.",
                                         ignore_cleanup_errors=True) as name:
            new = Path(name) / folder.name
            for path, text in self.files.items():
                write_whole(new / path, text.encode())
            open_to_all(new)
            new.rename(folder)


class NoTypeface(BrochureError):
    """No typeface of the project has the letters of a language; `advice` says at length which to put where."""

    def __init__(self, message: str, script: str) -> None:
        super().__init__(message, Place("fonts/fonts.toml"), "Put one there, as told below, and say it again.")
        self.advice = advice(script)


def found(project: Project, source: Source, told: str, pivot: str = "",
          tell: Callable[[str], None] = lambda _: None) -> Founded:
    """Give what a language begins with; nothing is written.

    `told` is its code; `pivot` is a language whose translation stands beside the source in the catalogue, or nothing.
    Raises UsageError if there is no such language, or it has begun already, and BrochureError, with the way out, if
    there is no typeface for it. `tell` is called with a line for each step that takes long.
    """
    brochure, code = source.brochure, language_code(told)
    _check_new(project, source, code, pivot)
    fonts = _fonts(source, code)
    tell("measuring how much room each text has")
    units = source_units(brochure, budgets(project, source, tell))
    texts = pivot_texts(project, brochure, code, Hints(pivot, None, Place("--pivot"))) if pivot else {}
    wanted = extracts(units, name_in(pivot, "en") if pivot else "", texts)
    path = catalogue_path(project.locales, code, brochure.id)
    style = Style()
    entries = "".join(str(line.raw) for extract in wanted for line in new_entry(extract, style).lines)
    folder = project.locales / code
    files = {path.relative_to(folder): _header(source, code) + entries}
    terms = _terms(project, source, code, pivot)
    for name, text in ((_SETTINGS, _settings(source, code, fonts, pivot)), (FILE, _table(terms))):
        if not (folder / name).exists():
            files[Path(name)] = text
    return Founded(code, name_in(code, "en"), own_name(code), script_of(code), fonts, files, len(units),
                   sum(map(count_words, units)), len(terms), tuple(_remarks(code)))


def _check_new(project: Project, source: Source, code: str, pivot: str) -> None:
    brochure = source.brochure
    refuse_source(brochure, code)
    path = catalogue_path(project.locales, code, brochure.id)
    if path.exists():
        raise UsageError(f"{code} has begun already: {path.relative_to(project.root)} is there", None,
                         f"“brochure locale update {code}” brings it up to date; “brochure locale status {code}” tells "
                         "how far it is.")
    others = translated_codes(project.locales, brochure.id)
    if pivot and pivot not in others:
        raise UsageError(f"there is no translation to “{pivot}” that could stand beside the source", None,
                         nearest(pivot, others) if others else "Leave out --pivot.")


def _fonts(source: Source, code: str) -> tuple[str, ...]:
    """The families for the script of a language; raises BrochureError if they lack letters of it."""
    script = script_of(code)
    fonts = families_for(script, source.families)
    missing = missing_letters(letters_of(code), [source.families[name] for name in fonts])
    if not fonts:
        raise NoTypeface(f"there is no typeface for {name_in(code, 'en')} yet", script)
    if missing:
        raise NoTypeface(f"{' and '.join(fonts)} lack letters of {name_in(code, 'en')}: {' '.join(missing)}", script)
    return fonts


def _header(source: Source, code: str) -> str:
    told = (f"Project-Id-Version: {project_version(source.brochure)}", f"Language: {code.replace('-', '_')}",
            "MIME-Version: 1.0", "Content-Type: text/plain; charset=UTF-8", "Content-Transfer-Encoding: 8bit",
            f"X-Source-Language: {source.brochure.language}")   # without it Poedit takes the source for English
    lines = "".join(f'"{line}\\n"\n' for line in told)
    return (f"# {name_in(code, 'en')} ({code}) catalogue of the brochure; the id of a text is its msgctxt.\n"
            f'msgid ""\nmsgstr ""\n{lines}')


def _settings(source: Source, code: str, fonts: tuple[str, ...], pivot: str) -> str:
    """The locale.toml of a new language, with all that there is to decide."""
    brochure, locale_name = source.brochure, name_in(code, "en")
    films = sorted((film.slot for film in brochure.back.films), key=lambda name: _film_rank(source, name, code, pivot))
    quotes, counted = quotes_of(code), counted_words(code)
    links = [slot for slot in brochure.slots if slot.kind != "language"]
    lines = [
        f"# {locale_name} ({own_name(code)}), {script_of(code)}, "
        f"{'from right to left' if direction_of(code) == 'rtl' else 'from left to right'}.", "",
        "unfinished = true   # take this line out when “brochure locale check” finds no error: then it is printed",
        *([f'pivot = "{pivot}"       # stands beside the source in the catalogue'] if pivot else []),
        f"fonts = {_list(fonts)}",
        f"films = {_list(films)}   # in the order of print: the one that your readers understand first",
        "",
        "[type]",
        'size = "fit"       # pt, or "fit": the largest at which everything fits',
        'drawings = "fit"   # share of the nominal width of the drawings, or "fit"',
        "",
        "[typography]",
        f"quotes = {_list(quotes)}",
        f"keep_with_number = {_list(counted)}   # words that stand before a number and are not parted from it",
        *([] if can_hyphenate(code) else
          ["hyphenate = false   # there is no dictionary of hyphenation: [hyphenation] tells where words may break"]),
        "",
        "# Where long words may break, for those that the dictionary breaks badly:",
        "# [hyphenation]",
        '# sittestillinger = "sitte-stillinger"',
        "",
        "# Where links and films lead in this language, where that is elsewhere than in Norwegian:",
        "# [links]",
        *(f'# {slot.name} = "{slot.target}"' for slot in links),
    ]
    return "\n".join((*lines, ""))


def _film_rank(source: Source, name: str, code: str, pivot: str) -> int:
    """First the film in the language itself, then that in the pivot, then as the content has them."""
    spoken = next((slot.language for slot in source.brochure.slots if slot.name == name), "")
    wanted = [code.split("-")[0], pivot]
    return wanted.index(spoken) if spoken in wanted else len(wanted)


def _terms(project: Project, source: Source, code: str, pivot: str) -> list[tuple[str, str]]:
    """The terms that another language has agreed on: the source's words, and what they are there."""
    codes = [pivot] if pivot else []
    codes += [other for other in translated_codes(project.locales, source.brochure.id) if other not in (code, pivot)]
    for other in codes:
        if terms := read_glossary(project.locales / other, project.root):
            return [("|".join(term.source), f"{other}: {' / '.join(term.use)}" if term.use else "") for term in terms]
    return []


def _table(terms: list[tuple[str, str]]) -> str:
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(COLUMNS)
    rows.writerows((source, "", "", note) for source, note in terms)
    return text.getvalue()


def _remarks(code: str) -> Iterator[str]:
    known = language.read(code)
    if not known.numbers or not known.negating:
        yield ("numbers in digits are compared; number words, units and negation are not, until they are told in "
               "[words] of locale.toml: see docs/LANGUAGES.md")
    if not can_hyphenate(code):
        yield "there is no dictionary of hyphenation: words break only where [hyphenation] in locale.toml tells it"


def _list(names: Iterable[str]) -> str:
    quoted = ", ".join(f'"{name}"' for name in names)
    return f"[{quoted}]"
