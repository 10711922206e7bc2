"""Budgets: all texts fit together when each is as long as its budget, and a translator is told it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import polib
import pytest
from conftest import BROCHURE, MINI, ROOT, Run

from brochure.budget import UNPRINTED, budgets, filled
from brochure.catalogue import budget_in
from brochure.checking import check_claims
from brochure.desk import Desk
from brochure.edition import Source, read_source
from brochure.fit import Fit
from brochure.formats import FORMATS
from brochure.model import messages
from brochure.press import Press
from brochure.project import Project, project_at
from brochure.units import read_units


def allowed(entry: polib.POEntry) -> int:
    """How many letters a text may have: what Weblate acts on and what Poedit shows are the same."""
    [flag] = [budget_in(each) for each in entry.flags if budget_in(each)] or [0]
    [comment] = [budget_in(f"#. {line}") for line in entry.comment.split("\n") if budget_in(f"#. {line}")] or [0]
    assert flag == comment
    return flag


def print_filled(project: Project, source: Source, room: dict[str, int]) -> None:
    """Print the brochure with every text as long as its budget, at the smallest type, and check its claims."""
    desk = Desk(project, source, source.brochure.language, FORMATS["screen"], Press(project.fonts, project.cache))
    full = filled(source.brochure, room)
    assert {message.id: len(message.text) for message in messages(full) if message.id in room} == room
    desk.edition = replace(desk.edition, brochure=full)
    finished = desk.finished(Fit(source.layout.type.smallest, source.layout.drawings.smallest, None))
    assert len(finished.promise.layout) == source.brochure.pages
    check_claims(project, "filled.pdf", finished.content, finished.promise)


def test_everything_fits_when_each_text_is_as_long_as_its_budget(mini: Path) -> None:
    project = project_at(mini)
    source = read_source(project, "mini")
    room = budgets(project, source)
    texts = {message.id: message for message in messages((source.brochure.cover, source.brochure.sections,
                                                          source.brochure.back))}
    assert room.keys() == {name for name, message in texts.items() if message.role not in UNPRINTED}
    assert all(room[name] >= len(texts[name].text) for name in room)
    print_filled(project, source, room)
    # The small catalogue tells the translator the same, and so do the units.
    catalogue = polib.pofile(str(MINI / "locales/en/LC_MESSAGES/mini.po"))
    assert {entry.msgctxt: allowed(entry) for entry in catalogue if allowed(entry)} == room
    units = read_units(source.brochure, project.locales / "en/LC_MESSAGES/mini.po", project.root)
    assert {unit.id: unit.budget for unit in units if unit.budget} == room


@pytest.mark.verify   # the search lays eight pages out a dozen times
def test_everything_fits_in_the_shipped_brochure_too() -> None:
    project = Project(ROOT)
    source = read_source(project, BROCHURE)
    room = budgets(project, source)
    assert len(room) > 80
    print_filled(project, source, room)
    larger = {name: length + 150 for name, length in room.items()}
    desk = Desk(project, source, "nb", FORMATS["screen"], Press(project.fonts, project.cache))
    desk.edition = replace(desk.edition, brochure=filled(source.brochure, larger))
    pages = desk.lay_out(source.layout.type.smallest, source.layout.drawings.smallest).pages
    assert len(pages) > source.brochure.pages


def test_a_text_that_outgrows_its_room_has_it_measured_anew(mini: Path, run: Run) -> None:
    content = mini / "content/mini.yaml"
    longer = "et punkt som er blitt så mye lengre enn det var, at det nå tar en hel linje til på siden"
    content.write_text(content.read_text("utf-8").replace("text: et punkt\n", f"text: {longer}\n"), "utf-8")
    assert run("locale", "update", "--quiet").code == 0
    (entry,) = [entry for entry in polib.pofile(str(mini / "locales/en/LC_MESSAGES/mini.po"))
                if entry.msgctxt == "first.list.a"]
    assert allowed(entry) >= len(longer)
