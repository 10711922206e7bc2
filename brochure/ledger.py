"""The ledger of a locale: who has signed which texts, when, and which editions are withdrawn.

It is `locales/<code>/review.toml`, for the source language too. A sign-off is told by brochure and role, and holds a
line for each text: the text's id, and a hash of the source's words and of the translation's. A line is worth something
as long as both hashes are those of today. A drawing (`drawing:pelvis`) has the hash of its file.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date as Day
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from brochure.errors import Fault, Faults, Place, nearest, short
from brochure.files import write_whole
from brochure.model import ROLES
from brochure.people import person_fault, text_fault
from brochure.project import Project
from brochure.toml_file import TABLES, TomlFile

FILE = "review.toml"
LIMIT_BYTES = 1_000_000
DRAWING = "drawing:"

_WITHDRAWN = "withdrawn"
_ID = re.compile(rf"(?:{DRAWING}[\w-]+|[a-z0-9][a-z0-9.-]*)")
_HASH = re.compile(r"[0-9a-f]{16}")
_SIGNED = {"by": str, "date": Day, "edition": int, "texts": dict}
_TAKEN_BACK = {"edition": int, "date": Day, "by": str, "why": str}
_HEAD = """\
# Who has signed which texts of this language, and which editions are withdrawn.
# Written by “brochure locale approve” and “brochure locale withdraw”; comments of others are not kept.
# Each line is a text: its id, and what it was like: a hash of its source, and one of its translation if that differs.
"""


@dataclass(frozen=True, order=True)
class Seal:
    """What a text was like: a hash of its source, and of its translation."""

    source: str
    target: str

    def __str__(self) -> str:
        return self.source if self.source == self.target else f"{self.source} {self.target}"


@dataclass(frozen=True)
class SignOff:
    """What somebody has signed in one role on one day, of one edition: the seal of each text by its id."""

    role: str
    by: str
    date: Day
    edition: int
    texts: Mapping[str, Seal]

    @property
    def act(self) -> tuple[str, str, Day, int]:
        """What tells one sign-off from another."""
        return self.role, self.by, self.date, self.edition


@dataclass(frozen=True)
class Withdrawal:
    """An edition that is taken back."""

    edition: int
    date: Day
    by: str
    why: str


@dataclass(frozen=True)
class Review:
    """What the ledger tells of one brochure."""

    sign_offs: tuple[SignOff, ...] = ()
    withdrawals: tuple[Withdrawal, ...] = ()

    def of(self, role: str) -> tuple[SignOff, ...]:
        """Give what is signed in a role."""
        return tuple(entry for entry in self.sign_offs if entry.role == role)

    def withdrawn(self, edition: int) -> Withdrawal | None:
        """Give what is told of the withdrawal of an edition, or None."""
        return next((entry for entry in self.withdrawals if entry.edition == edition), None)


@dataclass(frozen=True)
class Ledger:
    """The ledger of a locale: a review for each brochure; `file` is what it is called in messages."""

    path: Path
    file: str
    reviews: Mapping[str, Review] = field(default_factory=dict)

    def review(self, brochure: str) -> Review:
        """Give what is told of a brochure, which may be nothing."""
        return self.reviews.get(brochure, Review())

    def holding(self, brochure: str, review: Review) -> Ledger:
        """Give the ledger with another review of a brochure."""
        return Ledger(self.path, self.file, {**self.reviews, brochure: review})


def seal(source: str, target: str) -> Seal:
    """Give the seal of a text and its translation."""
    return Seal(_hash(source.encode()), _hash(target.encode()))


def drawing_seal(content: bytes) -> Seal:
    """Give the seal of a drawing's file, whatever its line ends are."""
    same = _hash(content.replace(b"\r\n", b"\n"))
    return Seal(same, same)


def ledger_path(locales: Path, code: str) -> Path:
    """Give where the ledger of a locale lies; `locales` is the folder of all locales."""
    return locales / code / FILE


def withdrawn_fault(code: str, withdrawal: Withdrawal, content: str, ledger: str) -> Fault:
    """Give what is told to who wants to print, sign or release an edition that is withdrawn."""
    return Fault(f"{code}: edition {withdrawal.edition} is withdrawn: {withdrawal.why} ({withdrawal.by}, "
                 f"{withdrawal.date})", Place(ledger),
                 f"Mend it, give the next edition its number in {content}, and have that signed.")


# --- reading ---------------------------------------------------------------------------------------------------------


def ledger_of(project: Project, code: str) -> Ledger:
    """Give the ledger of a locale of a project; raises BrochureError as read_ledger does."""
    return read_ledger(ledger_path(project.locales, code), project.root, project.brochures())


def read_ledger(path: Path, root: Path, brochures: Sequence[str]) -> Ledger:
    """Give the ledger of a locale, which is empty where there is no file.

    `brochures` are those that there are. Raises BrochureError with every fault of the file.
    """
    name = str(path.relative_to(root))
    if not path.is_file():
        return Ledger(path, name)
    faults = Faults()
    file = TomlFile(path, name, faults, LIMIT_BYTES)
    reviews = {}
    for brochure, data in file.data.items():
        if brochure not in brochures:
            faults.add(f"there is no brochure “{short(brochure)}”", file.place(brochure), nearest(brochure, brochures))
        elif not isinstance(data, dict):
            faults.add(f"“{brochure}” must be tables of sign-offs", file.place(brochure),
                       f"A sign-off begins like this: [[{brochure}.{ROLES[0]}]]")
        else:
            reviews[brochure] = _Reader(file, brochure).review(data)
    faults.raise_any()
    return Ledger(path, name, reviews)


