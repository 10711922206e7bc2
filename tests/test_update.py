"""After an edit of the source the catalogues are brought up to date: nothing is lost, what has changed is marked."""

from __future__ import annotations

import json
import random
import re
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import polib
import pytest
from conftest import MINI, ROOT, Run
from hypothesis import given, settings
from hypothesis import strategies as st

from brochure.extraction import Extract
from brochure.merge import merge, new_entry
from brochure.po_text import PoText, Style, parse, quoted

PO = "locales/en/LC_MESSAGES/mini.po"
_PATHS = sorted([*ROOT.glob("locales/*/LC_MESSAGES/*.po"), *MINI.glob("locales/*/LC_MESSAGES/*.po")])


def edit(mini: Path, before: str, after: str, file: str = "content/mini.yaml") -> None:
    path = mini / file
    text = path.read_bytes().decode()
    assert text.count(before) == 1
    path.write_bytes(text.replace(before, after).encode())


def update(run: Run, *words: str) -> dict[str, object]:
    result = run("locale", "update", "--json", *words)
    assert (result.code, result.err) == (0, "")
    (told,) = json.loads(result.out)
    assert isinstance(told, dict)
    return told


def entry(mini: Path, name: str) -> polib.POEntry:
    (found,) = [entry for entry in polib.pofile(str(mini / PO)) if entry.msgctxt == name]
    return found


# --- what an edit of the source does ---------------------------------------------------------------------------------


def test_the_catalogues_of_the_project_are_up_to_date(run: Run, mini: Path) -> None:
    for folder in (ROOT, mini):
        told = json.loads(run("--project", folder, "locale", "update", "--dry-run", "--json").out)
        assert told
        assert [entry["locale"] for entry in told if entry["touched"]] == []


def test_an_edited_text_is_marked_with_the_words_it_was_made_from(mini: Path, run: Run) -> None:
    before = (mini / PO).read_text("utf-8")
    edit(mini, "subheading: Underdel", "subheading: Nytt navn")
    told = update(run, "--dry-run")
    assert (told["changed"], told["touched"], (mini / PO).read_text("utf-8")) == (["first.sub"], True, before)
    assert update(run)["changed"] == ["first.sub"]
    assert ('#, fuzzy, max-length:62\n#| msgid "Underdel"\nmsgctxt "first.sub"\nmsgid "Nytt navn"\n'
            'msgstr "Subpart"\n') in (mini / PO).read_text("utf-8")
    again = update(run)
    assert (again["touched"], again["unchanged"]) == (False, len(polib.pofile(str(mini / PO))))


def test_what_is_not_touched_stays_byte_for_byte(mini: Path, run: Run) -> None:
    before = (mini / PO).read_text("utf-8").splitlines()
    edit(mini, "text: et punkt\n", "text: et nytt punkt\n")
    update(run)
    after = (mini / PO).read_text("utf-8").splitlines()
    assert [line for line in after if line not in before] == [
        "#, fuzzy, max-length:72", '#| msgid "et punkt"', 'msgid "et nytt punkt"']
    assert [line for line in before if line not in after] == ["#, max-length:72", 'msgid "et punkt"']


def test_twice_edited_a_text_keeps_the_words_that_its_translation_was_made_from(mini: Path, run: Run) -> None:
    edit(mini, "subheading: Underdel", "subheading: Nytt navn")
    update(run)
    edit(mini, "subheading: Nytt navn", "subheading: Enda et navn")
    update(run)
    found = entry(mini, "first.sub")
    assert (found.previous_msgid, found.msgid, found.fuzzy) == ("Underdel", "Enda et navn", True)


def test_a_removed_text_is_set_aside_and_comes_back_with_its_id(mini: Path, run: Run) -> None:
    whole = (mini / PO).read_bytes()
    block = '      - id: first.box\n        box: "**Ring legen** ved behov."\n'
    edit(mini, block, "")
    assert update(run)["removed"] == ["first.box"]
    assert (mini / PO).read_text("utf-8").endswith(
        '\n#, md-text, max-length:135\n#~ msgctxt "first.box"\n'
        '#~ msgid "**Ring legen** ved behov."\n#~ msgstr "**Call the doctor** if needed."\n')
    assert run("build", "en").code == 0
    edit(mini, "  - id: second\n", f"{block}  - id: second\n")
    assert update(run)["returned"] == ["first.box"]
    assert (mini / PO).read_bytes() == whole


