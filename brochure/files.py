"""Files are written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from brochure.errors import BrochureError, Place


def make_folder(path: Path) -> None:
    """Make a folder and those above it; raise BrochureError if that cannot be."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BrochureError(f"the folder cannot be made: {_reason(error)}", Place(str(path)),
                            "Choose another folder with -o.") from None


def write_whole(path: Path, content: bytes) -> None:
    """Write a file under a temporary name beside it, sync it, and rename it.

    A stop or a full disk leaves the file of before as it was. Raises BrochureError if it cannot be written.
    """
    make_folder(path.parent)
    temporary = ""
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
            temporary = file.name
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, 0o666 & ~_umask())
        os.replace(temporary, path)
    except OSError as error:
        raise BrochureError(f"the file cannot be written: {_reason(error)}", Place(str(path)),
                            "Make room or choose another folder with -o.") from None
    finally:
        if temporary and os.path.exists(temporary):
            os.unlink(temporary)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()
