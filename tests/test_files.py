"""Files are whole: a full disk or a stopped program leaves the old one as it was."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import Run

from brochure.errors import BrochureError
from brochure.files import make_folder, read_bytes, read_text, write_whole
from brochure.stores import Folder

_FULL = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.parametrize("step", ["fsync", "replace", "chmod"])
def test_a_full_disk_leaves_the_old_file(step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"old")

    def fail(*_: object, **__: object) -> None:
        raise _FULL

    monkeypatch.setattr(os, step, fail)
    with pytest.raises(BrochureError, match=r"a\.pdf: the file cannot be written: no space left on device"):
        write_whole(path, b"new")
    assert path.read_bytes() == b"old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.pdf"]


def test_a_full_disk_in_a_build_leaves_the_old_brochure(mini: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("build", "nb", "-o", "out").code == 0
    pdf = mini / "out/mini-nb.pdf"
    before, manifest = pdf.read_bytes(), (mini / "out/manifest.json").read_bytes()
    content = mini / "content/mini.yaml"
    content.write_text(content.read_text(encoding="utf-8").replace("Underdel", "Del"), encoding="utf-8")
    replace = os.replace

    def fail(source: os.PathLike[str], target: os.PathLike[str]) -> None:
        if Path(target).suffix == ".pdf":
            raise _FULL
        replace(source, target)

    monkeypatch.setattr(os, "replace", fail)
    result = run("build", "nb", "-o", "out")
    assert (result.code, result.err) == (1, (
        "error: out/mini-nb.pdf: the file cannot be written: no space left on device\n"
        "  The file of before is as it was. Make room, or choose another folder with -o.\n"))
    assert pdf.read_bytes() == before
    assert (mini / "out/manifest.json").read_bytes() == manifest
    assert sorted(entry.name for entry in (mini / "out").iterdir()) == ["manifest.json", "mini-nb.pdf"]


def test_a_fault_in_one_locale_leaves_the_other_file_of_before(mini: Path, run: Run) -> None:
    assert run("build", "en", "-o", "out").code == 0
    before = (mini / "out/mini-en.pdf").read_bytes()
    catalogue = mini / "locales/en/LC_MESSAGES/mini.po"
    catalogue.write_text(catalogue.read_text(encoding="utf-8").replace("**exercise**", "**exercise"), encoding="utf-8")
    assert run("build", "en", "-o", "out").code == 1
    assert (mini / "out/mini-en.pdf").read_bytes() == before


def test_a_killed_writer_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"old")
    program = ("import sys; from pathlib import Path; from brochure.files import write_whole\n"
               "while True: write_whole(Path(sys.argv[1]), b'new' * 1_000_000); print('written', flush=True)")
    with subprocess.Popen([sys.executable, "-c", program, str(path)], stdout=subprocess.PIPE) as child:
        assert child.stdout
        assert child.stdout.readline() == b"written\n"
        time.sleep(0.05)
        child.send_signal(signal.SIGKILL)
        child.stdout.read()
    assert child.returncode == -signal.SIGKILL
    assert path.read_bytes() == b"new" * 1_000_000


def test_the_rights_of_a_file_are_the_usual_ones(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_whole(tmp_path / "a.pdf", b"new")
    finally:
        os.umask(before)
    assert (tmp_path / "a.pdf").stat().st_mode & 0o777 == 0o640


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(BrochureError, match="cannot be read: there is a folder of that name"):
        read_bytes(tmp_path, "x", 10)
    (tmp_path / "folder").mkdir()
    with pytest.raises(BrochureError, match="cannot be written: there is a folder of that name"):
        write_whole(tmp_path / "folder", b"new")


def test_no_more_is_read_than_a_file_may_have() -> None:
    with pytest.raises(BrochureError, match="the file is too large: 10 bytes is the most"):
        read_bytes(Path("/dev/zero"), "x", 10)


def test_line_ends_and_byte_order_marks_of_other_machines_are_read(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"\xef\xbb\xbfone\r\ntwo\rthree\n")
    assert read_text(path, "a.txt", 100) == "one\ntwo\nthree\n"


def test_what_cannot_be_written_to_at_all_is_left_for_another_folder(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    store = Folder(str(tmp_path / "out"))
    store.prepare()
    monkeypatch.setattr(Path, "mkdir", refused)
    monkeypatch.setattr("brochure.stores.os.open", refused)
    for attempt in (lambda: make_folder(tmp_path / "new"), lambda: store.write("a.pdf", b"%PDF")):
        with pytest.raises(BrochureError, match="read-only file system") as caught:
            attempt()
        assert caught.value.faults[0].hint == "Choose another folder with -o; nothing can be written here."
