"""Files are read with a limit, and written whole or not at all."""

from __future__ import annotations

import errno
import os
import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from brochure.errors import BrochureError, Fault, Place

_CONFLICT = re.compile(r"^<{7} .*$", re.MULTILINE)

_CHOOSE = "Keep one of the two, and take out the lines that begin with <<<<<<<, ======= and >>>>>>>."
_REASONS = {FileExistsError: "there is a file of that name", NotADirectoryError: "a part of its path is a file",
            FileNotFoundError: "there is no such place", PermissionError: "you have no right to",
            IsADirectoryError: "there is a folder of that name"}


def read_text(path: Path, file: str, most: int, *, saved_by: str = "") -> str:
    """Give a text file with plain line ends, called `file` in messages; raise BrochureError if that cannot be.

    It must be UTF-8, have no more than `most` bytes, and hold no conflict that git has left there. `saved_by` says how
    the program that such files are mostly edited in saves UTF-8.
    """
    raw = read_bytes(path, file, most)
    try:
        text = raw.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise BrochureError("the file is not UTF-8", Place(file, line),
                            f"Open it in your editor and save it with the encoding UTF-8{saved_by}.") from None
    conflicts = [text.count("\n", 0, match.start()) + 1 for match in _CONFLICT.finditer(text)]
    if conflicts:
        raise BrochureError(faults=[Fault("two versions of the text are left in the file", Place(file, line), _CHOOSE)
                                    for line in conflicts])
    return text


def is_file(path: Path) -> bool:
    """Whether there is a file of this name; a name that no file can have is none (Python 3.11 raises OSError)."""
    try:
        return path.is_file()
    except OSError:
        return False


def read_bytes(path: Path, file: str, most: int, too_large: str = "") -> bytes:
    """Give the bytes of a file, called `file` in messages; raise BrochureError if it is missing or has too many.

    `too_large` says what to do then.
    """
    try:
        with path.open("rb") as stream:
            raw = stream.read(most + 1)
    except FileNotFoundError:
        raise BrochureError("there is no such file", Place(file)) from None
    except OSError as error:
        raise BrochureError(f"the file cannot be read: {reason(error)}", Place(file)) from None
    if len(raw) > most:
        raise BrochureError(f"the file is too large: {most:,} bytes is the most", Place(file), too_large)
    return raw


def make_folder(path: Path) -> None:
    """Make a folder and those above it; raise BrochureError if that cannot be."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BrochureError(f"the folder cannot be made: {reason(error)}", Place(str(path)),
                            hint(error, "Take away what is in the way, or choose another folder with -o.")) from None


@contextmanager
def writing(path: Path | str, otherwise: str) -> Iterator[None]:
    """Tell in our words what the system refuses inside the block, where a file is written bit by bit.

    Raises BrochureError; `otherwise` is what to do about all that has no other remedy.
    """
    try:
        yield
    except OSError as error:
        raise BrochureError(f"the file cannot be written: {reason(error)}", Place(str(path)),
                            hint(error, otherwise)) from None


def write_whole(path: Path, content: bytes) -> None:
    """Write a file under a temporary name beside it, sync it, and rename it.

    A stop or a full disk leaves the file of before as it was. Raises BrochureError if it cannot be written.
    """
    write_all({path: content})


def write_all(files: Mapping[Path, bytes]) -> None:
    """Write some files that belong together: none takes its name before all of them are on the disk.

    Then they are renamed, in their order. Raises BrochureError if one cannot be written.
    """
    ready: dict[Path, Path] = {}
    path = Path()
    try:
        for path, content in files.items():
            make_folder(path.parent)
            with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
                ready[path] = Path(file.name)
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            ready[path].chmod(0o666 & ~_umask())
        for path, temporary in ready.items():
            temporary.replace(path)
    except OSError as error:
        raise BrochureError(f"the file cannot be written: {reason(error)}", Place(str(path)),
                            "The file of before is as it was. "
                            f"{hint(error, 'Make room, or choose another folder with -o.')}") from None
    finally:
        for temporary in ready.values():
            temporary.unlink(missing_ok=True)


def open_to_all(folder: Path) -> None:
    """Give a temporary folder, which is its owner's alone, the rights of any new one."""
    folder.chmod(0o777 & ~_umask())


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def hint(error: OSError, otherwise: str) -> str:
    """Give what to do where something could not be written; `otherwise` is that for all that has no other remedy."""
    return "Choose another folder with -o; nothing can be written here." if error.errno == errno.EROFS else otherwise


def reason(error: OSError) -> str:
    """Give why something could not be done with a file, in plain words."""
    return _REASONS.get(type(error), (error.strerror or str(error)).lower())
