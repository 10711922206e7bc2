"""Which files each clinic of a list gets, and which of them are there already."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from brochure.batch.made import Made, known_as
from brochure.batch.tasks import Pair, Row, Wanted
from brochure.build import refuse_withdrawn
from brochure.clinics import Listed, read_clinics
from brochure.desk import sources_hash
from brochure.edition import Source, editions, known_locales, with_logo
from brochure.errors import BrochureError
from brochure.formats import FORMATS
from brochure.imprint import Clinic
from brochure.locales import locale_codes
from brochure.stores import Store

if TYPE_CHECKING:
    from brochure.batch import Request

T = TypeVar("T")
_TOGETHER = 200   # rows that are looked up at a time: a store that is far away is asked for several files at once


class Plan:
    """Reads lists, and gives their rows; what the command names is made of every clinic, and else what each wants.

    Clinics that go `far` take their logos with them.
    """

    def __init__(self, request: Request, source: Source, made: Made, store: Store, *, far: bool,
                 read: str) -> None:
        self._request, self._source, self._made, self._store = request, source, made, store
        self._far, self._read = far, read
        self._locales = known_locales(request.project, request.locales, unfinished=False)
        self._keys: dict[tuple[str, str], str] = {}
        self._faults: dict[str, BrochureError | None] = {}
        self._list = lru_cache(known_as)

    def rows(self) -> Iterator[Row]:
        """Give the rows one by one; raises BrochureError if a list cannot be read."""
        found = read_clinics(self._request.lists, locale_codes(self._request.project.locales))
        for listed in together(found, _TOGETHER):
            yield from self._rows(listed)

    def _rows(self, listed: Sequence[Listed]) -> Iterator[Row]:
        self._made.note_lists((one.id, self._list(one.place.file)) for one in listed if one.clinic)
        files = [self._files(one.clinic) if one.clinic else () for one in listed]
        known = self._made.before([(wanted.file, wanted.key) for wanteds in files for wanted in wanteds])
        names = [wanted.file for wanteds in files for wanted in wanteds]
        asked = [name for name, stamp in zip(names, known, strict=True) if stamp]
        there = dict(zip(asked, self._store.stamps(asked), strict=True))
        same = iter([stamp if stamp and there[name] == stamp else None
                     for name, stamp in zip(names, known, strict=True)])
        for one, wanteds in zip(listed, files, strict=True):
            row = Row(one.id, one.place, one.clinic, wanteds, tuple(islice(same, len(wanteds))), one.faults,
                      whole=one.whole)
            absent = self._absent(one.clinic, wanteds) if one.clinic else ()
            row = replace(row, look=self._look(row, one.rest), absent=absent)
            yield self._with_logo(row) if self._far and row.look else row

    def _look(self, row: Row, rest: Clinic | None) -> Clinic | None:
        """What of a row is to be looked at, in the languages and formats of its files that are still to be made."""
        if row.clinic:
            codes = tuple(dict.fromkeys(wanted.code for wanted in row.asked))
            forms = tuple(dict.fromkeys(wanted.form for wanted in row.asked))
            return replace(row.clinic, locales=codes, formats=forms) if codes else None
        request = self._request
        return rest and replace(rest, locales=request.locales or rest.locales or self._locales,
                                formats=request.formats or rest.formats)

    def _with_logo(self, row: Row) -> Row:
        clinic = row.clinic or row.look
        try:
            logo = with_logo(clinic, self._source.layout).logo if clinic else None
        except BrochureError as error:
            return replace(row, faults=(*row.faults, *error.faults), look=row.look and replace(row.look, logo_file=""))
        return replace(row, clinic=row.clinic and replace(row.clinic, logo=logo),
                       look=row.look and replace(row.look, logo=logo))

    def _files(self, clinic: Clinic) -> tuple[Wanted, ...]:
        request = self._request
        codes, forms = self._asked(clinic)
        own = _hash_of(clinic)
        return tuple(
            Wanted(code, form.name, f"{clinic.id}/{form.file_name(request.brochure, code, draft=False)}",
                   hashlib.sha256(f"{self._key(code, form.name)}\0{own}".encode()).digest()[:16])
            for code, form in editions(request.project, request.brochure, codes, [FORMATS[name] for name in forms]))

    def _asked(self, clinic: Clinic) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The languages and the formats that are asked for of a clinic."""
        return (self._request.locales or clinic.locales or self._locales,
                self._request.formats or clinic.formats or ("screen",))

    def _absent(self, clinic: Clinic, wanted: Sequence[Wanted]) -> tuple[Pair, ...]:
        """What is asked for of a clinic, and of which there is no edition."""
        codes, forms = self._asked(clinic)
        there = {(one.code, one.form) for one in wanted}
        return tuple((code, form) for code in codes for form in forms if (code, form) not in there)

    def _key(self, code: str, form: str) -> str:
        """The hash of what all editions of a language in a format are made from."""
        if (code, form) not in self._keys:
            request = self._request
            sources = sources_hash(request.project, request.brochure, code, FORMATS[form], draft=False)
            # With what the source was read from: a file that was saved since then is not in what is made now.
            self._keys[code, form] = f"{self._read} {sources} {request.exact}"
        return self._keys[code, form]

    def fault(self, code: str) -> BrochureError | None:
        """Give why nothing is printed in a language at all: its edition is withdrawn, or a waiver has ended."""
        if code not in self._faults:
            request = self._request
            try:
                refuse_withdrawn(request.project, request.brochure, [code])
                if request.project.all_waivers(request.brochure):
                    from brochure.waivers import read_waivers

                    read_waivers(request.project, request.brochure)
                self._faults[code] = None
            except BrochureError as error:
                self._faults[code] = error
        return self._faults[code]


def together(rest: Iterable[T], count: int) -> Iterator[list[T]]:
    """Give things, so many at a time; those that came before an error are given before it is raised."""
    found, broken = iter(rest), None
    while not broken:
        chunk: list[T] = []
        try:
            chunk.extend(islice(found, count))
        except BrochureError as error:
            broken = error
        if chunk:
            yield chunk
        elif not broken:
            return
    raise broken


def _hash_of(clinic: Clinic) -> str:
    """The hash of what a clinic tells of itself, wherever it stands in a list."""
    fields = [(field.name, field.text, field.link, field.locale) for field in clinic.fields]
    state = hashlib.sha256(repr(fields).encode())
    if clinic.logo_file:
        state.update(_content(clinic.logo_file))
    return state.hexdigest()


@lru_cache(maxsize=16)
def _content(path: str) -> bytes:
    try:
        return hashlib.sha256(Path(path).read_bytes()).digest()
    except OSError:
        return b""
