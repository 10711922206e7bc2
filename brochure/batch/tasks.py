"""What is handed out and comes back: the files that a clinic gets, and what became of each; frozen, and picklable."""

from __future__ import annotations

from dataclasses import dataclass

from brochure.errors import Exit, Fault, Place
from brochure.imprint import Clinic
from brochure.stores import Stamp

# What became of a file: it was made, the fast or the slow way, it was there already, or why there is none.
FAST, EXACT, UNCHANGED, AT_FAULT, FAILED, LEFT_OUT = "fast", "exact", "unchanged", "at fault", "failed", "not made"
# What there is of no clinic, and what lies there of a clinic that is in the list no more, or was in another.
ABSENT, NOT_LISTED, OTHER_LIST = "left out", "not in the list", "of another list"
Pair = tuple[str, str]   # the code of a language, and the name of a format


@dataclass(frozen=True)
class Wanted:
    """A file that a clinic gets; `key` is the hash of all that decides its bytes."""

    code: str
    form: str
    file: str
    key: bytes


@dataclass(frozen=True)
class Outcome:
    """What became of a file: its stamp, or what was wrong; `way` is one of the words above.

    `exit` is the exit code for what was wrong; `refused`: the store has not taken the file, and will take no other.
    """

    stamp: Stamp | None
    way: str
    faults: tuple[Fault, ...] = ()
    exit: int = Exit.DONE
    refused: bool = False


@dataclass(frozen=True)
class Row:
    """A clinic of a list: its files, and those of them that are there already; or what is wrong with it.

    `absent` are languages and formats that it wants and of which there is no edition; `look` is what is to be looked at
    before it is printed: the clinic, or what of it is in order. With `whole` it is no clinic, but what is wrong with
    the columns of a list, whose rows are no clinics either.
    """

    id: str
    place: Place
    clinic: Clinic | None
    wanted: tuple[Wanted, ...] = ()
    there: tuple[Stamp | None, ...] = ()
    faults: tuple[Fault, ...] = ()
    look: Clinic | None = None
    absent: tuple[Pair, ...] = ()
    whole: bool = False

    @property
    def asked(self) -> tuple[Wanted, ...]:
        """The files that are still to be made."""
        return tuple(wanted for wanted, stamp in zip(self.wanted, self.there, strict=True) if stamp is None)


@dataclass(frozen=True)
class Order:
    """What a worker makes for one clinic."""

    clinic: Clinic
    wanted: tuple[Wanted, ...]
