"""Which tokens of a text are numbers: digits, number words, ordinals, parts of a whole."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from fractions import Fraction

from brochure.language import Language
from brochure.language.quantity import CLOCK, DIGITS, SHARE, SYMBOLS, Quantity, unit_of
from brochure.language.tokens import tokens


@dataclass
class Found:
    """A quantity and the tokens that it spans."""

    quantity: Quantity
    first: int
    last: int


class Counting:
    """A text taken apart, and the numbers in it, each with the tokens that it spans."""

    def __init__(self, text: str, language: Language) -> None:
        self.text, self.language = text, language
        self.tokens = list(tokens(text, language))

    def numbers(self) -> list[Found]:
        """Give the numbers in their order."""
        found: list[Found] = []
        position = 0
        while position < len(self.tokens):
            entry = self._number_at(position)
            if entry:
                found.append(entry)
                position = entry.last + 1
            else:
                position += 1
        return found

    def _number_at(self, at: int) -> Found | None:
        token, language = self.tokens[at], self.language
        if token.kind == "digits":
            return self._found(Fraction(0), at, at, unit=DIGITS, digits=re.sub(r"\D", "", token.text))
        if token.kind == "clock":
            assert token.value is not None
            return self._found(token.value, at, at, unit=CLOCK)
        word = token.text
        if token.kind == "word" and word in language.amounts:
            value, unit = language.amounts[word]
            # Such words are one of what they are, and need not be told as a number elsewhere: a fortnight, a quarter.
            return self._found(value, at, at, unit=unit, word=True)
        if (share := self._share_at(at)) is not None:
            return share
        if token.kind == "number":
            assert token.value is not None
            return self._with_half(self._found(token.value, at, at))
        if token.kind == "word":
            return self._word_at(at)
        return None

    def _word_at(self, at: int) -> Found | None:
        language = self.language
        value, last = self._cardinal(at)
        if value is not None:
            return self._with_half(self._found(value, at, last, word=True))
        word = self._stripped(self.tokens[at].text)
        if word in language.ordinals:
            value = language.ordinals[word]
            if self.unit_at(at + 1) == "" and language.units.get(word) == "second":
                return None
            return self._found(value, at, at, word=True, ordinal=True, certain=value > 2)
        if word in language.perhaps:
            return self._with_half(self._found(language.perhaps[word], at, at, word=True, certain=False))
        if word in language.listed("article") and self.unit_at(at + 1) not in ("", "second"):
            return self._found(Fraction(1), at, at, word=True, certain=False)
        return self._compound(at)

    def _stripped(self, word: str) -> str:
        known = (self.language.numbers, self.language.ordinals, self.language.perhaps, self.language.shares)
        if any(word in table for table in known):
            return word
        for prefix in self.language.prefixes:
            rest = word[len(prefix):]
            if word.startswith(prefix) and any(rest in table for table in known):
                return rest
        return word

    def _compound(self, at: int) -> Found | None:
        """A number and its unit in one word, such as “seksukers”, or a number with “-mal” behind it."""
        word = self.tokens[at].text
        for length in range(2, len(word) - 1) if self.language.compounds else ():
            value = self.language.numbers.get(word[:length])
            if value is None:
                continue
            rest = word[length:]
            if unit := self.language.units.get(rest) or self.language.units.get(rest.removesuffix("s")):
                return self._found(value, at, at, unit=unit, word=True)
            if rest in self.language.listed("times"):
                return self._found(value, at, at, word=True)
        return None

    def _cardinal(self, at: int) -> tuple[Fraction | None, int]:
        """The value of the number words from a token on, and its last token: “two hundred and twenty-one”."""
        known = self.language.numbers
        total: Fraction | None = None
        last, position = at, at
        while position < len(self.tokens):
            token = self.tokens[position]
            value = known.get(self._stripped(token.text)) if token.kind == "word" else None
            if value is None:
                joined = token.text in ("-", "‑") or token.text in self.language.listed("and_in_numbers")
                if total is None or position > last + 1 or not joined:
                    break
            elif total is None:
                total, last = value, position
            elif value in (100, 1000) and total < value and position == last + 1:
                total, last = total * value, position
            elif total >= 20 and total % 10 == 0 and 0 < value < (100 if total % 100 == 0 else 10):
                total, last = total + value, position
            else:
                break
            position += 1
        return total, last

    def _share_at(self, at: int) -> Found | None:
        """A part of a whole: “halvparten”, “en fjerdedel”, “tre firedeler”, “hver tredje”, “½”."""
        language, token = self.language, self.tokens[at]
        if token.kind == "sign" and len(token.text) == 1 and token.text in "½¼¾⅓⅔⅛":
            return self._of_unit(self._found(Fraction(unicodedata.numeric(token.text)).limit_denominator(8), at, at,
                                             unit=SHARE), at + 1)
        if token.kind == "word" and token.text in language.listed("every") and at + 1 < len(self.tokens):
            after = self.tokens[at + 1]
            place = language.ordinals.get(after.text) or (after.value if after.point else None)
            if place and place > 1:
                return self._found(1 / place, at, at + 1, unit=SHARE, word=True,
                                   parts=(self._found(place, at + 1, at + 1, word=True, ordinal=True).quantity,))
            return None
        value: Fraction | None = None
        after_number = at + 1
        if token.kind == "number":
            value = token.value
        elif token.kind == "word":
            value, last = self._cardinal(at)
            after_number = last + 1
            if value is None and token.text in language.perhaps:
                value, after_number = language.perhaps[token.text], at + 1
            if value is None and token.text in language.listed("article"):
                value, after_number = Fraction(1), at + 1
        if value is not None and after_number < len(self.tokens):
            after = self.tokens[after_number]
            part = language.shares.get(after.text)
            if part and (value == 1 or part != Fraction(1, 2) or not self.unit_at(after_number + 1)):
                return self._of_unit(self._found(value * part, at, after_number, unit=SHARE, word=True),
                                     after_number + 1)
        if token.kind == "word" and token.text in language.shares and token.text not in language.ordinals:
            return self._of_unit(self._found(language.shares[token.text], at, at, unit=SHARE, word=True), at + 1)
        return None

    def _of_unit(self, share: Found, after: int) -> Found:
        """Half an hour is a length of time."""
        fillers = self.language.listed("article") | self.language.listed("out_of") | self.language.perhaps.keys()
        for position in range(after, min(after + 3, len(self.tokens))):
            token = self.tokens[position]
            if unit := self.unit_at(position):
                quantity = replace(share.quantity, unit=unit, written=self.written(share.first, position))
                return Found(quantity, share.first, position)
            if token.text not in fillers:
                break
        return share

    def _with_half(self, entry: Found) -> Found:
        """“en og en halv”, “1½”, “two and a half”: half more."""
        position = entry.last + 1
        if position < len(self.tokens) and self.tokens[position].text == "½":
            return self._more(entry, position)
        if position < len(self.tokens) and self.tokens[position].text in self.language.listed("joins"):
            for ahead in (position + 1, position + 2):
                if ahead >= len(self.tokens):
                    break
                word = self.tokens[ahead].text
                if self.language.shares.get(word) == Fraction(1, 2):
                    return self._more(entry, ahead)
                if word not in self.language.perhaps and word not in self.language.listed("article"):
                    break
        return entry

    def _more(self, entry: Found, last: int) -> Found:
        return Found(replace(entry.quantity, value=entry.quantity.value + Fraction(1, 2), certain=True,
                              written=self.written(entry.first, last)), entry.first, last)

    def _found(self, value: Fraction, first: int, last: int, *, unit: str = "", word: bool = False,
               certain: bool = True, ordinal: bool = False, digits: str = "",
               parts: tuple[Quantity, ...] = ()) -> Found:
        return Found(Quantity(value, unit, self.written(first, last), certain, word, ordinal, parts=parts,
                               digits=digits), first, last)

    def written(self, first: int, last: int, tail: str = "") -> str:
        """Give the words from one token to another as they are written, with the tail of what follows."""
        written = self.text[self.tokens[first].start:self.tokens[last].end]
        return written if not tail or tail in written or len(tail) > 40 else \
            written + tail[len(self.text[self.tokens[last].start:self.tokens[last].end]):]

    def unit_and_how(self, at: int) -> tuple[str, bool]:
        """Give the unit that a token is, or nothing, and whether it is surely that."""
        if at >= len(self.tokens):
            return "", False
        token = self.tokens[at]
        if token.kind == "sign" and token.text.startswith("°"):
            return "degree", True
        if token.kind != "word":
            return "", False
        if token.text in SYMBOLS:
            return SYMBOLS[token.text], True
        return unit_of(token.text, self.language)

    def unit_at(self, at: int) -> str:
        """Give the unit that a token is, or nothing."""
        return self.unit_and_how(at)[0]
