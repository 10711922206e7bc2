"""docs/ACCESSIBILITY.md goes through every criterion and checkpoint once, and names only what there is."""

from __future__ import annotations

import re

from conftest import ROOT

from brochure.preflight import checks

DOCUMENT = (ROOT / "docs/ACCESSIBILITY.md").read_text("utf-8")
# WCAG 2.2, levels A and AA, by guideline; 4.1.1 is obsolete.
CRITERIA = {"1.1": [1], "1.2": [1, 2, 3, 4, 5], "1.3": [1, 2, 3, 4, 5], "1.4": [1, 2, 3, 4, 5, 10, 11, 12, 13],
            "2.1": [1, 2, 4], "2.2": [1, 2], "2.3": [1], "2.4": [1, 2, 3, 4, 5, 6, 7, 11], "2.5": [1, 2, 3, 4, 7, 8],
            "3.1": [1, 2], "3.2": [1, 2, 3, 4, 6], "3.3": [1, 2, 3, 4, 7, 8], "4.1": [2, 3]}
DOUBLE_A = {"1.2.4", "1.2.5", "1.3.4", "1.3.5", "1.4.3", "1.4.4", "1.4.5", "1.4.10", "1.4.11", "1.4.12", "1.4.13",
            "2.4.5", "2.4.6", "2.4.7", "2.4.11", "2.5.7", "2.5.8", "3.1.2", "3.2.3", "3.2.4", "3.3.3", "3.3.4", "3.3.8",
            "4.1.3"}


def test_every_criterion_of_wcag_stands_there_once() -> None:
    rows = re.findall(r"^\| (\d\.\d\.\d+) [^|]+ \| (A+) \|([^|]*)\|([^|]*)\|$", DOCUMENT, re.MULTILINE)
    numbers = [f"{guideline}.{number}" for guideline, found in CRITERIA.items() for number in found]
    assert len(numbers) == 55
    assert [row[0] for row in rows] == numbers
    assert {row[0] for row in rows if row[1] == "AA"} == DOUBLE_A
    assert all(proved.strip() or looked_at.strip() for _, _, proved, looked_at in rows)


def test_every_checkpoint_of_the_matterhorn_protocol_stands_there_once() -> None:
    rows = re.findall(r"^\| (\d\d) [^|]+ \| ([^|]+) \|", DOCUMENT, re.MULTILINE)
    assert [row[0] for row in rows] == [f"{number:02}" for number in range(1, 32)]
    assert all(proved.strip() for _, proved in rows)


def test_what_it_names_is_there() -> None:
    names = set(re.findall(r"`([a-z]+/[a-z-]+)`", DOCUMENT))
    files = set(re.findall(r"`(tests/\w+\.py)`", DOCUMENT))
    assert {"web/names", "web/self-contained", "web/structure", "web/words", "web/links", "ua/valid"} <= names
    assert names <= {check.id for check in checks()}
    assert len(files) >= 6
    assert [name for name in files if not (ROOT / name).is_file()] == []
