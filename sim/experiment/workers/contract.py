"""Who runs blocks: what our own processes and threads, somebody's executor and a cluster have in common."""

from concurrent.futures import Future
from typing import Any, Protocol

from sim.errors import SimError
from sim.experiment.workers.block import Task
from sim.experiment.workers.work import Made

__all__ = ["WorkerError", "Workers"]


class WorkerError(SimError):
    """A worker ended before its work did (killed, or out of memory), cannot be reached, or runs something else."""


class Workers(Protocol):
    """Workers that know their work; a task carries numbers only.

    Attributes
    ----------
    kind
        What they are, for the manifest.
    at_once
        Blocks to keep under way.
    """

    kind: str
    at_once: int

    def submit(self, task: Task) -> "Future[Any]":
        """Hand a block to a worker."""

    def result(self, task: Task, future: "Future[Any]") -> Made | None:
        """Return what came of it, or raise what went wrong; None means: hand it out once more."""

    def stop(self, under_way: "list[Future[Any]]") -> None:
        """Drop what has not begun; have workers come back with what they have finished, if they can be told."""

    def close(self) -> None:
        """Wait for what is under way, and let go."""
