"""A fresh machine: what `make` installs and when it does not, what it says when it cannot, and what the doctor sees.

The machines are made of small scripts that stand for apt-get, python3 and the like, and note how they were called.
"""

from __future__ import annotations

import ctypes
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import ROOT, Run

from brochure import doctor

LIBRARIES = ["libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz0b", "libharfbuzz-subset0", "libfontconfig1",
             "poppler-utils"]
REAL = ["sh", "make", "dirname", "mkdir", "cat", "cp", "chmod", "rm", "tail", "grep", "uname", "sort", "env"]

PYTHON = """
case "$*" in
-V) echo "Python $(cat "$MACHINE/version")" ;;
--version) echo "Python $(cat "$MACHINE/version")" ;;
*ensurepip*) [ ! -e "$MACHINE/no-venv" ] ;;
*%d.%d-venv*) echo "python3.13-venv" ;;
*version_info*3,*) [ "$(cat "$MACHINE/version")" != 3.9.2 ] ;;
"-m venv "*)
    mkdir -p "$3/bin" && cp "$0" "$3/bin/python"
    cp "$MACHINE/brochure" "$3/bin/brochure" && cp "$MACHINE/brochure" "$3/bin/pytest" ;;
"-m pip install "*) [ ! -e "$MACHINE/offline" ] ;;
esac
"""
BROCHURE = """
[ "$*" != doctor ] || [ ! -e "$MACHINE/ill" ]
"""
DPKG = """
grep -qx -e "$4" "$MACHINE/packages" && echo "install ok installed"
"""
APT = """
[ ! -e "$MACHINE/offline" ] || { echo "Temporary failure resolving"; exit 100; }
for word; do echo "$word" >>"$MACHINE/packages"; done
case "$*" in *python3*) cp "$MACHINE/python3" "$MACHINE/bin/python3" ;; esac
"""
RPM = """
grep -qx -e "$2" "$MACHINE/packages"
"""
BREW = """
case "$1" in
--prefix) echo "$MACHINE/homebrew" ;;
list) grep -qx -e "$3" "$MACHINE/packages"; exit ;;
install) shift; for word; do echo "$word" >>"$MACHINE/packages"; done ;;
esac
"""


class Machine:
    """A machine that has only what it is given, with a copy of the project's folder on it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.project = folder / "Mine brosjyrer"
        self.uid = 0
        (folder / "bin").mkdir(parents=True)
        self.project.mkdir()
        for name in ("Makefile", "setup.sh", "pyproject.toml", "constraints.txt"):
            shutil.copy(ROOT / name, self.project / name)
        for name in REAL:
            (folder / "bin" / name).symlink_to(str(shutil.which(name)))
        self.write("packages", "")
        self.write("calls", "")
        self.write("version", "3.13.0")
        self.tool("id", 'cat "$MACHINE/uid"', "bin/id")
        self.tool("python3", PYTHON, "python3")
        self.tool("brochure", BROCHURE, "brochure")

    def write(self, name: str, text: str) -> None:
        (self.folder / name).write_text(f"{text}\n" if text else "")

    def tool(self, name: str, script: str, path: str = "") -> None:
        path = path or f"bin/{name}"
        self.write(path, f'#!/bin/sh\necho "{name} $*" >>"$MACHINE/calls"\n{script}')
        (self.folder / path).chmod(0o755)

    def debian(self, *packages: str, python: bool = True) -> Machine:
        self.write("packages", "\n".join(packages))
        self.tool("dpkg-query", DPKG)
        self.tool("apt-get", APT)
        if python:
            self.tool("python3", PYTHON)
        return self

    def mac(self) -> None:
        self.uid = 501
        (self.folder / "homebrew" / "bin").mkdir(parents=True)
        self.tool("brew", BREW)
        self.tool("python3", PYTHON)

    def sudo(self) -> None:
        self.uid = 1000
        self.tool("sudo", 'exec "$@"')

    def run(self, *command: str, **variables: str) -> subprocess.CompletedProcess[str]:
        """Run a command in the project's folder; `calls` then holds only what this run called."""
        self.write("calls", "")
        self.write("uid", str(self.uid))
        return subprocess.run(command, cwd=self.project, text=True, capture_output=True, env={
            "PATH": str(self.folder / "bin"), "MACHINE": str(self.folder), "LC_ALL": "C.UTF-8", **variables})

    def calls(self, *tools: str) -> list[str]:
        lines = (self.folder / "calls").read_text().splitlines()
        return [line for line in lines if line.split()[0] in tools]

    @property
    def ready(self) -> Path:
        return self.project / ".venv" / "ready"


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path / "machine")


