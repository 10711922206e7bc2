"""Watches the files of a language, and prints its pages again whenever one of them is saved."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from brochure.desk import Desk
from brochure.edition import Source, read_source
from brochure.errors import Fault
from brochure.files import write_whole
from brochure.fit import Fit
from brochure.formats import FORMATS
from brochure.press import Press
from brochure.project import Project
from brochure.translation import catalogue_path
from brochure.units import read_units

Stamps = Mapping[Path, tuple[int, int]]


@dataclass(frozen=True)
class Printed:
    """What was printed: the file, its pages, its type size in pt, and how many texts are in which state.

    `problem` says why there are more pages than planned, or nothing; `broken` what is wrong in translations, in whose
    place the source stands.
    """

    path: Path
    pages: int
    size: float
    states: Mapping[str, int]
    problem: str = ""
    broken: tuple[Fault, ...] = ()
    searched: bool = True   # else the size that fits is searched at the next look


class Watch:
    """The pages of one language as a draft, kept up to date with its files.

    The engine and the typefaces stay loaded, and what has not changed is not read again.
    """

    def __init__(self, project: Project, name: str, code: str, output: Path) -> None:
        self._project, self._name, self._code, self._output = project, name, code, output
        self._press = Press(project.fonts, project.cache)
        self._stamps: Stamps = {}
        self._source: Source | None = None
        self._fit: Fit | None = None
        self._first = True
        gc.freeze()   # what is loaded by now never becomes garbage: each search for it would look at all of it

    @property
    def path(self) -> Path:
        """The file of the pages."""
        return self._output / FORMATS["screen"].file_name(self._name, self._code, draft=True)

    def look(self) -> Printed | None:
        """Print the pages if a file has changed since the last look; gives None if none has.

        Raises BrochureError if the files are at fault; the pages of before stay as they are, and the next look after a
        change tries again.
        """
        stamps = self._look_at_files()
        if stamps == self._stamps:
            return None
        own = self._project.locales / self._code
        others = {path for path in stamps.keys() | self._stamps.keys() if not path.is_relative_to(own)}
        if self._source is None or any(stamps.get(path) != self._stamps.get(path) for path in others):
            self._source = None
        self._stamps = stamps
        self._source = self._source or read_source(self._project, self._name)
        return self._print(self._source)

    def _look_at_files(self) -> Stamps:
        """When each file of the language was last written (ns), and its size: a save of the same second is seen."""
        found = {}
        for path in self._project.sources(self._name, self._code):
            try:
                status = path.stat()
            except OSError:   # it is just being replaced
                continue
            found[path] = (status.st_mtime_ns, status.st_size)
        return found

    def _print(self, source: Source) -> Printed:
        form = FORMATS["screen"]
        states: Counter[str] = Counter()
        if self._code != source.brochure.language:
            path = catalogue_path(self._project.locales, self._code, self._name)
            states.update(unit.state for unit in read_units(source.brochure, path, self._project.root))
        desk = Desk(self._project, source, self._code, form, self._press, draft=True)
        # A search sets the pages a dozen times: the size of before is good as long as everything fits.
        kept = self._fit if desk.edition.locale.size is None else None
        finished = desk.finished(kept) if kept else None
        if self._first and desk.known_fit() is None:
            # Somebody waits for the first pages: they come in the smallest type, and the next look searches.
            finished, self._stamps = desk.finished(desk.smallest_fit()), {}
        elif finished is None or (finished.problem and finished.fit.size > source.layout.type.smallest):
            self._fit = desk.fit()
            finished = desk.finished(self._fit)
        searched, self._first = bool(self._stamps), False
        write_whole(self.path, finished.content)
        return Printed(self.path, len(finished.promise.layout), finished.fit.size, dict(states), finished.problem,
                       desk.broken, searched)
