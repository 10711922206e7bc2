"""Where many files go: a folder, a store that fsspec knows (such as S3), or nowhere; each file whole or not at all."""

from __future__ import annotations

import itertools
import os
import shutil
import socket
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit

from brochure.errors import BrochureError, Place, ToolMissing, UsageError
from brochure.files import make_folder, reason, writing

DISCARD = "discard:"
UNFINISHED = ".unfinished"   # in a folder: what is being written, or is left over from a run that is gone
ROOM = "What was finished is there. Make room, or choose another place with -o."
# Stores in which a file is there once all of it has come, and not before; in others it is renamed then.
_AT_ONCE = frozenset({"s3", "s3a", "gs", "gcs", "abfs", "abfss", "az", "adl", "oci", "oss", "memory"})
_AT_THE_SAME_TIME = 16   # questions to a store that is far away
_numbers = itertools.count()


@dataclass(frozen=True)
class Stamp:
    """What tells that a file is the one that was written: its bytes, and, in a folder, its time in ns."""

    size: int
    time: int


class Store(Protocol):
    """A place for files, each under a name with “/” between its parts; can be sent to another machine."""

    @property
    def folder(self) -> Path | None:
        """The folder on this machine, if it is one."""

    def prepare(self) -> None:
        """Make what must be there before anything is written; raises BrochureError if that cannot be."""

    def reach(self) -> None:
        """Look, on another machine, whether the store is there; raises BrochureError if it is not."""

    def write(self, name: str, content: bytes) -> Stamp:
        """Write a file whole; raises BrochureError if that cannot be, and leaves the one of before as it was."""

    def stamps(self, names: Sequence[str]) -> list[Stamp | None]:
        """Give what is there under some names."""

    def read(self, name: str) -> bytes:
        """Give the bytes of a file; raises BrochureError if it cannot be read."""

    def put(self, name: str, path: Path) -> None:
        """Take a file of this machine over, which is gone then; raises BrochureError if that cannot be.

        For a folder, it must lie in the same file system.
        """

    def tidy(self) -> None:
        """Take away what a run that is gone has left unfinished."""


def store_at(where: str) -> Store:
    """Give the store of a path or an address; raises UsageError if there is none such, ToolMissing without fsspec."""
    if where == DISCARD:
        return Discard()
    scheme = urlsplit(where).scheme if "://" in where else "file"
    if scheme == "file":
        return Folder(os.path.abspath(unquote(urlsplit(where).path) if "://" in where else where))  # noqa: PTH100
    store = Remote(where.rstrip("/"))
    store.prepare()
    return store


@dataclass(frozen=True)
class Folder:
    """A folder; files are written beside, and take their names when they are whole.

    They are not synced one by one: a stop of the program leaves no half of a file, but a machine that loses its power
    may; whoever notes their sizes sees that. Its path is the same on all machines that write into it.
    """

    path: str

    @property
    def folder(self) -> Path | None:
        """The folder itself."""
        return Path(self.path)

    def prepare(self) -> None:
        """Make the folder."""
        make_folder(Path(self.path, UNFINISHED))

    def reach(self) -> None:
        """Look whether the folder is that of the machine where the work began."""
        if not Path(self.path, UNFINISHED).is_dir():
            raise BrochureError("this folder is not on the machine of a worker", Place(self.path),
                                "Name one that all machines share, or a store, with -o.")

    def write(self, name: str, content: bytes) -> Stamp:
        """Write a file beside, and rename it; one that is there with the same bytes stays, with its time."""
        if (there := self._stamp(name)) and there.size == len(content) and self.read(name) == content:
            return there
        with self._renamed(name) as temporary:
            handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
            try:
                rest = memoryview(content)
                while rest:
                    rest = rest[os.write(handle, rest):]
                if hasattr(os, "posix_fadvise"):   # so that it is on its way to the disk while the next is made
                    os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
                told = os.fstat(handle)
            finally:
                os.close(handle)
        return Stamp(told.st_size, told.st_mtime_ns)

    @contextmanager
    def _renamed(self, name: str) -> Iterator[str]:
        """Give a temporary name, which becomes the file's after the block."""
        temporary = f"{self.path}/{UNFINISHED}/{_temporary()}"
        path = f"{self.path}/{name}"
        try:
            with writing(path, ROOM):
                yield temporary
                try:
                    Path(temporary).replace(path)
                except FileNotFoundError:
                    Path(path).parent.mkdir(parents=True, exist_ok=True)
                    Path(temporary).replace(path)
        except BrochureError:
            Path(temporary).unlink(missing_ok=True)
            raise

    def stamps(self, names: Sequence[str]) -> list[Stamp | None]:
        """Give what is there under some names."""
        return [self._stamp(name) for name in names]

    def _stamp(self, name: str) -> Stamp | None:
        try:
            told = Path(self.path, name).stat()
        except OSError:
            return None
        return Stamp(told.st_size, told.st_mtime_ns)

    def read(self, name: str) -> bytes:
        """Give the bytes of a file."""
        try:
            return Path(self.path, name).read_bytes()
        except OSError as error:
            raise BrochureError(f"the file cannot be read: {reason(error)}", Place(f"{self.path}/{name}")) from None

    def put(self, name: str, path: Path) -> None:
        """Rename a file."""
        with self._renamed(name) as temporary:
            path.replace(temporary)

    def tidy(self) -> None:
        """Take the folder of what is unfinished away."""
        shutil.rmtree(Path(self.path, UNFINISHED), ignore_errors=True)


