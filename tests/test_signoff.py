"""Sign-off by the command: who signs what, what voids it, what keeps it, and what the pages tell of it."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
from conftest import ROOT, Run

from brochure.edition import read_language, read_source
from brochure.ledger import read_ledger, write_ledger
from brochure.model import messages
from brochure.project import Project
from brochure.signing import keep_signed, may_be_minor

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


# --- minor edits ------------------------------------------------------------------------------------------------------


def test_a_typing_error_mended_keeps_the_sign_offs(mini: Path, run: Run, sign: Run) -> None:
    for code in ("nb", "en"):
        sign(code, "clinical", KARI, DAY)
    edit(mini / "content/mini.yaml", "text: et punkt\n", "text: et puunkt\n")
    edit(mini / "locales/en/LC_MESSAGES/mini.po", 'msgid "et punkt"', 'msgid "et puunkt"')
    project = Project(mini)
    brochure = read_source(project, "mini").brochure
    edits = {"first.list.a": ("et punkt", "et puunkt"), "first.box": ("Something else.", "**Ring legen** ved behov.")}
    assert keep_signed(mini / "locales", mini, ["mini"], brochure, edits) == ("en", "nb")
    assert left(run, "nb") == left(run, "en") == set()
    assert keep_signed(mini / "locales", mini, ["mini"], brochure, edits) == ()


@pytest.mark.parametrize(("before", "after", "why"), [
    ("Smertene er farlge.", "Smertene er farlige.", None),
    ("Smertene er farlige.", "Smertene er ikke farlige.", "a negation has changed"),
    ("Unngå å stå.", "Prøv å stå.", "a negation has changed"),
    ("Under 10 % har plager.", "Under 12 % har plager.", "a number has changed"),
    ("Innen 2–3 måneder.", "Innen 2–4 måneder.", "a number has changed"),
    ("Ta to om dagen.", "Ta tre om dagen.", "a number has changed"),
    ("Det hjalp halvparten av dem.", "Det hjalp de fleste av dem.", "a number has changed"),
    ("Ta 1,5 mg.", "Ta 15 mg.", "a number has changed"),
    ("I uke 4–6 av svangerskapet", "I uke 4–6 av svangerskapet.", None),
])
def test_an_edit_of_a_number_or_a_negation_is_never_minor(before: str, after: str, why: str | None) -> None:
    assert may_be_minor(before, after, safety=False) == why
    assert may_be_minor(before, after, safety=True) == "it is marked “safety”"


def test_texts_of_which_a_wrong_word_does_harm_are_marked() -> None:
    marked = {text.id for text in messages(read_source(Project(ROOT), "bekkenleddsmerter").brochure) if text.safety}
    assert {"advice.doctor", "birth.caesarean", "birth.vaginal", "treatment.aim", "what.pregnancy"} <= marked
    assert 10 <= len(marked) <= 25


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
