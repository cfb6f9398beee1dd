"""Run blocks on a Dask cluster. Workers receive the work once; if a worker dies, its blocks are run again."""

import logging
from collections import Counter, deque
from collections.abc import Iterator
from concurrent.futures import CancelledError, Future
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

from sim.errors import SimError
from sim.experiment.workers.block import Task
from sim.experiment.workers.build import build, differences
from sim.experiment.workers.contract import WorkerError
from sim.experiment.workers.parcel import Parcel, opened, packed
from sim.experiment.workers.work import Results, Work

if TYPE_CHECKING:
    from distributed import Client

__all__ = ["Cluster", "Crew", "connected"]

ANSWER_S: Final = 3.0
"""Longest time to wait for a scheduler to answer, for a first worker, and for the end of a connection, in seconds."""
RETURN_S: Final = 60.0
"""Longest time to wait for workers when the work is sent, in seconds; all workers may have been lost before."""
TRIES: Final = 3
"""Largest number of times that a block is submitted again after it was lost."""
QUIET: Final = ("distributed", "distributed.client", "distributed.core", "distributed.comm", "asyncio")
"""Loggers that print lost workers and connections on the terminal; sim itself reports a loss that ends a run."""


class Cluster:
    """A connection to a Dask scheduler.

    Parameters
    ----------
    client
        A client that is connected to the scheduler.
    address
        Address of the scheduler, as given by the user.
    """

    def __init__(self, client: "Client", address: str) -> None:
        self.client = client
        self.address = address

    def threads(self) -> int:
        """Return the total number of threads of the workers; one thread runs one block at a time. 0 means not known."""
        with suppress(Exception):
            return sum(self.client.nthreads().values())
        return 0


@contextmanager
def connected(address: str | None) -> Iterator[Cluster | None]:
    """Connect to a cluster, yield the connection, and disconnect at the end of the `with` block.

    Parameters
    ----------
    address
        Address of the scheduler, such as ``tcp://node7:8786``. If it is None, None is yielded, and Dask need not be
        installed.

    Raises
    ------
    SimError
        Dask is not installed on this machine, no scheduler answers, the cluster has no worker, or a worker cannot load
        sim or has other versions of the software.
    """
    if address is None:
        yield None
        return
    try:
        import distributed
    except ImportError as error:
        raise SimError(f"a cluster needs Dask ({error}): pip install distributed") from error
    with _quiet():
        client = distributed.Client.__new__(distributed.Client)
        try:
            client.__init__(address, timeout=ANSWER_S, set_as_default=False)  # type: ignore[misc]
        except Exception as error:
            client.status = "closed"  # otherwise the client would wait for an answer again when it is garbage-collected
            raise SimError(
                f"dask {address}: no Dask scheduler answers at this address ({_first_line(error)}); "
                "expected the address of a scheduler, such as tcp://node7:8786"
            ) from error
        try:
            cluster = Cluster(client, address)
            _check_software(cluster)
            yield cluster
        finally:
            with suppress(Exception):
                client.close(timeout=ANSWER_S)


def _check_software(cluster: Cluster) -> None:
    """Refuse a cluster without workers, or with workers whose software differs from that of this machine."""
    with suppress(Exception):
        cluster.client.wait_for_workers(1, timeout=ANSWER_S)
    answers = cluster.client.run(differences, build(), on_error="return")
    if not answers:
        wanted = f"expected at least one, started with: dask worker {cluster.address}"
        raise SimError(f"dask {cluster.address}: the cluster has no workers; {wanted}")
    problems: Counter[str] = Counter()
    for answer in answers.values():
        if isinstance(answer, BaseException):
            problems[f"cannot load sim: {_first_line(answer)}"] += 1
        elif answer:
            problems["; ".join(answer)] += 1
    if problems:
        lines = [f"  {many} of {len(answers)} workers: {what}" for what, many in problems.items()]
        wanted = f"dask {cluster.address}: expected the software of this machine on every worker"
        raise SimError("\n".join([wanted, *lines]))


