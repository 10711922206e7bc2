"""The table that a spreadsheet shows: its columns, found by their names, and the words for the states of a text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from brochure.errors import Faults, Place, short
from brochure.exchange import Outgoing, Returned, Row, State, read_token

ID, WHAT, LEFT, NOTE, STATE = "id", "what it is", "letters left", "note", "state"
SOURCE, TRANSLATION, HELP = "source: ", "translation: ", "for help: "
STATES: Mapping[State, str] = {"missing": "to translate", "fuzzy": "to look through", "translated": "translated"}
STAGES = {"reviewed": "signed by a second translator", "final": "signed by a clinician"}
_MOST = 60   # columns
NEEDED = (ID, SOURCE, TRANSLATION)
_EXPORT = "Export the language anew with “brochure locale export”, and copy the translations over."


def titles(out: Outgoing) -> tuple[str, ...]:
    """Give the names of the columns."""
    source, translation = out.names
    helps = (f"{HELP}{out.pivot}",) if out.pivot else ()
    return (ID, WHAT, f"{SOURCE}{source}", *helps, f"{TRANSLATION}{translation}", LEFT, STATE, NOTE)


def cells(out: Outgoing, row: Row) -> tuple[str, ...]:
    """Give what stands in a row, in the order of the columns; how many letters are left, or nothing."""
    helps = (row.pivot,) if out.pivot else ()
    left = str(row.budget - len(row.text)) if row.budget else ""
    return (row.id, row.what, row.source, *helps, row.text, left, STATES[row.state], notes_of(row))


def notes_of(row: Row) -> str:
    """Give what a translator is told of a text, in one line."""
    signed = (STAGES[row.stage],) if row.stage in STAGES else ()
    return " · ".join((*(f"before: {note.text}" if note.kind == "previous" else note.text for note in row.notes),
                       *signed))


def find_columns(found: Sequence[object]) -> dict[str, int]:
    """Give where each column is in a row of names, by what its name begins with; what is not named there is not in it.

    >>> find_columns(["id", "Source: Norwegian", "translation: English"])
    {'id': 0, 'source: ': 1, 'translation: ': 2}
    """
    names = [str(name or "").strip().lower() for name in found[:_MOST]]
    return {column: names.index(name) for column in (ID, WHAT, SOURCE, HELP, TRANSLATION, LEFT, STATE, NOTE)
            for name in names if (name.startswith(column) if column.endswith(" ") else name == column)}


def missing_columns(columns: Mapping[str, int], place: Place, faults: Faults) -> bool:
    """Note each column that must be there and is not; gives whether there is any."""
    for column in NEEDED:
        if column not in columns:
            faults.add(f"there is no column “{column.strip(' :')}”", place, f"Put it back as it was. {_EXPORT}")
    return any(column not in columns for column in NEEDED)


def returned(found: Iterable[tuple[Mapping[str, str], str, Place]], faults: Faults) -> Iterator[Returned]:
    """Give the rows that came back: what stands in each column, the token, and where that is.

    A state that is still the one it went out with is not told: who types a translation means that it is one.
    """
    words = {word: state for state, word in STATES.items()}
    for told, mark, place in found:
        before = read_token(mark)
        word = " ".join(told.get(STATE, "").split()).lower()
        state = words.get(word) if word else before and before.state
        if state is None and word:
            faults.add(f"“{short(told.get(STATE, ''))}” is no state of a text", place,
                       f"Write one of: {', '.join(STATES.values())}.")
        yield Returned(told[ID].strip(), told[SOURCE].strip(), told[TRANSLATION].strip(), state or "translated", mark,
                       place, told=before is not None and state != before.state)
