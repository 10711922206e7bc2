"""The proof of a language by its front door: ids beside their texts, what is marked, what stands after the pages."""

from __future__ import annotations

import json
import re
from itertools import combinations
from pathlib import Path

from conftest import Run
from judged import printed

from brochure.geometry import Rectangle
from brochure.inspection import Document
from brochure.margin import spread

_MIDDLE, _SCALE, _TOP, _LINE = 297 / 2, 122 / 148, 17.0, 1.9   # mm, as the pages stand on a sheet
_IDS = re.compile(r"(… )?[a-z]+[.:][a-z0-9.:-]+")


def proof_of(run: Run, mini: Path) -> Document:
    result = run("locale", "proof", "en")
    assert (result.code, result.err) == (0, "")
    return Document((mini / "build/mini-en-proof.pdf").read_bytes(), "proof")


def notes_of(document: Document, page: int) -> list[tuple[str, Rectangle, list[str]]]:
    """The ids in the margins of a page, with where they stand and what is said of each; a broken one is whole again."""
    found: list[tuple[str, Rectangle, list[str]]] = []
    for words in (words for words in document.words if words.page == page and 6 <= words.size < 7):
        if words.bold:
            found[-1][2].append(words.text.strip())
        elif found and not found[-1][2] and found[-1][0].endswith((".", "-", ":")) and words.at.top > found[-1][1].top:
            name, at, marks = found[-1]
            found[-1] = (name + words.text.strip(), at, marks)
        else:
            found.append((words.text.strip(), words.at, []))
    return found


def words_on(document: Document, page: int) -> str:
    return " ".join(" ".join(words.text.split()) for words in document.words if words.page == page)


def test_ids_go_down_as_far_as_they_must_and_no_further() -> None:
    assert spread([10, 11, 30], [4, 2, 2], 100) == [10, 14, 30]
    assert spread([98, 98, 99], [2, 2, 2], 100) == [94, 96, 98]
    assert spread([], [], 100) == []


def test_each_id_stands_at_the_height_of_its_text_on_both_sides(mini: Path, run: Run) -> None:
    locale = mini / "locales/en/locale.toml"
    locale.write_text(locale.read_text("utf-8") + '\n[links]\nhome = "https://www.example.org"\n', "utf-8")
    document = proof_of(run, mini)
    layout = printed("parallel").promised.layout
    named = set(re.findall(r'^msgctxt "(.*)"', (mini / "locales/en/LC_MESSAGES/mini.po").read_text("utf-8"), re.M))
    seen: dict[bool, set[str]] = {False: set(), True: set()}
    apart: dict[str, float] = {}
    for sheet in range(1, 5):
        notes = notes_of(document, sheet)
        assert len(notes) >= 6
        for right, page in ((False, layout[sheet - 1]), (True, layout[sheet + 3])):
            own = {name: at for name, at, _ in notes if (at.left > _MIDDLE) is right}
            seen[right] |= {name.removeprefix("… ") for name in own}
            for name in {piece.block for piece in page.pieces} & named:
                first = next(piece.at for piece in page.pieces if piece.block == name)
                found = next(at for label, at in own.items() if label.removeprefix("… ") == name)
                # An id is one line; a drawing and a large heading have theirs at the top.
                middle = _TOP + _SCALE * (first.top + min(first.bottom - first.top, 5) / 2)
                apart[name] = max(abs(found.top + _LINE / 2 - middle), apart.get(name, 0))
        for (_, first_at, _), (_, other_at, _) in combinations(notes, 2):
            across, down = first_at.overlap(other_at)
            assert min(across, down) < 0.2, "ids lie over each other"
        for _, at, _ in notes:
            assert min(at.left, 297 - at.right, at.top, 210 - at.bottom) > 6.5
    # Where several stand at one height, in the strip of numbers, they are below one another, with lines to their texts.
    assert {name: far for name, far in apart.items() if far > (12 if "numbers" in name else 1.0)} == {}
    assert len(apart) > 20
    assert {"cover.title", "first.list.a", "drawing:pelvis", "phrase.edition", "back.latest"} <= seen[False]
    assert seen[False] == seen[True]
    rest = " ".join(words_on(document, page) for page in range(5, document.page_count))
    assert [name for name in named - seen[True] if name not in rest] == [], "each text stands somewhere"
    assert "second.pelvis.alt" not in seen[True]
    assert "home (link) https://www.example.no https://www.example.org" in rest
    assert re.search(r"film-b \(film\) (https://film.example.no/b ?){2}", rest)


