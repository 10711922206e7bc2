"""Sign-off by the command: who signs what, what voids it, what keeps it, and what the pages tell of it."""

from __future__ import annotations

import errno
import json
import os
import shutil
import tomllib
from pathlib import Path

import polib
import pypdfium2
import pytest
from conftest import LENT, LOCALES, ROOT, Run

from brochure import language
from brochure.edition import read_language, read_source
from brochure.ledger import read_ledger, write_ledger
from brochure.model import messages
from brochure.project import Project
from brochure.signing import not_minor

KARI, OLA = "Kari Nordmann, lege", "Ola Nordmann, fysioterapeut"
DAY, LATER = "2026-02-03", "2026-03-04"
DRAWINGS = {"drawing:cover", "drawing:pelvis", "drawing:squat", "drawing:chair-reversed"}


@pytest.fixture
def texts(mini: Path) -> list[str]:
    """The ids of all that is not a word of the layouts."""
    return [text.id for text in messages(read_source(Project(mini), "mini").brochure) if text.role != "phrase"]


def edit(path: Path, before: str, after: str) -> None:
    text = path.read_text("utf-8")
    assert text.count(before) == 1
    path.write_text(text.replace(before, after), "utf-8")


def ledger(mini: Path, code: str) -> dict[str, list[dict[str, object]]]:
    told: dict[str, list[dict[str, object]]] = tomllib.loads((mini / f"locales/{code}/review.toml").read_text("utf-8"))[
        "mini"]  # type: ignore[assignment]
    return told


def signers(mini: Path, code: str, role: str = "clinical") -> dict[str, list[str]]:
    """Who has signed which texts, valid or not."""
    found: dict[str, list[str]] = {}
    for entry in ledger(mini, code)[role]:
        for name in entry["texts"]:  # type: ignore[attr-defined]
            found.setdefault(name, []).append(str(entry["by"]))
    return found


def left(run: Run, code: str, role: str = "clinical") -> set[str]:
    """What is not signed, as a trial tells it."""
    result = run("locale", "approve", code, "--role", role, "--by", KARI, "--dry-run", "--json")
    told = json.loads(result.out)
    return {*told["signed"], *told["left"]}


def approved(mini: Path, code: str) -> list[tuple[str, str, str]]:
    """What the pages tell."""
    project = Project(mini)
    brochure, _ = read_language(project, read_source(project, "mini"), code, draft=True)
    return [(entry.role, entry.by, str(entry.date)) for entry in brochure.approvals]


def test_a_clinician_signs_words_and_drawings(mini: Path, run: Run, sign: Run, texts: list[str]) -> None:
    result = sign("nb", "clinical", KARI, DAY)
    assert result.out.startswith(f"locales/nb/review.toml: {KARI}, clinical, edition 2, {DAY}\n  34 signed now:\n")
    entry, = ledger(mini, "nb")["clinical"]
    assert (entry["by"], str(entry["date"]), entry["edition"]) == (KARI, DAY, 2)
    assert set(entry["texts"]) == {*texts, *DRAWINGS}  # type: ignore[call-overload]
    assert approved(mini, "nb") == [("clinical", KARI, "2026-02")]
    assert approved(mini, "en") == []
    assert "34 signed before, by Kari Nordmann, lege (2026-02-03)\n" in sign("nb", "clinical", OLA, LATER).out
    assert set(map(tuple, signers(mini, "nb").values())) == {(KARI,)}, "what is signed is not signed over"


def test_the_ledger_can_be_read_by_a_person_and_is_the_same_whatever_the_order(mini: Path, sign: Run) -> None:
    sign("en", "revision", OLA, LATER)
    sign("en", "clinical", KARI, DAY, "--only", "first.*")
    sign("en", "clinical", OLA, DAY, "--only", "drawing:*")
    path = mini / "locales/en/review.toml"
    first = path.read_text("utf-8")
    assert [line for line in first.splitlines() if line.startswith(("[[", "by"))] == [
        "[[mini.revision]]", f'by = "{OLA}"', "[[mini.clinical]]", f'by = "{KARI}"', "[[mini.clinical]]",
        f'by = "{OLA}"']
    listed = first.split("[mini.revision.texts]\n")[1].split("\n\n")[0].splitlines()
    assert listed == sorted(listed)
    assert len(listed) > 60
    path.unlink()
    sign("en", "clinical", OLA, DAY, "--only", "drawing:*")
    sign("en", "clinical", KARI, DAY, "--only", "first.l*")
    sign("en", "clinical", KARI, DAY, "--only", "first.*")
    sign("en", "revision", OLA, LATER)
    assert path.read_text("utf-8") == first


