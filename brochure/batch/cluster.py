"""A Dask cluster as a crew: what a worker needs is sent to each of them once, and to those that come later.

The only module that knows Dask.
"""

from __future__ import annotations

import io
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from brochure.batch.work import Kit, give, packed, take_back, unpacked
from brochure.errors import BrochureError, Place, ToolMissing
from brochure.kept import engine
from brochure.project import Project, program

try:
    from distributed import Client, WorkerPlugin
except ImportError:
    raise ToolMissing("work can be handed to a cluster only with Dask, which is not there", None,
                      "Install it: .venv/bin/pip install -c constraints.txt -e '.[dask]'") from None

P = ParamSpec("P")
T = TypeVar("T")
_SECONDS = 20   # to reach a cluster, and then for its first worker
_FOLDERS = ("content", "locales", "layouts", "fonts", "images", "profiles")


class Cluster:
    """The workers of a Dask scheduler; raises BrochureError if it cannot be reached, or has none."""

    far = True

    def __init__(self, address: str) -> None:
        new: Any = Client
        try:
            self._client: Any = new(address, timeout=_SECONDS, set_as_default=False)
            self._client.wait_for_workers(1, timeout=_SECONDS)
        except (OSError, ValueError, TimeoutError) as error:
            told = str(error) or type(error).__name__
            raise BrochureError(f"the cluster cannot be reached, or has no worker: {told}", Place(address),
                                "“dask scheduler” starts one, and “dask worker ADDRESS” its workers.") from None

    @property
    def size(self) -> int:
        """How many tasks its workers do at the same time, today."""
        return sum(self._client.nthreads().values()) or 1

    @contextmanager
    def pool(self, kit: Kit, *, engine: bool) -> Iterator[Executor]:  # noqa: ARG002 each worker loads what it needs
        """Give an executor of the cluster, whose workers have got the kit."""
        plugin = Bring(kit)
        try:
            self._client.register_plugin(plugin, name=kit.name)
            with Pool(self._client) as pool:
                yield pool
        finally:
            self._client.unregister_worker_plugin(kit.name)

    def close(self) -> None:
        """Let the cluster go."""
        self._client.close()


class Pool(Executor):
    """Hands tasks to a client of a cluster.

    Dask's own executor (distributed 2026.8.0) takes a result for an error if the worker that it came from is lost at
    that moment; here it is asked for until there is one.
    """

    def __init__(self, client: Any) -> None:
        self._client = client
        self._tasks: set[Any] = set()

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Hand a task to the cluster."""
        future: Future[T] = Future()
        future.set_running_or_notify_cancel()
        task = self._client.submit(fn, *args, pure=False, **kwargs)
        self._tasks.add(task)

        def done(task: Any) -> None:
            try:
                future.set_result(task.result())
            except BaseException as error:  # whatever it is, it is told to who waits
                future.set_exception(error)
            finally:
                self._tasks.discard(task)

        task.add_done_callback(done)
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: ARG002 all that waits ends
        """Have the cluster forget what is not done."""
        self._client.cancel(list(self._tasks))


class Bring(WorkerPlugin):
    """Brings a kit to a worker, with the files of the project, which need not lie on its machine.

    The worker must have the same program, and the same versions of what sets the type.
    """

    def __init__(self, kit: Kit) -> None:
        self.kit, self.versions = kit.name, _versions()
        self.files, self.packed = _files(kit.project), packed(kit, kit.project.root)
        self._folder = ""

    def setup(self, worker: Any) -> None:  # noqa: ARG002 as any plugin
        """Unpack it; raises BrochureError if the worker is another one than is needed."""
        if _versions() != self.versions:
            raise BrochureError("a worker has another version of the program, or of what sets the type", None,
                                "Install the same on all machines.")
        self._folder = tempfile.mkdtemp(prefix="brochure-")
        with zipfile.ZipFile(io.BytesIO(self.files)) as archive:
            archive.extractall(self._folder)
        kit: Kit = unpacked(self.packed, Path(self._folder))
        kit.store.reach()
        give(kit)

    def teardown(self, worker: Any) -> None:  # noqa: ARG002 as any plugin
        """Take everything away again."""
        take_back(self.kit)
        if self._folder:
            shutil.rmtree(self._folder, ignore_errors=True)


def _versions() -> tuple[str, ...]:
    """What must be the same everywhere: this program, and what sets the type."""
    return program(), *engine().values()


def _files(project: Project) -> bytes:
    """The files of a project that decide what is printed, as a ZIP."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for folder in _FOLDERS:
            for path in sorted((project.root / folder).rglob("*")):
                if path.is_file():
                    archive.write(path, path.relative_to(project.root))
    return content.getvalue()
