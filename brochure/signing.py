"""Sign-off: which texts of a language are signed today, and by whom; what voids a sign-off, and what keeps it.

A sign-off is of one text, in one role, in one language. An edit of the translation voids it there, an edit of the
source in every language; the sign-offs of the other texts stay. An edit that the author calls minor, such as a typing
error mended, keeps them, unless it is one of a number, of a negation, or of a text that is marked `safety`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date as Day

from brochure.images import Drawing
from brochure.language import Language
from brochure.language.edits import change_of_sense
from brochure.ledger import DRAWING, Review, Seal, SignOff, drawing_seal, seal
from brochure.model import Approval, Brochure, Figure, Month, messages
from brochure.units import Unit

# In the order in which a page tells them; what the layouts say of themselves is no matter for a clinician.
_TOLD = ("clinical", "revision", "proof")
_NOT_CLINICAL = {"phrase"}

@dataclass(frozen=True)
class Text:
    """A text and its translation, which is nothing where it is not ready: missing, fuzzy or stale."""

    id: str
    role: str
    source: str
    target: str


@dataclass(frozen=True)
class Standing:
    """What of a brochure is signed in a role: by id and in reading order, with those who have signed it as it is.

    `void` are the texts that were signed, but not as they are today; `unsigned` those that never were.
    """

    role: str
    signed: Mapping[str, tuple[SignOff, ...]]
    void: tuple[str, ...]
    unsigned: tuple[str, ...]

    @property
    def complete(self) -> bool:
        """Whether everything is signed."""
        return not self.void and not self.unsigned

    @property
    def count(self) -> int:
        """How many texts and drawings there are to sign."""
        return len(self.signed) + len(self.void) + len(self.unsigned)


def texts_of(units: Iterable[Unit]) -> tuple[Text, ...]:
    """Give the texts of a catalogue."""
    return tuple(Text(unit.id, unit.role, unit.source, unit.text if unit.state == "translated" else "")
                 for unit in units)


def texts_in(source: Brochure, brochure: Brochure) -> tuple[Text, ...]:
    """Give the texts of a brochure in a language; `source` is the same in the source language."""
    pairs = zip(messages(source), messages(brochure), strict=True)
    return tuple(Text(text.id, text.role, text.text, "" if own.untranslated else own.text) for text, own in pairs)


def drawings_of(brochure: Brochure) -> tuple[str, ...]:
    """Give the names of the drawings of a brochure, in reading order."""
    blocks = (block for section in brochure.sections for block in section.blocks)
    return tuple(dict.fromkeys((brochure.cover.drawing, *(block.drawing for block in blocks
                                                          if isinstance(block, Figure)))))


def to_sign(role: str, texts: Iterable[Text], brochure: Brochure, drawings: Mapping[str, Drawing]) -> dict[str, Seal]:
    """Give what there is to sign in a role, as it is today, in reading order: a clinician signs the drawings too."""
    clinical = role == "clinical"
    seals = {text.id: seal(text.source, text.target) for text in texts
             if not (clinical and text.role in _NOT_CLINICAL)}
    if clinical:
        seals |= {DRAWING + name: drawing_seal(drawings[name].path.read_bytes()) for name in drawings_of(brochure)}
    return seals


def standing(review: Review, role: str, seals: Mapping[str, Seal]) -> Standing:
    """Give what is signed in a role, of what there is to sign."""
    entries = review.of(role)
    signed = {name: who for name, mark in seals.items()
              if (who := tuple(entry for entry in entries if entry.texts.get(name) == mark))}
    once = {name for entry in entries for name in entry.texts}
    rest = [name for name in seals if name not in signed]
    return Standing(role, signed, tuple(name for name in rest if name in once),
                    tuple(name for name in rest if name not in once))


def approvals(review: Review, texts: Iterable[Text], brochure: Brochure,
              drawings: Mapping[str, Drawing]) -> tuple[Approval, ...]:
    """Give who has signed all of a brochure, alone or with others, in each role: what a page may tell."""
    texts = tuple(texts)
    told = (standing(review, role, to_sign(role, texts, brochure, drawings)) for role in _TOLD if review.of(role))
    return tuple(approval for entry in told if entry.complete for approval in _people(entry))


def _people(entry: Standing) -> Iterator[Approval]:
    last: dict[str, Day] = {}
    for sign_off in (each for who in entry.signed.values() for each in who):
        last[sign_off.by] = max(sign_off.date, last.get(sign_off.by, Day.min))
    for by, date in sorted(last.items(), key=lambda item: (item[1], item[0])):
        yield Approval(entry.role, by, Month(date.year, date.month))


# --- signing ---------------------------------------------------------------------------------------------------------


def sign(review: Review, act: SignOff) -> Review:
    """Give a review with a sign-off more; what was signed in its role before, and is void by now, is left out."""
    before = [replace(entry, texts={name: mark for name, mark in entry.texts.items()
                                    if entry.role != act.role or name not in act.texts or mark == act.texts[name]})
              for entry in review.sign_offs]
    same = {name: mark for entry in before if entry.act == act.act for name, mark in entry.texts.items()}
    others = [entry for entry in before if entry.act != act.act and entry.texts]
    return replace(review, sign_offs=(*others, replace(act, texts={**same, **act.texts})))


def without_unknown(review: Review, known: Iterable[str]) -> tuple[Review, tuple[str, ...]]:
    """Give a review without the lines of texts that the brochure does not have, and the ids of those."""
    there = frozenset(known)
    unknown = sorted({name for entry in review.sign_offs for name in entry.texts} - there)
    kept = [replace(entry, texts={name: mark for name, mark in entry.texts.items() if name in there})
            for entry in review.sign_offs]
    return replace(review, sign_offs=tuple(entry for entry in kept if entry.texts)), tuple(unknown)


# --- minor edits of the source ---------------------------------------------------------------------------------------


def not_minor(before: str, after: str, language: Language, *, safety: bool) -> str:
    """Say why an edit of the source is not minor, whatever its author says; nothing if it may be."""
    return "it is marked “safety”" if safety else change_of_sense(before, after, language)


def after_minor_edits(review: Review, edits: Mapping[str, tuple[Iterable[str], str]], *, is_source: bool) -> Review:
    """Give a review whose lines tell the sources of today, where they told those of before some minor edits.

    `edits` gives, by id, the words that stood there before, in any of the languages, and those of today. In the source
    language itself the words that were signed have changed with their source.
    """
    old = {name: {seal(words, words).source for words in before} for name, (before, _) in edits.items()}
    new = {name: seal(after, after) for name, (_, after) in edits.items()}

    def move(name: str, mark: Seal) -> Seal:
        if mark.source not in old.get(name, ()):
            return mark
        return new[name] if is_source else replace(mark, source=new[name].source)

    return replace(review, sign_offs=tuple(replace(entry, texts={name: move(name, mark) for name, mark
                                                                 in entry.texts.items()})
                                           for entry in review.sign_offs))