def test_a_text_that_comes_back_with_other_words_is_marked(mini: Path, run: Run) -> None:
    block = '      - id: first.box\n        box: "**Ring legen** ved behov."\n'
    edit(mini, block, "")
    update(run)
    edit(mini, "  - id: second\n", f'{block.replace("behov", "feber")}  - id: second\n')
    assert update(run)["returned"] == ["first.box"]
    found = entry(mini, "first.box")
    assert (found.fuzzy, found.previous_msgid, found.msgstr) == (
        True, "**Ring legen** ved behov.", "**Call the doctor** if needed.")


def test_a_new_text_stands_where_it_is_read_and_a_moved_one_moves(mini: Path, run: Run) -> None:
    edit(mini, "          - id: first.list.a\n            text: et punkt\n            facts: [A.2]\n", "")
    edit(mini, "        intro: ", "          - id: first.list.c\n            text: et nytt punkt\n"
         "          - id: first.list.a\n            text: et punkt\n            facts: [A.2]\n        intro: ")
    told = update(run)
    assert (told["new"], told["changed"], told["removed"]) == (["first.list.c"], [], [])
    assert told["moved"] in (["first.list.a"], ["first.list.b"])
    ids = [entry.msgctxt for entry in polib.pofile(str(mini / PO)) if str(entry.msgctxt).startswith("first.list")]
    assert ids == ["first.list.intro", "first.list.b", "first.list.c", "first.list.a"]
    assert not entry(mini, "first.list.a").fuzzy
    assert entry(mini, "first.list.c").comment.startswith("page 2, list item")


def test_a_note_of_the_author_reaches_the_translator(mini: Path, run: Run) -> None:
    edit(mini, "        note: A note for the translator.\n", "        note: Another note.\n        safety: yes\n")
    told = update(run)
    assert (told["refreshed"], told["unchanged"]) == (["first.text"], len(polib.pofile(str(mini / PO))))
    comments = entry(mini, "first.text").comment.split("\n")
    assert comments[:3] == ["page 2, paragraph", "under: Første del", "Another note."]
    assert comments[3].startswith("numbers: ")
    assert comments[4].startswith("safety: ")


@pytest.mark.usefixtures("room_is_known")
def test_what_the_pivot_lacks_is_told(mini: Path, run: Run) -> None:
    assert run("locale", "init", "de", "--pivot", "en", "--quiet").code == 0
    path = mini / "locales/de/LC_MESSAGES/mini.po"
    assert "#. English: Subpart\n" in path.read_text("utf-8")
    edit(mini, "subheading: Underdel", "subheading: Nytt navn")
    assert run("locale", "update").code == 0
    assert "#. English: not brought up to date yet\n" in path.read_text("utf-8")


def test_notes_say_where_the_words_of_the_layout_stand(mini: Path) -> None:
    comments = {entry.msgctxt: entry.comment.split("\n") for entry in polib.pofile(str(mini / PO))}
    assert comments["phrase.languages"][0] == "the web page, phrase"
    assert comments["phrase.imprint"][0] == "the back page, phrase"
    assert comments["phrase.format-web"][0] == "the download page, phrase"
    assert not [line for line in comments["phrase.use-booklet"] if line.startswith("numbers")], "A4 is no number"
    assert "numbers: 3" in comments["phrase.use-press"]


def test_a_user_is_told_what_changes_and_which_languages_wait(mini: Path, run: Run) -> None:
    edit(mini, "subheading: Underdel", "subheading: Nytt navn")
    result = run("locale", "update", "en", "--dry-run")
    assert (result.code, result.err) == (0, "")
    assert "  1 marked fuzzy, because the source has changed: first.sub\n" in result.out
    texts = len(polib.pofile(str(mini / PO)))
    number, rest = re.findall(r"  (\d+) unchanged(.*)\n", result.out)[0]
    assert (1 + int(number), rest) == (texts, ", 2 of them with other comments or flags")
    assert result.out.endswith("For translators: en 1.\nNothing was written (--dry-run).\n")
    assert run("locale", "update", "--quiet").out == ""
    assert run("locale", "update").out.endswith(f"{PO}: up to date, {len(polib.pofile(str(mini / PO)))} texts\n")


