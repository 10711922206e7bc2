"""A project for trials: it shares everything with another but its locales, which are pseudo-locales made up for it."""

from __future__ import annotations

from pathlib import Path

from brochure.desk import Desk, DoesNotFit
from brochure.edition import Source, read_source
from brochure.formats import FORMATS
from brochure.press import Press
from brochure.project import Project
from brochure.pseudo import Pseudo, catalogue, settings
from brochure.scripts import families_for, script_of
from brochure.translation import catalogue_path

_MORE = (0, 4, 8)   # pages: longer texts may need them


def open_trial(project: Project, brochure: str, folder: Path) -> tuple[Project, Source]:
    """Give a project for trials of a brochure, in an empty folder, and the brochure itself.

    Of the locales only the source language is there, beside which one format prints the others. What is built lies in
    the folder that the other project has for it.
    """
    for path in (project.content, project.layouts, project.fonts, project.images, project.profiles):
        (folder / path.name).symlink_to(path.resolve())
    project.output.mkdir(parents=True, exist_ok=True)
    (folder / "build").symlink_to(project.output.resolve())
    trial = Project(folder.resolve())
    source = read_source(trial, brochure)
    language = source.brochure.language
    trial.locales.mkdir()
    (trial.locales / language).symlink_to((project.locales / language).resolve())
    return trial, source


def add(trial: Project, source: Source, kind: Pseudo) -> None:
    """Write the files of a pseudo-locale, with as many pages as its texts need.

    Raises DoesNotFit, with the first block beyond the last page, if they need more than eight pages more.
    """
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
