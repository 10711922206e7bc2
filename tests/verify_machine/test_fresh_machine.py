"""`make`, for real: in a fresh clone, after a setup that was killed, in a copied folder, and on a bare Debian."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from conftest import BROCHURE, LOCALES, ROOT, forms_of

pytestmark = pytest.mark.verify

FILES = [f"build/{BROCHURE}-{code}.pdf" for code in sorted(LOCALES)]
# What sets the type: with the same versions of these, every machine prints the same bytes.
ENGINE = ("weasyprint", "Pango", "HarfBuzz", "Fontconfig")

NAMESPACE = ["unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"]


def clone(source: Path, folder: Path) -> Path:
    subprocess.run(["git", "clone", "--quiet", str(source), str(folder)], check=True)
    return folder


def clean_environment() -> dict[str, str]:
    """Give the environment without what the outer make, Python or virtual environment put there."""
    return {name: value for name, value in os.environ.items()
            if not re.match("MAKE|MFLAGS|PYTHON|VIRTUAL_ENV|PYTEST|COVERAGE|BROCHURE", name)}


def make(folder: Path, *targets: str) -> str:
    result = subprocess.run(["make", *targets], cwd=folder, env=clean_environment(), text=True, capture_output=True)
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


def printed(folder: Path) -> dict[str, bytes]:
    files = {name: (folder / name).read_bytes() for name in FILES}
    assert all(content.startswith(b"%PDF-1.7") and len(content) > 50_000 for content in files.values())
    return files


def assert_told(said: str) -> None:
    """Each file is named on a line of its own."""
    assert [line.partition(":")[0] for line in said.splitlines() if line.startswith("build/")] == FILES


# --- on this machine --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Fresh:
    folder: Path
    said: str


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Fresh:
    """A clone of what is committed, in which `make` was said once; in its folder's name are a space and an å."""
    folder = clone(ROOT, tmp_path_factory.mktemp("fresh") / "Mine brosjyrer på norsk")
    return Fresh(folder, make(folder))


def test_make_in_a_fresh_clone_prints_both(fresh: Fresh) -> None:
    assert_told(fresh.said)
    printed(fresh.folder)


def test_a_second_make_sets_nothing_up_and_prints_nothing_again(fresh: Fresh) -> None:
    """How long it takes is measured by `make bench`."""
    files, ready = printed(fresh.folder), (fresh.folder / ".venv" / "ready").stat().st_mtime_ns
    said = make(fresh.folder)
    assert_told(said)
    assert said.count("unchanged") == len(FILES)
    assert printed(fresh.folder) == files
    assert (fresh.folder / ".venv" / "ready").stat().st_mtime_ns == ready, "nothing was set up again"


def test_a_copied_folder_works_and_prints_the_same_bytes(fresh: Fresh, tmp_path: Path) -> None:
    copied = tmp_path / "copy"
    shutil.copytree(fresh.folder, copied, symlinks=True, ignore=shutil.ignore_patterns("build"))
    assert_told(make(copied))
    assert printed(copied) == printed(fresh.folder)
    assert str(copied) in (copied / ".venv" / "bin" / "brochure").read_text()


def test_a_killed_setup_is_done_again(fresh: Fresh, tmp_path: Path) -> None:
    folder = clone(fresh.folder, tmp_path / "killed")
    process = subprocess.Popen(["make"], cwd=folder, env=clean_environment(), stdout=subprocess.DEVNULL,
                               start_new_session=True)
    end = time.monotonic() + 120
    while not list(folder.glob(".venv/lib/python*/site-packages/weasyprint/__init__.py")):
        assert process.poll() is None, "the setup ended before it could be killed"
        assert time.monotonic() < end
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    assert not (folder / ".venv" / "ready").exists()
    assert_told(make(folder))
    assert printed(folder) == printed(fresh.folder)


POLICY = """
release:
  needs: []
  why: This is a test of the machine, and nothing is given out.
  by: Test Testesen, tester
"""


def test_a_release_is_refused_as_the_project_stands(fresh: Fresh) -> None:
    result = subprocess.run(["make", "release"], cwd=fresh.folder, env=clean_environment(), text=True,
                            capture_output=True, check=False)
    assert result.returncode != 0
    assert result.stderr.count(": no clinician has approved ") == len(LOCALES)
    assert not (fresh.folder / "dist").exists()


