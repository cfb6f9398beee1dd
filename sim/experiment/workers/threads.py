"""sim's own worker threads: they start at once and share the work, but only one at a time can run Python code."""

from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event

from sim.experiment.workers.block import Task
from sim.experiment.workers.work import Results, Work
from sim.model.wanted import unless

__all__ = ["Threads"]


class Threads:
    """Threads of this process, with the interface of `Workers`.

    Parameters
    ----------
    work
        The work, which all threads share.
    workers
        Number of threads.
    reason
        Why threads take the place of processes; empty if threads were chosen.
    """

    def __init__(self, work: Work, workers: int, reason: str = "") -> None:
        self.kind = f"threads ({reason})" if reason else "threads"
        self.at_once = 2 * workers
        self._work = work
        self._stop = Event()
        self._executor = ThreadPoolExecutor(workers, "sim")

    def submit(self, task: Task) -> "Future[Results]":
        """Submit a block to a thread."""
        return self._executor.submit(self._run, task)

    def _run(self, task: Task) -> Results:
        with unless(self._stop.is_set):
            return self._work.run(task, self._stop.is_set)

    def result(self, task: Task, future: "Future[Results]") -> Results:
        """Return the result of a block."""
        return future.result()

    def stop(self, under_way: "list[Future[Results]]") -> None:
        """Tell threads to return at once with the replications that they have finished; cancel all other blocks."""
        self._stop.set()
        for future in under_way:
            future.cancel()

    def close(self) -> None:
        """Stop blocks under way, drop the others, and wait until all threads have ended."""
        self._stop.set()
        self._executor.shutdown(wait=True, cancel_futures=True)
