"""The small brochure as text: page by page where its lines stand, and the tag tree that is read aloud.

After a change that is meant, `pytest tests/test_golden.py --refresh-golden` writes them anew; look at what differs.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import TWO, Run
from pdf_reader import Reader

from brochure.desk import Desk
from brochure.edition import read_source
from brochure.fit import Fit
from brochure.formats import FORMATS
from brochure.press import Press
from brochure.project import Project

GOLDEN = Path(__file__).parent / "golden"


def compare(name: str, text: str, config: pytest.Config) -> None:
    path = GOLDEN / name
    if config.getoption("--refresh-golden"):
        path.write_text(text, encoding="utf-8")
    assert text.count("\n") > 30
    assert text == path.read_text("utf-8")


@pytest.mark.parametrize("code", TWO)
def test_what_is_read_aloud(code: str, mini: Path, run: Run, pytestconfig: pytest.Config) -> None:
    assert run("build", code).code == 0
    compare(f"mini-{code}.tags.txt", Reader(mini / f"build/mini-{code}.pdf").outline(), pytestconfig)


@pytest.mark.parametrize("code", TWO)
def test_where_everything_stands(code: str, mini: Path, pytestconfig: pytest.Config) -> None:
    """Positions in whole mm: a new Pango or HarfBuzz moves a line by less."""
    project = Project(mini)
    desk = Desk(project, read_source(project, "mini"), code, FORMATS["screen"], Press(project.fonts, project.cache))
    lines = []
    for number, page in enumerate(desk.proof(Fit(10, 0.71, None)).pages, 1):
        lines.append(f"page {number} {page.role} {page.width:.0f} × {page.height:.0f}")
        lines.extend(f"  {piece.at.left:4.0f} {piece.at.top:4.0f} {piece.block}: {piece.text or piece.kind}"
                     for piece in (*page.pieces, *page.margins))
    compare(f"mini-{code}.pages.txt", "\n".join(lines) + "\n", pytestconfig)