def test_an_edit_of_a_translation_voids_that_text_alone_there(mini: Path, run: Run, sign: Run) -> None:
    for code in ("nb", "en"):
        sign(code, "clinical", KARI, DAY)
    edit(mini / "locales/en/LC_MESSAGES/mini.po", 'msgstr "an item"', 'msgstr "one item"')
    assert left(run, "en") == {"first.list.a"}
    assert left(run, "nb") == set()
    assert approved(mini, "en") == [], "a clinical approval that covers not all is none"
    assert "of these had changed since they were signed:\n    first.list.a" in sign("en", "clinical", OLA, LATER).out
    who = signers(mini, "en")
    assert who.pop("first.list.a") == [OLA]
    assert set(map(tuple, who.values())) == {(KARI,)}, "nobody's sign-off of the others is taken away"
    assert approved(mini, "en") == [("clinical", KARI, "2026-02"), ("clinical", OLA, "2026-03")]


def test_an_edit_of_the_source_or_of_a_drawing_voids_it_everywhere(mini: Path, run: Run, sign: Run) -> None:
    for code in ("nb", "en"):
        sign(code, "clinical", KARI, DAY)
    edit(mini / "content/mini.yaml", "text: et punkt\n", "text: ett punkt\n")
    edit(mini / "images/squat.svg", ">Squat<", ">A squat<")
    assert left(run, "nb") == left(run, "en") == {"first.list.a", "drawing:squat"}
    assert (approved(mini, "nb"), approved(mini, "en")) == ([], [])
    told = run("locale", "approve", "en", "--role", "clinical", "--by", OLA).out
    assert "1 still not signed: its source has changed since it was translated:\n    first.list.a\n" in told
    run("locale", "approve", "nb", "--role", "clinical", "--by", OLA)
    edit(mini / "content/mini.yaml", "text: ett punkt\n", "text: et punkt\n")
    assert left(run, "nb") == {"first.list.a"}
    assert left(run, "en") == set(), "words that are again what was signed are signed"


def test_what_is_not_ready_is_not_signed(mini: Path, run: Run) -> None:
    catalogue = mini / "locales/en/LC_MESSAGES/mini.po"
    edit(catalogue, 'msgstr "an item"', 'msgstr ""')
    edit(catalogue, '#, max-length:48\nmsgctxt "first.heading"', '#, fuzzy, max-length:48\nmsgctxt "first.heading"')
    asked = ("locale", "approve", "en", "--role", "revision", "--by", OLA)
    result = run(*asked, "--only", "first.list.a", "first.heading", "cover.*")
    assert (result.code, result.out) == (3, "")
    assert "“first.heading” cannot be signed: it is marked fuzzy\n" in result.err
    assert "“first.list.a” cannot be signed: it is not translated\n" in result.err
    assert not (mini / "locales/en/review.toml").exists()
    told = json.loads(run(*asked, "--json").out)
    assert told["left"] == {"first.heading": "it is marked fuzzy", "first.list.a": "it is not translated"}
    assert not {"first.list.a", "first.heading"} & set(signers(mini, "en", "revision"))


def test_a_trial_writes_nothing(mini: Path, run: Run) -> None:
    result = run("locale", "approve", "nb", "--role", "clinical", "--by", KARI, "--date", DAY, "--dry-run")
    assert (result.code, "34 would be signed now" in result.out) == (0, True)
    assert not (mini / "locales/nb/review.toml").exists()


def test_a_proof_is_of_pages_that_can_be_printed(mini: Path, run: Run, sign: Run) -> None:
    edit(mini / "content/mini.yaml", "caption: En stol.", f"caption: {'En stol. ' * 400}")
    asked = ("locale", "approve", "nb", "--role", "proof", "--by", KARI)
    result = run(*asked)
    assert (result.code, "does not fit" in result.err) == (1, True)
    assert not (mini / "locales/nb/review.toml").exists()
    assert run("locale", "approve", "nb", "--role", "revision", "--by", KARI).code == 0


