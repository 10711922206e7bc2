"""No text is the source over again."""

from __future__ import annotations

from brochure.customs import has_letter
from brochure.language.texts import folded, without_addresses, words
from brochure.preflight import ALWAYS, Check, Look, Spot, Subject
from brochure.scripts import LATIN
from brochure.words import Words

# Languages in which many short texts are the same as in another of the group.
_KIN = ({"nb", "nn", "da"}, {"se", "smj", "sma"}, {"uk", "ru", "be"})
_MANY = 5   # words: of so many, some differ in any other language


def _look(subject: Subject) -> Look:
    told = subject.told
    for unit, source, text in told.pairs():
        if folded(" ".join(source.split())) == folded(" ".join(text.split())) and _is_language(told, text):
            yield Spot("is the source over again, word by word", unit.place, unit.id)
    return told.saw()


def _is_language(told: Words, text: str) -> bool:
    """Whether a text is of words that would differ: not names, numbers, terms that are the same, or words in common."""
    agreed = {word for term in told.terms for name in term.use for word in words(folded(name))} | told.listed
    found = [word for word in words(without_addresses(text)) if folded(word) not in agreed and not word.isupper()]
    strange = [word for word in found if word in told.spelling.unknown]
    if strange and told.spelling.dictionary:
        return True
    if any(_is_foreign(told, word) for word in found):
        return True
    if any({told.source, told.locale.code} <= group for group in _KIN):
        return len(found) >= _MANY and told.spelling.skipped != ""
    common = told.source_language.listed("common") - told.language.listed("common")
    lower = [word for word in found if word == folded(word)]
    return len(lower) >= 2 or any(folded(word) in common for word in found)


def _is_foreign(told: Words, word: str) -> bool:
    """Whether a word cannot be of the translation's language: it has letters of another script, or “å” in Polish."""
    scripts = told.scripts - {""}
    if scripts and LATIN not in scripts and word[0].isascii():
        return True
    letters = {letter for letter in word.lower() if not letter.isascii()}
    return any(has_letter(told.source, letter) and not has_letter(told.locale.code, letter) for letter in letters)


CHECK = Check(
    id="words/untranslated",
    title="No text is the source over again",
    rationale="A text that was copied to be translated later is complete for a program, and unreadable for a patient.",
    looks_at="texts that are the same in the source and in the translation, but for names and terms",
    proves=frozenset({ALWAYS}),
    level="warning",
    kind="words",
    look=_look,
    hint="Translate it. If it is the same in your language, add its words to locales/<code>/words.txt.",
)
