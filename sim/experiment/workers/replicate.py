"""Replications over workers: blocks go out, arrays come back in any order, what came back is never lost."""

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
from sim.experiment.workers.contract import WorkerError, Workers
from sim.experiment.workers.ended import words
from sim.experiment.workers.engine import COMPILED
from sim.experiment.workers.execution import Execution
from sim.experiment.workers.interrupt import raise_if_noted
from sim.experiment.workers.lent import Lent
from sim.experiment.workers.pool import Pool
from sim.experiment.workers.threads import Threads
from sim.experiment.workers.work import Work

if TYPE_CHECKING:
    from sim.experiment.workers.cluster import Cluster

__all__ = ["WorkerError", "by_threads", "hired", "replicate", "runs", "spread"]

LITTLE: Final = 2_000_000
"""Movers of all histories of a run up to which threads are done before processes, about ten seconds of one processor.

A process takes 1.6 s of a processor to begin: Python, the imports, and the compiled code. Where two processors do a
history, threads get on about three quarters as fast as processes that have begun, so these make up for their start
after some ten seconds of work. Two processors do a history of tiny.toml (8 movers) in 2.1 ms of a processor, and one of
base.toml (2,000 movers) in 12 ms: so processes are done first from about 5,800 of the one and 800 of the other on.
"""
FIXED: Final = 400
"""Movers that take as long as what a history costs whatever its force: 2 ms, and 5 to 6 us a mover in base.toml."""

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
    """Run replications and hand over each block as it is done; return what ran them, in words.

    Parameters
    ----------
    work, seed, inner, engine
        What is run, as which study.
    replications
        Numbers of those to run, ascending.
    on_block
        Called in this thread with each finished block, in the order in which they finish.
    execution
        On whose processors.
    cluster
        The Dask cluster that it names, connected.
    block
        Replications a block; default: about 32 blocks a worker, of at most 64.
    enough
        Asked after each block: whether to stop, with what is under way handed over too.

    Raises
    ------
    EngineError
        A replication could not be run; the blocks that were done have been handed over, and were not enough.
    WorkerError
        A worker process was killed, or the cluster cannot be reached any more; likewise.
    KeyboardInterrupt
        Passed on when the replications under way have ended and been handed over.
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
    """Yield workers that know some work, and let go of them; parameters as for `replicate`.

    Parameters
    ----------
    replications
        About how many will be run: few are done first by threads, and by no more workers than there are of them.
    """
    crew: Workers
    if cluster is not None:
        from sim.experiment.workers.cluster import Crew

        crew = Crew(work, cluster)
    elif execution.executor is not None:
        crew = Lent(work, execution.executor)
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
    """Return worker processes; where there can be none, threads that say why: the results are the same."""
    if current_process().daemon:
        return Threads(work, many, "a daemonic process may have no children")
    try:
        return Pool(work, many)
    except (OSError, ImportError, NotImplementedError) as error:  # no semaphores, or no shared memory to hold them
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        return Threads(work, many, f"no processes here: {reason[:1].lower()}{reason[1:]}")


def spread(crew: Workers, tasks: list[Task], on_block: OnBlock, enough: Callable[[], bool] = lambda: False) -> None:
    """Have workers run tasks, and hand over each block as it is done, until it is enough; raises as `replicate`."""
    if isinstance(crew, Alone):
        crew.run(tasks, on_block, enough)
    else:
        _flow(tasks, crew, on_block, enough)


def by_threads(engine: str, replications: int, work: Work) -> bool:
    """Whether threads are done before processes.

    Parameters
    ----------
    engine, replications
        Which engine runs how many.
    work
        What is run: it says about how many movers a replication has.

    Notes
    -----
    The compiled loop lets other threads run, but what it is given and what is made of it is Python, where threads take
    turns. They win only while the start of processes weighs more.
    """
    return engine == COMPILED and replications * (FIXED + work.movers) <= LITTLE


def runs(replications: Collection[int] | npt.NDArray[np.int64], size: int) -> Iterator[tuple[int, int]]:
    """Cut ascending numbers into runs [first, last) of neighbours, none longer than `size`."""
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
    """Keep some blocks under way until all are done, or it is enough; on trouble, take in what is done and raise it.

    Results wait in a queue that futures fill themselves: that works for every executor's futures.
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
        """Hand a block over; return its task if it is to be run once more."""
        finished = crew.result(under_way[future], future)
        task = under_way.pop(future)
        if finished is None:
            return task
        if len(finished.outcomes):
            on_block(finished)
        return None

    trouble: BaseException | None = None
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
        trouble = error
    crew.stop(list(under_way))
    for future in list(under_way):  # not from the queue: Ctrl-C may have come between it and what is under way
        try:
            take_in(future)
        except (Exception, CancelledError):  # the first trouble is the one to tell
            continue
    if trouble is None or (isinstance(trouble, Exception) and enough()):
        return  # what went wrong beyond the end of a study is no part of it
    if isinstance(trouble, BrokenExecutor):
        seed = tasks[0].seed
        raise WorkerError(crew.ended(seed) if isinstance(crew, Pool) else words([], seed)) from trouble
    raise trouble