def test_lines_of_texts_that_are_gone_are_told_and_taken_out(mini: Path, run: Run, sign: Run) -> None:
    sign("nb", "clinical", KARI, DAY)
    edit(mini / "locales/nb/review.toml", '"first.box" = "', '"first.bokks" = "')
    assert left(run, "nb") == {"first.box"}
    told = sign("nb", "clinical", KARI, DAY).out
    assert "1 taken out of the ledger, since there is no such text any more:\n    first.bokks\n" in told
    assert "first.bokks" not in signers(mini, "nb")


def test_pages_tell_each_role_in_their_language(mini: Path, run: Run, sign: Run) -> None:
    """Each in every format; the note that nobody has approved stays until a clinician has signed all."""
    sign("en", "revision", OLA, LATER)
    sign("en", "clinical", KARI, DAY, "--only", "first.*")
    assert run("build", "en", "--format", "web").code == 0
    page = (mini / "build/mini-en.html").read_text("utf-8")
    assert f">Translation revised by {OLA}, March\u00a02026</p>" in page
    assert ">Not approved.</p>" in page
    assert KARI not in page
    sign("en", "clinical", KARI, DAY)
    sign("en", "proof", KARI, LATER)
    assert run("build", "en", "--format", "web").code == 0
    page = (mini / "build/mini-en.html").read_text("utf-8")
    assert f">Approved by {KARI}, February\u00a02026</p>" in page
    assert f">Proofread by {KARI}, March\u00a02026</p>" in page
    assert "Not approved." not in page


BACK_PAGES = {"nb": ("Utgave 1, november 2026.", "Godkjent av {}, februar 2026", f"Korrekturlest av {KARI}, "),
              "nn": ("Utgåve 1, november 2026.", "Godkjend av {}, februar 2026", f"gjennomgått av {OLA}, "),
              "en": ("Edition 1, November 2026.", "Approved by {}, February 2026", f"revised by {OLA}, ")}


@pytest.mark.parametrize("code", [
    pytest.param(code, marks=() if code == "nb" else pytest.mark.verify) for code in LOCALES])
