"""A study is the same on a Dask cluster, on threads and in processes. The cluster of these tests has a scheduler and
two worker processes.
"""

from __future__ import annotations

import json
import logging
import os
import pickle
import re
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import closing
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import distributed
import pytest

import sim
from sim.errors import SimError
from sim.experiment.decide.sweep.sweep import sweep
from sim.experiment.decide.sweep.words import as_csv, as_json
from sim.experiment.run import run
from sim.experiment.workers import cluster as ours
from sim.experiment.workers.callers_executor import run_sent
from sim.experiment.workers.parcel import Parcel, opened
from sim.experiment.workers.progress import Progress
from sim.experiment.workers.replicate import WorkerError
from tests.unit.experiment import dice

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[3]
TINY = ROOT / "configs" / "tiny.toml"
N = 64
SMALL = 500
"""Upper limit of the size of a task [bytes]. The pickled plan of the tiny case has about 18,000 bytes, that of the base
case 290,000.
"""


@pytest.fixture(scope="module")
def local(tmp_path_factory: pytest.TempPathFactory) -> Iterator[distributed.LocalCluster]:
    """Yield a cluster: a scheduler in this process and two worker processes, which restart when they are killed."""
    with distributed.LocalCluster(
        n_workers=2,
        processes=True,
        threads_per_worker=1,
        dashboard_address=":0",
        local_directory=str(tmp_path_factory.mktemp("dask")),
        silence_logs=logging.CRITICAL,
    ) as cluster:
        yield cluster


@pytest.fixture
def address(local: distributed.LocalCluster) -> str:
    """Return the address of the cluster once both workers run; a worker that an earlier test killed is restarted."""
    with distributed.Client(local, set_as_default=False) as client:
        client.wait_for_workers(2, timeout=30)
    return str(local.scheduler_address)


def pids(local: distributed.LocalCluster) -> list[int]:
    with distributed.Client(local, set_as_default=False) as client:
        return list(client.run(os.getpid).values())


def got(folder: Path) -> tuple[bytes, list[Any]]:
    """Return the bytes of outcomes.csv, and for each replication its number, record, daily counts and causes in the
    database.
    """
    with closing(sqlite3.connect(folder / "study.sqlite")) as database:
        rows = database.execute(
            "SELECT replication, record, daily, why FROM replication ORDER BY replication"
        ).fetchall()
    return (folder / "outcomes.csv").read_bytes(), rows


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the results folder of the tiny case, run in SimPy by one process."""
    folder = tmp_path_factory.mktemp("tiny") / "r"
    run(sim.load(TINY), replications=N, workers=1, engine="simpy", out=folder)
    return folder


WAYS: dict[str, Callable[[str], dict[str, Any]]] = {
    "this process": lambda _: {"workers": 1},
    "threads": lambda _: {"workers": 2, "threads": True},
    "processes": lambda _: {"workers": 2, "threads": False},
    "a Dask cluster": lambda address: {"dask": address},
}


@pytest.mark.parametrize("engine", ["compiled", "simpy"])
@pytest.mark.parametrize("way", WAYS)
def test_results_have_the_same_bytes_on_any_workers(
    way: str, engine: str, tiny: Path, address: str, tmp_path: Path
) -> None:
    """Outcomes, daily counts and causes have the same bytes on any workers. The study says what kind of workers
    it had. The manifest does not contain the address of the cluster.
    """
    study = run(sim.load(TINY), replications=N, engine=engine, out=tmp_path / "r", **WAYS[way](address))
    assert got(tmp_path / "r") == got(tiny)
    assert study.run["workers_are"] == way
    assert address not in (tmp_path / "r" / "manifest.json").read_text(encoding="utf-8")


# ------------------------------------------------------------------------------------------------ the size of tasks


def test_a_task_is_small_and_the_plan_is_sent_once(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The plan is sent to the cluster once, and each task has less than 500 bytes."""
    tasks: list[int] = []
    plans: list[int] = []
    submit, scatter = distributed.Client.submit, distributed.Client.scatter

    def submitted(self: Any, function: Any, sent: Any, *numbers: Any, **how: Any) -> Any:
        assert isinstance(sent, distributed.Future)
        tasks.append(len(pickle.dumps((function, sent.key, numbers, how))))
        return submit(self, function, sent, *numbers, **how)

    def scattered(self: Any, named: Any, **how: Any) -> Any:
        plans.extend(len(parcel.work) for parcel in named.values())
        return scatter(self, named, **how)

    monkeypatch.setattr(distributed.Client, "submit", submitted)
    monkeypatch.setattr(distributed.Client, "scatter", scattered)
    run(sim.load(TINY), replications=N, dask=address)
    assert len(plans) == 1
    assert len(tasks) > 30
    assert max(tasks) < SMALL < plans[0]


