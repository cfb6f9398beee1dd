"""Run replications on workers: blocks are submitted, their results return in any order, and none of them is lost."""

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
"""Number of movers, in all histories of a run, up to which threads finish before processes: ten seconds of work.

A process takes 1.6 s of processor time to start: Python, the imports, and the compiled code. On two processors, threads
are about three quarters as fast as running processes, so processes make up for their start after about ten seconds of
work. A history of tiny.toml (8 movers) takes 2.1 ms of processor time, a history of base.toml (2,000 movers) 12 ms. So
processes are faster from about 5,800 histories of tiny.toml, or 800 of base.toml.
"""
FIXED: Final = 400
"""Fixed cost of a history, expressed as a number of movers: 2 ms, against 5 to 6 us per mover in base.toml."""

OnBlock = Callable[[Any], None]
HERE: Final = Execution()
"""The default: workers of this machine, one per core."""


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
    """Run replications and deliver each block as it is done; return the kind of workers that ran them, in words.

    Parameters
    ----------
    work, seed, inner, engine
        The work, and seed, replications per world and engine of the study.
    replications
        Numbers of the replications to run, ascending.
    on_block
        Called in this thread with each finished block, in the order of completion.
    execution
        Where to run the replications.
    cluster
        The connection to the Dask cluster that `execution` names.
    block
        Replications per block; by default at most 64, so that each worker runs about 32 blocks.
    enough
        Called after each block; returns whether to stop. Results of blocks under way are then delivered too.

    Raises
    ------
    EngineError
        A replication could not be run. Finished blocks were delivered before, and `enough` did not return true.
    WorkerError
        A worker process was killed, or the cluster was lost. Finished blocks were delivered before.
    KeyboardInterrupt
        At Ctrl-C, after the replications under way have ended and their results have been delivered.
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
    """Yield workers that have received some work, and release them at the end; other parameters as for `replicate`.

    Parameters
    ----------
    replications
        About how many replications will be run: there are never more workers, and few replications run on threads.
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
    """Return worker processes; if processes cannot be started, return threads, with the reason."""
    if current_process().daemon:
        return Threads(work, many, "a daemonic process may have no children")
    try:
        return Pool(work, many)
    except (OSError, ImportError, NotImplementedError) as error:  # no semaphores, or no shared memory to hold them
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        return Threads(work, many, f"this system starts no processes: {reason[:1].lower()}{reason[1:]}")


def spread(crew: Workers, tasks: list[Task], on_block: OnBlock, enough: Callable[[], bool] = lambda: False) -> None:
    """Run tasks on workers and deliver each block as it is done, until `enough` returns true; raises as `replicate`."""
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
        The work, which states about how many movers a replication has.

    Notes
    -----
    While a thread is in compiled code, other threads run. But the code that prepares its input and processes its output
    is Python, in which threads take turns. So threads are faster only if there is so little work that the start of
    processes would take longer.
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
    """Keep some blocks under way until all are done or `enough` returns true; on an error, deliver results, then raise.

    Each future puts itself into a queue when it is done, which works with the futures of any executor.
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
        """Deliver the result of a block; return its task if the block has to be run again."""
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
    for future in list(under_way):  # not from the queue, which Ctrl-C may have left incomplete
        try:
            take_in(future)
        except (Exception, CancelledError):  # only the first error is raised
            continue
    if failure is None or (isinstance(failure, Exception) and enough()):
        return  # an error in a replication beyond the end of the study does not matter
    if isinstance(failure, BrokenExecutor):
        seed = tasks[0].seed
        raise WorkerError(crew.ended(seed) if isinstance(crew, Pool) else words([], seed)) from failure
    raise failure
