"""Whether two texts tell the same numbers: which of the one have none in the other, and which have another unit."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from brochure.language import Language
from brochure.language.numbers import quantities, units_alone
from brochure.language.quantity import DIGITS, MEASURES, SHARE, Quantity


@dataclass(frozen=True)
class Disagreement:
    """What the source says and the translation does not, and the other way round; either may be nothing."""

    source: tuple[str, ...]
    text: tuple[str, ...]


def compare(source: str, source_language: Language, text: str,
            language: Language) -> tuple[Disagreement | None, Disagreement | None]:
    """Give how the numbers of two texts differ, and how the units of the same numbers do.

    What is only perhaps a number needs no partner. A number that the source writes as a word, and that nobody has
    told the word for in the other language, is not asked for.
    """
    left, right = quantities(source, source_language), quantities(text, language)
    changed: list[tuple[Quantity, Quantity]] = []
    for alike in (_same, _equal):
        left, right = _paired(left, right, alike)
    left, right = _opened(left), _opened(right)
    for alike in (_same, _equal, _nearly):
        left, right = _paired(left, right, alike)
    left, right = _paired(left, right, lambda one, other: one.value == other.value, changed.append)
    units = [(one, other) for one, other in changed if _differ(one, other, source, source_language, text, language)]
    left = [entry for entry in left if not _known_without(entry, text, language)]
    right = [entry for entry in right if not _known_without(entry, source, source_language)]
    rows = _rows(left, right)
    left = [entry for entry in left if (entry.certain and _tellable(entry, language)) or entry in rows]
    right = [entry for entry in right if (entry.certain and _tellable(entry, source_language)) or entry in rows]
    numbers = Disagreement(_written(left), _written(right)) if left or right else None
    if not units and not numbers and (swapped := _swapped(source, source_language, text, language)):
        return None, swapped
    return numbers, Disagreement(_written(one for one, _ in units), _written(other for _, other in units)) \
        if units else None


def _paired(left: list[Quantity], right: list[Quantity], alike: Callable[[Quantity, Quantity], bool],
            note: Callable[[tuple[Quantity, Quantity]], None] = lambda _: None) -> tuple[list[Quantity],
                                                                                        list[Quantity]]:
    """What is left when each has been given a partner that is like it; sure ones choose first."""
    rest = list(right)
    alone = []
    for one in sorted(left, key=lambda entry: not entry.certain):
        partners = sorted((other for other in rest if alike(one, other)), key=lambda entry: not entry.certain)
        if partners:
            rest.remove(partners[0])
            note((one, partners[0]))
        else:
            alone.append(one)
    return alone, rest


def _same(one: Quantity, other: Quantity) -> bool:
    return (one.value, one.unit, one.digits) == (other.value, other.unit, other.digits)


def _equal(one: Quantity, other: Quantity) -> bool:
    if one.unit == other.unit == DIGITS:   # a telephone number can have its country before it
        return one.digits.endswith(other.digits) or other.digits.endswith(one.digits)
    return bool(one.unit and other.unit) and one.measure == other.measure


def _nearly(one: Quantity, other: Quantity) -> bool:
    """The same number, of which one is perhaps of no unit, or perhaps of another."""
    if one.value != other.value or DIGITS in (one.unit, other.unit) or SHARE in (one.unit, other.unit):
        return False
    if not one.unit and not other.unit:
        return True
    return not one.sure_of_unit or not other.sure_of_unit or (one.unit not in MEASURES and other.unit not in MEASURES)


def _opened(entries: Iterable[Quantity]) -> list[Quantity]:
    """Shares that have no partner as the numbers that they are made of."""
    return [part for entry in entries for part in (entry.parts or (entry,))]


def _differ(one: Quantity, other: Quantity, source: str, source_language: Language, text: str,
            language: Language) -> bool:
    """Whether the units of a number differ; one that is left out is looked for elsewhere in the sentence."""
    if one.unit and other.unit:
        return True
    if not language.units or not source_language.units:
        return False
    if one.unit:
        return (one.unit in MEASURES and one.unit not in units_alone(text, language)) or one.unit == SHARE
    return (other.unit in MEASURES and other.unit not in units_alone(source, source_language)) or other.unit == SHARE


def _known_without(entry: Quantity, text: str, language: Language) -> bool:
    """“24 hours” has its partner in “a day”, without a number."""
    alone = units_alone(text, language)
    if entry.unit == "hour" and entry.value == 24:
        return "day" in alone
    if entry.unit == "day" and entry.value == 7:
        return "week" in alone
    return entry.unit == "month" and entry.value == 12 and "year" in alone


def _rows(left: list[Quantity], right: list[Quantity]) -> list[Quantity]:
    """“The first” where the other has “the second”: both can be something else, but not both at once."""
    ones = [entry for entry in left if entry.ordinal and not entry.certain]
    others = [entry for entry in right if entry.ordinal and not entry.certain]
    return [*ones, *others] if ones and others else []


def _tellable(entry: Quantity, language: Language) -> bool:
    """Whether the other language has a word for a number that is told in a word."""
    if not entry.word:
        return True
    if entry.unit == SHARE:
        return bool(language.shares)
    known = (*language.numbers.values(), *language.ordinals.values())
    return bool(known) and entry.value <= max(known)


def _swapped(source: str, source_language: Language, text: str, language: Language) -> Disagreement | None:
    """A unit without a number that has become another one: “some weeks” where the source says “some months”."""
    if not language.units or not source_language.units:
        return None
    times = {unit for unit, (kind, _) in MEASURES.items() if kind in ("time", "months")}
    here, there = ((units_alone(words, known) & times) - {entry.unit for entry in quantities(words, known)}
                   for words, known in ((source, source_language), (text, language)))
    if len(here - there) == len(there - here) == 1 and {*(here - there), *(there - here)} != {"day", "hour"}:
        return Disagreement(tuple(here - there), tuple(there - here))
    return None


def _written(entries: Iterable[Quantity]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(entry.written for entry in entries))
