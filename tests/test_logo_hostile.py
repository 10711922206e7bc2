"""Logos that mean harm are refused; in `make verify`, each in less than 5 s and 512 MB, in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from logos import hostile, read, told
from measured import PEAK

FILES = hostile()
ALONE = PEAK + """
from brochure.errors import BrochureError, Place
from brochure.logo import read_logo
resource.setrlimit(resource.RLIMIT_CPU, (5, 5))
try:
    read_logo(Path(sys.argv[1]), Place("clinic.toml", 7))
except BrochureError as error:
    print(error)
mine, apart = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
print(max(peaks()), mine.ru_utime + apart.ru_utime + mine.ru_stime + apart.ru_stime)
"""


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_logo_is_refused(name: str, tmp_path: Path) -> None:
    messages = told(tmp_path, name, FILES[name])
    assert messages
    assert all(message.startswith(f"the logo {name} ") for message in messages)


@pytest.mark.verify
@pytest.mark.parametrize("name", FILES)
def test_a_hostile_logo_takes_little_time_and_memory(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(FILES[name])
    result = subprocess.run([sys.executable, "-c", ALONE, path], text=True, capture_output=True, timeout=20, check=True)
    *messages, measured = result.stdout.splitlines()
    memory, seconds = map(float, measured.split())
    assert messages
    assert memory < 512_000_000
    assert seconds < 5


def test_what_is_hidden_in_a_bitmap_is_gone(tmp_path: Path) -> None:
    """A file that is a picture and something else besides becomes a picture."""
    from logos import encoded, picture

    for name, whole in (("a.png", encoded(picture())), ("a.jpg", encoded(picture("RGB"), "JPEG", comment=b"<script>"))):
        logo = read(tmp_path, name, whole + b"PK\3\4<script>alert(1)</script>")
        assert b"script" not in logo.content
        assert logo == read(tmp_path, name, whole)
