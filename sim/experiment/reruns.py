"""The SimPy histories of an audit, run in another process while threads of this one run the study.

Threads of the compiled engine take turns in the Python parts of a history, so a second processor is partly idle.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, replace
from multiprocessing import current_process
from typing import Any, Final

from sim.analysis.outcomes.reviewed import acted
from sim.experiment.workers.block import Task
from sim.experiment.workers.engine import SIMPY, engine
from sim.experiment.workers.execution import Execution
from sim.experiment.workers.pool import Pool
from sim.experiment.workers.replicate import by_threads
from sim.experiment.workers.work import Histories
from sim.model.plan import Plan
from sim.model.trajectory import Trajectory

__all__ = ["Reruns", "rerunning"]

LEAST: Final = 5_000
"""Movers of all histories of an audit from which another process is started: SimPy needs two seconds for them."""
MOST: Final = 10_000
"""Movers of one history up to which this is done; an audit of larger ones may stop after the first."""


@dataclass(frozen=True)
class Rerun:
    """One history by SimPy, and the same without reviews if these changed anything."""

    history: Trajectory
    without: Trajectory | None
    outcomes: tuple[()] = ()


@dataclass(frozen=True, eq=False)
class _Rerunning(Histories):
    """The work of the other process: histories by SimPy, with their tables."""

    def run(self, task: Task, stopped: Callable[[], bool] = lambda: False) -> Any:
        """Run one history."""
        simulate, without = engine(SIMPY), None
        history = simulate(self.plan, task.seed, task.first, inner=task.inner)
        if acted(history):
            without = simulate(self.plan, task.seed, task.first, inner=task.inner, reviews=False)
            without = replace(without, circumstances=None)
        return Rerun(replace(history, circumstances=None), without)


class Reruns:
    """Histories that another process runs; those that it has not begun when they are needed are run here.

    Parameters
    ----------
    plan, seed, inner
        Of the study.
    replications
        Numbers of the histories.
    """

    def __init__(self, plan: Plan, seed: int, inner: int, replications: Iterable[int]) -> None:
        self._pool = Pool(_Rerunning(plan), 1)
        self._under_way: dict[int, Future[Any]] = {}
        self._found: dict[int, Rerun] = {}
        for number in replications:
            self._under_way[number] = self._pool.submit(Task(SIMPY, seed, inner, number, number + 1))

    def simulate(self, plan: Plan, seed: int, replication: int, inner: int = 1, *, reviews: bool = True) -> Trajectory:
        """Return a history by SimPy; parameters as for the engine."""
        future = self._under_way.pop(replication, None)
        if future is not None and not future.cancel() and future.exception() is None:
            self._found = {replication: future.result()}
        found = self._found.get(replication)
        history = None if found is None else found.history if reviews else found.without
        return engine(SIMPY)(plan, seed, replication, inner=inner, reviews=reviews) if history is None else history

    def close(self) -> None:
        """End the other process."""
        self._pool.stop([])
        self._pool.close()


@contextmanager
def rerunning(
    work: Histories, replications: list[int], many: int, task: Task, execution: Execution
) -> Iterator[Reruns | None]:
    """Run the histories of an audit in another process during the block; yield None if that would not be faster.

    Parameters
    ----------
    work
        The study.
    replications
        Numbers of the histories to be audited.
    many
        Number of histories that the study is about to run.
    task
        Their engine, seed and worlds.
    execution
        Where the study runs.
    """
    fits = len(replications) * work.movers >= LEAST and work.movers <= MOST
    alone = (execution.workers or os.cpu_count() or 1) < 2 or execution.threads is False
    elsewhere = execution.executor is not None or execution.dask is not None
    if not fits or alone or elsewhere or current_process().daemon or not by_threads(task.engine, many, work):
        yield None
        return
    try:
        found = Reruns(work.plan, task.seed, task.inner, replications)
    except (OSError, ImportError, NotImplementedError):  # no other process can be started here
        yield None
        return
    try:
        yield found
    finally:
        found.close()