def test_the_back_page_has_room_for_all_who_sign_and_for_all_else_that_is_told(
        code: str, tmp_path: Path, run: Run, sign: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """In each language of the shipped brochure, in a copy that people who do not exist have signed."""
    for name in ("content", "locales", *LENT):
        shutil.copytree(ROOT / name, tmp_path / name)
    monkeypatch.chdir(tmp_path)
    for line, filled in (("authors: []\n", "authors: [Anne Forfatter, Berit Skribent]\n"),
                         ("next_review:\n", "next_review: 2029-11\n"), ("feedback:\n", "feedback: tilbake@lkb.no\n")):
        edit(tmp_path / "content/bekkenleddsmerter.yaml", f"\n{line}", f"\n{filled}")
    long = "Professor Prøve Prøvesen-Testesen, spesialist i fysikalsk medisin og rehabilitering, Prøveby sykehus"
    sign(code, "clinical", long, DAY)
    sign(code, "proof", KARI, DAY)
    if code != "nb":
        sign(code, "revision", OLA, DAY)
    assert run("build", code, "--quiet").code == 0
    document = pypdfium2.PdfDocument(tmp_path / f"build/bekkenleddsmerter-{code}.pdf")
    words = " ".join(document[7].get_textpage().get_text_range().replace("\u00a0", " ").split())
    document.close()
    wanted = (*(line.format(long) for line in BACK_PAGES[code]), "2029", "tilbake@lkb.no", "Berit Skribent")
    assert [line for line in wanted if line not in words] == []


# --- minor edits ------------------------------------------------------------------------------------------------------


PO = "locales/en/LC_MESSAGES/mini.po"


def test_a_typing_error_mended_keeps_the_sign_offs_of_every_language(mini: Path, run: Run, sign: Run) -> None:
    for code in ("nb", "en"):
        sign(code, "clinical", KARI, DAY)
        sign(code, "revision", OLA, DAY)
    before = {path: path.read_bytes() for path in mini.glob("locales/*/review.toml")}
    edit(mini / "content/mini.yaml", "**Ring legen** ved behov.", "**Ring legen** ved  behov!")
    told = run("locale", "update", "--minor", "first.box", "--dry-run")
    assert (told.code, told.err) == (0, "")
    assert "Sign-offs stay good: nb, en.\nNothing was written (--dry-run).\n" in told.out
    assert {path: path.read_bytes() for path in before} == before
    assert run("locale", "update", "--minor", "first.box", "--json").out.count('"sign_offs_kept": true') == 1
    assert [left(run, code, role) for code in ("nb", "en") for role in ("clinical", "revision")] == [set()] * 4
    assert approved(mini, "en") == [("clinical", KARI, "2026-02"), ("revision", OLA, "2026-02")]
    for path, content in before.items():
        changed = [(old, new) for old, new in zip(content.splitlines(), path.read_bytes().splitlines(), strict=True)
                   if old != new]
        assert [old.split()[0] for old, _ in changed] == [b'"first.box"'] * 2, "its own line in each role, and no other"


def test_an_edit_that_is_not_called_minor_voids_them(mini: Path, run: Run, sign: Run) -> None:
    for code in ("nb", "en"):
        sign(code, "clinical", KARI, DAY)
    edit(mini / "content/mini.yaml", "**Ring legen** ved behov.", "**Ring legen** ved behov!")
    assert "Sign-offs" not in run("locale", "update").out
    assert left(run, "nb") == left(run, "en") == {"first.box"}


def test_what_was_void_before_a_minor_edit_stays_void(mini: Path, run: Run, sign: Run) -> None:
    for code in ("nb", "en"):
        sign(code, "clinical", KARI, DAY)
    edit(mini / "content/mini.yaml", "**Ring legen** ved behov.", "**Ring sykehuset** ved behov.")
    run("locale", "update")
    edit(mini / "content/mini.yaml", "**Ring sykehuset** ved behov.", "**Ring sykehuset** ved behov!")
    told = run("locale", "update", "--minor", "first.box").out
    assert "Sign-offs" not in told
    assert left(run, "nb") == left(run, "en") == {"first.box"}


def test_a_minor_edit_is_written_everywhere_or_nowhere(mini: Path, run: Run, sign: Run,
                                                       monkeypatch: pytest.MonkeyPatch) -> None:
    """A ledger that cannot be read; then a disk that is full when the last file is written."""
    for code in ("nb", "en"):
        sign(code, "clinical", KARI, DAY)
    edit(mini / "content/mini.yaml", "**Ring legen** ved behov.", "**Ring legen** ved behov!")
    files = {path: path.read_bytes() for path in (mini / "locales").rglob("*") if path.is_file()}
    ledger_of_en = mini / "locales/en/review.toml"
    ledger_of_en.write_text("<<<<<<< ours\n", "utf-8")
    result = run("locale", "update", "--minor", "first.box")
    assert (result.code, result.out) == (1, "")
    assert result.err.startswith("error: locales/en/review.toml:1: two versions")
    ledger_of_en.write_bytes(files[ledger_of_en])
    assert {path: path.read_bytes() for path in files} == files
    left_to_sync = [0, 1]   # the catalogue and one ledger fit

    def full(_: int) -> None:
        if not left_to_sync:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        left_to_sync.pop()

    monkeypatch.setattr(os, "fsync", full)
    result = run("locale", "update", "--minor", "first.box")
    assert (result.code, result.out) == (1, "")
    assert "review.toml: the file cannot be written: no space left on device\n" in result.err
    assert {path: path.read_bytes() for path in (mini / "locales").rglob("*") if path.is_file()} == files


def test_a_mark_taken_out_with_the_edit_is_still_seen(mini: Path, run: Run) -> None:
    content = mini / "content/mini.yaml"
    edit(content, "box: \"**Ring legen** ved behov.\"", "box: \"**Ring legen** ved behov.\"\n        safety: yes")
    run("locale", "update")
    assert "#. safety: a mistake here can do harm" in (mini / PO).read_text("utf-8")
    edit(content, "ved behov.\"\n        safety: yes", "ved behov!\"")
    result = run("locale", "update", "--minor", "first.box")
    assert (result.code, "the edit of “first.box” is not minor: it is marked “safety”" in result.err) == (1, True)


@pytest.mark.parametrize(("before", "after", "why"), [
    ("Smertene er farlge.", "Smertene er farlige.", ""),
    ("Smertene er farlige", "Smertene er farlige.", ""),
    ("Ring lege ved behov.", "Ring en lege ved behov.", ""),
    ("I uke 4–6 av svangerskapet", "I uke 4–6 av svangerskapet.", ""),
    ("Se [filmen](film), 12 minutter.", "Se **[filmen](film)**, 12 minutter.", ""),
    ("Smertene er farlige.", "Smertene er ikke farlige.", "a negation has changed"),
    ("Smertene er farlige.", "Smertene er ufarlige.", "a negation has changed"),
    ("Unngå å stå.", "Prøv å stå.", "a negation has changed"),
    ("Gå aldri alene.", "Gå ikke alene.", "a negation has changed"),
    ("Ikke løft med mindre du må.", "Ikke løft.", "a number has changed"),
    ("Under 10 % har plager.", "Under 12 % har plager.", "a number has changed"),
    ("Under 10 % har plager.", "Over 10 % har plager.", "a number has changed"),
    ("10 % har plager, 3 % store.", "3 % har plager, 10 % store.", "a number has changed"),
    ("Innen 2–3 måneder.", "Innen 2–4 måneder.", "a number has changed"),
    ("Innen 2–3 måneder.", "Innen 2–3 uker.", "a number has changed"),
    ("Etter noen uker.", "Etter noen måneder.", "a number has changed"),
    ("Ta to om dagen.", "Ta tre om dagen.", "a number has changed"),
    ("En uke etter.", "En dag etter.", "a number has changed"),
    ("Det hjalp halvparten av dem.", "Det hjalp de fleste av dem.", "a number has changed"),
    ("Ta 1,5 mg.", "Ta 15 mg.", "a number has changed"),
    ("Ta 5 mg.", "Ta 5 g.", "a number has changed"),
])
def test_an_edit_of_a_number_or_a_negation_is_never_minor(before: str, after: str, why: str) -> None:
    assert not_minor(before, after, language.read("nb"), safety=False) == why
    assert not_minor(after, before, language.read("nb"), safety=False) == why
    assert not_minor(before, after, language.read("nb"), safety=True) == "it is marked “safety”"


@pytest.mark.parametrize(("code", "before", "after", "why"), [
    ("en", "Rest wen you need it.", "Rest when you need it.", ""),
    ("en", "It is dangerous.", "It isn't dangerous.", "a negation has changed"),
    ("en", "At least two weeks.", "At most two weeks.", "a number has changed"),
    ("nn", "Smertene er ikkje farlege.", "Smertene er farlege.", "a negation has changed"),
    ("so", "Nasasho.", "Naso.", "nobody has told which words say no in “so”"),
    ("so", "12 toddobaad", "13 toddobaad", "a number has changed"),
])
def test_what_is_minor_is_known_of_each_source_language(code: str, before: str, after: str, why: str) -> None:
    assert not_minor(before, after, language.read(code), safety=False) == why


# Numbers, when to see a doctor, birth, breastfeeding, what is advised against, what is done to a body.
HARM = {"1.6", "2.2", "3.1", "3.2", "3.3", "5.3", "5.6", "6.9", "6.10", "6.11", "7.2", "7.17", "7.18", "7.22", "8.1",
        "8.2", "8.3", "9.1", "10.1", "10.2"}


def test_texts_of_which_a_wrong_word_does_harm_are_marked() -> None:
    texts = list(messages(read_source(Project(ROOT), "bekkenleddsmerter").brochure))
    told = {fact for text in texts for fact in text.facts}
    assert told >= HARM
    assert [text.id for text in texts if HARM & set(text.facts) and not text.safety] == []
    assert len({text.id for text in texts if text.safety}) <= 25, "what is marked everywhere is marked nowhere"


@pytest.mark.parametrize("code", ["nn", "en"])
def test_translators_are_told_of_the_mark(code: str) -> None:
    texts = messages(read_source(Project(ROOT), "bekkenleddsmerter").brochure)
    entries = polib.pofile(str(ROOT / f"locales/{code}/LC_MESSAGES/bekkenleddsmerter.po"))
    told = {entry.msgctxt for entry in entries if "a mistake here can do harm" in " ".join(entry.comment.split())}
    assert told == {text.id for text in texts if text.safety} != set()


# --- a hostile ledger -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("content", [
    "x" * 10_000_000, "a" + ".a" * 400_000 + " = 1\n", "[" * 100_000, "[[mini.clinical]]\n" * 50_000,
    "[mini.clinical.texts]\n" + "".join(f'"a{number}" = ""\n' for number in range(40_000))])
