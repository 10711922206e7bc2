"""What is kept between builds in build/.cache, and with which versions it was made."""

from __future__ import annotations

import io
import json
import platform
import zipfile
import zlib
from collections.abc import Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from brochure import __version__
from brochure.files import write_whole

_ENGINE = ("weasyprint", "pydyf", "tinycss2", "pyphen", "jinja2", "babel", "segno", "fonttools", "uharfbuzz", "brotli",
           "pikepdf", "zxing-cpp")
# What a ZIP raises in whose bytes anything may stand.
_DAMAGED = (OSError, EOFError, RuntimeError, ValueError, zipfile.BadZipFile, zlib.error)


@cache
def engine() -> dict[str, str]:
    """Give the versions of what sets the pages."""
    return {"brochure": __version__, "python": platform.python_version(), **{name: version(name) for name in _ENGINE}}


def read_json(path: Path) -> dict[str, Any]:
    """Give what a JSON file holds, or nothing if it is not there or damaged: then it is made anew."""
    try:
        return dict(json.loads(path.read_bytes()))
    except (OSError, ValueError):
        return {}


def has_parts(path: Path, key: str) -> bool:
    """Whether parts are kept in a file under a key, as far as its end tells."""
    try:
        with zipfile.ZipFile(path) as archive:
            return archive.comment == key.encode()
    except _DAMAGED:
        return False


def read_parts(path: Path, key: str) -> dict[str, bytes]:
    """Give the parts that are kept in a file under a key, or nothing if there are none, or they are damaged."""
    try:
        with zipfile.ZipFile(path) as archive:
            return {name: archive.read(name) for name in archive.namelist()} if archive.comment == key.encode() else {}
    except _DAMAGED:
        return {}


def keep_parts(path: Path, key: str, parts: Mapping[str, bytes]) -> None:
    """Keep parts in a file under a key, in place of those of before."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.comment = key.encode()
        for name, part in parts.items():
            archive.writestr(zipfile.ZipInfo(name), part)
    write_whole(path, content.getvalue())
