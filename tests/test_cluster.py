"""A real Dask cluster on this machine: a scheduler and two workers, one of which is killed in the middle."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import Run
from logos import DOT, HEAD
from test_batch import command, many, pdfs, report

from brochure.batch.work import Kit
from brochure.edition import read_source
from brochure.editions import Shared
from brochure.errors import BrochureError
from brochure.project import project_at
from brochure.stores import Folder
from brochure.vetting import Vetting

pytestmark = pytest.mark.verify
PATIENCE = 240   # s


def begin(folder: Path, *words: str) -> subprocess.Popen[bytes]:
    with (folder / f"{words[0]}-{time.time_ns()}.log").open("wb") as log:
        return subprocess.Popen([sys.executable, "-m", "distributed.cli.dask_" + words[0], *words[1:],
                                 "--no-dashboard"], cwd=folder, stdout=log, stderr=log)


def until(what: str, there: object) -> None:
    begun = time.monotonic()
    assert callable(there)
    while not there():
        assert time.monotonic() - begun < PATIENCE, what
        time.sleep(0.02)


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """The address of a scheduler, and its two workers; the folder that they are in holds nothing of the project."""
    folder = tmp_path / "cluster"
    folder.mkdir()
    told = folder / "scheduler.json"
    processes = [begin(folder, "scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(told))]
    try:
        until("the scheduler has an address", lambda: told.is_file() and told.read_text().rstrip().endswith("}"))
        address = json.loads(told.read_text())["address"]
        processes += [begin(folder, "worker", address, "--host", "127.0.0.1", "--no-nanny", "--nthreads", "1",
                            "--local-directory", str(folder)) for _ in range(2)]
        until("both workers are there", lambda: sum(
            "Registered to" in path.read_text("utf-8") for path in folder.glob("worker-*.log")) == 2)
        yield address, processes[1:]
    finally:
        for process in processes:
            process.kill()
            process.wait()


def test_a_worker_that_is_killed_costs_no_file(
        mini: Path, run: Run, cluster: tuple[str, list[subprocess.Popen[bytes]]]) -> None:
    address, workers = cluster
    path = many(mini / "list.csv", 1500)
    out = mini / "out"
    words = (path, "--locale", "nb", "--json", "-o")
    process = subprocess.Popen(command(*words, "out", "--dask", address), cwd=mini, stdout=subprocess.PIPE)
    until("files are there", lambda: process.poll() is not None or len(list(out.glob("*/*.pdf"))) > 200)
    os.kill(workers[0].pid, signal.SIGKILL)
    at_that_time = len(list(out.glob("*/*.pdf")))
    told = json.loads(process.communicate(timeout=PATIENCE)[0])
    assert 200 < at_that_time < 1500
    assert (process.returncode, told["made"], told["failed"], told["at_fault"]) == (0, 1500, 0, 0)
    assert [line["id"] for line in report(out)] == [f"clinic-{number}" for number in range(1500)]
    assert {line["outcome"] for line in report(out)} == {"made"}
    assert not (out / ".unfinished").exists()
    assert subprocess.run(command(*words, "here"), cwd=mini, capture_output=True, check=False).returncode == 0
    assert pdfs(out) == pdfs(mini / "here")   # none is missing, none half, none of another name

    again = json.loads(run("clinics", "build", *words, "out", "--dask", address).out)
    assert (again["made"], again["unchanged"]) == (0, 1500)


def test_a_worker_that_does_not_see_the_folder_is_told(
        mini: Path, cluster: tuple[str, list[subprocess.Popen[bytes]]]) -> None:
    """As on two machines that share none: this path leads every process to another folder."""
    address, _ = cluster
    result = subprocess.run(command(many(mini / "list.csv", 1), "-o", "/proc/self/cwd/out", "--locale", "nb", "--dask",
                                    address), cwd=mini, capture_output=True, text=True, check=False)
    assert result.returncode == 1, result.stderr
    assert "this folder is not on the machine of a worker" in result.stderr
    assert "Traceback" not in result.stderr


def test_logos_go_along(mini: Path, run: Run, cluster: tuple[str, list[subprocess.Popen[bytes]]]) -> None:
    """The list is told by a path that leads the workers to another folder, where no logo lies."""
    address, _ = cluster
    (mini / "logo.svg").write_text(f"{HEAD}{DOT}</svg>", "utf-8")
    (mini / "list.csv").write_text("id;name;logo\nmoss;Moss;logo.svg\n", "utf-8")
    words = ("clinics", "build", "/proc/self/cwd/list.csv", "--locale", "nb", "--exact", "--quiet")
    assert run(*words, "-o", mini / "far", "--dask", address).code == 0
    assert run(*words, "-o", mini / "here", "--jobs", 1).code == 0
    assert pdfs(mini / "far") == pdfs(mini / "here") != {}


def test_a_cluster_that_is_not_there_is_told(mini: Path, run: Run) -> None:
    program = ("import sys, brochure.batch.cluster as cluster; from brochure.cli import main\n"
               "cluster._SECONDS = 1\n"
               "sys.exit(main(sys.argv[1:]))")
    result = subprocess.run([sys.executable, "-c", program, "clinics", "build", str(many(mini / "list.csv", 1)),
                             "--dask", "tcp://127.0.0.1:9"], cwd=mini, capture_output=True, text=True, check=False)
    assert result.returncode == 1, result.stderr
    assert "the cluster cannot be reached, or has no worker" in result.stderr
    assert "Traceback" not in result.stderr


class _Task:
    """A task that has ended when its callback is called."""

    def __init__(self, result: Callable[[], Any]) -> None:
        self.result = result

    def add_done_callback(self, callback: Callable[[Any], None]) -> None:
        self.end = callback


class _Tasks:
    """A client of a cluster whose tasks end when they are told to."""

    def __init__(self) -> None:
        self.tasks: list[_Task] = []
        self.cancelled: list[_Task] = []

    def submit(self, fn: Callable[..., Any], *args: Any, pure: bool) -> _Task:
        self.tasks.append(_Task(lambda: fn(*args)))
        return self.tasks[-1]

    def cancel(self, tasks: list[_Task]) -> None:
        self.cancelled += tasks


def test_what_a_task_gives_or_raises_is_told_and_what_is_not_done_is_cancelled() -> None:
    from brochure.batch.cluster import Pool

    client = _Tasks()
    with Pool(client) as pool:
        first, second, _ = pool.submit(int, "7"), pool.submit(int, "x"), pool.submit(int, "9")
        for task in client.tasks[:2]:
            task.end(task)
        assert first.result(0) == 7
        with pytest.raises(ValueError, match="invalid literal"):
            second.result(0)
    assert client.cancelled == client.tasks[2:]


def test_a_worker_with_another_program_is_refused(mini: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from brochure.batch import cluster

    project = project_at(mini)
    source = read_source(project, "mini")
    store = Folder(str(mini / "out"))
    store.prepare()
    brought = cluster.Bring(Kit("kit", Shared(project, source), Vetting(project, source), store, False))
    brought.setup(None)
    brought.teardown(None)
    monkeypatch.setattr(cluster, "program", lambda: "another")
    with pytest.raises(BrochureError, match="another version of the program") as refused:
        brought.setup(None)
    assert "Install the same on all machines." in str(refused.value)