# --- what make installs -----------------------------------------------------------------------------------------------


def test_a_bare_debian_gets_the_libraries_and_python(machine: Machine) -> None:
    machine.debian(python=False)
    result = machine.run("make")
    assert result.returncode == 0, result.stderr
    update, install = machine.calls("apt-get")
    assert update == "apt-get update"
    assert install.startswith("apt-get install -y")
    assert install.endswith(" ".join([*LIBRARIES, "python3", "python3-venv"]))
    for package in LIBRARIES:
        assert re.search(rf"  {package}: \w+", result.stdout), "it says what it installs, and why"
    assert machine.calls("brochure") == ["brochure doctor", "brochure build"]


def test_what_is_there_is_not_installed(machine: Machine) -> None:
    machine.debian(*LIBRARIES)
    assert machine.run("make").returncode == 0
    assert machine.calls("apt-get", "sudo") == []


def test_only_what_is_missing_is_installed(machine: Machine) -> None:
    machine.debian(*(package for package in LIBRARIES if "subset" not in package))
    assert machine.run("make").returncode == 0
    assert machine.calls("apt-get")[-1].endswith("Timeout=300 libharfbuzz-subset0")


def test_a_python_without_its_venv_gets_it(machine: Machine) -> None:
    machine.debian(*LIBRARIES)
    machine.write("no-venv", "")
    assert machine.run("make").returncode == 0
    assert machine.calls("apt-get")[-1].endswith("Timeout=300 python3.13-venv")


def test_fedora(machine: Machine) -> None:
    machine.write("packages", "fontconfig")
    machine.tool("rpm", RPM)
    machine.tool("dnf", "")
    machine.tool("python3", PYTHON)
    assert machine.run("make").returncode == 0
    assert machine.calls("dnf") == ["dnf install -y pango harfbuzz poppler-utils"]


def test_a_mac_uses_the_python_of_homebrew(machine: Machine) -> None:
    machine.mac()
    machine.tool("homebrew", PYTHON, "homebrew/bin/python3")
    assert machine.run("make").returncode == 0
    assert "brew install pango harfbuzz fontconfig poppler" in machine.calls("brew")
    assert machine.calls("homebrew")
    assert machine.calls("python3", "sudo") == []


def test_a_mac_whose_python_is_too_old_gets_a_new_one(machine: Machine) -> None:
    machine.mac()
    machine.write("version", "3.9.2")
    machine.tool("homebrew", PYTHON, "homebrew/python3")
    machine.tool("brew", BREW + """
case "$*" in *python*) cp "$MACHINE/homebrew/python3" "$MACHINE/homebrew/bin/"; echo 3.13.0 >"$MACHINE/version" ;; esac
""")
    assert machine.run("make").returncode == 0
    assert "brew install pango harfbuzz fontconfig poppler python" in machine.calls("brew")
    assert [call for call in machine.calls("homebrew") if "-m venv" in call]


def test_the_tests_need_more_packages(machine: Machine) -> None:
    machine.debian(*LIBRARIES)
    assert machine.run("make", "test").returncode == 0
    assert machine.calls("python3")[-1].endswith("-e .[dev]")


# --- what it does not do twice ----------------------------------------------------------------------------------------


def test_a_second_make_only_builds(machine: Machine) -> None:
    machine.debian(*LIBRARIES)
    machine.run("make")
    assert machine.run("make").returncode == 0
    assert machine.calls("python3", "apt-get", "brochure") == ["brochure build"]


@pytest.mark.parametrize(("target", "call"), [("all", "build --format all"), ("release", "release")])
def test_other_targets_set_the_machine_up_too(machine: Machine, target: str, call: str) -> None:
    machine.debian(*LIBRARIES)
    assert machine.run("make", target).returncode == 0
    assert machine.calls("brochure") == ["brochure doctor", f"brochure {call}"]


