"""On whose processors replications run: workers of this machine, an executor of the caller's, or a cluster."""

from concurrent.futures import Executor
from dataclasses import dataclass

from sim.domain.studies import MOST_WORKERS, fits
from sim.errors import SimError

__all__ = ["Execution"]


@dataclass(frozen=True, slots=True)
class Execution:
    """On whose processors replications run; none of it changes a result.

    Attributes
    ----------
    workers
        Processes or threads (default: one a core). With 1 all runs in this thread.
    threads
        Whether they are threads of this process; None takes what is done first, see `replicate.by_threads`.
    executor
        Any PEP 3148 executor to use instead; it is not shut down. A task carries numbers; the work is sent along where
        a process turns out not to have it, as PEP 3148 has no other way to a worker.
    dask
        Address of the scheduler of a Dask cluster to use instead, as in ``tcp://node7:8786``.

    Raises
    ------
    SimError
        Too many workers, or none; or a cluster and workers at once.
    """

    workers: int | None = None
    threads: bool | None = None
    executor: Executor | None = None
    dask: str | None = None

    def __post_init__(self) -> None:
        fits("workers", self.workers, MOST_WORKERS)
        if self.dask is not None and (self.workers, self.threads, self.executor) != (None, None, None):
            raise SimError(
                f"dask = {self.dask}: expected no workers, threads or executor beside it; a cluster has its own"
            )
