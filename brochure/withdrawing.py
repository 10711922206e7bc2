"""Withdrawing: an edition of a language is taken back, which its ledger tells; and what must be taken down for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from brochure.batch.made import NAME, Made
from brochure.edition import Source, known_locales, languages, read_language
from brochure.errors import UsageError
from brochure.formats import FORMATS
from brochure.kept import read_json
from brochure.ledger import Review, Withdrawal, ledger_of, today, write_ledger
from brochure.locales import locale_codes, month_in
from brochure.model import Month
from brochure.people import person_fault, text_fault
from brochure.project import Project
from brochure.release_folder import MANIFEST, sha256_of
from brochure.typography import typeset


@dataclass(frozen=True)
class Copy:
    """A file that is there, the hash of its bytes, and the edition in it: 0 if nobody has noted it."""

    path: Path
    sha256: str
    edition: int
    format: str
    clinic: str
    date: str
    draft: bool = False


@dataclass(frozen=True)
class Withdrawn:
    """What became of a withdrawal, and what must be taken down.

    `new` says whether it was written now; else `withdrawal` is that of before. `copies` hold the edition; `unsure` are
    files of which nobody knows. `pages` are web addresses. `line` is what the back page of a printed copy says;
    `translated` are the languages that are made from the one that is withdrawn.
    """

    path: Path
    brochure: str
    locale: str
    withdrawal: Withdrawal
    new: bool
    is_current: bool
    copies: tuple[Copy, ...]
    unsure: tuple[Copy, ...]
    pages: tuple[str, ...]
    line: str
    translated: tuple[str, ...]

    def told(self) -> dict[str, Any]:
        """Give it as JSON tells it."""
        return {"brochure": self.brochure, "locale": self.locale, **asdict(self.withdrawal),
                "date": str(self.withdrawal.date), "new": self.new, "current": self.is_current,
                "files": [{**asdict(copy), "path": str(copy.path)} for copy in self.copies],
                "unsure": [{**asdict(copy), "path": str(copy.path)} for copy in self.unsure],
                "pages": self.pages, "printed": self.line, "translated": self.translated}


def withdraw(project: Project, source: Source, code: str, withdrawal: Withdrawal, folders: Iterable[Path], *,
             write: bool = True, given_out: bool = False) -> Withdrawn:
    """Take an edition of a language back, and look in some folders for what must be taken down.

    What is withdrawn already stays as it was written down. Raises UsageError for a name, a reason, a day or an edition
    that cannot be, and for the edition of today if no file of it is there, unless somebody knows that it was
    `given_out`; then nothing is written.
    """
    known_locales(project, (code,))
    brochure = source.brochure
    _check(withdrawal, brochure.edition, brochure.file)
    ledger = ledger_of(project, code)
    review = ledger.review(brochure.id)
    before = review.withdrawn(withdrawal.edition)
    copies = [copy for folder in folders
              for copy in (*_copies(folder, source, code), *_of_lists(folder, project, source, code))]
    mine = tuple(copy for copy in copies if copy.edition == withdrawal.edition)
    dates = [copy.date for copy in mine if copy.date]
    current = withdrawal.edition == brochure.edition
    if write and before is None:
        out = any(copy.edition in (0, withdrawal.edition) and not copy.draft for copy in copies)
        if current and not out and not given_out:
            raise UsageError(f"no file of edition {withdrawal.edition} of {code} lies in the release or in build/: "
                             "what was never given out need not be taken back", None,
                             "Mend it before it is released. If copies of it are out, say --given-out, too.")
        write_ledger(ledger.holding(brochure.id, _with(review, withdrawal)))
    date = str(brochure.date) if current else dates[0] if dates else ""
    return Withdrawn(
        ledger.path, brochure.id, code, before or withdrawal, before is None, current, mine,
        tuple(copy for copy in copies if not copy.edition),
        tuple(f"{brochure.site}{form.file_name(brochure.id, code, draft=False)}" for form in FORMATS.values()
              if brochure.site and not form.paged),
        _line(project, source, code, withdrawal.edition, date),
        languages(project, brochure)[1:] if code == brochure.language else ())


def take_back(project: Project, source: Source, code: str, edition: int, *, write: bool = True) -> Withdrawal:
    """Strike a withdrawal out of the ledger, as if it had never been; raises UsageError if there is none."""
    known_locales(project, (code,))
    name = source.brochure.id
    ledger = ledger_of(project, code)
    review = ledger.review(name)
    struck = review.withdrawn(edition)
    if struck is None:
        raise UsageError(f"edition {edition} of {code} is not withdrawn", None, "There is nothing to take back.")
    if write:
        left = tuple(entry for entry in review.withdrawals if entry.edition != edition)
        write_ledger(ledger.holding(name, replace(review, withdrawals=left)))
    return struck


def _check(withdrawal: Withdrawal, newest: int, file: str) -> None:
    if wrong := person_fault(withdrawal.by):
        raise UsageError(wrong, None, 'Write it like this: --by "Kari Nordmann, physician"')
    if wrong := text_fault(withdrawal.why):
        raise UsageError(f"--why cannot be written down: {wrong}", None, "Say in a line what is wrong in the edition.")
    if withdrawal.date > today():
        raise UsageError(f"{withdrawal.date} lies in the future", None, "Write the day on which it is withdrawn.")
    if not 1 <= withdrawal.edition <= newest:
        raise UsageError(f"there is no edition {withdrawal.edition}", None, f"{file} is at edition {newest}.")


def _with(review: Review, withdrawal: Withdrawal) -> Review:
    return replace(review, withdrawals=(*review.withdrawals, withdrawal))


def _copies(folder: Path, source: Source, code: str) -> Iterator[Copy]:
    """The files of a folder in which the language stands, alone or beside another."""
    for name, told in read_json(folder / MANIFEST).get("files", {}).items():
        path = folder / name
        stand_in = told.get("languages", ()) if told.get("brochure") == source.brochure.id else ()
        if code in stand_in and path.is_file():
            yield Copy(path, sha256_of(path), told.get("edition", 0), told["format"], told.get("clinic", ""),
                       told.get("date", ""), told.get("draft", False))


def _of_lists(folder: Path, project: Project, source: Source, code: str) -> Iterator[Copy]:
    """The files of clinics of a list that was printed into a folder; raises BrochureError if one is being printed."""
    if not (folder / NAME).is_file():
        return
    brochure, first = source.brochure.id, source.brochure.language
    names = {form.file_name(brochure, one, draft=False): form.name for form in FORMATS.values()
             for one in locale_codes(project.locales) if code in ((one, first) if form.bilingual else (one,))}
    with closing(Made(folder)) as made:
        for file, edition, date in made.editions():
            clinic, _, name = file.partition("/")
            path = folder / file
            if name in names and path.is_file():
                yield Copy(path, sha256_of(path), edition, names[name], clinic, date)


def _line(project: Project, source: Source, code: str, edition: int, date: str) -> str:
    """What a printed copy says of its edition, in its language; the month is left open where nobody knows it."""
    brochure, locale = read_language(project, source, code, draft=True)
    phrase = next(message.text for message in brochure.phrases if message.id == "phrase.edition")
    month = Month(*map(int, date.split("-"))) if date else None
    told = month_in(code, month.year, month.month) if month else "…"
    return typeset(phrase, locale).replace("{edition}", str(edition)).replace("{date}", told)
