"""A list of clinics becomes files: looked at, handed out to workers, put away, and reported, row by row.

Nothing of a list is in memory but the ids and some rows; what is there and unchanged is not made again.
"""

from __future__ import annotations

import hashlib
import shutil
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import ExitStack, closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from brochure.batch.archive import write_archive
from brochure.batch.crews import Crew
from brochure.batch.made import Made, known_as
from brochure.batch.pace import Pace, Seldom
from brochure.batch.plan import Plan, together
from brochure.batch.report import NAME as REPORT
from brochure.batch.report import Report
from brochure.batch.spool import Spool
from brochure.batch.tasks import ABSENT, EXACT, FAILED, FAST, LEFT_OUT, UNCHANGED, Order, Outcome, Pair, Row
from brochure.batch.work import Kit, look_at, make, make_editions, unpacked
from brochure.edition import read_source
from brochure.editions import Editions, Shared, is_kept, sources_now
from brochure.errors import BrochureError, Exit, Fault
from brochure.files import is_file, make_folder, writing
from brochure.formats import FORMATS
from brochure.project import Project
from brochure.stores import ROOM, UNFINISHED, Stamp, Store
from brochure.vetting import Vetting, in_order

__all__ = ["Request", "Summary", "run"]

_TOGETHER = 20   # clinics in a task, if they are printed the fast way
_AHEAD = 4       # tasks for each worker that wait for it, so that none of them waits
T = TypeVar("T")


@dataclass(frozen=True)
class Request:
    """What is asked for: the clinics of some lists, in the languages and formats that are named, or else as each wants.

    `keep_going`: what is at fault is left out, instead of all.
    """

    project: Project
    brochure: str
    lists: tuple[Path, ...]
    store: Store
    locales: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    exact: bool = False
    keep_going: bool = False
    archive: bool = False


@dataclass
class Summary:
    """What became of a list: how many clinics it has, how many of them are at fault, and of the files.

    `wrong` is how many lists have columns that are wrong: then nothing is printed. `old` is how many clinics have files
    of before that could not be made anew, `not_listed` the folders that hold files of others; those of
    other lists, which are still there, are in `other_lists`, under the path of each.
    """

    clinics: int = 0
    faulty: int = 0
    wrong: int = 0
    files: dict[str, int] = field(default_factory=lambda: dict.fromkeys(
        (FAST, EXACT, UNCHANGED, FAILED, LEFT_OUT, ABSENT), 0))
    old: int = 0
    not_listed: list[str] = field(default_factory=list)
    other_lists: dict[str, list[str]] = field(default_factory=dict)
    report: str = REPORT
    archive: str = ""
    exit: int = Exit.DONE

    def blame(self, exit_: int) -> None:
        """Note an exit code; that a list is at fault is told before all else."""
        self.exit = exit_ if self.exit != Exit.INPUT else self.exit


def run(request: Request, crew: Crew, tell: Callable[[str], None] = lambda _: None,
        show: Callable[[Sequence[Fault]], None] = lambda _: None) -> Summary:
    """Make the files of some lists; gives what became of them.

    `tell` is called with a line for each step, `show` with what is wrong, as it is found. Raises BrochureError if a
    list cannot be read at all, or the brochure not be printed; what was made by then stays.
    """
    try:
        return _Batch(request, crew, tell, show).run()
    except BrokenExecutor:
        raise BrochureError("a process that makes files was ended from outside", None,
                            "Say it again: what is finished is not made again.") from None


