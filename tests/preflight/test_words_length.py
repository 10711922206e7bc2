from __future__ import annotations

from judged import messages, spoken, with_unit

BREAKS = {"too long": ("words", lambda subject: with_unit(subject, "first.list.a", budget=5))}


def test_markup_takes_no_room() -> None:
    assert messages("words/length", with_unit(spoken(), "first.box", budget=len("Call the doctor if needed."))) == []
