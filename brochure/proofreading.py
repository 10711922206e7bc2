"""Gathers the words of a locale, and has the checks on words look at them: what needs no layout of the pages."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from brochure import language
from brochure.checking import Facts, Report
from brochure.edition import Source
from brochure.errors import CheckFailed, Fault, Place
from brochure.files import read_bytes
from brochure.fonts import letters
from brochure.glossary import read_glossary, read_words
from brochure.language.texts import bare, folded, without_addresses
from brochure.language.texts import words as words_of
from brochure.locales import locale_codes, read_locale
from brochure.preflight import Check, Result, Subject, run
from brochure.project import Project
from brochure.scripts import is_pseudo, script_of
from brochure.spelling import ask
from brochure.translation import catalogue_path
from brochure.units import read_units, source_units
from brochure.waivers import read_waivers, sift, unused
from brochure.words import Spelling, Words

LIMIT_BYTES = 4_000_000
_NO_BUDGETS: Mapping[str, int] = {}
Wanted = Callable[[Check], bool]


def gather(project: Project, source: Source, code: str, budgets: Mapping[str, int] = _NO_BUDGETS) -> Words:
    """Give the words of a brochure in a locale, with all that the checks hold them against but spelling and layout.

    Raises BrochureError with what is wrong in the form of the catalogue, the locale.toml or the glossary.
    """
    brochure, root = source.brochure, project.root
    locale = read_locale(project.locales, code, root, brochure, source.layout, source.families)
    folder = project.locales / code
    own = code == brochure.language
    path = catalogue_path(project.locales, code, brochure.id)
    first = read_locale(project.locales, brochure.language, root, brochure, source.layout, source.families) \
        if not own and (project.locales / brochure.language / "locale.toml").is_file() else locale
    return Words(
        brochure=brochure.id,
        source=brochure.language,
        locale=locale,
        units=source_units(brochure, budgets) if own else read_units(brochure, path, root, budgets),
        place=Place(brochure.file if own else str(path.relative_to(root))),
        language=language.read(code, locale.words),
        source_language=language.read(brochure.language, first.words if first is not locale or own else {}),
        foreign=frozenset(slot.name for slot in brochure.slots if slot.kind == "language"),
        scripts=frozenset({script_of(code)}),
        terms=read_glossary(folder, root),
        listed=frozenset(map(folded, read_words(folder, root))),
        letters=tuple(frozenset.intersection(*(letters(face.path) for face in source.families[name].faces))
                      for name in locale.fonts),
    )


def ask_spelling(words: Words) -> Callable[[], Spelling]:
    """Have a dictionary look at the words, and give what waits for its answer.

    Names, the words of slots in another language, abbreviations, agreed terms and those of words.txt are left out.
    """
    terms = {folded(word) for term in words.terms for name in term.use for word in words_of(name)}
    agreed = words.listed | terms | words.language.numbers.keys()
    asked = {word for unit in words.ready
             for word in words_of(without_addresses(bare(unit.text, words.foreign)))
             if len(word) > 1 and not word.partition("'")[0].partition("’")[0].isupper() and folded(word) not in agreed}
    return ask(words.locale.code, asked)


def judge(project: Project, words: Words, wanted: Wanted = lambda _: True) -> Report:
    """Give the report of the checks on words; what is waived for this locale is parted from what stands."""
    path = project.root / words.place.file
    content = read_bytes(path, words.place.file, LIMIT_BYTES)
    results = run(Subject(words.place.file, b"", frozenset(), words=words), among=wanted)
    results, waived = sift(results, read_waivers(project, words.brochure), words.locale.code, "")
    facts = Facts("words", len(content), hashlib.sha256(content).hexdigest(), None, (), None)
    return Report(words.place.file, facts, "", _in_reading_order(results, words), waived, project)


def check_words(project: Project, source: Source, code: str) -> Report:
    """Give what the checks on words find in a locale without laying it out, and without a dictionary.

    Raises BrochureError with what is wrong in the form of its files.
    """
    return judge(project, gather(project, source, code))


def refuse_wrong_words(project: Project, source: Source, code: str) -> None:
    """Raise CheckFailed with every error that the checks on words find in a locale, and that is not waived.

    A pseudo-locale has no words that anybody could read: what is right there is the layout.
    """
    if is_pseudo(code):
        return
    found = [finding for finding in check_words(project, source, code).findings if finding.level == "error"]
    if found:
        raise CheckFailed(faults=[Fault(f"{finding.unit}: {finding.message} [{finding.check}]", finding.place,
                                        finding.hint) for finding in found])


def unused_waivers(project: Project, brochure: str, reports: Iterable[Report],
                   codes: Iterable[str]) -> tuple[Fault, ...]:
    """Give a fault for each waiver of the words that a look at every locale that it concerns has found no use for.

    `reports` are those of the words, each with the code of its locale beside it in `codes`.
    """
    pairs = list(zip(reports, codes, strict=True))
    looked_at = {(result.check.id, code, "") for report, code in pairs for result in report.results
                 if result.status != "skipped"}
    used = {waived.waiver for report, _ in pairs for waived in report.waived}
    return unused(read_waivers(project, brochure), used, looked_at, locale_codes(project.locales))


def _in_reading_order(results: Iterable[Result], words: Words) -> tuple[Result, ...]:
    order = {unit.id: number for number, unit in enumerate(words.units)}
    return tuple(replace(result, findings=tuple(sorted(
        result.findings, key=lambda finding: order.get(finding.unit, -1)))) for result in results)
