"""Clinics: a TOML file, or a row of a table, becomes the imprint of a clinic, checked and set the way it is printed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from brochure.clinics.fields import FIELDS, SEVERAL, WORDS, Raw, clinic_of
from brochure.errors import BrochureError, Fault, Faults, Place
from brochure.files import is_file
from brochure.imprint import Clinic
from brochure.toml_file import TEXTS, TomlFile

__all__ = ["FIELDS", "Listed", "read_clinic", "read_clinics", "read_partly"]

_LINES = {name: (str, TEXTS) if name in SEVERAL else (str,) for name in FIELDS}
_KINDS = {**{name: (*kinds, dict) if name in WORDS else kinds for name, kinds in _LINES.items()},
          "logo": str, "locales": TEXTS, "formats": TEXTS}
_LISTS = (".csv", ".xlsx")
_LIST = "Several lines are a list: [\"…\", \"…\"]."


@dataclass(frozen=True)
class Listed:
    """What came of a row or file: the clinic, or what is wrong with it; `id` is what it calls itself.

    `rest` is what of a clinic at fault is in order, which can be judged further. With `whole` it is no clinic but what
    is wrong with the columns of a list; the rows that follow are no clinics then, but have a rest, and perhaps faults.
    """

    id: str
    place: Place
    clinic: Clinic | None
    faults: tuple[Fault, ...] = ()
    rest: Clinic | None = None
    whole: bool = False


def read_clinic(path: Path, locales: Collection[str] = ()) -> Clinic:
    """Give the clinic of a TOML file; raise BrochureError with every field that is wrong.

    A telephone number without a country code is taken for a Norwegian one. `locales` are those that there are, where
    that is known.
    """
    clinic, faults = read_partly(path, locales)
    if faults:
        raise BrochureError(faults=faults)
    return clinic


def read_partly(path: Path, locales: Collection[str] = ()) -> tuple[Clinic, tuple[Fault, ...]]:
    """Give what is in order of the clinic of a TOML file, and what is wrong with the rest.

    Raises BrochureError if the file cannot be read at all.
    """
    faults = Faults()
    if not is_file(path):
        raise BrochureError("there is no such clinic file", Place(str(path)),
                            "Copy clinics/example.toml and fill it in.")
    if path.suffix.lower() in _LISTS:
        raise BrochureError("this is a list of clinics, not the file of one", Place(str(path)),
                            f"All that are in it: brochure clinics build {path}. For one, copy clinics/example.toml "
                            "and fill it in.")
    file = TomlFile(path, str(path), faults)
    values = file.table(file.data, _KINDS, {"name"})
    raws = [raw for name in values for raw in _raws(file, name, values[name], locales)]
    clinic = clinic_of(Raw("id", path.stem, Place(str(path))), raws, path.parent, locales, faults, _LIST)
    places = {fault.place for fault in faults.found}
    spoilt = {name for name, value in file.data.items() if file.place(name) in places or (
        isinstance(value, dict) and any(file.place(name, key) in places for key in value))}
    return rest_of(clinic, raws, spoilt), faults.told()


def rest_of(clinic: Clinic, raws: Iterable[Raw], spoilt: Collection[str]) -> Clinic:
    """Give what of a clinic is judged further: without the fields that are spoilt by a fault in one of their lines.

    If none of the languages that it asks for is known, it has them as they are written.
    """
    asked = tuple(raw.text for raw in raws if raw.name == "locales")
    return replace(clinic, fields=tuple(field for field in clinic.fields if field.name not in spoilt),
                   locales=clinic.locales or asked)


def _raws(file: TomlFile, name: str, value: object, locales: Collection[str]) -> Iterator[Raw]:
    """The texts of a key, with where they stand."""
    if isinstance(value, dict):
        if astray := [key for key in value if key in _KINDS]:   # what follows a table is of it
            for key in astray:
                file.faults.add(f"“{key}” stands in [{name}]", file.place(name, key),
                                f"Move it above the line [{name}].")
            value = {key: told for key, told in value.items() if key not in astray}
        kinds = dict.fromkeys(locales or value, _LINES[name])
        for locale, told in file.table(value, kinds, set(), name).items():
            for text in _texts(told):
                yield Raw(name, text, file.place(name, locale), locale)
    else:
        for text in _texts(value):
            yield Raw(name, text, file.place(name))


def _texts(value: object) -> list[str]:
    return [str(text) for text in value] or [""] if isinstance(value, list) else [str(value)]


def read_clinics(paths: Iterable[Path], locales: Collection[str] = ()) -> Iterator[Listed]:
    """Give the clinics of TOML files and tables (CSV, XLSX) one by one, in their order, each with what is wrong.

    No more than one is in memory at a time, and the ids. A second one of the same id is at fault: on Windows, names
    that differ only in capitals are the same. Raises BrochureError where a file cannot be read at all.
    """
    seen: dict[str, tuple[str, int, str]] = {}
    for path in paths:
        for listed in _listed(path, locales):
            key = listed.id.casefold()
            if key and key in seen:
                file, line, before = seen[key]
                first = Place(file, line)
                capitals = "" if listed.id == before else " Capitals do not count."
                fault = Fault(f"the id “{listed.id}” stands twice; first at {first}", listed.place,
                              f"Each clinic has a folder of its own: give one of them another id.{capitals}")
                yield Listed(listed.id, listed.place, None, (*listed.faults, fault), listed.clinic or listed.rest)
            else:
                seen[key] = (listed.place.file, listed.place.line, listed.id)
                yield listed


def _listed(path: Path, locales: Collection[str]) -> Iterator[Listed]:
    if path.suffix.lower() != ".toml":
        from brochure.clinics.table import rows

        yield from rows(path, locales)
        return
    place = Place(str(path))
    try:
        clinic, faults = read_partly(path, locales)
        yield Listed(path.stem, place, None, faults, clinic) if faults else Listed(path.stem, place, clinic)
    except BrochureError as error:
        yield Listed(path.stem, place, None, error.faults)
