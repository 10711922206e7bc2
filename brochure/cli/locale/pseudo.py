"""The verb `locale pseudo`: prints the brochure in languages that nobody speaks, to try a layout."""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from brochure.cli.terminal import Progress, project_of, shown
from brochure.errors import Exit, UsageError, nearest
from brochure.project import Project

if TYPE_CHECKING:
    from brochure.edition import Source
    from brochure.pseudo import Pseudo

SUMMARY = "print the brochure in languages that nobody speaks, to see what a layout does to any language"
_MORE = (0, 4, 8)   # pages: longer texts may need them


def declare(verb: argparse.ArgumentParser) -> None:
    """Declare what the verb understands."""
    verb.add_argument("codes", nargs="*", metavar="CODE",
                      help="nb-XA (accents, longer by 35 %%), ar-XB (right to left), se-XC (long words) (default: all)")
    verb.add_argument("--format", action="append", metavar="FORMAT", dest="formats",
                      help="as “brochure build” has it (default: all)")
    verb.add_argument("--brochure", metavar="ID", help="which brochure, if there is more than one")
    verb.add_argument("-o", "--output", type=Path, metavar="DIR", help="where the files go (default: build/pseudo/)")


def run(options: argparse.Namespace) -> int:
    """Print the pseudo-locales that are asked for, checked as any edition; gives the exit code."""
    from brochure.build import Job, build
    from brochure.cli.build import formats_asked
    from brochure.edition import read_source
    from brochure.pseudo import PSEUDO

    project = project_of(options)
    formats = formats_asked(options.formats or ["all"])
    name = project.brochure(options.brochure)
    kinds = _asked(options.codes, PSEUDO)
    output = (options.output or project.output / "pseudo").resolve()
    with tempfile.TemporaryDirectory(prefix="brochure-") as folder, Progress(options) as progress:
        trial = _trial(project, Path(folder))
        source = read_source(trial, name)
        language = source.brochure.language   # beside which one format prints the others
        (trial.locales / language).symlink_to((project.locales / language).resolve())
        for kind in kinds:
            progress.tell(f"fitting {kind.code}")
            _add(trial, source, kind)
        made = build([Job(trial, name, kind.code, form, False, None, output) for kind in kinds for form in formats],
                     progress.tell)
    if options.json:
        print(json.dumps([asdict(entry) for entry in made], indent=2, ensure_ascii=False))
    elif not options.quiet:
        for entry in made:
            print(f"{shown(output / entry.file)}: {'unchanged' if entry.unchanged else entry.told()}")
    return Exit.DONE


def _asked(codes: Sequence[str], known: dict[str, Pseudo]) -> tuple[Pseudo, ...]:
    for code in codes:
        if code not in known:
            raise UsageError(f"there is no pseudo-locale “{code}”", None, nearest(code, known))
    return tuple(known[code] for code in dict.fromkeys(codes or known))


def _trial(project: Project, folder: Path) -> Project:
    """Give a project that shares everything with another but its locales, of which it has none yet."""
    for path in (project.content, project.layouts, project.fonts, project.images, project.profiles):
        (folder / path.name).symlink_to(path.resolve())
    project.output.mkdir(parents=True, exist_ok=True)
    (folder / "build").symlink_to(project.output.resolve())
    (folder / "locales").mkdir()
    return Project(folder.resolve())


def _add(trial: Project, source: Source, kind: Pseudo) -> None:
    """Write the files of a pseudo-locale, with as many pages as its texts need."""
    from brochure.desk import Desk, DoesNotFit
    from brochure.formats import FORMATS
    from brochure.press import Press
    from brochure.pseudo import catalogue, settings
    from brochure.scripts import families_for, script_of
    from brochure.translation import catalogue_path

    brochure = source.brochure
    fonts = families_for(script_of(kind.code), source.families)
    path = catalogue_path(trial.locales, kind.code, brochure.id)
    path.parent.mkdir(parents=True)
    path.write_text(catalogue(brochure, kind), "utf-8")
    for more in _MORE:
        pages = brochure.pages + more
        path.parent.with_name("locale.toml").write_text(settings(brochure, kind, fonts, pages), "utf-8")
        desk = Desk(trial, source, kind.code, FORMATS["screen"], Press(trial.fonts, trial.cache))
        try:
            desk.fit()
        except DoesNotFit:
            if more == _MORE[-1]:
                raise
        else:
            return
