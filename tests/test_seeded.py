"""The seeded set: what the checks on words find of the faults of translators, and how often they cry wolf.

tests/seeded/README.md tells what the pairs are. The figures below are what was measured; docs/CHECKS.md has them too.
A wrong pair is found if a check that is for its class has an error or a warning; a right pair is a false alarm if any
check has.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections import Counter, defaultdict
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT

from brochure import language
from brochure.errors import Place
from brochure.glossary import Term
from brochure.model import Locale
from brochure.preflight import Result, Subject, run
from brochure.proofreading import ask_spelling
from brochure.spelling import find
from brochure.units import Unit
from brochure.words import Words

FOLDER = ROOT / "tests" / "seeded"
_NUMBERS = {"words/numbers", "words/units"}
FITTING = {
    "numbers": _NUMBERS, "units": _NUMBERS, "number-words": _NUMBERS, "negation": {"words/negation"},
    "bounds": {"words/bounds"}, "glossary": {"words/glossary"}, "markup": {"words/markup"},
    "spacing": {"words/spacing"},
    "punctuation": {"words/punctuation", "words/pairs"}, "characters": {"words/characters", "words/lookalikes"},
    "incomplete": {"words/omitted"}, "repetition": {"words/repeated"}, "spelling": {"words/spelling"},
    "leftover": {"words/leftovers", "words/untranslated"}, "same-as-source": {"words/untranslated", "words/leftovers"},
}


def words_of(file: Path, *, spelling: bool = False) -> tuple[list[dict[str, str]], Words]:
    """The pairs of a file, and their words as the checks get them."""
    told: dict[str, Any] = tomllib.loads(file.read_text("utf-8"))
    code = file.stem.removesuffix("-held")
    locale = Locale(code=code, direction="ltr", own_name=code, fonts=("Fira Sans",), size=10, drawings=1, pages=None,
                    quotes=("“", "”"), percent="#,##0%", keep_with_number=(), hyphenate=True, hyphenation=(), films=(),
                    addresses=(), file="locale.toml")
    units = tuple(Unit(pair["id"], "paragraph", pair["nb"], pair["text"], "translated", Place(file.name, 1),
                       Place(file.name, 1), Place(file.name, 1), 1) for pair in told["pair"])
    terms = tuple(Term(*(tuple(filter(None, row[key].split("|"))) for key in ("norwegian", "use", "avoid")),
                       Place(file.name, 1)) for row in told.get("glossary", ()))
    words = Words("seeded", "nb", locale, units, Place(file.name), language.read(code), language.read("nb"),
                  frozenset({"norsk"}), terms=terms)
    return told["pair"], replace(words, spelling=ask_spelling(words)()) if spelling else words


def findings(file: Path, *, spelling: bool) -> dict[str, set[str]]:
    """The checks that find something in each pair, each pair judged alone."""
    pairs, words = words_of(file, spelling=spelling)
    found: dict[str, set[str]] = {}
    for unit in words.units:
        alone = replace(words, units=(unit,))
        results: tuple[Result, ...] = run(Subject(file.name, b"", frozenset(), words=alone))
        assert not [result.saw for result in results if "broke off" in result.saw]
        found[unit.id] = {result.check.id for result in results for finding in result.findings
                          if finding.level in ("error", "warning")}
    assert len(found) == len(pairs)
    return found


@cache
def score(file: Path, *, spelling: bool = False) -> tuple[dict[str, Counter[str]], list[str], list[str]]:
    """How many of each class are found; the ids of the wrong pairs that are not, and of the right ones that are."""
    pairs, found = words_of(file)[0], findings(file, spelling=spelling)
    classes: dict[str, Counter[str]] = defaultdict(Counter)
    missed, alarms = [], []
    for pair in pairs:
        fault, hits = pair["fault"], found[pair["id"]]
        classes[fault]["all"] += 1
        if fault == "none":
            classes[fault]["found"] += bool(hits)
            alarms += [pair["id"]] if hits else []
        elif hits & FITTING[fault]:
            classes[fault]["found"] += 1
        else:
            missed.append(pair["id"])
    return classes, missed, alarms


def test_the_open_half_is_read() -> None:
    files = sorted(file.stem for file in FOLDER.glob("*.toml") if not file.stem.endswith("-held"))
    assert files == ["de", "en", "nn", "pl"]
    for name in files:
        pairs, words = words_of(FOLDER / f"{name}.toml")
        assert len(pairs) == len(words.units) > 50
        assert {pair["fault"] for pair in pairs} - {"none"} == FITTING.keys()


def told(column: int) -> dict[str, tuple[int, ...]]:
    """The figures of docs/CHECKS.md from a column on: found, wrong pairs, false alarms, right pairs, by file."""
    text = (ROOT / "docs/CHECKS.md").read_text("utf-8")
    rows = re.findall(r"^\| (\w\w) \| (open|held) \|(.+)\|$", text, re.MULTILINE)
    return {f"{code}-held" if half == "held" else code: tuple(map(int, re.findall(
        r"\d+", "|".join(cells.split("|")[column:column + 2])))) for code, half, cells in rows}


def measured(file: Path, *, spelling: bool) -> tuple[int, ...]:
    classes, _, _ = score(file, spelling=spelling)
    right = classes["none"]
    wrong = [counts for fault, counts in classes.items() if fault != "none" and (spelling or fault != "spelling")]
    return (sum(counts["found"] for counts in wrong), sum(counts["all"] for counts in wrong), right["found"],
            right["all"])


FILES = sorted(FOLDER.glob("*.toml"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_document_tells_what_is_found_without_a_dictionary(file: Path) -> None:
    assert len(told(0)) == len(FILES) == 8
    assert measured(file, spelling=False) == told(0)[file.stem]


@pytest.mark.verify
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
@pytest.mark.skipif(not all(map(find, ("en", "de", "nn", "pl"))) and not os.environ.get("BROCHURE_REQUIRE_HUNSPELL"),
                    reason="a dictionary of hunspell (en, de, nn or pl) is not installed")
def test_the_document_tells_what_is_found_with_a_dictionary(file: Path) -> None:
    assert measured(file, spelling=True) == told(2)[file.stem]


def test_no_wrong_number_unit_or_negation_passes() -> None:
    missed = [name for file in FILES for name in score(file)[1]]
    assert not [name for name in missed if re.search("number|unit|negation|bounds", name)]
