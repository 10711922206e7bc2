"""The catalogues of `locales/<code>/LC_MESSAGES/`: a Brochure in the source language becomes one in another.

The catalogue is read by Babel and looked up by msgctxt, which is the id of the text; there are no .mo files. Babel's
own check of format strings is not used: it takes “10 % r…” for a placeholder (seen in 2.18).
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, replace
from pathlib import Path

from brochure import markup
from brochure.errors import BrochureError, Faults, Place
from brochure.model import Brochure, Message, messages, with_messages
from brochure.yaml_tree import nearest

LIMIT_BYTES = 2_000_000
_PLACEHOLDER = re.compile(r"\{[a-z]+\}")


@dataclass(frozen=True)
class Gap:
    """A text that has no usable translation: `missing`, `fuzzy`, or `stale` (its source has changed since)."""

    message: Message
    kind: str
    place: Place


@dataclass(frozen=True)
class _Unit:
    source: str
    text: str
    fuzzy: bool
    place: Place


def catalogue_path(folder: Path, code: str, brochure: str) -> Path:
    """Give the path of a catalogue."""
    return folder / code / "LC_MESSAGES" / f"{brochure}.po"


def comments(message: Message) -> tuple[str, ...]:
    """Give what a translator is told about a text: its page, its role and the author's note."""
    where = f"page {message.page}" if message.page else "every layout"
    return (f"{where}, {message.role}", *([message.note] if message.note else []))


def translate(brochure: Brochure, path: Path, root: Path) -> tuple[Brochure, tuple[Gap, ...]]:
    """Give the brochure in the catalogue's language, and the texts for which it has no usable translation.

    Where there is none, the source's text stands, marked untranslated. Raises BrochureError with every fault of the
    catalogue that must not reach a page, not even in a draft.
    """
    file = str(path.relative_to(root))
    faults = Faults()
    units = _read(path, file, faults)
    known = {message.id: message for message in messages(brochure)}
    for name, unit in units.items():
        if name not in known:
            faults.add(f"the brochure has no text “{name}”", unit.place, nearest(name, known))
        elif unit.text:
            _compare(known[name], unit, faults)
    faults.raise_any()
    gaps: list[Gap] = []

    def change(message: Message) -> Message:
        unit = units.get(message.id)
        kind = _gap(message, unit)
        if unit is not None and not kind:
            return replace(message, text=unit.text, place=unit.place)
        gaps.append(Gap(message, kind, unit.place if unit else Place(file)))
        return replace(message, untranslated=True)

    return with_messages(brochure, change), tuple(gaps)


def _gap(message: Message, unit: _Unit | None) -> str:
    if unit is None or not unit.text:
        return "missing"
    if unit.source != message.text:
        return "stale"
    return "fuzzy" if unit.fuzzy else ""


def explain_gaps(gaps: tuple[Gap, ...], code: str) -> BrochureError:
    """Give the error that stops a build because of gaps, with the list of them."""
    says = {
        "missing": "“{id}” is not translated",
        "fuzzy": "the translation of “{id}” is marked fuzzy",
        "stale": "the source of “{id}” has changed since it was translated ({at})",
    }
    faults = Faults()
    for gap in gaps:
        faults.add(says[gap.kind].format(id=gap.message.id, at=gap.message.place), gap.place)
    faults.add(f"{len(gaps)} {'text is' if len(gaps) == 1 else 'texts are'} not ready in {code}", None,
               "Translate them and take the fuzzy marks off, or print a marked draft with --draft.")
    return BrochureError(faults=sorted(faults.found, key=lambda fault: fault.place or Place("~", 10**9)))


def _read(path: Path, file: str, faults: Faults) -> dict[str, _Unit]:
    from babel.messages.pofile import PoFileError, read_po

    if not path.is_file():
        raise BrochureError("there is no catalogue", Place(file), "Every locale but the source has one.")
    raw = path.read_bytes()
    if len(raw) > LIMIT_BYTES:
        raise BrochureError(f"the catalogue has {len(raw):,} bytes; {LIMIT_BYTES:,} is the most", Place(file))
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BrochureError("the catalogue is not UTF-8", Place(file, raw.count(b"\n", 0, error.start) + 1),
                            "Save it with the encoding UTF-8 (Poedit: Properties, Charset).") from None
    try:
        catalogue = read_po(io.BytesIO(text.encode()), ignore_obsolete=True, abort_invalid=True, charset="utf-8")
    except (PoFileError, ValueError, IndexError) as error:
        line = getattr(error, "lineno", None)
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise BrochureError(f"this is not a PO file: {reason}", Place(file, line + 1 if line is not None else 0),
                            "Open the file in Poedit, which shows the fault, or take back the last change.") from None
    units: dict[str, _Unit] = {}
    for entry in catalogue:
        if not entry.id:
            continue
        place = Place(file, entry.lineno or 0)
        if not entry.context:
            faults.add(f"the entry “{str(entry.id)[:40]}” has no msgctxt", place, "Every text is known by its id there.")
        elif entry.context in units:
            faults.add(f"“{entry.context}” stands twice; first at {units[entry.context].place}", place)
        elif not isinstance(entry.id, str) or not isinstance(entry.string, str):
            faults.add(f"“{entry.context}” has plural forms, which are not used here", place)
        else:
            units[entry.context] = _Unit(entry.id, entry.string.strip(), entry.fuzzy, place)
    if not units and not faults.found:
        faults.add("the catalogue is empty", Place(file), "It must hold an entry for every text of the brochure.")
    return units


def _compare(message: Message, unit: _Unit, faults: Faults) -> None:
    """Note what a translation's markup breaks: spans that do not close, slots or placeholders lost or renamed."""
    if unprintable := sorted({f"U+{ord(letter):04X}" for letter in unit.text if not letter.isprintable()}):
        faults.add(f"the translation of “{message.id}” holds invisible characters: {', '.join(unprintable)}", unit.place,
                   "Take them out; the program sets no-break spaces itself.")
    try:
        spans = markup.parse(unit.text)
    except markup.MarkupError as error:
        faults.add(f"the markup of “{message.id}” is broken: {error}", unit.place)
        return
    source = markup.parse(message.text)
    if markup.slots(spans) != markup.slots(source):
        wanted = ", ".join(f"[…]({name})" for name in markup.slots(source).elements()) or "none"
        found = ", ".join(f"[…]({name})" for name in markup.slots(spans).elements()) or "none"
        faults.add(f"the slots of “{message.id}” differ from the source: it has {wanted}, the translation {found}",
                   unit.place, "Keep the name in round brackets as it is; translate the words in square brackets.")
    if markup.styles(spans)["strong"] != markup.styles(source)["strong"]:
        faults.add(f"the strong words (**) of “{message.id}” are not as many as in the source", unit.place)
    if sorted(_PLACEHOLDER.findall(unit.text)) != sorted(_PLACEHOLDER.findall(message.text)):
        faults.add(f"the placeholders of “{message.id}” differ from the source: it has "
                   f"{', '.join(_PLACEHOLDER.findall(message.text)) or 'none'}", unit.place,
                   "Keep the words in curly brackets as they are.")