def test_a_release_of_every_format_is_the_same_in_a_copied_folder(fresh: Fresh, tmp_path: Path) -> None:
    """By a policy of the copies, which asks for no sign-off: nobody has signed the project."""
    wanted = {f"{BROCHURE}-{code}{form.suffix}.{form.extension}" for code in LOCALES for form in forms_of(code)}
    said = make(fresh.folder, "all")
    assert {line.partition(":")[0].removeprefix("build/") for line in said.splitlines() if ": " in line} >= wanted
    folders = tmp_path / "one", tmp_path / "other"
    for folder in folders:
        shutil.copytree(fresh.folder, folder, symlinks=True, ignore=shutil.ignore_patterns("build", "dist"))
        content = folder / f"content/{BROCHURE}.yaml"
        before = content.read_text("utf-8")
        content.write_text(before.replace("\nkeywords:\n", f"\n{POLICY}keywords:\n"), "utf-8")
        assert content.read_text("utf-8") != before
        told = make(folder, "release")
        assert f"\ndist/index.html: {len(wanted)} files in {len(LOCALES)} languages" in told
        assert told.count("not approved by a clinician") == len(LOCALES)
    subprocess.run(["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"], cwd=folders[0] / "dist", check=True)
    ours, theirs = ({path.relative_to(folder).as_posix(): path.read_bytes() for path in (folder / "dist").rglob("*.*")
                     if path.is_file()} for folder in folders)
    assert wanted < {Path(name).name for name in ours}
    assert ours == theirs


# --- on a bare Debian -------------------------------------------------------------------------------------------------


class Bare:
    """A minimal Debian or Ubuntu in a folder, with this machine's way to the package registries.

    Commands run in a mount namespace of their own, so that every mount is gone when the command ends, however it ends.
    """

    def __init__(self, tree: Path) -> None:
        self.tree = tree
        self.project = tree / "root" / "brochures"
        self.environment = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root"}
        self._folders: set[str] = set()
        for name, value in (*_pip_settings().items(), *os.environ.items()):
            if re.fullmatch(r"PIP_\w+|\w+_proxy|\w+_PROXY|SSL_CERT_FILE|REQUESTS_CA_BUNDLE", name):
                self.environment[name] = " ".join(map(self._seen_from_inside, value.split()))

    def _seen_from_inside(self, word: str) -> str:
        """Translate a path of this machine: the folder it lies in is shown below /host, with what it links to."""
        path = Path(word.removeprefix("file://"))
        if not path.is_absolute() or not path.exists():
            return word
        self._folders.add(str(path.parent if path.parent != Path("/") else path))
        return word.replace(str(path), f"/host{path}", 1)

    def unpack(self) -> None:
        release, mirror = _release_and_mirror()
        _in_namespace('debootstrap --variant=minbase --include=make "$@"', release, str(self.tree), mirror)
        for folder in ("etc/apt", "usr/share/keyrings"):
            shutil.copytree(f"/{folder}", self.tree / folder, symlinks=True, dirs_exist_ok=True)
        self._folders.add("/etc/ssl/certs")
        (self.tree / "etc/apt/apt.conf.d/00certificates").write_text(
            'Acquire::https::CAInfo "/host/etc/ssl/certs/ca-certificates.crt";\n')
        shutil.copy("/etc/resolv.conf", self.tree / "etc/resolv.conf")

    def run(self, *command: str, code: int = 0) -> str:
        """Run a command in the project's folder in the tree; gives what it said."""
        variables = [f"{name}={value}" for name, value in self.environment.items()]
        return _in_namespace("""
            tree=$1 folders=$2
            shift 2
            mount -t proc proc "$tree/proc"
            mkdir -p "$tree/dev/shm"
            mount -t tmpfs tmpfs "$tree/dev/shm"
            echo "$folders" | while read -r folder; do
                mkdir -p "$tree/host$folder"
                mount --bind "$folder" "$tree/host$folder"
                mount -o remount,bind,ro "$tree/host$folder"
            done
            exec chroot "$tree" /usr/bin/env -i "$@"
            """, str(self.tree), "\n".join(sorted(self._folders)), *variables, "sh", "-c",
            'cd /root/brochures && exec "$@"', "sh", *command, code=code)