def test_a_typing_error_in_the_source_leaves_translations_as_good_as_they_were(mini: Path, run: Run) -> None:
    edit(mini, "text: et punkt\n", "text: eit punkt\n")
    assert update(run, "--minor", "first.list.a")["minor"] == ["first.list.a"]
    found = entry(mini, "first.list.a")
    assert (found.msgid, found.fuzzy, found.previous_msgid) == ("eit punkt", False, None)


# --- files of translators' tools -------------------------------------------------------------------------------------

_TOOLS = '''# Norwegian translations.
# Kari Nordmann <kari@example.no>, 2026.
#
msgid ""
msgstr ""
"Project-Id-Version: mini\\n"
"PO-Revision-Date: 2026-11-24 10:00+0100\\n"
"Last-Translator: Kari Nordmann <kari@example.no>\\n"
"Language: en\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"X-Generator: Poedit 3.5\\n"
"X-Poedit-Bookmarks: -1,4,-1,-1,-1,-1,-1,-1,-1,-1\\n"

#. page 1
#: content/mini.yaml:30
#, no-wrap, my-flag
msgctxt "a"
msgid "one"
msgstr "en"

# A thought of the translator.
#. page 2
msgctxt "b"
msgid "two"
msgstr ""
"to, in   two "
"lines"

#~ msgctxt "gone"
#~ msgid "three"
#~ msgstr "tre"

#~| msgid "old"
#~ msgctxt "gone.too"
#~ msgid "four"
#~ msgstr "fire"'''
_WANTED = (Extract("a", "one", ("page 1",), ()), Extract("b", "two", ("page 2",), ()))


@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["unix", "windows"])
@pytest.mark.parametrize("bom", ["", "\ufeff"], ids=["plain", "bom"])
@pytest.mark.parametrize("final", ["", "\n", "\n\n# the end\n"], ids=["no-end", "end", "tail"])
def test_what_tools_write_survives(end: str, bom: str, final: str) -> None:
    text = bom + (_TOOLS + final).replace("\n", end)
    merged, changes = merge(parse(text), _WANTED)
    assert (str(merged), bool(changes)) == (text, False)
    merged, _ = merge(parse(text), (Extract("c", "new", (), ("max-length:9",)), Extract("b", "too", ("page 3",), ()),
                                    Extract("gone", "three", (), ())))
    result = str(merged)
    assert result.startswith(bom + _TOOLS[:_TOOLS.index("#. page 1")].replace("\n", end))
    wanted = ['#, max-length:9\nmsgctxt "c"\nmsgid "new"\nmsgstr ""\n',
              '# A thought of the translator.\n#. page 3\n#, fuzzy\n#| msgid "two"\nmsgctxt "b"\nmsgid "too"\n'
              'msgstr ""\n"to, in   two "\n"lines"\n',
              'msgctxt "gone"\nmsgid "three"\nmsgstr "tre"\n',
              '#~| msgid "old"\n#~ msgctxt "gone.too"\n#~ msgid "four"\n#~ msgstr "fire"\n',
              '#, no-wrap, my-flag\n#~ msgctxt "a"\n#~ msgid "one"\n#~ msgstr "en"']
    assert [part for part in wanted if part.replace("\n", end) not in result] == []
    assert (result.count("\n"), result.replace("\r\n", "").count("\r")) == (result.count(end), 0)


