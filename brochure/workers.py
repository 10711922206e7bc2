"""Processes that make files: how they begin, with what they need loaded, and without a search for garbage in it."""

from __future__ import annotations

import gc
import importlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from brochure.project import Project

# What every worker needs, imported once before they are forked.
_NEEDED = ("uharfbuzz", "zxingcpp")
_NEEDED_TO_PRINT = ("brochure.page", "brochure.press.tags", "babel.dates", "segno")
_NEEDED_TO_CHECK = ("pikepdf", "page")


def start_method(*, checks: bool, engine: bool = True) -> str:
    """Give how workers begin: forked after the imports, so that each has loaded what it needs, where that is safe.

    It is safe in a process of one thread: a lock that another thread holds is never released in the child. The
    validator keeps a pool of threads once it has run. macOS cannot fork safely once fonts are read.
    """
    threads = Path("/proc/self/task")
    if not threads.is_dir() or len(list(threads.iterdir())) > 1:
        return "spawn"
    for module in (*_NEEDED, *(_NEEDED_TO_PRINT if engine else ()), *(_NEEDED_TO_CHECK if checks else ())):
        importlib.import_module(module)
    return "fork"


@contextmanager
def engine_loaded(project: Project) -> Iterator[None]:
    """Load the engine, and keep it out of every search for garbage: nothing of it ever becomes any."""
    from brochure.press import preload

    with collection(on=False):
        preload(project.fonts, project.cache)
        gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


@contextmanager
def collection(*, on: bool) -> Iterator[None]:
    """Have cycles of objects looked for or not: one file leaves few, and the search among its boxes takes 0.1 s."""
    before = gc.isenabled()
    (gc.enable if on else gc.disable)()
    try:
        yield
    finally:
        (gc.enable if before else gc.disable)()


def end_with_parent() -> None:
    """Have this worker end when the process that began it is gone, even if that was killed; Ctrl-C is for that one."""
    import multiprocessing
    import signal
    import threading

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if parent := multiprocessing.parent_process():
        threading.Thread(target=_end_after, args=(parent.sentinel,), daemon=True).start()


def _end_after(sentinel: int) -> None:
    from multiprocessing import connection

    connection.wait([sentinel])
    os._exit(1)