@dataclass
class _Reader:
    file: TomlFile
    brochure: str

    def review(self, data: dict[str, Any]) -> Review:
        good = self.file.table(data, dict.fromkeys((*ROLES, _WITHDRAWN), TABLES), set(), self.brochure)
        signed = tuple(self.sign_off(role, entry, nth) for role in ROLES
                       for nth, entry in enumerate(good.get(role, ())))
        taken_back = tuple(self.withdrawal(entry, nth) for nth, entry in enumerate(good.get(_WITHDRAWN, ())))
        return Review(signed, taken_back)

    def sign_off(self, role: str, entry: dict[str, Any], nth: int) -> SignOff:
        told = self.told(role, entry, nth, _SIGNED)
        if "by" in told and (wrong := person_fault(told["by"])):
            self.fault(wrong, (role, "by"), nth, "Write it like this: by = \"Kari Nordmann, physician\"")
        texts = {}
        for name, value in told.get("texts", {}).items():
            hashes = value.split() if isinstance(value, str) else []
            if not _ID.fullmatch(name):
                self.fault(f"“{short(name)}” is no id", (role, "texts", name), nth)
            elif not 1 <= len(hashes) <= 2 or not all(map(_HASH.fullmatch, hashes)):
                self.fault(f"“{name}” has no hash of its text", (role, "texts", name), nth,
                           "Take back the change, or take the line out: then the text is not signed.")
            else:
                texts[name] = Seal(hashes[0], hashes[-1])
        return SignOff(role, told.get("by", ""), told.get("date", Day.min), told.get("edition", 0), texts)

    def withdrawal(self, entry: dict[str, Any], nth: int) -> Withdrawal:
        told = self.told(_WITHDRAWN, entry, nth, _TAKEN_BACK)
        for key, fault in (("by", person_fault), ("why", text_fault)):
            if key in told and (wrong := fault(told[key])):
                self.fault(wrong, (_WITHDRAWN, key), nth)
        return Withdrawal(told.get("edition", 0), told.get("date", Day.min), told.get("by", ""), told.get("why", ""))

    def told(self, table: str, entry: dict[str, Any], nth: int, kinds: Mapping[str, Any]) -> dict[str, Any]:
        told = self.file.table(entry, kinds, set(kinds), self.brochure, table, nth=nth)
        if "date" in told and told["date"] > today() + timedelta(days=1):   # elsewhere it may be tomorrow
            self.fault(f"{told['date']} lies in the future", (table, "date"), nth)
        if "edition" in told and told["edition"] < 1:
            self.fault(f"there is no edition {told['edition']}", (table, "edition"), nth)
        return told

    def fault(self, message: str, path: tuple[str, ...], nth: int, hint: str = "") -> None:
        self.file.faults.add(message, self.file.place(self.brochure, *path, nth=nth), hint)


def today() -> Day:
    """Give the day of the machine."""
    return Day.today()


def _hash(content: bytes) -> str:
    return sha256(content).hexdigest()[:16]


# --- writing ---------------------------------------------------------------------------------------------------------


def write_ledger(ledger: Ledger) -> None:
    """Write a ledger whole, or take its file away where nothing is left in it; the same ledger gives the same bytes."""
    if content := ledger_bytes(ledger):
        write_whole(ledger.path, content)
    else:
        ledger.path.unlink(missing_ok=True)


def ledger_bytes(ledger: Ledger) -> bytes:
    """Give a ledger as its file has it; nothing if it needs none."""
    text = ledger_text(ledger)
    return b"" if text == _HEAD else text.encode()


def ledger_text(ledger: Ledger) -> str:
    """Give a ledger as it is written: by brochure, role, day and name, and the texts by their ids."""
    parts = [_HEAD]
    for brochure, review in sorted(ledger.reviews.items()):
        for role in ROLES:
            entries = sorted(review.of(role), key=lambda entry: (entry.date, entry.by, entry.edition))
            parts.extend("\n".join(_sign_off(brochure, entry)) for entry in entries if entry.texts)
        parts.extend("\n".join(_withdrawal(brochure, entry))
                     for entry in sorted(review.withdrawals, key=lambda entry: (entry.edition, entry.date)))
    return "\n".join(parts)


def _sign_off(brochure: str, entry: SignOff) -> Iterator[str]:
    yield f"[[{brochure}.{entry.role}]]"
    yield f"by = {_quoted(entry.by)}"
    yield f"date = {entry.date}"
    yield f"edition = {entry.edition}"
    yield f"[{brochure}.{entry.role}.texts]"
    yield from (f"{_quoted(name)} = {_quoted(str(mark))}" for name, mark in sorted(entry.texts.items()))
    yield ""


def _withdrawal(brochure: str, entry: Withdrawal) -> Iterator[str]:
    yield f"[[{brochure}.{_WITHDRAWN}]]"
    yield f"edition = {entry.edition}"
    yield f"date = {entry.date}"
    yield f"by = {_quoted(entry.by)}"
    yield f"why = {_quoted(entry.why)}"
    yield ""


def _quoted(text: str) -> str:
    """A text as TOML has it in double quotes; what needs an escape there needs the same in JSON."""
    return json.dumps(text, ensure_ascii=False)
