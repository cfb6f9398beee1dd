"""Replications over workers: blocks go out, arrays come back in any order, what came back is never lost."""

import os
import pickle
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future
from queue import SimpleQueue
from time import monotonic
from typing import Final

from sim.errors import SimError
from sim.experiment.block import Block, Task, run_block, run_task
from sim.experiment.identity import plan_digest
from sim.experiment.pool import Pool
from sim.model.plan import Plan

__all__ = ["WorkerError", "replicate"]

UNDER_WAY: Final = 256
"""Blocks handed at once to an executor that does not say how many workers it has."""
HAND_OVER_S: Final = 0.5

Submit = Callable[[Task], "Future[Block]"]
OnBlock = Callable[[Block], None]


class WorkerError(SimError):
    """A worker process ended before its work did: killed, or out of memory."""


def replicate(
    plan: Plan,
    seed: int,
    replications: Collection[int],
    on_block: OnBlock,
    *,
    inner: int = 1,
    engine: str = "reference",
    workers: int | None = None,
    executor: Executor | None = None,
    block: int | None = None,
) -> None:
    """Run replications and hand over each block as it is done.

    Parameters
    ----------
    plan, seed, inner, engine
        The study.
    replications
        Numbers of those to run, ascending.
    on_block
        Called in this thread with each finished block, in the order in which they finish.
    workers
        Processes (default: one a core). With 1 all runs in this process.
    executor
        Any PEP 3148 executor to use instead, e.g. Dask's `client.get_executor()`; it is not shut down.
    block
        Replications a block; default: about 32 blocks a worker, of at most 64.

    Raises
    ------
    EngineError
        A replication could not be run; the blocks that were done have been handed over.
    WorkerError
        A worker process was killed; likewise.
    KeyboardInterrupt
        Passed on when the replications under way have ended and been handed over.
    """
    workers = workers or os.cpu_count() or 1
    if executor is None:
        workers = max(1, min(workers, len(replications)))
    size = block or min(64, max(1, len(replications) // (32 * workers)))
    tasks = [Task(engine, seed, inner, first, last) for first, last in _runs(replications, size)]
    if executor is not None:
        digest, sent, lent = plan_digest(plan), pickle.dumps(plan), executor
        at_once = 2 * getattr(executor, "_max_workers", UNDER_WAY // 2)
        _flow(tasks, lambda task: lent.submit(run_task, digest, sent, task), on_block, at_once, lambda: None)
    elif workers == 1:
        _one_by_one(plan, tasks, on_block)
    else:
        pool = Pool(plan, workers)
        try:
            _flow(tasks, pool.submit, on_block, 2 * workers, pool.stop)
        finally:
            pool.close()


def _runs(replications: Collection[int], size: int) -> Iterator[tuple[int, int]]:
    """Cut ascending numbers into runs [first, last) of neighbours, none longer than `size`."""
    first = last = -1
    for number in replications:
        if number == last and last - first < size:
            last += 1
            continue
        if first >= 0:
            yield first, last
        first, last = number, number + 1
    if first >= 0:
        yield first, last


def _one_by_one(plan: Plan, tasks: list[Task], on_block: OnBlock) -> None:
    """Run everything here, and hand over twice a second: that is all that Ctrl-C can lose."""
    for task in tasks:
        first = task.first
        while first < task.last:
            until = monotonic() + HAND_OVER_S
            part = Task(task.engine, task.seed, task.inner, first, task.last)
            block = run_block(plan, part, lambda until=until: monotonic() > until)  # type: ignore[misc]
            first += len(block.outcomes)
            if len(block.outcomes):
                on_block(block)


def _flow(tasks: list[Task], submit: Submit, on_block: OnBlock, at_once: int, stop: Callable[[], None]) -> None:
    """Keep some blocks under way until all are done; on trouble, take in what is done and then raise it.

    Results wait in a queue that futures fill themselves: that works for every executor's futures.
    """
    done: SimpleQueue[Future[Block]] = SimpleQueue()
    waiting = iter(tasks)
    under_way: set[Future[Block]] = set()
    trouble: BaseException | None = None

    def hand_out() -> None:
        for task in waiting:
            future = submit(task)
            under_way.add(future)
            future.add_done_callback(done.put)
            if len(under_way) >= at_once:
                return

    def take_in(future: "Future[Block]") -> None:
        finished = future.result()
        under_way.discard(future)
        if len(finished.outcomes):
            on_block(finished)

    try:
        hand_out()
        while under_way:
            take_in(done.get())
            hand_out()
        return
    except BaseException as error:
        trouble = error
    stop()
    for future in list(under_way):
        future.cancel()
    for future in list(under_way):  # not from the queue: Ctrl-C may have come between it and what is under way
        try:
            take_in(future)
        except (Exception, CancelledError):  # the first trouble is the one to tell
            continue
    if isinstance(trouble, BrokenExecutor):
        raise WorkerError(
            "a worker process ended before its work did: it was killed, or the machine ran out of memory; "
            "try again with fewer workers"
        ) from trouble
    raise trouble
