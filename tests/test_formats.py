"""Every language in every format: printed by the command, and everything that its format claims proven."""

from __future__ import annotations

import json
from pathlib import Path

from conftest import BROCHURE, LOCALES

from brochure.formats import FORMATS


def test_every_language_is_there_in_every_format(everything: Path) -> None:
    manifest = json.loads((everything / "manifest.json").read_text("utf-8"))["files"]
    wanted = {f"{BROCHURE}-{code}{form.suffix}.{form.extension}": form for code in LOCALES for form in FORMATS.values()}
    assert len(wanted) == len(LOCALES) * len(FORMATS)
    assert set(manifest) == set(wanted)
    for name, form in wanted.items():
        assert (everything / name).stat().st_size == manifest[name]["bytes"]
        assert manifest[name]["claims"] == sorted(form.claims)
        assert manifest[name]["unproven"] == []
