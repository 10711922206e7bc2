"""The numbers of a text, in digits and in words, with their units.

>>> from brochure.language import read
>>> [str(found) for found in quantities("Gå 20 minutter to ganger om dagen i 4–6 uker.", read("nb"))]
['20 minutter', 'to', '4–6 uker', '4–6 uker']
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache

from brochure.language import Language
from brochure.language.counting import Counting, Found
from brochure.language.quantity import CLOCK, DIGITS, SHARE, SYMBOLS, Quantity, unit_of
from brochure.language.texts import folded, without_addresses
from brochure.language.tokens import DASHES, plain_digits


def quantities(text: str, language: Language) -> list[Quantity]:
    """Give the numbers of a text in their order."""
    return list(_quantities(text, language))


@lru_cache(maxsize=2_000)
def _quantities(text: str, language: Language) -> tuple[Quantity, ...]:
    """The numbers of a text, which several checks ask for."""
    return tuple(entry.quantity for entry in Reader(plain_digits(without_addresses(text)), language).found())


def units_alone(text: str, language: Language) -> set[str]:
    """Give the units that a text names, with or without a number, but for seconds, which are a place in a row, too."""
    found = {unit_of(word, language)[0] for word in re.findall(r"[^\W\d_]+", folded(text)) if word not in SYMBOLS}
    return found - {"", "second"}


class Reader(Counting):
    """The numbers of a text with what they mean together: shares, times, units that stand once for two."""

    def found(self) -> list[Found]:
        """Give the numbers in their order, each with its tokens."""
        self._taken: set[int] = set()   # the tokens that are units of a number before them
        found = list(self._ratios(self.numbers()))
        for entry in found:
            self._add_unit(entry)
        self._share_units(found)
        return found

    def _ratios(self, found: Sequence[Found]) -> Iterable[Found]:
        """“1 av 5”, “one in three”: a share, if no unit follows."""
        position = 0
        while position < len(found):
            first = found[position]
            second = found[position + 1] if position + 1 < len(found) else None
            if second and self._is_ratio(first, second):
                value = first.quantity.value / second.quantity.value
                yield Found(Quantity(value, SHARE, self.written(first.first, second.last), word=first.quantity.word,
                                      parts=(first.quantity, second.quantity)), first.first, second.last)
                position += 2
            else:
                yield first
                position += 1

    def _is_ratio(self, first: Found, second: Found) -> bool:
        between = [token.text for token in self.tokens[first.last + 1:second.first]]
        one, other = first.quantity, second.quantity
        return (" ".join(between) in self.language.listed("out_of") and not one.unit and not other.unit
                and 0 < one.value < other.value and one.value.denominator == other.value.denominator == 1
                and other.certain and not other.ordinal and not self.unit_at(second.last + 1)
                and not self._is_percent(second.last + 1))

    def _add_unit(self, entry: Found) -> None:
        quantity = entry.quantity
        if quantity.unit:
            return
        after = entry.last + 1
        if self._is_percent(after):
            entry.quantity = replace(quantity, value=quantity.value / 100, unit=SHARE, certain=True,
                                     written=self.written(entry.first, after))
            entry.last = after
            return
        if self._is_clock(entry, after):
            return
        for position in (after, after + 1):
            if position >= len(self.tokens):
                break
            unit, sure = self.unit_and_how(position)
            if unit and (position == after or not self._is_small(after)):
                entry.quantity = replace(quantity, unit=unit, sure_of_unit=sure,
                                         written=self.written(entry.first, position))
                self._taken.add(position)
                return
            if self.tokens[position].kind == "sign" and self.tokens[position].text not in DASHES:
                break
        before = self.tokens[entry.first - 1] if entry.first else None
        unit, sure = unit_of(before.text, self.language) if before and before.kind == "word" else ("", False)
        if before and unit and before.text not in SYMBOLS and entry.first - 1 not in self._taken:
            entry.quantity = replace(quantity, unit=unit, sure_of_unit=sure,
                                     written=self.written(entry.first - 1, entry.last))

    def _is_clock(self, entry: Found, after: int) -> bool:
        quantity, language = entry.quantity, self.language
        word = self.tokens[after].text if after < len(self.tokens) else ""
        before = [token.text for token in self.tokens[max(0, entry.first - 2):entry.first]]
        hour = quantity.value * 60
        if word in language.listed("pm") and quantity.value <= 12:
            hour += 0 if quantity.value == 12 else 720
        elif not (word in language.listed("am") or (word in language.listed("clock") and word not in language.units)
                  or (any(part in language.listed("clock") for part in before) and not self.unit_at(after))):
            return False
        if quantity.value > 24 or quantity.value.denominator != 1:
            return False
        entry.quantity = replace(quantity, value=hour, unit=CLOCK, certain=True)
        return True

    def _share_units(self, found: Sequence[Found]) -> None:
        """“4–6 uker”, “to eller tre uker”, “uke 4 til 6”, “kl. 9 og 15”: one unit for both."""
        for first, second in reversed(list(itertools.pairwise(found))):
            between = [token.text for token in self.tokens[first.last + 1:second.first]]
            one, other = first.quantity, second.quantity
            joined = len(between) == 1 and (between[0] in DASHES or between[0] in self.language.listed("joins"))
            if joined and other.unit and not one.unit and other.unit != DIGITS:
                factor = {SHARE: Fraction(1, 100), CLOCK: Fraction(60)}.get(other.unit, Fraction(1))
                if other.unit == SHARE and "%" not in other.written and other.value.denominator < 20:
                    continue
                # What follows is the unit of both; what stands before a number is that of the first.
                first.quantity = replace(one, value=one.value * factor, unit=other.unit, certain=True,
                                         sure_of_unit=other.sure_of_unit,
                                         written=self.written(first.first, second.last, other.written))
                if between[0] in DASHES:
                    second.quantity = replace(other, written=first.quantity.written)
        for first, second in itertools.pairwise(found):
            between = [token.text for token in self.tokens[first.last + 1:second.first]]
            one, other = first.quantity, second.quantity
            joined = len(between) == 1 and (between[0] in DASHES or between[0] in self.language.listed("joins"))
            if joined and one.unit not in ("", SHARE, DIGITS) and not other.unit:
                factor = Fraction(60) if one.unit == CLOCK else Fraction(1)
                second.quantity = replace(other, value=other.value * factor, unit=one.unit,
                                          sure_of_unit=one.sure_of_unit)

    def _is_small(self, at: int) -> bool:
        """Whether a token between a number and a unit parts them: “2 i uken”, “2, uker”, “to tre”."""
        token = self.tokens[at]
        if token.text in DASHES:
            return False
        return (token.kind != "word" or len(token.text) < 3 or token.text in self.language.listed("every")
                or token.text in self.language.listed("joins") or token.text in self.language.numbers)

    def _is_percent(self, at: int) -> bool:
        if at >= len(self.tokens):
            return False
        pair = " ".join(token.text for token in self.tokens[at:at + 2])
        return self.tokens[at].text == "%" or self.tokens[at].text in self.language.listed("percent") or \
            pair in self.language.listed("percent")