def test_line_ends_and_byte_order_mark_are_kept_by_the_command(mini: Path, run: Run) -> None:
    path = mini / PO
    text = ("\ufeff" + path.read_text("utf-8")).replace("\n", "\r\n")
    path.write_bytes(text.encode())
    assert update(run)["touched"] is False
    edit(mini, "text: et punkt\n", "text: et nytt punkt\n")
    assert update(run)["changed"] == ["first.list.a"]
    assert path.read_bytes().decode() == text.replace(
        '#, max-length:72\r\nmsgctxt "first.list.a"\r\nmsgid "et punkt"',
        '#, fuzzy, max-length:72\r\n#| msgid "et punkt"\r\nmsgctxt "first.list.a"\r\nmsgid "et nytt punkt"')


def test_a_control_letter_in_a_translation_is_kept_for_the_check_to_find(mini: Path, run: Run) -> None:
    edit(mini, 'msgstr "Subpart"', 'msgstr "Sub\u0007part"', PO)
    edit(mini, "subheading: Underdel", "subheading: Nytt navn")
    assert update(run)["changed"] == ["first.sub"]
    assert 'msgstr "Sub\u0007part"' in (mini / PO).read_text("utf-8")


def test_ten_megabytes_of_junk_are_refused(mini: Path, run: Run) -> None:
    (mini / PO).write_bytes(b"junk\n" * 2_000_000)
    result = run("locale", "update")
    assert (result.code, result.err) == (1, f"error: {PO}: the file is too large: 2,000,000 bytes is the most\n")
    assert (mini / PO).stat().st_size == 10_000_000


@pytest.mark.parametrize("known", [True, False])
def test_the_catalogue_of_another_brochure_is_refused(mini: Path, run: Run, known: bool) -> None:
    content, po = (mini / "content/mini.yaml").read_text("utf-8"), (mini / PO).read_text("utf-8")
    renamed = {name: f"{name}x" for name in ("cover.", "first.", "second.", "back.", "films.")}
    for name, other in renamed.items():
        content, po = (text.replace(f"id: {name}", f"id: {other}").replace(f'msgctxt "{name}', f'msgctxt "{other}')
                       for text in (content, po))
    content = content.replace("id: first\n", "id: xfirst\n").replace("id: second\n", "id: xsecond\n")
    po = po.replace('"first.xheading"', '"xfirst.heading"').replace('"keywords"', '"xkeywords"')
    if known:
        (mini / "content/other.yaml").write_text(content.replace("brochure: mini", "brochure: other"), "utf-8")
    (mini / PO).write_text(po, "utf-8")
    result = run("locale", "update", "--brochure", "mini")
    assert result.code == 1
    assert ("they belong to “other”" if known else "no text of this catalogue is of the brochure “mini”") in result.err
    assert (mini / PO).read_text("utf-8") == po


@pytest.mark.parametrize("path", _PATHS, ids=lambda path: f"{path.parts[-3]}-{path.stem}")
def test_entries_are_read_as_polib_reads_them(path: Path) -> None:
    text = path.read_bytes().decode()
    found = parse(text)
    assert str(found) == text
    assert [(entry.context, entry.source, entry.text, entry.flags, list(entry.comments), entry.obsolete)
            for entry in found.entries if entry.context] == [
        (entry.msgctxt, entry.msgid, entry.msgstr, tuple(entry.flags), entry.comment.split("\n"), entry.obsolete)
        for entry in polib.pofile(str(path))]


@pytest.mark.parametrize("width", [60, 77, 79, 100, 0])
def test_lines_are_as_long_as_they_were(width: int) -> None:
    words = " ".join(f"word{'y' * (number % 7)}" for number in range(60))
    entries = [new_entry(Extract(f"a{number}", words[number:], (), ()), Style(width)) for number in range(20)]
    assert parse(str(PoText(tuple(entries)))).style.width == width


@settings(max_examples=40, derandomize=True, deadline=None, database=None)
@given(text=st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z"), include_characters=" \"\\\n\t\r"),
                    max_size=60), width=st.sampled_from([0, 12, 79]))
def test_what_is_written_is_read_by_polib(text: str, width: int) -> None:
    lines = [*quoted("msgid", f"x{text}", Style(width)), *quoted("msgstr", text, Style(width))]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.po"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        (found,) = polib.pofile(str(path))
    assert (found.msgid, found.msgstr) == (f"x{text}", text)
    (read,) = parse("\n".join(lines)).entries
    assert (read.source, read.text) == (f"x{text}", text)


