"""The table of formats: the CSS that each adds, how its files are named, and what each claims of them."""

from __future__ import annotations

from dataclasses import dataclass

from brochure.errors import UsageError
from brochure.yaml_tree import nearest


@dataclass(frozen=True)
class Format:
    """A format; a file of it must pass the checks that prove its `claims`. The CSS is layouts/formats/<name>.css."""

    name: str
    title: str
    suffix: str
    claims: frozenset[str]


FORMATS = {
    entry.name: entry
    for entry in (
        Format("screen", "A5 pages, for download and for reading aloud", "", frozenset({"PDF/UA-1", "PDF/A-2a"})),
    )
}


def format_named(name: str) -> Format:
    """Give a format; raise UsageError with the nearest name if there is none."""
    if name not in FORMATS:
        raise UsageError(f"there is no format “{name}”", None, nearest(name, FORMATS))
    return FORMATS[name]
