"""Every language in every format: printed by the command, and everything that its format claims proven."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from conftest import BROCHURE, LOCALES, ROOT, TWO, forms_of, program
from PIL import Image

from brochure.formats import FORMATS


@pytest.mark.parametrize(("printed", "codes"), [
    ("everything", set(TWO)), pytest.param("third", set(LOCALES) - set(TWO), marks=pytest.mark.verify)])
def test_every_language_is_there_in_every_format(printed: str, codes: set[str],
                                                 request: pytest.FixtureRequest) -> None:
    folder: Path = request.getfixturevalue(printed)
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))["files"]
    wanted = {f"{BROCHURE}-{code}{form.suffix}.{form.extension}": form for code in codes for form in forms_of(code)}
    assert len(wanted) == len(codes) * len(FORMATS) - ("nb" in codes), "the source language stands beside another"
    assert set(manifest) == set(wanted)
    for name, form in wanted.items():
        assert (folder / name).stat().st_size == manifest[name]["bytes"]
        assert manifest[name]["claims"] == sorted(form.claims)
        assert manifest[name]["unproven"] == []


def test_the_picture_shows_every_format_of_today(everything: Path) -> None:
    """But for the web pages, which stand last in it: they are drawn by a browser."""
    pages = program("docs/pages.py")
    now = pages.all_formats(everything, web=False)
    kept = Image.open(ROOT / "docs/formats.png")
    assert kept.width >= now.width
    assert kept.height >= now.height
    assert pages.difference(now, kept.convert("RGB").crop((0, 0, *now.size))) < 3, \
        "make it anew: make all && .venv/bin/python docs/pages.py"
    assert (ROOT / "docs/formats.png").stat().st_size < 600_000
    told = re.findall(r"^\| `([a-z-]+)`", (ROOT / "docs/FORMATS.md").read_text("utf-8"), re.MULTILINE)
    assert set(told) == set(FORMATS)
