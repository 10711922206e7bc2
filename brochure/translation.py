"""The catalogues of `locales/<code>/LC_MESSAGES/`: a Brochure in the source language becomes one in another.

A translation is looked up by its msgctxt, which is the id of the text; there are no .mo files. Babel's check of format
strings is not used: it takes “10 % r…” for a placeholder (seen in 2.18).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path

from brochure import markup
from brochure.catalogue import Entry, read_catalogue
from brochure.errors import BrochureError, Fault, Faults, Place, nearest
from brochure.model import Brochure, Message, messages, with_messages
from brochure.units import state_of

_MANY = 10   # texts that are named, if they lack the same
_PLACEHOLDER = re.compile(r"\{[a-z]+\}")


@dataclass(frozen=True)
class Gap:
    """A text that has no usable translation: `missing`, `fuzzy`, `stale` (its source has changed since) or `broken`.

    `faults` are what is wrong in the translation itself: its marks, slots and placeholders, or a character.
    """

    message: Message
    kind: str
    place: Place
    faults: tuple[Fault, ...] = ()


def translated_codes(folder: Path, brochure: str) -> tuple[str, ...]:
    """Give the codes of all languages that have a catalogue of a brochure, sorted; `folder` is that of the locales."""
    return tuple(sorted(path.parent.parent.name for path in folder.glob(f"*/LC_MESSAGES/{brochure}.po")))


def catalogue_path(folder: Path, code: str, brochure: str) -> Path:
    """Give the path of a catalogue."""
    return folder / code / "LC_MESSAGES" / f"{brochure}.po"


def translate(brochure: Brochure, path: Path, root: Path, *, draft: bool = False) -> tuple[Brochure, tuple[Gap, ...]]:
    """Give the brochure in the catalogue's language, and the texts for which it has no usable translation.

    Where there is none, the source's text stands, marked untranslated. Raises BrochureError with every fault of the
    catalogue's form, and, but for a draft, with all that is broken in a translation.
    """
    file = str(path.relative_to(root))
    faults = Faults()
    entries = read_catalogue(path, file, faults)
    known = {message.id: message for message in messages(brochure)}
    broken: dict[str, tuple[Fault, ...]] = {}
    for name, entry in entries.items():
        if name not in known:
            faults.add(f"the brochure has no text “{name}”", entry.place, nearest(name, known) if known else "")
        elif entry.text:
            own = Faults()
            compare(known[name], entry, own)
            broken[name] = tuple(own.found)
    if not draft:
        faults.found.extend(fault for found in broken.values() for fault in found)
    faults.raise_any()
    gaps: list[Gap] = []

    def change(message: Message) -> Message:
        entry = entries.get(message.id)
        kind = state_of(message, entry)
        wrong = broken.get(message.id, ())
        if entry is not None and kind == "translated" and not wrong:
            return replace(message, text=entry.text, place=entry.text_place)
        gaps.append(Gap(message, "broken" if kind == "translated" else kind, entry.place if entry else Place(file),
                        wrong))
        return replace(message, untranslated=True)

    return with_messages(brochure, change), tuple(gaps)


def explain_gaps(gaps: tuple[Gap, ...], code: str) -> BrochureError:
    """Give the error that stops a build because of gaps: of each kind the texts, or their number if they are many."""
    says = {
        "missing": ("“{id}” is not translated", "{count} texts are not translated"),
        "absent": ("“{id}” is not in this file at all", "{count} texts are not in this file at all"),
        "fuzzy": ("the translation of “{id}” is marked fuzzy", "{count} translations are marked fuzzy"),
        "stale": ("“{id}” is stale: its source has changed since it was translated ({at})",
                  "{count} translations are stale: their source has changed since"),
    }
    faults = Faults()
    kinds = ["absent" if gap.kind == "missing" and not gap.place.line else gap.kind for gap in gaps]
    for kind, (one, many) in says.items():
        found = [gap for gap, other in zip(gaps, kinds, strict=True) if other == kind]
        hint = ("If the file was saved only half, take it from a copy. “brochure locale update "
                f"{code}” puts what is new or lost into it, empty.") if kind == "absent" else ""
        if len(found) > _MANY:
            faults.add(many.format(count=len(found)), Place(found[0].place.file), hint)
            continue
        for gap in found:
            faults.add(one.format(id=gap.message.id, at=gap.message.place), gap.place, hint)
    faults.add(f"{len(gaps)} {'text is' if len(gaps) == 1 else 'texts are'} not ready in {code}", None,
               "Translate what is missing; look through what is fuzzy or stale, and take the mark off. Or print a "
               f"draft with --draft. With “unfinished = true” in locales/{code}/locale.toml, the others are printed "
               "without it.")
    return BrochureError(faults=sorted(faults.found, key=lambda fault: fault.place or Place("~", 10**9)))


def compare(message: Message, entry: Entry, faults: Faults) -> None:
    """Note what a translation's markup breaks: spans that do not close, slots or placeholders lost or renamed."""
    place, name = entry.text_place, message.id
    if letters := markup.invisible(entry.text):
        faults.add(f"the translation of “{name}” holds {letters}", place,
                   markup.way_out(letters))
    try:
        spans = markup.parse(entry.text)
    except markup.MarkupError as error:
        faults.add(f"the markup of “{name}” is broken: {error}", place, markup.HINT)
        return
    source = markup.parse(message.text)
    if markup.slots(spans) != markup.slots(source):
        faults.add(f"the slots of “{name}” differ: the source has {_slots(source)}, the translation {_slots(spans)}",
                   place, "Keep the name in round brackets as it is; translate the words in square brackets.")
    for style, mark in (("strong", "**"), ("em", "*")):
        wanted, found = markup.styles(source)[style], markup.styles(spans)[style]
        if wanted != found:
            faults.add(f"“{name}” has {wanted} {mark}…{mark} in the source, and {found} in the translation", place,
                       f"Put {mark} before and after the words that stand out there.")
    if sorted(_PLACEHOLDER.findall(entry.text)) != sorted(_PLACEHOLDER.findall(message.text)):
        faults.add(f"the placeholders of “{name}” differ: the source has {_placeholders(message.text)}, the "
                   f"translation {_placeholders(entry.text)}", place, "Keep the words in curly brackets as they are.")


def _slots(spans: tuple[markup.Span, ...]) -> str:
    return ", ".join(f"[…]({name})" for name in markup.slots(spans).elements()) or "none"


def _placeholders(text: str) -> str:
    return ", ".join(_PLACEHOLDER.findall(text)) or "none"