def _in_namespace(script: str, *arguments: str, code: int = 0) -> str:
    result = subprocess.run([*NAMESPACE, "sh", "-euc", script, "sh", *arguments],
                            text=True, capture_output=True, stdin=subprocess.DEVNULL)
    assert result.returncode == code, f"{result.stdout[-4000:]}{result.stderr[-4000:]}"
    return result.stdout


def _pip_settings() -> dict[str, str]:
    """Give what pip.conf says, as the variables of the environment that say the same."""
    lines = subprocess.run([sys.executable, "-m", "pip", "config", "list"], text=True, capture_output=True).stdout
    found = re.findall(r"^(?:global|install)\.([\w-]+)='(.*)'$", lines, re.M)
    return {f"PIP_{name.replace('-', '_').upper()}": value.replace(r"\n", " ") for name, value in found}


def _release_and_mirror() -> tuple[str, str]:
    """Give the code name of this machine's release, and where its packages come from."""
    release = next(line.partition("=")[2] for line in Path("/etc/os-release").read_text().splitlines()
                   if line.startswith("VERSION_CODENAME="))
    listed = subprocess.run(["apt-get", "indextargets", "Created-By: Packages", "--format",
                             "$(RELEASE) $(COMPONENT) $(REPO_URI)"], text=True, capture_output=True).stdout
    return release, next(line.split()[2] for line in listed.splitlines() if line.split()[:2] == [release, "main"])


def _why_not() -> str:
    """Why no bare system can be unpacked here; nothing if it can."""
    if not shutil.which("apt-get"):
        return "this system is no Debian or Ubuntu"
    if os.geteuid() != 0:
        return "only root can unpack a system and enter it"
    if not shutil.which("debootstrap"):
        return "debootstrap is not installed (apt-get install debootstrap)"
    if subprocess.run([*NAMESPACE, "true"], capture_output=True).returncode:
        return "mounting is not allowed here"
    return ""


@pytest.fixture(scope="module")
def bare(fresh: Fresh) -> Iterator[Bare]:
    if reason := _why_not():
        (pytest.fail if os.environ.get("BROCHURE_REQUIRE_BARE") else pytest.skip)(reason)
    # Not in pytest's folder, which keeps the trees of three runs; what is bound below it is gone by then (see Bare).
    with tempfile.TemporaryDirectory(prefix="bare-") as folder:
        machine = Bare(Path(folder) / "tree")
        machine.unpack()
        clone(fresh.folder, machine.project)
        yield machine
        assert folder not in Path("/proc/mounts").read_text(), "nothing is mounted there: it is safe to remove"


def test_make_on_a_bare_debian(bare: Bare) -> None:
    said = bare.run("make")
    assert "This machine lacks some things" in said
    assert all(f"  {package}: " in said for package in ("libpango-1.0-0", "libharfbuzz-subset0", "python3"))
    assert_told(said)
    printed(bare.project)
    again = bare.run("make")
    assert_told(again)
    assert again.count("unchanged") == len(FILES) == len(again.splitlines())


def test_a_bare_debian_prints_the_same_bytes(bare: Bare, fresh: Fresh) -> None:
    bare.run("make")
    here = _versions(subprocess.run([".venv/bin/brochure", "doctor", "--json"], cwd=fresh.folder, text=True,
                                    capture_output=True, check=True).stdout)
    there = _versions(bare.run(".venv/bin/brochure", "doctor", "--json"))
    assert here.keys() == there.keys() == set(ENGINE)
    if here != there:
        pytest.skip(f"this machine has {here}, the bare one {there}: other lines may break elsewhere")
    assert printed(bare.project) == printed(fresh.folder)


def test_a_library_that_is_removed_is_seen_and_mended(bare: Bare) -> None:
    bare.run("make")
    bare.run("dpkg", "--remove", "--force-depends", "libharfbuzz-subset0")
    said = bare.run(".venv/bin/brochure", "doctor", code=4)
    assert [line.partition(":")[0] for line in said.splitlines() if line.startswith("BAD")] == ["BAD HarfBuzz subset"]
    assert "to mend it: apt-get install libharfbuzz-subset0" in said
    assert "  libharfbuzz-subset0: " in bare.run("make", "setup")
    bare.run(".venv/bin/brochure", "doctor")


def _versions(said: str) -> dict[str, str]:
    return {entry["name"]: entry["found"] for entry in json.loads(said) if entry["name"] in ENGINE}