# --- any sequence of edits -------------------------------------------------------------------------------------------

_EDIT = st.tuples(st.sampled_from(["edit", "edit back", "insert", "delete", "move", "bring back", "translate", "save",
                                   "update"]), st.integers(0, 10**6))
_EDITS = st.lists(_EDIT, min_size=1, max_size=40)


@dataclass
class Office:
    """An association that edits its source, and a translator; and what must be true of the catalogue."""

    source: dict[str, str] = field(default_factory=lambda: {f"id.{n}": f"Sentence {n}. " * 5 for n in range(6)})
    removed: dict[str, str] = field(default_factory=dict)
    history: dict[str, list[str]] = field(default_factory=dict)
    po: str = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'
    typed: dict[str, str] = field(default_factory=dict)        # the translation that was typed last, by id
    made_from: dict[str, str] = field(default_factory=dict)    # the source that was looked at then
    steady: set[str] = field(default_factory=set)              # whose source has been the same at every update since

    def do(self, kind: str, number: int) -> None:
        names = list(self.source)
        name = names[number % len(names)] if names else ""
        match kind:
            case "edit" if name:
                self.history.setdefault(name, []).append(self.source[name])
                self.source[name] = f"Edited {number}. " * (1 + number % 9)
            case "edit back" if name and self.history.get(name):
                self.source[name] = self.history[name].pop()
            case "insert":
                items = list(self.source.items())
                items.insert(number % (len(items) + 1), (f"new.{number}", f"New {number}"))
                self.source = dict(items)
            case "delete" if name:
                self.removed[name] = self.source.pop(name)
            case "move":
                random.Random(number).shuffle(names)
                self.source = {name: self.source[name] for name in names}
            case "bring back" if self.removed:
                name = sorted(self.removed)[number % len(self.removed)]
                self.source[name] = self.removed.pop(name) if number % 3 else f"Other words {number}"
                self.removed.pop(name, None)
            case "translate":
                self._translate(number)
            case "save":
                self._save(number)
            case _:
                self.update()

    def update(self) -> None:
        wanted = tuple(Extract(name, text, (f"about {name}",), ("md-text", f"max-length:{len(text)}"))
                       for name, text in self.source.items())
        before = parse(self.po)
        merged, changes = merge(before, wanted)
        self.po = str(merged)
        again, nothing = merge(parse(self.po), wanted)
        assert (str(again), bool(nothing)) == (self.po, False)
        live = {entry.context: entry for entry in merged.entries if not entry.obsolete and entry.context}
        assert [(name, entry.source) for name, entry in live.items()] == list(self.source.items())
        for entry in live.values():
            managed = [flag for flag in entry.flags if flag != "fuzzy"]
            assert managed[0] == "md-text"
            assert 0.9 * len(entry.source) <= int(managed[1].removeprefix("max-length:")) <= len(entry.source)
        self.steady -= {name for name, text in self.source.items() if self.made_from.get(name) != text}
        everywhere = {(entry.context, entry.text) for entry in merged.entries}
        for name, text in self.typed.items():
            assert (name, text) in everywhere, f"{name} is lost"
            if name in live:
                fuzzy = "fuzzy" in live[name].flags
                assert live[name].text == text
                assert fuzzy or self.made_from[name] == self.source[name], f"{name} is not marked"
                assert not fuzzy or name not in self.steady, f"{name} is marked without need"
                if fuzzy and live[name].previous:
                    assert live[name].previous == self.made_from[name]
        told = {*changes.new, *changes.changed, *changes.returned}
        assert changes.unchanged == len(live) - len(told)
        was = {entry.context: entry.source for entry in before.entries if not entry.obsolete and entry.context}
        assert set(changes.changed) == {name for name in was if name in live and was[name] != live[name].source}
        assert set(changes.removed) == was.keys() - live.keys()

    def _translate(self, number: int) -> None:
        """The translator looks one entry through, as in Poedit: the mark and the old words go."""
        catalogue = parse(self.po)
        live = [entry for entry in catalogue.entries if entry.context and not entry.obsolete]
        if not live:
            return
        chosen = live[number % len(live)]
        text = f"Translation {number} of “{chosen.source}”"
        flags = [flag for flag in chosen.flags if flag != "fuzzy"]
        style = catalogue.style
        done = chosen.with_text(text, style).with_flags(flags, style).with_previous("", style)
        self.po = str(PoText(tuple(done if entry is chosen else entry for entry in catalogue.entries), catalogue.tail,
                             style, catalogue.bom))
        self.typed[chosen.context], self.made_from[chosen.context] = text, chosen.source
        self.steady.add(chosen.context)

    def _save(self, number: int) -> None:
        """Another tool writes the whole file anew."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "a.po"
            path.write_text(self.po, encoding="utf-8")
            catalogue = polib.pofile(str(path), wrapwidth=(20, 78, 10**6)[number % 3])
            catalogue.metadata["X-Generator"] = "Another"
            catalogue.save(str(path))
            before = {entry.context: entry for entry in parse(self.po).entries if entry.obsolete and entry.previous}
            self.po = path.read_text("utf-8").replace("\n", ("\n", "\r\n")[number % 2])
        # polib 1.2 drops from what is obsolete the source that it was made from: nothing in the file tells it any more.
        self.made_from |= {entry.context: entry.source for entry in parse(self.po).entries
                           if entry.context in before and not entry.previous and entry.context in self.typed}


def _any_sequence_loses_nothing(edits: list[tuple[str, int]]) -> None:
    office = Office()
    office.update()
    for kind, number in edits:
        office.do(kind, number)
    office.update()


_OFTEN = settings(max_examples=60, derandomize=True, deadline=None, database=None)


@_OFTEN
@given(_EDITS)
def test_any_sequence_of_edits_loses_no_translation_and_marks_every_changed_one(edits: list[tuple[str, int]]) -> None:
    _any_sequence_loses_nothing(edits)


@pytest.mark.verify   # as the one before, but thousands
@settings(_OFTEN, max_examples=5000, derandomize=False)
@given(_EDITS)
def test_thousands_of_sequences_of_edits_lose_no_translation(edits: list[tuple[str, int]]) -> None:
    _any_sequence_loses_nothing(edits)


# --- what Poedit 3.2 does when it saves ------------------------------------------------------------------------------


def saved_by_poedit(path: Path) -> None:
    """Write a catalogue as Poedit 3.2.2 has written one: without the flags that it does not know, with empty dates."""
    text = path.read_text("utf-8")
    text = re.sub(r"^#, (?:md-text|max-length:\d+)(?:, max-length:\d+)?\n", "", text, flags=re.MULTILINE)
    before = '"Language: en\\n"\n'
    assert text.count(before) == 1
    text = text.replace(before, "".join(f'"{name}: \\n"\n' for name in (
        "POT-Creation-Date", "PO-Revision-Date", "Last-Translator", "Language-Team")) + before)
    path.write_text(text.replace('8bit\\n"\n', '8bit\\n"\n"X-Generator: Poedit 3.2.2\\n"\n'), "utf-8")
    assert "max-length" not in path.read_text("utf-8")


def test_a_catalogue_that_poedit_has_saved_is_read_and_keeps_its_budgets(mini: Path, run: Run) -> None:
    before = {found.msgctxt: found for found in polib.pofile(str(mini / PO))}
    saved_by_poedit(mini / PO)
    assert run("build", "en", "--quiet").code == 0
    told = json.loads(run("locale", "check", "en", "--no-layout", "--only", "words/length", "--json").out)
    [result] = told["files"][0]["results"]
    assert result["saw"].startswith(f"{sum('room: ' in found.comment for found in before.values())} texts")
    assert run("locale", "update", "--quiet").code == 0
    after = {found.msgctxt: found for found in polib.pofile(str(mini / PO))}
    assert {name: found.flags for name, found in after.items()} == {name: found.flags for name, found in before.items()}
    assert {name: found.comment for name, found in after.items()} == {
        name: found.comment for name, found in before.items()}
    assert (mini / PO).read_text("utf-8").count("X-Generator: Poedit 3.2.2") == 1