class _Batch:
    def __init__(self, request: Request, crew: Crew, tell: Callable[[str], None],
                 show: Callable[[Sequence[Fault]], None]) -> None:
        self.request, self.crew, self._show = request, crew, show
        self._tell = Seldom(tell)
        self._read = sources_now(request.project, request.brochure)
        self.source = read_source(request.project, request.brochure)
        self.summary, self._vetting = Summary(), Vetting(request.project, self.source)
        self.store = request.store
        self._workplace = self.store.folder or request.project.cache / "clinics" / hashlib.sha256(
            repr(self.store).encode()).hexdigest()[:16]
        self._editions: dict[Pair, Editions] = {}
        self._broken: dict[Pair, BrochureError] = {}
        self._sound: dict[str, bool] = {}   # the ids, which are folders: whether one of its rows is without fault

    def run(self) -> Summary:
        with closing(Made(self._workplace)) as made:
            self._tidy()
            self.store.prepare()
            make_folder(self._workplace / UNFINISHED)
            with closing(Spool(self._workplace)) as spool, Report(self.store, self._workplace) as report:
                self._look(Plan(self.request, self.source, made, self.store, far=self.crew.far, read=self._read), spool)
                self.summary.clinics = spool.clinics
                if not self.request.keep_going:
                    for error in self._broken.values():
                        raise error
                self._print(spool, made, report)
                self._tell_of_others(made, report)
                if self.request.archive and not self.summary.wrong:   # else the one of before stays
                    self._archive(report)
            self._tidy()
        return self.summary

    def _tidy(self) -> None:
        self.store.tidy()
        shutil.rmtree(self._workplace / UNFINISHED, ignore_errors=True)

    def _kit(self, name: str) -> Kit:
        request = self.request
        return Kit(f"{name}-{time.time_ns()}", Shared(request.project, self.source), self._vetting, self.store,
                   request.exact, self._read)

    # --- looking, while templates are made -----------------------------------------------------------------------

    def _look(self, plan: Plan, spool: Spool) -> None:
        """Read all rows, have what is to be printed looked at, and have the templates made that it takes."""
        making: dict[Pair, Future[bytes]] = {}
        kit = self._kit("look")
        with ExitStack() as stack:
            pools: list[Executor] = []

            def pool(pairs: Iterable[Pair] = ()) -> Executor:
                if not pools:   # the first rows tell whether pages are to be laid out at all
                    pools.append(stack.enter_context(self.crew.pool(kit, engine=self._lays_out(pairs))))
                return pools[0]

            def begun(rows: list[Row]) -> Future[list[tuple[Fault, ...]]] | None:
                orders = _orders(rows)
                pairs = dict.fromkeys((wanted.code, wanted.form) for order in orders for wanted in order.wanted)
                for pair in pairs:
                    if error := plan.fault(pair[0]):
                        self._broken[pair] = error
                    elif pair not in making:
                        making[pair] = pool(pairs).submit(make_editions, kit.name, pair)
                clinics = [row.look for row in rows if row.look]
                return pool().submit(look_at, kit.name, clinics) if clinics else None

            for rows, found in self._ahead(together(plan.rows(), _TOGETHER), begun):
                more = iter(found or ())
                for row in rows:
                    faults = in_order(row.faults, next(more) if row.look else ())
                    spool.add(replace(row, faults=faults, look=None))
                    if not row.whole:
                        sound = bool(row.clinic) and not faults
                        self._sound[row.id.casefold()] = sound or self._sound.get(row.id.casefold(), False)
                    if faults:
                        self._at_fault(faults, whole=row.whole)
                self._tell(f"looking at clinics: {spool.clinics:,}")
            for number, (pair, future) in enumerate(making.items(), 1):
                self._tell(f"preparing pages: {number} of {len(making)}", at_once=True)
                try:
                    self._editions[pair] = unpacked(future.result(), self.request.project.root)
                except BrochureError as error:
                    self._broken[pair] = error

    def _lays_out(self, pairs: Iterable[Pair]) -> bool:
        """Whether the engine is needed for some languages and formats, or their templates are kept from before."""
        request, pairs = self.request, list(pairs)
        return request.exact or not pairs or not all(
            is_kept(request.project, self.source, code, FORMATS[form], self._read) for code, form in pairs)

    def _at_fault(self, faults: Sequence[Fault], *, whole: bool) -> None:
        self.summary.faulty += not whole
        self.summary.wrong += whole
        self.summary.blame(Exit.INPUT)
        self._show(faults)

    # --- printing ------------------------------------------------------------------------------------------------

    def _print(self, spool: Spool, made: Made, report: Report) -> None:
        """Have what is not there made, and report all rows in their order."""
        refused = bool(self.summary.wrong) or (bool(self.summary.faulty) and not self.request.keep_going)
        if refused or not spool.asked:
            for row in spool:
                self._report(row, [_left(stamp) for stamp in row.there], made, report)
            return
        kit = replace(self._kit("print"), editions=self._editions)
        fast = all(editions.template for editions in self._editions.values()) and bool(self._editions)
        pace = Pace(spool.asked)
        stop = False
        not_taken: list[Fault] = []

        def begun(rows: list[Row]) -> Future[list[tuple[Outcome, ...]]] | None:
            orders = [] if stop else _orders(rows, self._broken)
            return pool.submit(make, kit.name, orders) if orders else None

        with self.crew.pool(kit, engine=not fast) as pool:
            for rows, found in self._ahead(together(spool, _TOGETHER if fast else 1), begun):
                ready = {order.clinic.id: outcomes for order, outcomes in
                         zip(_orders(rows, self._broken), found or (), strict=bool(found))}
                noted = []
                for row in rows:
                    outcomes = self._outcomes(row, ready.get(row.id, ()))
                    noted += [(wanted.file, wanted.key, outcome.stamp)
                              for wanted, outcome in zip(row.wanted, outcomes, strict=True)
                              if outcome.stamp and outcome.way != UNCHANGED]
                    self._report(row, outcomes, made, report)
                    not_taken += [fault for outcome in outcomes if outcome.refused for fault in outcome.faults]
                    pace.add(len(row.asked))
                made.note(noted, self.source.brochure.edition, str(self.source.brochure.date))
                report.flush()
                stop = bool(not_taken) or (bool(self.summary.exit) and not self.request.keep_going)
                self._tell(pace.told())
        if not_taken:   # now that what was finished is noted
            raise BrochureError(faults=dict.fromkeys(not_taken))

    def _outcomes(self, row: Row, made: Sequence[Outcome]) -> list[Outcome]:
        """What became of the files of a clinic: those that are there, could not be begun, or were handed out."""
        found, rest = [], iter(made)
        for wanted, stamp in zip(row.wanted, row.there, strict=True):
            error = self._broken.get((wanted.code, wanted.form))
            if stamp:
                found.append(_left(stamp))
            elif error:
                found.append(Outcome(None, FAILED, error.faults, error.exit))
            else:
                found.append(next(rest, _left(None)))
        return found

    def _report(self, row: Row, outcomes: list[Outcome], made: Made, report: Report) -> None:
        summary, old = self.summary, self._old(row, outcomes, made)
        report.add(row, outcomes, old)
        summary.old += bool(old)
        summary.files[ABSENT] += len(row.absent) if not row.faults else 0
        for outcome in outcomes if not row.faults else ():
            summary.files[outcome.way] += 1
            if outcome.way == FAILED and not outcome.refused:
                summary.blame(outcome.exit)
                self._show(outcome.faults)

    def _old(self, row: Row, outcomes: Sequence[Outcome], made: Made) -> list[str]:
        """The files of a clinic that are there, but of before, since they could not be made anew."""
        lacking = {wanted.file for wanted, outcome in zip(row.wanted, outcomes, strict=True) if not outcome.stamp}
        refused = bool(row.faults) or not row.clinic
        if row.whole or (not lacking and (not refused or self._sound.get(row.id.casefold()))):
            return []
        return self._there([file for file in made.files(row.id) if refused or file in lacking])

    def _there(self, files: Sequence[str]) -> list[str]:
        return [file for file, stamp in zip(files, self.store.stamps(files), strict=True) if stamp]

    def _tell_of_others(self, made: Made, report: Report) -> None:
        """Report the files of clinics that are not in the list.

        A list that is gone was renamed, moved or deleted: what was printed from it may be this list's.
        """
        others = {name for name in made.lists() if is_file(Path(name))} - set(map(known_as, self.request.lists))
        for folder, origin in made.folders():
            if folder.casefold() not in self._sound and (files := self._there(made.files(folder))):
                other = origin if origin in others else ""
                report.add_old(folder, files, other)
                (self.summary.other_lists.setdefault(other, []) if other else self.summary.not_listed).append(folder)

    def _archive(self, report: Report) -> None:
        self._tell("writing the ZIP", at_once=True)
        self.summary.archive = f"{self.request.brochure}-clinics.zip"
        path = self._workplace / UNFINISHED / self.summary.archive
        with writing(path, ROOM):
            write_archive(path, self.store, report.files())
        self.store.put(self.summary.archive, path)

    def _ahead(self, chunks: Iterable[list[Row]],
               begun: Callable[[list[Row]], Future[T] | None]) -> Iterator[tuple[list[Row], T | None]]:
        """Begin a task for each of some chunks, a few at a time, and give what comes of them in their order."""
        waiting: deque[tuple[list[Row], Future[T] | None]] = deque()
        most, broken = self.crew.size * _AHEAD, None
        try:
            for chunk in chunks:
                waiting.append((chunk, begun(chunk)))
                if len(waiting) > most:
                    rows, future = waiting.popleft()
                    yield rows, future.result() if future else None
        except BrochureError as error:   # what comes before it is told first
            broken = error
        for rows, future in waiting:
            yield rows, future.result() if future else None
        if broken:
            raise broken


def _left(stamp: Stamp | None) -> Outcome:
    """The outcome of a file that is there already, or is left out."""
    return Outcome(stamp, UNCHANGED if stamp else LEFT_OUT)


def _orders(rows: Iterable[Row], broken: Iterable[Pair] = ()) -> list[Order]:
    """What is to be made of some rows; languages and formats that cannot be printed are left out."""
    found = [(row, tuple(wanted for wanted in row.asked if (wanted.code, wanted.form) not in broken))
             for row in rows if row.clinic and not row.faults]
    return [Order(row.clinic, wanted) for row, wanted in found if row.clinic and wanted]
