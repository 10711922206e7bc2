"""Which script a language is written in, and which typefaces are for it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from conftest import ROOT, Run

from brochure.fonts import letters, read_families
from brochure.scripts import (
    advice,
    can_hyphenate,
    cldr_code,
    emphasises_by_slant,
    families_for,
    is_pseudo,
    script_of,
)

FAMILIES = read_families(ROOT / "fonts", ROOT)


@pytest.mark.parametrize(("code", "script"), [
    ("nb", "Latn"), ("se", "Latn"), ("vi", "Latn"), ("uk", "Cyrl"), ("el", "Grek"), ("ar", "Arab"), ("fa", "Arab"),
    ("ur", "Arab"), ("ti", "Ethi"), ("so", "Latn"), ("ckb", "Arab"), ("zh-Hant", "Hant"), ("zh-TW", "Hant"),
    ("sr-Latn", "Latn"), ("ar-XB", "Arab"), ("xx", "")])
def test_the_script_of_a_language(code: str, script: str) -> None:
    assert script_of(code) == script


def test_a_pseudo_locale_is_made_like_a_language() -> None:
    assert [is_pseudo(code) for code in ("nb-XA", "ar-XB", "se-XC", "nb", "en-GB", "pt-BR", "ar-EG")] == [
        True, True, True, False, False, False, False]
    assert [cldr_code(code) for code in ("nb-XA", "pt-BR")] == ["nb", "pt_BR"]


@pytest.mark.parametrize(("script", "families"), [
    ("Latn", ("Fira Sans",)), ("Cyrl", ("Fira Sans",)), ("Grek", ("Fira Sans",)),
    ("Arab", ("IBM Plex Sans Arabic", "Fira Sans")), ("Ethi", ())])
def test_the_families_of_a_script(script: str, families: tuple[str, ...]) -> None:
    assert families_for(script, FAMILIES) == families


@pytest.mark.parametrize(("family", "needed"), [
    ("Fira Sans", "áčđŋšŧžÁČĐŊŠŦŽ ắằẳẵặđêốồổỗộơưỹ ąćęłńóśźż їєіґ ёъыэ άέήίόύώ"),
    ("IBM Plex Sans Arabic", 'ابتثجحخدذرزسشصضطظعغفقكلمنهوي ءآأؤإئةى پچژگکی ٹڈڑںھہۂےۓ ،؛؟٪ ٠١٢٣٤٥٦٧٨٩ ۰۱۲۳۴۵۶۷۸۹ '
                             'ًٌٍَُِّْ «» æøåé')])
def test_each_face_has_the_letters_of_its_scripts(family: str, needed: str) -> None:
    wanted = {ord(letter) for letter in needed if not letter.isspace()}
    for face in FAMILIES[family].faces:
        assert wanted - letters(face.path) == set(), face.path.name


@pytest.mark.parametrize(("script", "file"), [
    ("Ethi", "NotoSansEthiopic"), ("Beng", "NotoSansBengali"), ("Hans", "NotoSansSC"), ("Tibt", "NotoSerifTibetan")])
def test_what_to_do_for_other_scripts(script: str, file: str) -> None:
    said = advice(script)
    assert f"{file}-Regular.ttf" in said
    [family] = tomllib.loads(said[said.index("[[family]]"):])["family"]
    assert family["scripts"] == [script]
    assert [face["weight"] for face in family["face"]] == [300, 400, 600]


def test_the_advice_works(mini: Path, run: Run) -> None:
    """A font file whose sha256 is left empty, as the advice has it, is told its sha256."""
    said = advice("Ethi")
    fonts = mini / "fonts"
    for name in ("Light", "Regular", "SemiBold"):
        (fonts / f"NotoSansEthiopic-{name}.ttf").write_bytes((fonts / f"FiraSans-{name}.ttf").read_bytes())
    (fonts / "NotoSansEthiopic-OFL.txt").write_text("OFL", "utf-8")
    table = fonts / "fonts.toml"
    table.write_text(table.read_text("utf-8") + said[said.index("[[family]]"):], "utf-8")
    told = re.findall(r'sha256 = "(\w{64})"', run("list").err)
    assert len(told) == 3
    text = table.read_text("utf-8")
    for sha256 in told:
        text = text.replace('sha256 = ""', f'sha256 = "{sha256}"', 1)
    table.write_text(text, "utf-8")
    assert (run("list").code, run("list").err) == (0, "")


def test_what_a_language_has() -> None:
    codes = ("nb", "nn", "en", "uk", "pl", "nb-XA", "se", "ar", "fa", "vi", "so")
    assert list(filter(can_hyphenate, codes)) == ["nb", "nn", "en", "uk", "pl", "nb-XA"]
    assert [script for script in ("Latn", "Cyrl", "Grek", "Arab", "Hebr", "Ethi") if emphasises_by_slant(script)] == [
        "Latn", "Cyrl", "Grek"]
