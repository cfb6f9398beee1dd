"""Run replications on workers: choose the workers, submit blocks to them, and deliver the results of each block."""

import os
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import BrokenExecutor, CancelledError, Future
from contextlib import contextmanager
from multiprocessing import current_process
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from sim.experiment.workers.alone import Alone
from sim.experiment.workers.block import Task
from sim.experiment.workers.callers_executor import CallersExecutor
from sim.experiment.workers.contract import WorkerError, Workers
from sim.experiment.workers.ended import words
from sim.experiment.workers.engine import COMPILED
from sim.experiment.workers.execution import Execution
from sim.experiment.workers.interrupt import raise_if_noted
from sim.experiment.workers.pool import Pool
from sim.experiment.workers.threads import Threads
from sim.experiment.workers.work import Work

if TYPE_CHECKING:
    from sim.experiment.workers.cluster import Cluster

__all__ = ["WorkerError", "by_threads", "hired", "replicate", "runs", "spread"]

LITTLE: Final = 2_000_000
"""Amount of work up to which threads finish before processes: movers of all histories, plus `FIXED` for each history.

This is about ten seconds of processor time. To start a process takes 1.6 s: Python, the imports, and the compiled code.
On two processors, threads are about three quarters as fast as processes that have started, so processes make up for
their start after about ten seconds. They are faster from about 4,900 histories of tiny.toml (8 movers), or 740 of
base.toml (2,301 movers).
"""
FIXED: Final = 400
"""Fixed cost of a history as a number of movers: 2 ms, if a mover costs about 5 us."""

OnBlock = Callable[[Any], None]
HERE: Final = Execution()
"""The default: one worker per core of this machine."""


