"""The interface of workers: common to sim's own processes and threads, any executor and a cluster."""

from concurrent.futures import Future
from typing import Any, Protocol

from sim.errors import SimError
from sim.experiment.workers.block import Task
from sim.experiment.workers.work import Made

__all__ = ["WorkerError", "Workers"]


class WorkerError(SimError):
    """A worker ended early (killed, or out of memory), cannot be reached, or has different software."""


class Workers(Protocol):
    """Workers that have their work; a task carries numbers only.

    Attributes
    ----------
    kind
        Their kind, for the manifest.
    at_once
        Number of blocks to keep under way.
    """

    kind: str
    at_once: int

    def submit(self, task: Task) -> "Future[Any]":
        """Submit a block to a worker."""

    def result(self, task: Task, future: "Future[Any]") -> Made | None:
        """Return the result of a block, or raise its error; None means that it must be submitted again."""

    def stop(self, under_way: "list[Future[Any]]") -> None:
        """Drop blocks not begun; tell workers to return what they have finished, if they can be told."""

    def close(self) -> None:
        """Wait for blocks under way, and release the workers."""