def _first_line(error: BaseException) -> str:
    """Return the first line of the message of an error, or the name of its class if it has no message."""
    lines = str(error).splitlines()
    return lines[0] if lines else type(error).__name__


class Crew:
    """The workers of a cluster, with the interface of `Workers`.

    Parameters
    ----------
    work
        The work. It is sent to all workers that the cluster has at the first `submit`; workers that join later fetch it
        from them.
    cluster
        The connection to the cluster.
    """

    def __init__(self, work: Work, cluster: Cluster) -> None:
        self.kind = "a Dask cluster"
        self.at_once = 2 * max(1, cluster.threads())
        self._cluster = cluster
        self._run = uuid4().hex
        self._parcel = packed(work, build())
        self._tries: Counter[Task] = Counter()
        self._stopped = False
        self._sent: Any = None
        self._scattered = self._submitted = 0

    def submit(self, task: Task) -> "Future[Any]":
        """Submit a block to the cluster."""
        self._submitted += 1
        key = f"sim-block-{self._run}-{self._submitted}"  # Dask would not run the same key twice
        client = self._cluster.client
        try:
            if self._sent is None or self._sent.status != "finished":  # not sent yet, or lost with the workers
                self._scattered += 1
                named = {f"sim-work-{self._parcel.digest}-{self._run}-{self._scattered}": self._parcel}
                (self._sent,) = client.scatter(named, broadcast=True, timeout=RETURN_S).values()
            future: Any = client.submit(run_scattered, self._sent, self._run, task, key=key, pure=False)
        except Exception as error:
            raise WorkerError(f"the cluster at {self._cluster.address} is gone: {_first_line(error)}") from error
        handed: Future[Any] = future
        return handed

    def result(self, task: Task, future: "Future[Any]") -> Results | None:
        """Return the result of a block; None if the block was lost with its worker and must be submitted again.

        Raises
        ------
        WorkerError
            The connection to the cluster was lost, or the block was lost more than `TRIES` times.
        """
        from distributed import KilledWorker

        try:
            block: Results = future.result()
        except (CancelledError, KilledWorker) as error:
            if self._stopped:
                return None
            self._tries[task] += 1
            if self._cluster.client.status != "running":
                raise WorkerError(f"the connection to the cluster at {self._cluster.address} was lost") from error
            if self._tries[task] > TRIES:
                raise WorkerError(f"{self._suspects()} were lost {TRIES + 1} times: {_first_line(error)}") from error
            return None
        self._tries.pop(task, None)
        return block

    def _suspects(self) -> str:
        """Return in words which workers were lost: those that ran some replications of the lost blocks."""
        first, last = min(task.first for task in self._tries), max(task.last for task in self._tries)
        return f"workers that ran some of replications {first} to {last - 1}"

    def stop(self, under_way: "list[Future[Any]]") -> None:
        """Tell workers to return after their present replication; a block that is not begun then returns no results."""
        self._stopped = True
        answers: Any = None
        with suppress(Exception):
            answers = self._cluster.client.run(halt, self._run, on_error="ignore")
        if not answers:  # no worker could be reached
            for future in under_way:
                with suppress(Exception):
                    future.cancel()

    def close(self) -> None:
        """Drop the reference to the work, so that the workers delete it."""
        self._sent = None


_halted: deque[str] = deque(maxlen=1000)
"""In a worker: the last runs that were stopped."""


def halt(run: str) -> bool:
    """Stop a run in this worker of the cluster, and return True as a sign that the worker was reached."""
    _halted.append(run)
    return True


def run_scattered(parcel: Parcel, run: str, task: Task) -> Results:
    """Run a block in a worker of the cluster, until it ends or its run is stopped there."""
    return opened(parcel).run(task, lambda: run in _halted)


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep Dask's log messages off the terminal during a `with` block."""
    loggers = [logging.getLogger(name) for name in QUIET]
    before = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for logger, level in zip(loggers, before, strict=True):
            logger.setLevel(level)
