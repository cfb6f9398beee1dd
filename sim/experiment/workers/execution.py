"""The settings that say where replications run."""

from concurrent.futures import Executor
from dataclasses import dataclass

from sim.domain.studies import MOST_WORKERS, check_limit
from sim.errors import SimError

__all__ = ["Execution"]


@dataclass(frozen=True, slots=True)
class Execution:
    """Where replications run: on sim's own workers, on an executor of the caller, or on a cluster.

    The results do not depend on this.

    Attributes
    ----------
    workers
        Number of processes or threads (default: one per core). With 1, replications run in the calling thread.
    threads
        Whether the workers are threads of this process; None chooses the faster kind, see `replicate.by_threads`.
    executor
        A PEP 3148 executor to use in place of sim's own workers; it is not shut down.
    dask
        Address of the scheduler of a Dask cluster to use in place of sim's own workers, such as ``tcp://node7:8786``.

    Raises
    ------
    SimError
        The number of workers is below 1 or above `MOST_WORKERS`; or `dask` is given together with another attribute.
    """

    workers: int | None = None
    threads: bool | None = None
    executor: Executor | None = None
    dask: str | None = None

    def __post_init__(self) -> None:
        check_limit("workers", self.workers, MOST_WORKERS)
        if self.dask is not None and (self.workers, self.threads, self.executor) != (None, None, None):
            raise SimError(
                f"dask = {self.dask}: expected no workers, threads or executor besides; a cluster has its own workers"
            )
