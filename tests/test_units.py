"""Units: what a translator and the checks on words see of each text."""

from __future__ import annotations

import json
from pathlib import Path

from conftest import Run

from brochure.edition import read_source
from brochure.project import project_at
from brochure.units import read_units, source_units


def test_each_text_is_a_unit_with_what_it_stands_under(mini: Path) -> None:
    source = read_source(project_at(mini), "mini").brochure
    units = {unit.id: unit for unit in source_units(source)}
    listed = [unit for unit in units.values() if unit.role == "list item"]
    assert listed
    assert all(unit.heading and unit.section for unit in listed)
    assert all(unit.text == unit.source and unit.state == "translated" for unit in units.values())


def test_a_changed_source_makes_a_unit_stale_and_keeps_its_translation(mini: Path) -> None:
    content = mini / "content" / "mini.yaml"
    before = read_source(project_at(mini), "mini").brochure
    title = before.cover.title
    content.write_text(content.read_text("utf-8").replace(f"text: {title.text}", f"text: {title.text} igjen"), "utf-8")
    source = read_source(project_at(mini), "mini").brochure
    units = read_units(source, mini / "locales" / "en" / "LC_MESSAGES" / "mini.po", mini)
    (stale,) = [unit for unit in units if unit.state == "stale"]
    assert (stale.id, bool(stale.text)) == (title.id, True)
    assert stale.place.line > stale.entry_place.line


def test_a_text_can_be_marked_as_one_of_which_a_change_does_harm(mini: Path, run: Run) -> None:
    content = mini / "content" / "mini.yaml"
    text = content.read_text("utf-8")
    content.write_text(text.replace("    id: cover.title\n", "    id: cover.title\n    safety: yes\n"), "utf-8")
    source = read_source(project_at(mini), "mini").brochure
    assert source.cover.title.safety
    assert not source.cover.kind.safety
    content.write_text(text.replace("    id: cover.title\n", "    id: cover.title\n    safety: perhaps\n"), "utf-8")
    result = run("list")
    assert result.code == 1
    assert "“perhaps” is not known here" in result.err


def test_status_counts_what_is_translated(mini: Path, run: Run) -> None:
    told = json.loads(run("locale", "status", "--json").out)
    assert [entry["locale"] for entry in told] == ["nb", "en"]
    assert all(entry["translated"] == entry["texts"] > 0 for entry in told)
    result = run("locale", "stats")
    assert (result.code, "Did you mean “status”?" in result.err) == (2, True)