class Weighed(ProcessPoolExecutor):
    """An executor that records the size of each task, and counts the tasks that were sent with a plan."""

    def __init__(self, workers: int) -> None:
        super().__init__(workers, get_context("spawn"))
        self.weights: list[int] = []
        self.plans = 0

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.plans += fn is run_sent
        self.weights.append(len(pickle.dumps((fn, args))))
        return super().submit(fn, *args, **kwargs)


def test_a_worker_remembers_a_bounded_number_of_stopped_runs() -> None:
    """A worker remembers at most 1,000 stopped runs, and the latest is among them."""
    for number in range(2000):
        ours.halt(f"run {number}")
    assert len(ours._halted) <= 1000
    assert "run 1999" in ours._halted


def test_a_process_of_an_executor_is_sent_the_plan_where_it_lacks_it(tiny: Path, tmp_path: Path) -> None:
    """A process of an executor gets the plan only with a task for which it lacks the plan: with fewer than 16 of
    at least 128 tasks. Each other task has at most 500 bytes: the name of the plan, and numbers.
    """
    with Weighed(2) as processes:
        run(sim.load(TINY), replications=N, engine="simpy", executor=processes, out=tmp_path / "r")
        run(sim.load(TINY), replications=N, engine="simpy", executor=processes)
    assert got(tmp_path / "r") == got(tiny)
    assert len(processes.weights) >= 2 * N
    assert 1 <= sum(weight > SMALL for weight in processes.weights) == processes.plans < N / 4


# ------------------------------------------------------------------------------------------------ workers that die


@pytest.fixture(scope="module")
def slow(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the results folder of a study that takes more than a second, run by one process."""
    folder = tmp_path_factory.mktemp("slow") / "r"
    run(dice.question(), replications=N, engine=dice.SLOW, workers=1, out=folder)
    return folder


def after(done: int, strike: Callable[[], object]) -> Callable[[Progress], None]:
    """Return a progress callback that calls `strike` once, when `done` replications are done."""
    struck: list[bool] = []

    def look(now: Progress) -> None:
        if now.done >= done and not struck:
            struck.append(True)
            strike()

    return look


@pytest.mark.parametrize("many", [1, 2])
def test_killed_workers_do_not_change_the_results(
    many: int, slow: Path, local: distributed.LocalCluster, address: str, tmp_path: Path
) -> None:
    """If one worker or both are killed during a run, the results have the same bytes."""
    victims = pids(local)[:many]
    strike = after(20, lambda: [os.kill(pid, signal.SIGKILL) for pid in victims])
    run(dice.question(), replications=N, engine=dice.SLOW, dask=address, out=tmp_path / "r", progress=strike)
    assert not set(victims) & set(pids(local))
    assert got(tmp_path / "r") == got(slow)


def test_a_block_that_kills_its_workers(
    local: distributed.LocalCluster, address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A block that kills each worker that runs it is given up after a limited number of tries. The error names
    at most eight histories, of which one is to blame, and says how many histories are kept.
    """
    monkeypatch.setattr(ours, "TRIES", 1)
    monkeypatch.setattr(local.scheduler, "allowed_failures", 0)
    with pytest.raises(WorkerError) as lost:
        run(dice.question(), replications=60, engine=dice.DEADLY, dask=address, out=tmp_path / "r")
    said = re.match(
        r"workers that ran some of replications (\d+) to (\d+) were lost 2 times: .* (\d+) of 60 replications are kept",
        str(lost.value),
    )
    assert said is not None, lost.value
    first, last, kept = map(int, said.groups())
    assert first <= 13 <= last
    assert last - first < 8, "expected at most eight histories to be named"
    assert kept >= 1


@pytest.mark.parametrize("way", ["threads", "a Dask cluster"])
def test_ctrl_c(way: str, address: str, tmp_path: Path) -> None:
    """A run that gets Ctrl-C ends within 20 seconds of its start and keeps finished work. The next run completes
    the study.
    """

    def strike() -> None:
        raise KeyboardInterrupt

    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt) as struck:
        run(
            dice.question(),
            replications=4000,
            engine=dice.SLOW,
            out=tmp_path / "r",
            progress=after(1, strike),
            **WAYS[way](address),
        )
    assert time.monotonic() - began < 20, "expected less than 20 seconds; all 4,000 histories would take 40"
    kept = int(str(struck.value).split()[0].replace(",", ""))
    assert 1 <= kept < 1000
    ended = run(dice.question(), replications=kept + 5, engine=dice.SLOW, out=tmp_path / "r", **WAYS[way](address))
    assert ended.run["resumed"] >= 1
    assert len(ended) == kept + 5