def test_a_second_make_test_only_tests(machine: Machine) -> None:
    machine.debian(*LIBRARIES)
    machine.run("make", "test")
    assert machine.run("make", "test").returncode == 0
    assert machine.calls("python3", "apt-get") == []


@pytest.mark.parametrize("accident", ["offline", "ill"])
def test_a_setup_that_broke_off_is_begun_again(machine: Machine, accident: str) -> None:
    machine.debian(*LIBRARIES)
    machine.write(accident, "")
    result = machine.run("sh", "setup.sh")
    assert result.returncode == 4
    assert not machine.ready.exists()
    (machine.folder / accident).unlink()
    half = machine.project / ".venv" / "half a package"
    half.touch()
    assert machine.run("make").returncode == 0
    assert not half.exists()
    assert machine.ready.read_text().strip() == str(machine.project)


def test_new_pins_are_installed(machine: Machine) -> None:
    machine.debian(*LIBRARIES)
    machine.run("make")
    kept = machine.project / ".venv" / "kept"
    kept.touch()
    os.utime(machine.ready, (0, 0))
    assert machine.run("make").returncode == 0
    assert [call for call in machine.calls("python3") if "pip install" in call]
    assert kept.exists()


def test_a_folder_that_was_moved_is_set_up_again(machine: Machine) -> None:
    machine.debian(*LIBRARIES)
    machine.run("make")
    machine.project = machine.project.rename(machine.folder / "moved")
    assert machine.run("make").returncode == 0
    assert machine.ready.read_text().strip() == str(machine.project)
    machine.run("make")
    assert machine.calls("python3") == []


def test_a_python_that_is_gone_is_replaced(machine: Machine) -> None:
    machine.debian(*LIBRARIES)
    machine.run("make")
    (machine.project / ".venv" / "bin" / "python").unlink()
    assert machine.run("make").returncode == 0
    assert [call for call in machine.calls("python3") if "-m venv" in call]


def test_another_python_gets_another_folder(machine: Machine) -> None:
    machine.debian(*LIBRARIES)
    machine.run("make")
    (machine.project / ".venv" / "bin" / "python").write_text("#!/bin/sh\necho Python 3.11.2\n")
    assert machine.run("make", "setup").returncode == 0
    assert [call for call in machine.calls("python3") if "-m venv" in call]


# --- what it says when it cannot --------------------------------------------------------------------------------------


def test_sudo_only_when_not_root(machine: Machine) -> None:
    machine.debian()
    machine.sudo()
    assert machine.run("make").returncode == 0
    assert machine.calls("sudo")
    other = Machine(machine.folder / "other").debian()
    other.tool("sudo", 'exec "$@"')
    assert other.run("make").returncode == 0
    assert other.calls("sudo") == []


def test_neither_root_nor_sudo_says_the_command(machine: Machine) -> None:
    machine.debian("libpango-1.0-0")
    machine.uid = 1000
    result = machine.run("sh", "setup.sh")
    assert result.returncode == 4
    command = result.stderr.splitlines()[2].strip()
    assert command.startswith("apt-get update; apt-get install")
    assert command.endswith(" ".join(LIBRARIES[1:]))
    assert machine.calls("apt-get") == []


def test_a_failed_installation_says_why_and_the_command(machine: Machine) -> None:
    machine.debian()
    machine.sudo()
    machine.write("offline", "")
    result = machine.run("sh", "setup.sh")
    assert result.returncode == 4
    assert "Temporary failure resolving" in result.stderr
    assert "sudo sh -c 'apt-get update; apt-get install" in result.stderr


@pytest.mark.parametrize("named", [{}, {"PYTHON": "python3"}])
def test_a_python_that_is_too_old(machine: Machine, named: dict[str, str]) -> None:
    machine.debian(*LIBRARIES)
    machine.write("version", "3.9.2")
    result = machine.run("sh", "setup.sh", **named)
    assert result.returncode == 4
    assert "Python 3.11 or newer is needed; found here: Python 3.9.2" in result.stderr
    assert "sudo apt-get install python3.11 python3.11-venv" in result.stderr
    assert "make PYTHON=" in result.stderr


