"""What is kept between builds: with which versions files were made, and small JSON files in build/.cache."""

from __future__ import annotations

import json
import platform
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from brochure import __version__

_ENGINE = ("weasyprint", "pydyf", "tinycss2", "pyphen", "jinja2", "babel", "segno", "fonttools", "uharfbuzz", "brotli")


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
