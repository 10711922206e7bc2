"""The profile of the press: ours is known by name, another bears its own, and what is none is refused."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from conftest import ROOT, Run
from PIL import ImageCms

from brochure.errors import BrochureError
from brochure.finish import finish
from brochure.profiles import description, read_profile

OURS = (ROOT / "profiles/FOGRA39L_coated.icc").read_bytes()
SCREEN = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def _renamed(name: str) -> bytes:
    """Our profile under another name of at most 15 letters."""
    return OURS.replace(b"FOGRA39L Coated\0", name.encode().ljust(16, b"\0"), 1)


def _version_4(name: str) -> bytes:
    """Our profile with its description as version 4 writes it."""
    text = name.encode("utf-16-be")
    tag = b"mluc" + struct.pack(">IIIHHII", 0, 1, 12, 0x656E, 0x5553, len(text), 28) + text
    at = OURS.index(b"desc\0\0\0\0", 200)
    return OURS[:at] + tag.ljust(140, b"\0") + OURS[at + 140:]


def _put(at: int, content: bytes) -> bytes:
    return OURS[:at] + content + OURS[at + len(content):]


def test_ours_is_named_as_the_register_knows_it() -> None:
    profile = read_profile(ROOT / "profiles", ROOT)
    assert (profile.content, profile.identifier, profile.registry) == (OURS, "FOGRA39", "http://www.color.org")


def test_ours_is_known_wherever_it_comes_from(tmp_path: Path) -> None:
    (tmp_path / "press.icc").write_bytes(OURS)
    assert read_profile(ROOT / "profiles", ROOT, tmp_path / "press.icc").identifier == "FOGRA39"


@pytest.mark.parametrize(("content", "name"), [
    (_renamed("Trykk & Papir"), "Trykk & Papir"),
    (_renamed(""), "press"),
    (_renamed("a\x1b[31m  b"), "a [31m b"),
    (_version_4("PSO Coated v3 – Trykk"), "PSO Coated v3 – Trykk"),
])
def test_another_one_bears_its_own_name(content: bytes, name: str, tmp_path: Path) -> None:
    (tmp_path / "press.icc").write_bytes(content)
    profile = read_profile(ROOT / "profiles", ROOT, tmp_path / "press.icc")
    assert (profile.identifier, profile.registry, profile.info) == (name, "", name)


def test_the_file_does_not_claim_fogra39_then(mini: Path, run: Run) -> None:
    (mini / "press.icc").write_bytes(_renamed("Trykk & Papir"))
    result = run("build", "nb", "--format", "press", "--output-profile", "press.icc", "-o", mini / "out")
    assert (result.code, result.err) == (0, "")
    with pikepdf.open(mini / "out/mini-nb-press.pdf") as pdf:
        intent = pdf.Root.OutputIntents[0]
        assert {key: str(value) for key, value in intent.items() if key != "/DestOutputProfile"} == {
            "/Type": "/OutputIntent", "/S": "/GTS_PDFX", "/OutputConditionIdentifier": "Trykk & Papir",
            "/OutputCondition": "Trykk & Papir", "/Info": "Trykk & Papir"}
        assert intent.DestOutputProfile.read_bytes() == (mini / "press.icc").read_bytes()
    again = run("build", "nb", "--format", "press", "--output-profile", "press.icc", "-o", mini / "out")
    assert "unchanged" in again.out
    (mini / "press.icc").write_bytes(_renamed("Another"))
    changed = run("build", "nb", "--format", "press", "--output-profile", "press.icc", "-o", mini / "out")
    assert "unchanged" not in changed.out


def test_the_profile_decides_the_bytes() -> None:
    written = io.BytesIO()
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(300, 300)).obj
        page.TrimBox, page.Contents = [20, 20, 280, 280], pikepdf.Stream(pdf, b"")
        page.Resources = pikepdf.Dictionary(ExtGState=pikepdf.Dictionary())
        pdf.save(written)
    ours = read_profile(ROOT / "profiles", ROOT)
    assert finish(written.getvalue(), ours) == finish(written.getvalue(), ours)


@pytest.mark.parametrize(("content", "told"), [
    (b"", "this is no colour profile"),
    (b"%PDF-1.6" * 100, "this is no colour profile"),
    (OURS[:-1], "the colour profile is cut off or has something behind its end"),
    (OURS + b"\0", "the colour profile is cut off or has something behind its end"),
    (SCREEN, "this colour profile is for red, green and blue, not for CMYK"),
    (_put(16, b"7CLR"), "this colour profile is for other inks, not for CMYK"),
    (_put(12, b"scnr"), "this colour profile is of a scanner or camera, not of a press"),
    (_put(12, b"xxxx"), "this colour profile is of something else, not of a press"),
    (_put(20, b"RGB "), "this colour profile is of something else, not of a press"),
    (_put(8, b"\x05"), "this colour profile is of version 5; PDF/X-4 knows 2 and 4"),
    (_put(128, b"\0\0\0\0"), "the colour profile is broken"),
    (_put(128, b"\xff\xff\xff\xff"), "the colour profile is broken"),
    (_put(132, b"A2Bx"), "the colour profile is broken"),
    (_put(136, b"\xff\xff\xff\xff"), "the colour profile is broken"),
])
def test_what_is_no_profile_of_a_press_is_refused(content: bytes, told: str) -> None:
    with pytest.raises(BrochureError) as caught:
        description(content, "press.icc")
    assert [fault.message for fault in caught.value.faults] == [told]
    assert all(fault.hint for fault in caught.value.faults)


def _break(change: Callable[[str], str]) -> Callable[[Path], None]:
    def broken(mini: Path) -> None:
        path = mini / "profiles/profiles.toml"
        path.write_text(change(path.read_text("utf-8")), "utf-8")

    return broken


@pytest.mark.parametrize(("broken", "told"), [
    (_break(lambda text: text.replace("[FOGRA39L_coated]", "[other]")), "there is no file profiles/other.icc"),
    (_break(lambda text: text.replace("b357", "b358")),
     "profiles/FOGRA39L_coated.icc is not the file that profiles.toml describes (its sha256 differs)"),
    (_break(lambda _: ""), "there is no profile"),
    (_break(lambda _: "a = 1"), "unknown key “a”"),
    (_break(lambda text: text.replace("registry", "register")), "unknown key “register”"),
])
def test_faults_of_the_table_are_told(broken: Callable[[Path], None], told: str, mini: Path) -> None:
    broken(mini)
    with pytest.raises(BrochureError) as caught:
        read_profile(mini / "profiles", mini)
    assert caught.value.faults[0].message == told