def test_a_newer_python_beside_an_old_one_is_found(machine: Machine) -> None:
    machine.debian(*LIBRARIES)
    machine.tool("python3", "exit 1")
    machine.tool("python3.12", PYTHON)
    assert machine.run("make").returncode == 0
    assert [call for call in machine.calls("python3.12") if "-m venv" in call]


def test_a_python_can_be_named(machine: Machine) -> None:
    machine.debian(*LIBRARIES)
    machine.tool("python of mine", PYTHON)
    assert machine.run("make", "PYTHON=python of mine").returncode == 0
    assert machine.ready.exists()


# --- the pins ---------------------------------------------------------------------------------------------------------


def test_everything_that_is_required_is_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wanted = [*project["build-system"]["requires"], *project["project"]["dependencies"],
              *project["project"]["optional-dependencies"]["dev"]]
    comment, *lines = (ROOT / "constraints.txt").read_text().splitlines()
    assert comment.startswith("#")
    assert "make pins" in comment
    assert all(re.fullmatch(r"[\w.-]+==[\w.]+", line) for line in lines)
    names = [line.partition("==")[0] for line in lines]
    assert names == sorted(set(names), key=str.upper)
    pins = {_canonical(name): line.partition("==")[2] for name, line in zip(names, lines, strict=True)}
    # dev takes over other extras of ours by naming them.
    for requirement in (entry for entry in wanted if not entry.startswith("brochure[")):
        name, versions = doctor._name_and_versions(requirement)
        assert _canonical(name) in pins, f"{name} is not pinned: run make pins"
        assert doctor._is_among(pins[_canonical(name)], versions), f"the pin of {name} is not {versions}: run make pins"


def test_setup_and_doctor_name_the_same_packages() -> None:
    script = (ROOT / "setup.sh").read_text()
    listed = re.findall(r'wanted="([^"$]+)"', script)
    for manager, words in zip(("apt-get", "dnf", "brew"), listed, strict=True):
        libraries = {library.packages[manager] for library in doctor._LIBRARIES}
        assert {*libraries, doctor.POPPLER[manager]} == set(words.split())


def _canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


# --- the doctor -------------------------------------------------------------------------------------------------------


@pytest.fixture
def no_subset_library(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make this a machine without HarfBuzz's subset library."""
    load = ctypes.CDLL

    def refuse(name: str) -> ctypes.CDLL:
        if "harfbuzz-subset" in name:
            raise OSError(f"{name}: cannot open shared object file: No such file or directory")
        return load(name)

    find = ctypes.util.find_library
    monkeypatch.setattr(doctor.ctypes, "CDLL", refuse)
    monkeypatch.setattr(doctor.ctypes.util, "find_library", lambda stem: None if "subset" in stem else find(stem))


def test_doctor_on_a_machine_that_is_well(run: Run) -> None:
    result = run("--project", ROOT, "doctor")
    assert result.code == 0, result.out
    for name in ("Python", "weasyprint", "Pango", "HarfBuzz", "HarfBuzz subset", "Fontconfig", "Fira Sans"):
        assert f"ok  {name}: " in result.out
    assert re.search(r"^ok  Pango: \d+\.\d+\.\d+$", result.out, re.M), "the library was asked for its version"
    assert re.search(r"^ok  Fontconfig: 2\.\d+\.\d+$", result.out, re.M)


@pytest.mark.usefixtures("no_subset_library")
@pytest.mark.parametrize(("manager", "uid", "command"), [
    ("apt-get", 1000, "sudo apt-get install libharfbuzz-subset0"),
    ("apt-get", 0, "apt-get install libharfbuzz-subset0"),
    ("dnf", 1000, "sudo dnf install harfbuzz"),
    ("brew", 501, "brew install harfbuzz"),
    ("", 1000, "install libharfbuzz-subset with your system’s package manager"),
])
def test_doctor_without_the_subset_library(run: Run, monkeypatch: pytest.MonkeyPatch, manager: str, uid: int,
                                           command: str, tmp_path: Path) -> None:
    monkeypatch.setattr(doctor.shutil, "which",
                        lambda name: f"/usr/bin/{name}" if name in {manager, "pdftoppm"} else None)
    monkeypatch.setattr(doctor.os, "geteuid", lambda: uid)
    monkeypatch.setattr(doctor, "_HOMEBREW", (tmp_path,))
    result = run("--project", ROOT, "doctor")
    assert result.code == 4
    assert result.out.count("BAD") == 1
    assert "BAD HarfBuzz subset: not found; without it printing is slow" in result.out
    assert f"to mend it: {command}\n" in result.out


@pytest.mark.parametrize(("manager", "command"), [("apt-get", "apt-get install poppler-utils"),
                                                  ("brew", "brew install poppler"),
                                                  ("", "install Poppler with your system’s package manager")])
def test_doctor_without_poppler(run: Run, monkeypatch: pytest.MonkeyPatch, manager: str, command: str) -> None:
    monkeypatch.setattr(doctor.shutil, "which", lambda name: f"/usr/bin/{name}" if name == manager else None)
    monkeypatch.setattr(doctor.os, "geteuid", lambda: 0)
    result = run("--project", ROOT, "doctor")
    assert result.code == 4
    assert result.out.count("BAD") == 1
    assert "BAD Poppler: pdftoppm not found" in result.out
    assert f"to mend it: {command}\n" in result.out


@pytest.mark.usefixtures("no_subset_library")
def test_doctor_on_a_mac_whose_python_does_not_look_at_homebrew(run: Run, monkeypatch: pytest.MonkeyPatch,
                                                               tmp_path: Path) -> None:
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "libharfbuzz-subset.0.dylib").touch()
    monkeypatch.setattr(doctor.shutil, "which", lambda name: f"/opt/bin/{name}" if name == "brew" else None)
    monkeypatch.setattr(doctor, "_HOMEBREW", (tmp_path,))
    assert f"make PYTHON={tmp_path}/bin/python3" in run("--project", ROOT, "doctor").out


