"""The inks of the drawings: what each of their colours is on a press, and a drawing's SVG in these inks."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from brochure.errors import Faults
from brochure.toml_file import TomlFile

MOST = 300   # per cent of all inks together: more does not dry, and sets off on the next sheet (print shops' rule)
Inks = tuple[float, float, float, float]   # cyan, magenta, yellow, black in per cent
Table = Mapping[str, Inks]
# QR codes are black on the paper, and every table has these two.
_BLACK_AND_WHITE: Table = MappingProxyType({"000000": (0, 0, 0, 100), "ffffff": (0, 0, 0, 0)})
_FORM = "A line is: 22304a = [cyan, magenta, yellow, black], in per cent."
_HEX = re.compile(r"#([0-9a-f]{6}|[0-9a-f]{3})")
# A colour as an attribute or in a style: what stands before it, and the colour itself.
_PAINT = re.compile(r"""(?<![\w-])((?:fill|stroke|color|stop-color)\s*(?::|=\s*["'])\s*)([^;"'<>{}!]+)""")
_NO_PAINT = {"none", "transparent"}


def read_inks(folder: Path, root: Path) -> Table:
    """Give the inks of each colour of images/inks.toml; raises BrochureError with everything that is wrong there."""
    path, faults = folder / "inks.toml", Faults()
    file = TomlFile(path, str(path.relative_to(root)), faults)
    table = dict(_BLACK_AND_WHITE)
    for key, value in file.data.items():
        colour, place = _colour(f"#{key}"), file.place(key)
        if colour is None:
            faults.add(f"“{key}” is no colour", place, _FORM)
        elif not _is_inks(value):
            faults.add(f"“{key}” must be four numbers from 0 to 100", place, _FORM)
        elif sum(value) > MOST:
            faults.add(f"“{key}” is {sum(value):g} % ink; {MOST} % is the most that dries", place, "Take less of each.")
        else:
            table[colour] = (value[0], value[1], value[2], value[3])
    faults.raise_any()
    return table


def without_inks(svg: str, table: Container[str | None]) -> Iterator[tuple[str, int]]:
    """Give each colour of a drawing that the table does not hold, and where in the text it stands."""
    for found in _PAINT.finditer(svg):
        colour = found[2].strip()
        if colour.lower() not in _NO_PAINT and _colour(colour) not in table:
            yield colour, found.start(2)


def inked(svg: bytes, table: Table) -> bytes:
    """Give a drawing in inks: each colour of it as device-cmyk(); a colour that the table does not hold stays.

    >>> inked(b'<path fill="#22304A" d=""/>', {"22304a": (0, 0, 0, 100)})
    b'<path fill="device-cmyk(0% 0% 0% 100%)" d=""/>'
    """
    def printed(found: re.Match[str]) -> str:
        inks = table.get(_colour(found[2].strip()) or "")
        return f"{found[1]}device-cmyk({' '.join(f'{ink:g}%' for ink in inks)})" if inks else found[0]

    return _PAINT.sub(printed, svg.decode("utf-8-sig")).encode()


def _colour(text: str) -> str | None:
    """A colour in six digits, or None if it is not written in digits."""
    found = _HEX.fullmatch(text.lower())
    if not found:
        return None
    return found[1] if len(found[1]) == 6 else "".join(digit * 2 for digit in found[1])


def _is_inks(value: object) -> bool:
    return isinstance(value, list) and len(value) == 4 and all(
        type(ink) in (int, float) and 0 <= ink <= 100 for ink in value)
