from __future__ import annotations

from judged import messages, spoken, with_unit

BREAKS = {state: ("words", lambda subject, state=state: with_unit(subject, "first.list.b", state=state))
          for state in ("fuzzy", "stale")}


def test_it_says_which_of_the_two_it_is() -> None:
    told = [messages("words/fuzzy", break_(spoken()))[0].message for _, break_ in BREAKS.values()]
    assert told == ["is marked fuzzy", "its source has changed since it was translated"]


def test_what_waits_is_left_out_by_the_other_checks() -> None:
    waiting = with_unit(spoken(), "first.text", state="fuzzy", text="Under 99% in 99 months.")
    assert messages("words/numbers", waiting) == []