@pytest.mark.usefixtures("no_subset_library")
def test_doctor_tells_programs_too(run: Run) -> None:
    result = run("--project", ROOT, "doctor", "--json")
    assert result.code == 4
    bad = [entry for entry in json.loads(result.out) if not entry["well"]]
    assert [entry["name"] for entry in bad] == ["HarfBuzz subset"]
    assert bad[0]["remedy"]


def test_doctor_on_an_old_library(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    pango, *others = doctor._LIBRARIES
    monkeypatch.setattr(doctor, "_LIBRARIES", (replace(pango, version=lambda library: "1.42.4"), *others))
    result = run("--project", ROOT, "doctor")
    assert result.code == 4
    assert result.out.count("BAD") == 1
    assert "BAD Pango: 1.42.4; 1.44 or newer is needed" in result.out


@pytest.mark.parametrize(("found", "said"), [
    ("69.1", "BAD weasyprint: 69.1; <71,>=70 is needed"),
    (None, "BAD weasyprint: not installed; <71,>=70 is needed"),
])
def test_doctor_with_another_engine(run: Run, monkeypatch: pytest.MonkeyPatch, found: str | None, said: str) -> None:
    ask = doctor.version

    def answer(name: str) -> str:
        if name != "weasyprint":
            return ask(name)
        if found is None:
            raise doctor.PackageNotFoundError(name)
        return found

    monkeypatch.setattr(doctor, "version", answer)
    result = run("--project", ROOT, "doctor")
    assert result.code == 4
    assert said in result.out
    assert "to mend it: make setup" in result.out


def test_doctor_finds_a_font_that_was_changed(run: Run, mini: Path) -> None:
    font = next((mini / "fonts").glob("*.ttf"))
    font.unlink()
    font.write_bytes(b"no font")
    result = run("doctor")
    assert result.code == 4
    assert re.search(r"BAD fonts: fonts/fonts.toml:\d+: fonts/.*\.ttf is not the file", result.out)
    assert "to mend it: git checkout -- fonts" in result.out


def test_doctor_starts_where_packages_are_missing() -> None:
    program = ("import sys\n"
               "for name in ('yaml', 'weasyprint', 'pikepdf', 'babel', 'jinja2', 'PIL'): sys.modules[name] = None\n"
               f"from brochure.cli import main\nsys.exit(main(['--project', {str(ROOT)!r}, 'doctor']))")
    result = subprocess.run([sys.executable, "-c", program], text=True, capture_output=True, check=False)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.startswith("ok  Python: ")
