"""What bounds a number is of the same kind."""

from __future__ import annotations

from brochure.language.bounds import changes
from brochure.preflight import ALWAYS, Check, Look, Skipped, Spot, Subject


def _look(subject: Subject) -> Look:
    words = subject.told
    for unit, source, text in words.pairs():
        for change in changes(source, words.source_language, text, words.language):
            if change.source and change.text:
                told = f"the source says “{change.source}”, the translation “{change.text}”"
            elif change.source:
                told = f"the source says “{change.source}”, the translation only the number"
            else:
                told = f"the translation says “{change.text}”, the source only the number"
            yield Spot(told, unit.place, unit.id, "error" if change.sure else None)
    if not words.language.bounding and not words.is_source:
        raise Skipped(f"nobody has told which words of {words.locale.own_name} say “under”, “over”, “at least”, “at "
                      f"most” and “about”: add them under [words.bounding] in {words.locale.file}")
    return words.saw()


CHECK = Check(
    id="words/bounds",
    title="What bounds a number is of the same kind",
    rationale="Under 10 % is not up to 10 %, and at least three times is not at most three times.",
    looks_at="under, over, at least, at most, about and their signs beside each number; that one has become another is "
             "an error",
    proves=frozenset({ALWAYS}),
    level="warning",
    kind="words",
    look=_look,
    hint="Bound the number as the source does: under, over, at least, at most, about.",
)