def test_a_hostile_ledger_is_refused_kindly(mini: Path, run: Run, content: str) -> None:
    (mini / "locales/nb/review.toml").write_text(content, "utf-8")
    result = run("build", "nb")
    assert (result.code, result.out) == (1, "")
    assert result.err.startswith("error: locales/nb/review.toml")


def test_a_ledger_is_written_as_it_was_read(mini: Path, sign: Run) -> None:
    sign("nb", "clinical", 'Kari "Kaja" \\ Nordmann, lege', DAY)
    path = mini / "locales/nb/review.toml"
    before = path.read_bytes()
    write_ledger(read_ledger(path, mini, ["mini"]))
    assert path.read_bytes() == before
    assert b"\r" not in before
    path.write_bytes(before.replace(b"\n", b"\r\n"))
    assert read_ledger(path, mini, ["mini"]).review("mini").sign_offs[0].by == 'Kari "Kaja" \\ Nordmann, lege'


def test_what_the_checks_on_words_find_is_told_to_who_signs(mini: Path, run: Run) -> None:
    catalogue = mini / "locales/en/LC_MESSAGES/mini.po"
    edit(catalogue, 'msgstr "an item"', 'msgstr "an  item"')
    edit(catalogue, 'msgstr "about **half**"', 'msgstr "about **a third**"')
    asked = ("locale", "approve", "en", "--role", "revision", "--by", OLA)
    result = run(*asked)
    assert result.code == 0
    assert "1 of these have a warning, which “brochure locale check” tells:\n    first.list.a\n" in result.out
    assert "1 still not signed: the source says omtrent halvparten" in result.out or \
        "1 still not signed: the source says halvparten" in result.out
    assert "[words/numbers]:\n    second.numbers.half.value\n" in result.out
    result = run(*asked, "--only", "second.numbers.half.value")
    assert (result.code, "“second.numbers.half.value” cannot be signed: the source says" in result.err) == (3, True)