@dataclass(frozen=True)
class Remote:
    """A store that fsspec knows by its address, with the credentials that each machine has for it."""

    address: str

    @property
    def folder(self) -> Path | None:
        """None: it is on no machine in particular."""
        return None

    def prepare(self) -> None:
        """Look that the store can be reached by this machine's packages."""
        _system(self.address)

    def reach(self) -> None:
        """Look that the store can be reached by this machine's packages."""
        _system(self.address)

    def write(self, name: str, content: bytes) -> Stamp:
        """Send a file; where a store would show half of it, under another name first."""
        with self._told(name):
            system, root = _system(self.address)
            if _at_once(system):
                system.pipe_file(f"{root}/{name}", content)
            else:
                with _renamed(system, root, name) as first:
                    system.pipe_file(first, content)
        return Stamp(len(content), 0)

    def stamps(self, names: Sequence[str]) -> list[Stamp | None]:
        """Give what is there under some names, asked for at the same time."""
        with ThreadPoolExecutor(_AT_THE_SAME_TIME) as pool:
            return list(pool.map(self._stamp, names))

    def _stamp(self, name: str) -> Stamp | None:
        with self._told(name):
            system, root = _system(self.address)
            try:
                return Stamp(int(system.info(f"{root}/{name}")["size"]), 0)
            except FileNotFoundError:
                return None

    def read(self, name: str) -> bytes:
        """Give the bytes of a file."""
        with self._told(name):
            system, root = _system(self.address)
            return bytes(system.cat_file(f"{root}/{name}"))

    def put(self, name: str, path: Path) -> None:
        """Send a file of this machine, and take it away here."""
        with self._told(name):
            system, root = _system(self.address)
            if _at_once(system):
                system.put_file(str(path), f"{root}/{name}")
            else:
                with _renamed(system, root, name) as first:
                    system.put_file(str(path), first)
        path.unlink()

    def tidy(self) -> None:
        """Take the folder of what is unfinished away, where there is one."""
        system, root = _system(self.address)
        if not _at_once(system) and system.exists(f"{root}/{UNFINISHED}"):
            system.rm(f"{root}/{UNFINISHED}", recursive=True)

    @contextmanager
    def _told(self, name: str) -> Iterator[None]:
        """Tell what a store says in our words: its packages have exceptions of their own, a dozen kinds of them."""
        try:
            yield
        except BrochureError:
            raise
        except Exception as error:
            told = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
            raise BrochureError(f"the store refuses: {told}", Place(f"{self.address}/{name}"),
                                "Look at the address, and at this machine's credentials for it.") from None


def _at_once(system: Any) -> bool:
    protocol = system.protocol
    return not _AT_ONCE.isdisjoint({protocol} if isinstance(protocol, str) else protocol)


@contextmanager
def _renamed(system: Any, root: str, name: str) -> Iterator[str]:
    """Give a temporary name in a store, which becomes the file's after the block."""
    first, path = f"{root}/{UNFINISHED}/{_temporary()}", f"{root}/{name}"
    for folder in (f"{root}/{UNFINISHED}", path.rpartition("/")[0]):
        system.makedirs(folder, exist_ok=True)
    yield first
    system.mv(first, path)


@cache
def _system(address: str) -> tuple[Any, str]:
    """The file system of an address, and the path in it."""
    try:
        from fsspec.core import url_to_fs
    except ImportError:
        raise ToolMissing("files can be sent to a store only with fsspec, which is not there", None,
                          "Install it: .venv/bin/pip install -c constraints.txt -e '.[remote]'") from None
    try:
        system, root = url_to_fs(address)
    except ImportError as error:
        raise ToolMissing(f"a package for this store is not there: {error}", Place(address),
                          "Install it into .venv with pip.") from None
    except ValueError as error:
        raise UsageError(f"there is no such store: {error}", Place(address)) from None
    return system, str(root).rstrip("/")


@dataclass(frozen=True)
class Discard:
    """Takes files and forgets them: to measure all that is not writing."""

    @property
    def folder(self) -> Path | None:
        """None."""
        return None

    def prepare(self) -> None:
        """Do nothing."""

    def reach(self) -> None:
        """Do nothing."""

    def write(self, name: str, content: bytes) -> Stamp:  # noqa: ARG002 as any store
        """Give the stamp of a file that is not written."""
        return Stamp(len(content), 0)

    def stamps(self, names: Sequence[str]) -> list[Stamp | None]:
        """Nothing is there."""
        return [None] * len(names)

    def read(self, name: str) -> bytes:
        """Raise BrochureError: nothing is there."""
        raise BrochureError("nothing is kept here", Place(name))

    def put(self, name: str, path: Path) -> None:  # noqa: ARG002 as any store
        """Take the file away."""
        path.unlink()

    def tidy(self) -> None:
        """Do nothing."""


def _temporary() -> str:
    """A name that no other process on any machine takes."""
    host = "".join(letter for letter in socket.gethostname() if letter.isalnum())[:20]
    return f"{host}-{os.getpid()}-{next(_numbers)}"

