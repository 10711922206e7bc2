"""Does work on files of anybody in a process of its own: one that takes too long, or too much memory, is ended."""

from __future__ import annotations

import multiprocessing
import sys
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")

SECONDS, BYTES = 30, 2_500_000_000
_LOOK = 0.05   # s between two looks at the memory


class Ended(Exception):
    """The work was ended, or ended itself; the words say why."""


def apart(work: Callable[[], T], *, seconds: float = SECONDS, memory: int = BYTES) -> T:
    """Give what some work gives, or raise what it raises; raises Ended if it takes too long, too much, or crashes.

    What it gives is pickled. Where a process cannot be forked safely (it has other threads, or the system is not
    Linux) the work is done here, without limits: libraries that keep threads wait for them for ever in a fork.
    """
    if not _can_fork():
        return work()
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_do, args=(work, theirs), daemon=True)
    process.start()
    theirs.close()
    try:
        until = time.monotonic() + seconds
        while not ours.poll(_LOOK):
            if time.monotonic() > until:
                raise Ended(f"it takes more than {seconds:g} seconds")
            if memory_of(process.pid) > memory:
                raise Ended(f"it takes more than {memory / 1e9:g} GB of memory")
        done, given = ours.recv()
    except EOFError:
        raise Ended("it makes the program crash that reads it") from None
    finally:
        process.kill()
        process.join()
        ours.close()
    if done:
        return given  # type: ignore[no-any-return]
    raise given


def _do(work: Callable[[], object], answer: Connection) -> None:
    try:
        told = (True, work())
    except Exception as error:
        told = (False, error)
    answer.send(told)
    answer.close()


def _can_fork() -> bool:
    threads = Path("/proc/self/task")
    return sys.platform == "linux" and threads.is_dir() and len(list(threads.iterdir())) == 1


def memory_of(pid: int | None = None) -> int:
    """Give the memory of a process, or of this one, in bytes; 0 if it has ended or the system does not tell."""
    try:
        return int(Path(f"/proc/{pid or 'self'}/statm").read_text("ascii").split()[1]) * 4096
    except (OSError, IndexError, ValueError):
        return 0
