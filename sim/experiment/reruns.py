"""Run the SimPy histories of an audit in another process while threads of this process run the study.

The threads take turns in the Python parts of a history. So they leave processors partly idle, and the other process
hardly slows them down.
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
"""Least number of movers, in all histories of an audit together, for which another process is started.

SimPy takes two seconds for histories with this many movers.
"""
MOST: Final = 10_000
"""Largest number of movers of one history for which another process is started.

An audit of larger histories may stop after its first history, because its time is limited.
"""


@dataclass(frozen=True)
class Rerun:
    """One history run by SimPy.

    `without` is the same history run without reviews, or None if reviews changed nothing. `outcomes` is empty: no
    results are computed from the history in the other process.
    """

    history: Trajectory
    without: Trajectory | None
    outcomes: tuple[()] = ()


@dataclass(frozen=True, eq=False)
class _Rerunning(Histories):
    """The work of the other process: it runs histories on SimPy and returns them."""

    def run(self, task: Task, stopped: Callable[[], bool] = lambda: False) -> Any:
        """Run the first history of a task; if reviews changed something in it, also run it without reviews."""
        simulate, without = engine(SIMPY), None
        history = simulate(self.plan, task.seed, task.first, inner=task.inner)
        if acted(history):
            without = simulate(self.plan, task.seed, task.first, inner=task.inner, reviews=False)
            without = replace(without, circumstances=None)
        return Rerun(replace(history, circumstances=None), without)


class Reruns:
    """Histories that another process runs on SimPy, one after another.

    If a history is needed that the other process has not begun, this process runs it.

    Parameters
    ----------
    plan, seed, inner
        Plan, seed and histories per world of the study.
    replications
        Numbers of the histories, in the order in which the other process runs them.
    """

    def __init__(self, plan: Plan, seed: int, inner: int, replications: Iterable[int]) -> None:
        self._pool = Pool(_Rerunning(plan), 1)
        self._under_way: dict[int, Future[Any]] = {}
        self._latest: dict[int, Rerun] = {}
        for number in replications:
            self._under_way[number] = self._pool.submit(Task(SIMPY, seed, inner, number, number + 1))

    def simulate(self, plan: Plan, seed: int, replication: int, inner: int = 1, *, reviews: bool = True) -> Trajectory:
        """Return a history run by SimPy: in the other process if it was begun there, otherwise here.

        The parameters are those of an engine.
        """
        future = self._under_way.pop(replication, None)
        if future is not None and not future.cancel() and future.exception() is None:
            self._latest = {replication: future.result()}
        rerun = self._latest.get(replication)
        history = None if rerun is None else rerun.history if reviews else rerun.without
        return engine(SIMPY)(plan, seed, replication, inner=inner, reviews=reviews) if history is None else history

    def close(self) -> None:
        """End the other process."""
        self._pool.stop([])
        self._pool.close()


@contextmanager
def rerunning(
    work: Histories, replications: list[int], many: int, task: Task, execution: Execution
) -> Iterator[Reruns | None]:
    """Run the histories of an audit in another process during a `with` block, and yield access to them.

    Yield None, and start no process, if the audit would not be faster or if no process can be started.

    Parameters
    ----------
    work
        The work of the study.
    replications
        Numbers of the histories to be audited.
    many
        Number of histories that the study is about to run.
    task
        A task that states engine, seed and histories per world of the study.
    execution
        The processors, executor or cluster that the study uses.
    """
    fits = len(replications) * work.movers >= LEAST and work.movers <= MOST
    alone = (execution.workers or os.cpu_count() or 1) < 2 or execution.threads is False
    elsewhere = execution.executor is not None or execution.dask is not None
    if not fits or alone or elsewhere or current_process().daemon or not by_threads(task.engine, many, work):
        yield None
        return
    try:
        reruns = Reruns(work.plan, task.seed, task.inner, replications)
    except (OSError, ImportError, NotImplementedError):  # no other process can be started here
        yield None
        return
    try:
        yield reruns
    finally:
        reruns.close()
