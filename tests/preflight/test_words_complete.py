from __future__ import annotations

from judged import messages, spoken, with_unit

BREAKS = {"missing": ("words", lambda subject: with_unit(subject, "first.list.b", text="", state="missing"))}


def test_it_tells_where_the_entry_begins() -> None:
    [spot] = messages("words/complete", BREAKS["missing"][1](spoken()))
    unit = next(unit for unit in spoken().told.units if unit.id == "first.list.b")
    assert (spot.unit, spot.place, spot.message) == ("first.list.b", unit.entry_place, "is not translated")


def test_the_source_language_is_not_asked_for_a_translation() -> None:
    assert messages("words/complete", spoken("nb")) == []
