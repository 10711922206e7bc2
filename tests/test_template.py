"""Templates are compiled once in a process, and filled in with what each edition has."""

from __future__ import annotations

from pathlib import Path

import pytest
from jinja2 import Environment

from brochure.page.template import environment, filled


def test_a_template_is_compiled_once_and_filled_in_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where a filter is called on what stands in the template itself."""
    compiled: list[str] = []
    compile_ = Environment._compile
    monkeypatch.setattr(Environment, "_compile", lambda *words: compiled.append(words[2]) or compile_(*words))
    template = tmp_path / "a.html"
    template.write_text('{{ "x"|own }} {{ value|own }}', "utf-8")
    for own in ("one", "two"):
        made = environment([tmp_path], {"own": lambda text, own=own: f"{own} {text}"})
        assert filled(made, "a.html", tmp_path, value="y") == f"{own} x {own} y"
    assert compiled == [str(template)]
    template.write_text('{{ "z"|own }}', "utf-8")
    assert filled(environment([tmp_path], {"own": str.upper}), "a.html", tmp_path) == "Z"
    assert compiled == [str(template)] * 2
