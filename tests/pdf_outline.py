"""The tag tree and the words of a PDF as text, for tests and golden files."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pikepdf


def tag_outline(pdf: pikepdf.Pdf, depth: int = 0) -> str:
    """Give the tag tree, one element a line, with what a reader would be told of it."""
    return "\n".join(_lines(pdf.Root.StructTreeRoot.K[0], 0))


def _lines(element: Any, depth: int) -> Iterator[str]:
    told = [f"{name}={element[key]}" for name, key in (("alt", "/Alt"), ("lang", "/Lang")) if key in element]
    for attributes in _kids(element, "/A"):
        told.extend(f"{key[1:]}={value}" for key, value in attributes.items() if key in ("/ListNumbering", "/Scope"))
    yield "  " * depth + " ".join([str(element.S)[1:], *told])
    for kid in _kids(element, "/K"):
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield from _lines(kid, depth + 1)
        elif isinstance(kid, pikepdf.Dictionary):
            yield "  " * (depth + 1) + str(kid.get("/Type", "?"))[1:]


def _kids(element: Any, key: str) -> list[Any]:
    value = element.get(key, [])
    return list(value) if isinstance(value, pikepdf.Array | list) else [value]