def test_finished_work_is_kept_if_the_scheduler_ends(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """If the cluster is shut down during a run, the run ends with a message, and finished work is kept."""
    monkeypatch.setattr(ours, "ANSWER_S", 1.0)
    with distributed.LocalCluster(
        n_workers=1,
        dashboard_address=":0",
        local_directory=str(tmp_path / "dask"),
        silence_logs=logging.CRITICAL,
    ) as passing:
        address = str(passing.scheduler_address)
        with pytest.raises(WorkerError, match=rf"at {address} (is gone|was lost).* of 4,000 replications are kept"):
            run(
                dice.question(),
                replications=4000,
                engine=dice.SLOW,
                dask=address,
                out=tmp_path / "r",
                progress=after(1, passing.close),
            )


def test_an_error_on_a_worker_names_seed_and_replication(address: str) -> None:
    """An error of an engine, or a bug, on a worker is raised in this process with its own type, and names the
    seed and the replication.
    """
    with pytest.raises(sim.EngineError, match="seed 1, replication 13"):
        run(dice.question(), replications=40, engine=dice.BROKEN, dask=address)
    with pytest.raises(ZeroDivisionError) as bug:
        run(dice.question(), replications=40, engine=dice.BUGGY, dask=address)
    assert "in replication 13 with seed 1" in bug.value.__notes__


def test_a_sweep_on_a_cluster_gives_the_same_bytes(address: str) -> None:
    """A sweep that adds histories near the target gives the same bytes on a cluster as in one process, although
    each added batch depends on the batches before it.
    """
    asked: dict[str, Any] = {"vary": {"lift.aircraft.load_h": [1, 2, 3]}, "replications": 20, "refine": 80}
    alone, spread = (sweep(sim.load(TINY), **asked, **how) for how in ({"workers": 1}, {"dask": address}))
    assert alone.added > 0
    assert as_csv(spread) == as_csv(alone)
    assert as_json(spread) == as_json(alone)


# ------------------------------------------------------------------------------------------------ what is refused


def test_a_worker_with_other_software_is_refused(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """If workers have other software, the run is refused and the error says what differs. A worker that joins
    later refuses the plan that it receives.
    """
    wanted = {**ours.build(), "numpy": "1.0", "sim": "0.0.1 (00000000)"}
    monkeypatch.setattr(ours, "build", lambda: wanted)
    with pytest.raises(SimError, match=r"2 of 2 workers: sim .*, expected 0\.0\.1 \(00000000\); numpy .*expected 1\.0"):
        run(sim.load(TINY), replications=4, dask=address)
    with pytest.raises(WorkerError, match=r"different software: sim"):
        opened(Parcel("no such plan", b"", wanted))


def test_a_cluster_without_workers_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A cluster without workers is refused with a message that says how to start one."""
    monkeypatch.setattr(ours, "ANSWER_S", 1.0)
    with (
        distributed.LocalCluster(n_workers=0, dashboard_address=":0", local_directory=str(tmp_path)) as empty,
        pytest.raises(SimError, match="no workers; expected at least one, started with: dask worker tcp"),
    ):
        run(sim.load(TINY), replications=4, dask=empty.scheduler_address)


def test_the_commands(address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`sim run` and `sim compare` take --dask; Dask prints nothing on the terminal and leaves no files."""
    monkeypatch.chdir(tmp_path)
    for command in (["run", "--no-figures"], ["compare", "--with", "lift.aircraft.payload_t=9"]):
        ended = subprocess.run(
            [sys.executable, "-m", "sim", *command, str(TINY), "-n", "20", "--dask", address, "--out", command[0]],
            capture_output=True,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        assert ended.returncode == 0, ended.stderr
        assert "distributed" not in ended.stderr + ended.stdout
        assert "Traceback" not in ended.stderr
    manifest = json.loads(Path("run/manifest.json").read_text(encoding="utf-8"))
    assert (manifest["run"]["workers_are"], manifest["run"]["workers"]) == ("a Dask cluster", None)
    assert {file.name for file in tmp_path.iterdir()} == {"run", "compare"}