def replicate(
    work: Work,
    seed: int,
    replications: Collection[int] | npt.NDArray[np.int64],
    on_block: OnBlock,
    *,
    inner: int = 1,
    engine: str = "simpy",
    execution: Execution = HERE,
    cluster: "Cluster | None" = None,
    block: int | None = None,
    enough: Callable[[], bool] = lambda: False,
) -> str:
    """Run replications, deliver the results of each block when it is done, and return `Workers.kind`.

    Parameters
    ----------
    work, seed, inner, engine
        The work; and the seed, the replications per world and the engine that runs them.
    replications
        Numbers of the replications to run, ascending.
    on_block
        Called in this thread with the results of each block, in the order in which the blocks end.
    execution
        Where to run the replications.
    cluster
        The connection to the Dask cluster that `execution` names; None without a cluster.
    block
        Number of replications per block; by default 64, or fewer so that each worker gets about 32 blocks.
    enough
        Called at the beginning and after each block; returns whether to stop. If so, the replications that workers have
        finished are delivered too, and nothing else is run.

    Raises
    ------
    EngineError
        A replication could not be run.
    WorkerError
        A worker process ended early, the cluster was lost, or a worker has other software than this process.
    KeyboardInterrupt
        At Ctrl-C.

    Notes
    -----
    Before an error is raised, the replications that other workers have finished are delivered. If `enough` then returns
    true, the error is not raised, unless it is KeyboardInterrupt.
    """
    if not len(replications):
        return "nothing was run"
    many = len(replications)
    with hired(work, many, execution, cluster, engine=engine) as crew:
        size = block or min(64, max(1, many // (16 * crew.at_once)))
        spread(
            crew, [Task(engine, seed, inner, first, last) for first, last in runs(replications, size)], on_block, enough
        )
        return crew.kind


@contextmanager
def hired(
    work: Work,
    replications: int,
    execution: Execution = HERE,
    cluster: "Cluster | None" = None,
    *,
    engine: str = COMPILED,
) -> Iterator[Workers]:
    """Yield workers for some work, and release them after the `with` block; other parameters as for `replicate`.

    Parameters
    ----------
    replications
        Approximate number of replications. sim starts at most this many workers of its own; unless `execution` states
        their kind, they are threads if there is little work (`by_threads`).
    """
    crew: Workers
    if cluster is not None:
        from sim.experiment.workers.cluster import Crew

        crew = Crew(work, cluster)
    elif execution.executor is not None:
        crew = CallersExecutor(work, execution.executor)
    else:
        many = max(1, min(execution.workers or os.cpu_count() or 1, replications))
        if many == 1:
            crew = Alone(work)
        elif by_threads(engine, replications, work) if execution.threads is None else execution.threads:
            crew = Threads(work, many)
        else:
            crew = _processes(work, many)
    try:
        yield crew
    finally:
        crew.close()


def _processes(work: Work, many: int) -> Workers:
    """Return worker processes; if this process cannot start any, return threads, whose `kind` gives the reason."""
    if current_process().daemon:
        return Threads(work, many, "a daemonic process cannot start processes")
    try:
        return Pool(work, many)
    except (OSError, ImportError, NotImplementedError) as error:  # the system has no semaphores or no shared memory
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        return Threads(work, many, f"this system starts no processes: {reason[:1].lower()}{reason[1:]}")


def spread(crew: Workers, tasks: list[Task], on_block: OnBlock, enough: Callable[[], bool] = lambda: False) -> None:
    """Run tasks on workers until all are done or `enough` returns true; results and errors as for `replicate`."""
    if isinstance(crew, Alone):
        crew.run(tasks, on_block, enough)
    else:
        _flow(tasks, crew, on_block, enough)


def by_threads(engine: str, replications: int, work: Work) -> bool:
    """Return whether threads are expected to finish before processes.

    Parameters
    ----------
    engine, replications
        The engine, and the number of replications.
    work
        The work, which has the approximate number of movers of a replication.

    Notes
    -----
    Threads start at once, but only one of them at a time can run Python code, while compiled code runs in several
    threads at the same time. So threads are faster only if the engine is compiled and there is little work (`LITTLE`).
    """
    return engine == COMPILED and replications * (FIXED + work.movers) <= LITTLE


def runs(replications: Collection[int] | npt.NDArray[np.int64], size: int) -> Iterator[tuple[int, int]]:
    """Split ascending numbers into ranges [first, last) of consecutive numbers, each of at most `size` numbers."""
    first = last = -1
    for number in map(int, replications):
        if number == last and last - first < size:
            last += 1
            continue
        if first >= 0:
            yield first, last
        first, last = number, number + 1
    if first >= 0:
        yield first, last


def _flow(tasks: list[Task], crew: Workers, on_block: OnBlock, enough: Callable[[], bool]) -> None:
    """Run tasks on workers other than `Alone`; parameters, results and errors as for `spread`.

    `Workers.at_once` blocks are kept under way. Each future puts itself into a queue when it is done; this works with
    the futures of any executor.
    """
    done: SimpleQueue[Future[Any]] = SimpleQueue()
    waiting = iter(tasks)
    under_way: dict[Future[Any], Task] = {}

    def hand_out(task: Task) -> None:
        future = crew.submit(task)
        under_way[future] = task
        future.add_done_callback(done.put)

    def hand_out_more() -> None:
        while len(under_way) < crew.at_once and (task := next(waiting, None)) is not None:
            hand_out(task)

    def take_in(future: "Future[Any]") -> Task | None:
        """Deliver the results of a block; if the block has to be run again, return its task instead."""
        finished = crew.result(under_way[future], future)
        task = under_way.pop(future)
        if finished is None:
            return task
        if len(finished.outcomes):
            on_block(finished)
        return None

    failure: BaseException | None = None
    try:
        raise_if_noted()
        hand_out_more()
        while under_way and not enough():
            again = take_in(done.get())
            raise_if_noted()
            if again is not None:
                hand_out(again)
            hand_out_more()
        if not under_way:
            return
    except BaseException as error:
        failure = error
    crew.stop(list(under_way))
    for future in list(under_way):  # the queue may be incomplete after Ctrl-C
        try:
            take_in(future)
        except (Exception, CancelledError):  # only the first error is raised below
            continue
    if failure is None or (isinstance(failure, Exception) and enough()):
        return  # there are enough replications without the failed one
    if isinstance(failure, BrokenExecutor):
        seed = tasks[0].seed
        raise WorkerError(crew.ended(seed) if isinstance(crew, Pool) else words([], seed)) from failure
    raise failure
