"""The job sheet that goes to a print shop with the files of the press format: what is to be printed, how, on what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from brochure import __version__, markup
from brochure.build import Made
from brochure.desk import created
from brochure.edition import Source
from brochure.errors import BrochureError, CheckFailed, Fault, Faults, Place, UsageError, nearest, told_from
from brochure.files import read_text
from brochure.finish import BLEED
from brochure.fonts import missing_letters
from brochure.formats import ARCHIVE, UA, Finishing
from brochure.imprint import Clinic
from brochure.locales import bytes_in, month_in, name_in, number_in
from brochure.page import fill
from brochure.profiles import read_profile
from brochure.project import Project
from brochure.scripts import direction_of
from brochure.toml_file import TomlFile

if TYPE_CHECKING:
    from brochure.press import Press

_LIMIT_BYTES = 200_000
_ROWS = ("size", "pages", "inks", "trapping", "marks", "paper", "finishing", "proof")
_BLANKS = ("contact", "reach", "delivery", "deadline", "invoice", "approved")
_KEYS = {"title", "edition", "clinic", "files", "file_line", "bound_right", "checksum", "total", "specification",
         "orderer", "marks_there", *_ROWS, *(f"{row}_is" for row in _ROWS), *_BLANKS}


@dataclass(frozen=True)
class Order:
    """What is ordered: finished files of the press format, how many copies of each, and in whose words; for whom."""

    files: Sequence[Made]
    copies: int
    language: str
    finishing: Finishing
    clinic: Clinic | None = None


def languages(project: Project) -> dict[str, dict[str, str]]:
    """Give the words of the job sheet by language; raises BrochureError if one is missing, or there is one too many."""
    faults = Faults()
    path = project.layouts / "jobsheet/words.toml"
    file = TomlFile(path, str(path.relative_to(project.root)), faults)
    found = {language: file.table(words, dict.fromkeys(_KEYS, str), _KEYS, language)
             for language, words in file.data.items() if isinstance(words, dict)}
    if not found:
        faults.add("there are no words for the job sheet", Place(file.file), "Write a table for each language.")
    faults.raise_any()
    return found


def language_asked(project: Project, asked: str | None, source: str) -> str:
    """Give the language of a job sheet: what is asked for, or the source language, or the first one."""
    known = languages(project)
    if asked is None:
        return source if source in known else next(iter(known))
    if asked not in known:
        raise UsageError(f"there is no job sheet in “{asked}”", None,
                         nearest(asked, known) or f"It can be had in: {', '.join(known)}.")
    return asked


def print_jobsheet(project: Project, source: Source, order: Order, press: Press, name: str) -> bytes:
    """Give the job sheet as a tagged PDF, checked; `name` is what faults call it.

    Raises BrochureError if its template or words are broken, and CheckFailed if it is not what it should be.
    """
    from brochure.press import Sheet

    folder = project.layouts / "jobsheet"
    with told_from(project.root):
        html = fill(folder, "jobsheet.html", **_values(project, source, order))
    if missing := missing_letters(html, source.families.values()):
        raise BrochureError(f"no font has the letters {' '.join(missing)}", Place(name),
                            "Take them out of layouts/jobsheet/words.toml, or add a typeface in fonts/.")
    sheets = [Sheet(file, read_text(project.root / file, file, _LIMIT_BYTES))
              for file in ("layouts/base/tokens.css", "layouts/jobsheet/jobsheet.css")]
    content = press.lay_out(html, sheets, {}).pdf(tagged=True)
    _check(name, content)
    return content


def _values(project: Project, source: Source, order: Order) -> dict[str, Any]:
    brochure, language = source.brochure, order.language
    profile = read_profile(project.profiles, project.root, order.finishing.output_profile)
    words = languages(project)[language]
    filled = {"edition": brochure.edition, "date": month_in(language, brochure.date.year, brochure.date.month),
              "pages": ", ".join(str(number) for number in sorted({file.pages for file in order.files})),
              "profile": profile.info, "bleed": f"{BLEED:g}",
              "copies": number_in(language, order.copies * len(order.files))}
    told = {key: _filled(text, filled) for key, text in words.items()}
    files = [{"language": name_in(file.locale, language), "name": Path(file.file).name, "sha256": file.sha256,
              "line": _filled(words["file_line"], {"pages": file.pages, "copies": number_in(language, order.copies),
                                                   "size": bytes_in(language, file.bytes)}),
              "bound": words["bound_right"] if direction_of(file.locale) == "rtl" else ""}
             for file in order.files]
    if order.finishing.marks:
        told["marks_is"] = told["marks_there"]
    known = _of_clinic(order.clinic.in_locale(language)) if order.clinic else {}
    rows = [(told[row], told[f"{row}_is"]) for row in _ROWS]
    return {
        "w": told, "language": language, "files": files, "rows": rows,
        "clinic": order.clinic.name if order.clinic else "",
        "blanks": [(told[name], known.get(name, "")) for name in _BLANKS],
        "title": markup.plain(markup.parse(brochure.cover.title.text)), "publisher": brochure.publisher.name,
        "source_language": brochure.language, "generator": f"brochure {__version__}", "created": created(brochure),
    }


def _of_clinic(clinic: Clinic) -> dict[str, str]:
    """What the orderer need not fill in, since the clinic's imprint tells it."""
    fields = {"contact": ("name", "contact"), "reach": ("telephone", "email"), "delivery": ("address",)}
    return {blank: ", ".join(field.text for name in names for field in clinic.named(name))
            for blank, names in fields.items()}


def _filled(text: str, values: dict[str, Any]) -> str:
    for key, value in values.items():
        text = text.replace(f"{{{key}}}", str(value))
    return text


def _check(name: str, content: bytes) -> None:
    from brochure.preflight import Subject, run

    results = run(Subject(name, content, frozenset({UA, ARCHIVE})), only_claims=True)
    faults = [Fault(f"{finding.check}: {finding.message}", Place(name), finding.hint)
              for result in results for finding in result.findings if finding.level == "error"]
    if faults:
        raise CheckFailed(faults=faults)
