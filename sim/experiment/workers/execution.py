"""Where replications run: on workers of this machine, an executor of the caller, or a cluster."""

from concurrent.futures import Executor
from dataclasses import dataclass

from sim.domain.studies import MOST_WORKERS, fits
from sim.errors import SimError

__all__ = ["Execution"]


@dataclass(frozen=True, slots=True)
class Execution:
    """Where replications run; this never changes a result.

    Attributes
    ----------
    workers
        Processes or threads (default: one per core). With 1 everything runs in this thread.
    threads
        Whether they are threads of this process; None takes the faster, see `replicate.by_threads`.
    executor
        Any PEP 3148 executor to use instead; it is not shut down. A task carries numbers; the work is sent along if a
        process turns out not to have it, since PEP 3148 has no other way to reach a worker.
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
                f"dask = {self.dask}: expected no workers, threads or executor as well; a cluster has its own workers"
            )