def test_what_was_not_asked_for_is_told_as_such(mini: Path, run: Run) -> None:
    catalogue = mini / "locales/en/LC_MESSAGES/mini.po"
    for text in ('msgstr "an item"', 'msgstr "Subpart"'):
        edit(catalogue, text, 'msgstr ""')
    asked = ("locale", "approve", "en", "--role", "revision", "--by", OLA)
    result = run(*asked, "--only", "cover.*")
    assert result.code == 0
    assert "still not signed: outside of --only\n" in result.out
    assert "not translated" not in result.out
    assert "2 still not signed: they are not translated:\n    first.sub, first.list.a\n" in run(*asked).out


def test_an_edition_that_was_never_given_out_is_not_taken_back(mini: Path, run: Run) -> None:
    asked = ("locale", "withdraw", "en", "2", "--by", OLA, "--why", "Feil tall.")
    assert run("build", "en", "--draft").code == 0, "which nobody gives out"
    result = run(*asked)
    assert (result.code, result.out) == (2, "")
    assert "no file of edition 2 of en lies in the release or in build/" in result.err
    assert "say --given-out, too" in result.err
    assert not (mini / "locales/en/review.toml").exists()
    assert run(*asked, "--dry-run").code == 0
    result = run(*asked, "--given-out")
    assert (result.code, result.out.splitlines()[-1]) == (
        0, "If this was a mistake: brochure locale withdraw en 2 --undo")
    assert run("build", "en").code == 1
    result = run("locale", "withdraw", "en", "2", "--undo")
    assert (result.code, result.out.startswith("edition 2 of en is withdrawn no more")) == (0, True)
    assert run("build", "en").code == 0
    assert run("locale", "withdraw", "en", "2", "--undo").code == 2
    assert run(*asked).code == 0, "a file of it is there by now"
    assert run("locale", "withdraw", "en", "2").code == 2, "nobody has said who, and why"
