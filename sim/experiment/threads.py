"""Our own threads: they begin at once and share the plan, but take turns where a replication is still Python."""

from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event

from sim.experiment.block import Block, Task, run_block
from sim.model.plan import Plan

__all__ = ["Threads"]


class Threads:
    """Threads of this process that run one plan.

    Parameters
    ----------
    plan
        Shared by all.
    workers
        How many.
    """

    def __init__(self, plan: Plan, workers: int) -> None:
        self.kind = "threads"
        self.at_once = 2 * workers
        self._plan = plan
        self._stop = Event()
        self._executor = ThreadPoolExecutor(workers, "sim")

    def submit(self, task: Task) -> "Future[Block]":
        """Hand a block to a thread."""
        return self._executor.submit(run_block, self._plan, task, self._stop.is_set)

    def result(self, task: Task, future: "Future[Block]") -> Block:
        """Return what came of a block."""
        return future.result()

    def stop(self, under_way: "list[Future[Block]]") -> None:
        """Tell threads to come back after the replication at hand, with what they have."""
        self._stop.set()
        for future in under_way:
            future.cancel()

    def close(self) -> None:
        """Wait for what is under way, drop what is not."""
        self._stop.set()
        self._executor.shutdown(wait=True, cancel_futures=True)
