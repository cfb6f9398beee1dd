"""The interface of all kinds of workers, and the error of a run whose workers fail."""

from concurrent.futures import Future
from typing import Any, Protocol

from sim.errors import SimError
from sim.experiment.workers.block import Task
from sim.experiment.workers.work import Results

__all__ = ["WorkerError", "Workers"]


class WorkerError(SimError):
    """A worker ended early (it was killed, for example), cannot be reached, or has other software than this process."""


class Workers(Protocol):
    """Workers that run blocks of one `Work`.

    Attributes
    ----------
    kind
        Kind of the workers in words, for the manifest.
    at_once
        Number of blocks to keep submitted at the same time.
    """

    kind: str
    at_once: int

    def submit(self, task: Task) -> "Future[Any]":
        """Submit a block to a worker."""

    def result(self, task: Task, future: "Future[Any]") -> Results | None:
        """Return the result of a block, or raise its error; None means that the block must be submitted again."""

    def stop(self, under_way: "list[Future[Any]]") -> None:
        """Drop blocks that are not begun, and tell workers to return the replications that they have finished.

        Workers of an executor of the caller cannot be reached; they finish their blocks.
        """

    def close(self) -> None:
        """Release the workers; sim's own processes and threads end."""
