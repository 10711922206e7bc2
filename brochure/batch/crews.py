"""Who makes the files: this process, processes beside it, or a cluster; each is a concurrent.futures.Executor."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any, ParamSpec, Protocol, TypeVar

from brochure.batch.work import Kit, give, packed, take_back, unpacked
from brochure.workers import end_with_parent, engine_loaded, start_method

P = ParamSpec("P")
T = TypeVar("T")


class Crew(Protocol):
    """Workers; `far` are those that do not see the files of this machine."""

    far: bool

    @property
    def size(self) -> int:
        """How many tasks are done at the same time."""

    def pool(self, kit: Kit, *, engine: bool) -> AbstractContextManager[Executor]:
        """Give an executor whose workers know a kit, until the end of the block; `engine`: they will lay pages out."""


class Here(Executor):
    """Does each task in this process, at once."""

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Give what a function gives, or raises."""
        future: Future[T] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


class Processes:
    """Processes of this machine."""

    far = False

    def __init__(self, size: int) -> None:
        self.size = size

    @contextmanager
    def pool(self, kit: Kit, *, engine: bool) -> Iterator[Executor]:
        """Give an executor; its processes are forked, and know the kit from before, or it is sent to each of them."""
        give(kit)
        try:
            with engine_loaded(kit.project) if engine else nullcontext():
                pool = self._begun(kit, engine=engine) if self.size > 1 else Here()
                try:
                    yield pool
                finally:
                    pool.shutdown(cancel_futures=True)
        finally:
            take_back(kit.name)

    def _begun(self, kit: Kit, *, engine: bool) -> Executor:
        method = start_method(checks=True, engine=engine)
        sent: tuple[Any, ...] = () if method == "fork" else (packed(kit, kit.project.root), kit.project.root)
        return ProcessPoolExecutor(self.size, multiprocessing.get_context(method), _begin, sent)


def _begin(content: bytes = b"", root: Path = Path()) -> None:
    end_with_parent()
    if content:
        give(unpacked(content, root))
