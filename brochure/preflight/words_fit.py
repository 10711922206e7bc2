"""The words fit the pages."""

from __future__ import annotations

from brochure.errors import counted
from brochure.language.texts import bare
from brochure.preflight import ALWAYS, Check, Look, Skipped, Spot, Subject
from brochure.words import Words

_TOLD, _MUCH = 3, 1.1   # texts that are named, and how much longer than their source they must be


def _look(subject: Subject) -> Look:
    words = subject.told
    if words.fit.skipped:
        raise Skipped(words.fit.skipped)
    for spill in words.fit.spills:
        grown = _grown(words, spill.units)
        first = next((unit for unit in words.units if unit.id == (grown or spill.units or ("",))[0]), None)
        why = "; " + ", ".join(_told(words, name) for name in grown) if grown else ""
        yield Spot(f"{spill.part} overflows page {spill.page} by {counted(spill.lines, 'line')}{why}",
                   first.place if first else words.place, first.id if first else "")
    draft = ", as a draft with some texts in the source language" if words.fit.draft else ""
    return f"{counted(words.fit.pages, 'page')} at {words.fit.size:g} pt{draft}"


def _grown(words: Words, names: tuple[str, ...]) -> list[str]:
    """The texts that have grown most, in letters."""
    if words.is_source:
        return []
    units = [unit for unit in words.ready if unit.id in names and unit.source
             and len(bare(unit.text)) > _MUCH * len(bare(unit.source))]
    units.sort(key=lambda unit: len(bare(unit.source)) - len(bare(unit.text)))
    return [unit.id for unit in units[:_TOLD]]


def _told(words: Words, name: str) -> str:
    unit = next(unit for unit in words.units if unit.id == name)
    more = len(bare(unit.text)) / len(bare(unit.source)) - 1
    return f"“{name}” is {more:.0%} longer than the source".replace("%", " %")


CHECK = Check(
    id="words/fit",
    title="The words fit the pages",
    rationale="What does not fit is lost, or pushes the last page off the paper.",
    looks_at="the pages as laid out once, at the size that the locale sets, or at the smallest",
    proves=frozenset({ALWAYS}),
    kind="words",
    look=_look,
    hint="Shorten the texts that are named first; or set a smaller size, or “pages = 12”, in the locale.toml.",
)
