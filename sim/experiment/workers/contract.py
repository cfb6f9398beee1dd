"""The interface that all kinds of workers have: sim's own processes and threads, an executor, and a cluster."""

from concurrent.futures import Future
from typing import Any, Protocol

from sim.errors import SimError
from sim.experiment.workers.block import Task
from sim.experiment.workers.work import Results

__all__ = ["WorkerError", "Workers"]


class WorkerError(SimError):
    """A worker ended early (it was killed, or had no memory left), cannot be reached, or has different software."""


class Workers(Protocol):
    """Workers that have received the plan and other data of their work, so that a task consists of numbers only.

    Attributes
    ----------
    kind
        Kind of the workers in words, for the manifest.
    at_once
        Number of blocks to keep under way.
    """

    kind: str
    at_once: int

    def submit(self, task: Task) -> "Future[Any]":
        """Submit a block to a worker."""

    def result(self, task: Task, future: "Future[Any]") -> Results | None:
        """Return the result of a block, or raise its error; None means that it must be submitted again."""

    def stop(self, under_way: "list[Future[Any]]") -> None:
        """Drop blocks that are not begun; tell workers to return what they have finished, if they can be reached."""

    def close(self) -> None:
        """Wait for blocks under way, and release the workers."""
