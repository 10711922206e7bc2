"""What a worker does, wherever it runs: holds clinics against the brochure, makes their editions, puts them away.

A worker has a kit, which was there before it began or was sent to it once; after that it is told no more than the kit's
name, and clinics.
"""

from __future__ import annotations

import io
import pickle
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from brochure.batch.tasks import EXACT, FAILED, FAST, LEFT_OUT, Order, Outcome, Pair
from brochure.editions import Editions, Printed, Shared
from brochure.errors import BrochureError, Fault
from brochure.formats import FORMATS
from brochure.imprint import Clinic
from brochure.project import Project
from brochure.stores import Store
from brochure.vetting import Vetting

_lock = threading.Lock()   # a worker of several threads writes files at the same time, but sets one page after another


@dataclass
class Kit:
    """All that a worker needs."""

    name: str
    shared: Shared
    vetting: Vetting
    store: Store
    exact: bool
    read: str = ""   # what the sources hashed to before the source was read
    editions: dict[Pair, Editions] = field(default_factory=dict)

    @property
    def project(self) -> Project:
        """Where all that is printed lies."""
        return self.shared.project


_kits: dict[str, Kit] = {}


def give(kit: Kit) -> None:
    """Have the workers of this process, and of those that are forked from it, know a kit."""
    _kits[kit.name] = kit


def take_back(name: str) -> None:
    """Forget a kit."""
    _kits.pop(name, None)


# --- what is sent: paths of the project are told from its folder, which may lie elsewhere where it arrives -----------


class _Pickler(pickle.Pickler):
    def __init__(self, file: io.BytesIO, root: Path) -> None:
        super().__init__(file, pickle.HIGHEST_PROTOCOL)
        self._root = root

    def persistent_id(self, obj: Any) -> str | None:
        return str(obj.relative_to(self._root)) if isinstance(obj, Path) and obj.is_relative_to(self._root) else None


class _Unpickler(pickle.Unpickler):
    def __init__(self, file: io.BytesIO, root: Path) -> None:
        super().__init__(file)
        self._root = root

    def persistent_load(self, pid: Any) -> Path:
        return Path(self._root, pid)


def packed(what: Any, root: Path) -> bytes:
    """Give something as bytes, for a process to which the project lies in another folder."""
    file = io.BytesIO()
    _Pickler(file, root).dump(what)
    return file.getvalue()


def unpacked(content: bytes, root: Path) -> Any:
    """Give what was packed; `root` is where the project lies here."""
    return _Unpickler(io.BytesIO(content), root).load()


# --- the tasks -------------------------------------------------------------------------------------------------------


def make_editions(name: str, pair: Pair) -> bytes:
    """Make the template of a language in a format, if there can be one; gives it packed.

    Raises BrochureError if the brochure cannot be printed so.
    """
    kit = _kits[name]
    code, form = pair
    with _lock:
        made = Editions(kit.shared, code, FORMATS[form], exact=kit.exact, read=kit.read)
    return packed(made, kit.project.root)


def look_at(name: str, clinics: Sequence[Clinic]) -> list[tuple[Fault, ...]]:
    """Give what is wrong with each of some clinics, in the languages that they want."""
    with _lock:
        return [tuple(_kits[name].vetting.faults(clinic)) for clinic in clinics]


def make(name: str, orders: Sequence[Order]) -> list[tuple[Outcome, ...]]:
    """Make the files of some clinics, and give what became of each; none is made after one that the store refuses."""
    kit, found = _kits[name], list[tuple[Outcome, ...]]()
    begun = _begun(kit, orders)
    for order in orders:
        if any(outcome.refused for outcomes in found for outcome in outcomes):
            found.append(tuple(Outcome(None, LEFT_OUT) for _ in order.wanted))
        else:
            found.append(_made(kit, order, begun))
    return found


def _begun(kit: Kit, orders: Sequence[Order]) -> dict[tuple[str, Pair], Callable[[], Printed]]:
    """What finishes each edition, by the id of the clinic: all of a language and a format are begun together."""
    asked: dict[Pair, list[Clinic]] = {}
    for order in orders:
        for wanted in order.wanted:
            asked.setdefault((wanted.code, wanted.form), []).append(order.clinic)
    with _lock:
        return {(clinic.id, pair): finish for pair, clinics in asked.items()
                for clinic, finish in zip(clinics, kit.editions[pair].begun(clinics), strict=True)}


def _made(kit: Kit, order: Order, begun: Mapping[tuple[str, Pair], Callable[[], Printed]]) -> tuple[Outcome, ...]:
    outcomes: list[Outcome] = []
    for wanted in order.wanted:
        if outcomes and outcomes[-1].refused:
            return (*outcomes, *(Outcome(None, LEFT_OUT) for _ in order.wanted[len(outcomes):]))
        try:
            with _lock:
                printed = begun[order.clinic.id, (wanted.code, wanted.form)]()
        except BrochureError as error:
            outcomes.append(Outcome(None, FAILED, error.faults, error.exit))
        else:
            try:
                stamp = kit.store.write(wanted.file, printed.content)
            except BrochureError as error:
                outcomes.append(Outcome(None, FAILED, error.faults, error.exit, refused=True))
            else:
                outcomes.append(Outcome(stamp, FAST if printed.fast else EXACT))
    return tuple(outcomes)
