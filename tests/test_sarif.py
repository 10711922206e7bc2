"""SARIF: what code hosts take. The rules below are those of the specification, SARIF 2.1.0 (OASIS)."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from conftest import Result, Run
from judged import HELVETICA, printed

from brochure.errors import Exit
from brochure.preflight import checks

WAIVER = """[[waiver]]
check = "text/inside-safe-area"
reason = "Trimmed by hand."
by = "Kari"
date = 2026-01-02
"""


def log_of(result: Result) -> dict[str, Any]:
    """The one run of a log, after a look whether it is as the specification says."""
    log = json.loads(result.out)
    assert log["version"] == "2.1.0"
    [run] = log["runs"]
    rules, artifacts = run["tool"]["driver"]["rules"], run["artifacts"]
    assert run["tool"]["driver"]["name"] == "brochure"
    assert [rule["id"] for rule in rules] == [check.id for check in checks()]
    for rule in rules:
        for key in ("shortDescription", "fullDescription", "help"):
            assert rule[key]["text"]
        assert rule["defaultConfiguration"]["level"] in ("error", "warning", "note")
        assert "helpUri" not in rule
    for artifact in artifacts:
        assert_reference(artifact["location"]["uri"])
        assert re.fullmatch("[0-9a-f]{64}", artifact.get("hashes", {}).get("sha-256", "0" * 64))
    for told in run["results"]:
        assert rules[told["ruleIndex"]]["id"] == told["ruleId"]
        assert told["message"]["text"]
        assert told["kind"] in ("pass", "open", "notApplicable", "fail")
        assert (told["level"] == "none") is (told["kind"] != "fail"), "3.27.10"
        [location] = told["locations"]
        place = location["physicalLocation"]["artifactLocation"]
        assert artifacts[place["index"]]["location"]["uri"] == place["uri"]
    [invocation] = run["invocations"]
    assert invocation["exitCode"] == result.code
    for notice in (*invocation["toolExecutionNotifications"], *invocation["toolConfigurationNotifications"]):
        assert notice["level"] == "error"
        assert notice["message"]["text"]
        assert_reference(notice["locations"][0]["physicalLocation"]["artifactLocation"]["uri"])
    return dict(run)


def assert_reference(uri: str) -> None:
    """A URI reference has only these letters (RFC 3986)."""
    assert re.fullmatch(r"(?:[A-Za-z0-9._~:/?#@!$&'()*+,;=\[\]-]|%[0-9A-F]{2})+", uri)


def test_a_log_of_sound_and_broken_files(tmp_path: Path, check: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a b.pdf").write_bytes(printed("screen").content)
    Path("text.pdf").write_text("no PDF")
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.Root.Font = pdf.make_indirect(pikepdf.Dictionary(HELVETICA))
        pdf.save("stranger.pdf")
    result = check("a b.pdf", "stranger.pdf", "text.pdf", "--format", "sarif")
    run = log_of(result)
    assert result.code == Exit.CHECK
    assert [artifact["location"]["uri"] for artifact in run["artifacts"]] == ["a%20b.pdf", "stranger.pdf", "text.pdf"]
    found = {(told["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], told["ruleId"]): told
             for told in run["results"]}
    assert found["a%20b.pdf", "ua/valid"]["kind"] == "pass"
    assert found["stranger.pdf", "fonts/embedded"]["level"] == "error"
    assert found["stranger.pdf", "fonts/embedded"]["message"]["text"] == "the font Helvetica is not embedded"
    assert found["stranger.pdf", "pages/multiple-of-four"]["level"] == "note"
    [invocation] = run["invocations"]
    assert not invocation["executionSuccessful"]
    [notice] = invocation["toolExecutionNotifications"]
    assert notice["message"]["text"] == "the file is neither a PDF nor a web page. Name a .pdf or an .html file."
    assert json.loads(check("a b.pdf", "--format", "json").out)["version"] == 1


def test_what_is_waived_is_suppressed(mini: Path, run: Run, check: Run) -> None:
    layout, waivers = mini / "layouts/leaflet/layout.toml", mini / "content/mini.waivers.toml"
    sound = layout.read_text("utf-8")
    layout.write_text(sound.replace("safe = 10 ", "safe = 16 "), "utf-8")
    waivers.write_text(WAIVER + 'locale = "nb"\nformat = "screen"\n', "utf-8")
    assert run("build", "nb").code == 0
    result = check("build/mini-nb.pdf", "--format", "sarif")
    waived = [told for told in log_of(result)["results"] if told["ruleId"] == "text/inside-safe-area"]
    assert (result.code, len(waived) > 0) == (0, True)
    for told in waived:
        assert told["suppressions"] == [
            {"kind": "external", "status": "accepted", "justification": "Trimmed by hand. (Kari, 2026-01-02)"}]
        assert told["locations"][0]["logicalLocations"][0]["name"] in told["message"]["text"]
    layout.write_text(sound, "utf-8")
    assert run("build", "nb").code == 0
    result = check("build/mini-nb.pdf", "--format", "sarif")
    [invocation] = log_of(result)["invocations"]
    [notice] = invocation["toolConfigurationNotifications"]
    assert result.code == Exit.CHECK
    assert notice["locations"] == [{"physicalLocation": {
        "artifactLocation": {"uri": "content/mini.waivers.toml"}, "region": {"startLine": 2}}}]


def test_what_could_not_run_is_open(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    from brochure import verapdf

    monkeypatch.setattr(verapdf, "missing", lambda: "there is no Java. Install one")
    (tmp_path / "a.pdf").write_bytes(printed("screen").content)
    told = log_of(run("check", tmp_path / "a.pdf", "--format", "sarif"))
    found = {entry["ruleId"]: entry for entry in told["results"]}["ua/verapdf"]
    assert (found["kind"], found["level"]) == ("open", "none")
    assert "veraPDF was not asked: there is no Java. Install one." in found["message"]["text"]
