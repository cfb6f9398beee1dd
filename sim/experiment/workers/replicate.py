"""Replications on workers: blocks are submitted, arrays return in any order, and no returned result is lost."""

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
"""Movers of all histories of a run up to which threads finish before processes: about ten seconds of one processor.

A process takes 1.6 s of processor time to start: Python, the imports, and the compiled code. On two processors, threads
are about three quarters as fast as running processes, so processes make up for their start after about ten seconds of
work. A history of tiny.toml (8 movers) takes 2.1 ms of processor time, one of base.toml (2,000 movers) 12 ms: so
processes win from about 5,800 histories of the first and 800 of the second.
"""
FIXED: Final = 400
"""Fixed cost of a history in movers: 2 ms, against 5 to 6 us per mover in base.toml."""

OnBlock = Callable[[Any], None]
HERE: Final = Execution()


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
    """Run replications and deliver each block as it is done; return what ran them, in words.

    Parameters
    ----------
    work, seed, inner, engine
        The work, and the study that it belongs to.
    replications
        Numbers of the replications to run, ascending.
    on_block
        Called in this thread with each finished block, in the order of completion.
    execution
        Where to run them.
    cluster
        The connected Dask cluster that `execution` names.
    block
        Replications per block; default: about 32 blocks per worker, of at most 64.
    enough
        Called after each block: whether to stop; results under way are then delivered too.

    Raises
    ------
    EngineError
        A replication could not be run; finished blocks have been delivered, and were not enough.
    WorkerError
        A worker process was killed, or the cluster was lost; likewise.
    KeyboardInterrupt
        Raised again after the replications under way have ended and been delivered.
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
    """Yield workers that have some work, and release them; parameters as for `replicate`.

    Parameters
    ----------
    replications
        About how many will be run: few are faster on threads, and need no more workers than there are replications.
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
    """Return worker processes; if there can be none, threads with the reason: the results are the same."""
    if current_process().daemon:
        return Threads(work, many, "a daemonic process may have no children")
    try:
        return Pool(work, many)
    except (OSError, ImportError, NotImplementedError) as error:  # no semaphores, or no shared memory to hold them
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        return Threads(work, many, f"no processes here: {reason[:1].lower()}{reason[1:]}")


def spread(crew: Workers, tasks: list[Task], on_block: OnBlock, enough: Callable[[], bool] = lambda: False) -> None:
    """Run tasks on workers, and deliver each block as it is done, until there is enough; raises as `replicate`."""
    if isinstance(crew, Alone):
        crew.run(tasks, on_block, enough)
    else:
        _flow(tasks, crew, on_block, enough)


def by_threads(engine: str, replications: int, work: Work) -> bool:
    """Return whether threads finish before processes.

    Parameters
    ----------
    engine, replications
        The engine, and the number of replications.
    work
        The work: it states about how many movers a replication has.

    Notes
    -----
    The compiled loop lets other threads run, but preparing its input and processing its output is Python, where threads
    take turns. They win only while the start of processes costs more.
    """
    return engine == COMPILED and replications * (FIXED + work.movers) <= LITTLE


def runs(replications: Collection[int] | npt.NDArray[np.int64], size: int) -> Iterator[tuple[int, int]]:
    """Split ascending numbers into runs [first, last) of consecutive ones, none longer than `size`."""
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
    """Keep some blocks under way until all are done, or there is enough; on an error, deliver what is done and raise.

    Results wait in a queue that futures fill themselves, which works with the futures of any executor.
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
        """Deliver a block; return its task if it is to be run again."""
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
    for future in list(under_way):  # not from the queue: Ctrl-C may have left it incomplete
        try:
            take_in(future)
        except (Exception, CancelledError):  # report the first error
            continue
    if failure is None or (isinstance(failure, Exception) and enough()):
        return  # an error beyond the end of a study does not matter
    if isinstance(failure, BrokenExecutor):
        seed = tasks[0].seed
        raise WorkerError(crew.ended(seed) if isinstance(crew, Pool) else words([], seed)) from failure
    raise failure
