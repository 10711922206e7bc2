"""Catalogues are read strictly, and what this reader and polib's both accept they read alike."""

from __future__ import annotations

import string
from pathlib import Path

import polib
import pytest
from conftest import MINI, ROOT
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from brochure.catalogue import Entry, read_catalogue
from brochure.errors import BrochureError, Faults

_PATHS = sorted([*ROOT.glob("locales/*/LC_MESSAGES/*.po"), *MINI.glob("locales/*/LC_MESSAGES/*.po")])
_LETTERS = st.characters(codec="utf-8", exclude_categories=("C", "Z"), include_characters=" \"\\\n\t")
_WORDS = st.text(_LETTERS, max_size=60)
_IDS = st.text(string.ascii_lowercase + ".-", min_size=1, max_size=20)
_FAST = settings(max_examples=100, derandomize=True, deadline=None, database=None,
                 suppress_health_check=[HealthCheck.function_scoped_fixture])


def _read(path: Path) -> dict[str, Entry]:
    faults = Faults()
    entries = read_catalogue(path, path.name, faults)
    faults.raise_any()
    return entries


def test_there_are_catalogues() -> None:
    assert len(_PATHS) >= 2


@pytest.mark.parametrize("path", _PATHS, ids=lambda path: f"{path.parts[-3]}-{path.stem}")
def test_the_catalogues_are_read_as_polib_reads_them(path: Path) -> None:
    entries = _read(path)
    others = [entry for entry in polib.pofile(str(path)) if not entry.obsolete]
    assert [(entry.msgctxt, entry.msgid, entry.msgstr.strip(), entry.fuzzy) for entry in others] == [
        (entry.id, entry.source, entry.text, entry.fuzzy) for entry in entries.values()]
    lines = path.read_text(encoding="utf-8").splitlines()
    for entry in entries.values():
        assert lines[entry.place.line - 1] == f'msgctxt "{entry.id}"'
        assert lines[entry.text_place.line - 1].startswith("msgstr ")


@_FAST
@given(texts=st.dictionaries(_IDS, st.tuples(_WORDS.filter(bool), _WORDS, st.booleans(), st.booleans()),
                             min_size=1, max_size=5))
def test_what_polib_writes_is_read_alike(tmp_path: Path, texts: dict[str, tuple[str, str, bool, bool]]) -> None:
    catalogue = polib.POFile(wrapwidth=40)
    catalogue.metadata = {"Content-Type": "text/plain; charset=UTF-8"}
    for name, (source, text, fuzzy, obsolete) in texts.items():
        catalogue.append(polib.POEntry(msgctxt=name, msgid=source, msgstr=text, flags=["fuzzy"] if fuzzy else [],
                                       obsolete=obsolete, comment="A comment", previous_msgid="old" if fuzzy else None))
    path = tmp_path / "a.po"
    catalogue.save(str(path))
    wanted = {name: (source, text.strip(), fuzzy) for name, (source, text, fuzzy, gone) in texts.items() if not gone}
    if wanted:
        assert {entry.id: (entry.source, entry.text, entry.fuzzy) for entry in _read(path).values()} == wanted
    else:
        with pytest.raises(BrochureError, match="the catalogue is empty"):
            _read(path)


def test_what_gettext_allows_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.po"
    path.write_text('# A comment\n#, fuzzy, no-wrap\n#| msgid "old"\nmsgctxt "a"\n\nmsgid ""\n"one "\n  "two"\n'
                    'msgstr ""\n"en "\n"to"\n\n#~ msgctxt "b"\n#~ msgid "x"\n#~ msgstr "y"\nmsgctxt "c"\nmsgid "x"\n'
                    'msgstr "\\"y\\"\\\\"\n', encoding="utf-8")
    entries = _read(path)
    assert [(entry.id, entry.source, entry.text, entry.fuzzy) for entry in entries.values()] == [
        ("a", "one two", "en to", True), ("c", "x", '"y"\\', False)]
    assert entries["a"].text_place.line == 9