def test_what_is_changed_new_or_not_ready_is_marked_and_the_rest_is_not(mini: Path, run: Run) -> None:
    assert run("locale", "approve", "en", "--role", "revision", "--by", "Kari Nordmann, translator").code == 0
    ledger, catalogue = mini / "locales/en/review.toml", mini / "locales/en/LC_MESSAGES/mini.po"
    ledger.write_text(re.sub(r'^"first.sub" = .*\n', "", ledger.read_text("utf-8"), flags=re.M), "utf-8")
    text = catalogue.read_text("utf-8")
    entries = {name: re.search(rf'(?m)^msgctxt "{name}"\nmsgid (?:".*"\n)+msgstr (?:".*"\n?)+', text)
               for name in ("first.heading", "first.list.a", "second.pelvis.alt", "cover.title")}
    changes = {"first.heading": ('msgstr "', 'msgstr "Now '), "first.list.a": ("msgctxt", "#, fuzzy\nmsgctxt"),
               "second.pelvis.alt": ('msgstr "', 'msgstr "Now '), "cover.title": ('msgid "', 'msgid "Før ')}
    for name, (old, new) in changes.items():
        found = entries[name]
        assert found
        text = text.replace(found[0], found[0].replace(old, new))
    catalogue.write_text(text, "utf-8")
    document = proof_of(run, mini)
    content = (mini / "build/mini-en-proof.pdf").read_bytes()
    marked = {(name.removeprefix("… "), mark) for page in range(1, 5) for name, _, marks in notes_of(document, page)
              for mark in marks}
    assert marked == {("first.heading", "changed"), ("first.sub", "new"), ("first.list.a", "fuzzy"),
                      ("cover.title", "stale")}
    told = json.loads(run("locale", "proof", "en", "-o", "again.pdf", "--json").out)
    assert (mini / "again.pdf").read_bytes() == content
    assert told["marks"] == {"changed": 2, "new": 1, "fuzzy": 1, "stale": 1}
    after = words_on(document, 5)
    assert "Texts that are not ready" in after
    assert re.search(r"second.pelvis.alt changed .* Now ", " ".join(words_on(document, page) for page in (5, 6)))
    last = words_on(document, document.page_count)
    assert "changed since: 4" in last
    assert "Kari Nordmann, translator" in last
    for page, barred in ((1, True), (4, False)):
        picture = document.picture(page, 72).convert("RGB")
        red = sum(count for count, (red, _, blue) in picture.getcolors(10**6) or () if red > 180 > 3 * blue)
        assert (red > 20) is barred


def test_it_is_signed_with_the_command_that_stands_on_it(mini: Path, run: Run) -> None:
    document = proof_of(run, mini)
    last = words_on(document, document.page_count)
    assert [last.count(word) for word in ("Name", "Title", "Date", "Signature")] == [3, 3, 3, 4]
    (letters,) = set(re.findall(r"Texts ((?:[0-9a-f]{4} ){3}[0-9a-f]{4})", last))
    commands = re.findall(r'brochure (locale approve en --role \w+) --by "NAME, TITLE"', last)
    assert [command.split()[-1] for command in commands] == ["revision", "clinical", "proof"]
    assert run(*commands[1].split(), "--by", "Kari Nordmann, physician").code == 0
    again = json.loads(run("locale", "proof", "en", "--json").out)
    assert (again["hash"], again["marks"]) == (letters.replace(" ", ""), {})
    document = Document((mini / "build/mini-en-proof.pdf").read_bytes(), "proof")
    assert [name for name, _, _ in notes_of(document, 4)].count("phrase.approved") == 1, "the approval is of English"
    signed = re.findall(r"Signed so far: (\d+) of (\d+)", words_on(document, document.page_count))
    assert [done == all_ for done, all_ in signed] == [False, True, False]
    assert {done for done, _ in signed} - {signed[1][0]} == {"0"}


def test_what_does_not_fit_is_shown_all_the_same_and_told(mini: Path, run: Run) -> None:
    catalogue = mini / "locales/en/LC_MESSAGES/mini.po"
    text = catalogue.read_text("utf-8")
    found = re.search(r'msgctxt "first.box"\nmsgid .*\nmsgstr "(.*)"', text)
    assert found
    catalogue.write_text(text.replace(found[0], found[0][:-1] + " Once more." * 300 + '"'), "utf-8")
    result = run("locale", "proof", "en")
    assert result.code == 0
    assert "does not fit 4 pages" in result.out
    document = Document((mini / "build/mini-en-proof.pdf").read_bytes(), "proof")
    assert any("The pages are not as they will be printed" in words_on(document, page)
               for page in range(1, document.page_count))


def test_a_text_that_cannot_be_printed_stops_no_proof(mini: Path, run: Run) -> None:
    po = mini / "locales/en/LC_MESSAGES/mini.po"
    text = po.read_text("utf-8")
    assert "**exercise**" in text
    po.write_text(text.replace("**exercise**", "**exercise"), "utf-8")
    result = run("locale", "proof", "en")
    assert (result.code, result.err) == (0, "")
    assert "not right yet: locales/en/LC_MESSAGES/mini.po:45: the markup of “first.text” is broken" in result.out
    assert "1 broken" in result.out
    document = Document((mini / "build/mini-en-proof.pdf").read_bytes(), "proof")
    assert any("Texts that are not ready" in words_on(document, page) for page in range(1, len(document.pages) + 1))
