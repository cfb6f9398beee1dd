"""A Dask cluster: the work is sent to its workers once, tasks are numbers, a worker that dies costs its block."""

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
from sim.experiment.workers.work import Made, Work

if TYPE_CHECKING:
    from distributed import Client

__all__ = ["Cluster", "Crew", "connected"]

ANSWER_S: Final = 3.0
"""Time that a scheduler has to answer, and a cluster to show a worker [s]."""
RETURN_S: Final = 60.0
"""Time for workers to come back, once all are gone [s]."""
TRIES: Final = 3
"""Times that a block is handed out anew; Dask itself has tried it on several workers before each."""
QUIET: Final = ("distributed", "distributed.client", "distributed.core", "distributed.comm", "asyncio")
"""What logs to the terminal that a worker is gone or a connection is lost: we tell that ourselves, if it matters."""


class Cluster:
    """A connection to a Dask scheduler.

    Parameters
    ----------
    client
        Connected.
    address
        Of the scheduler, as the user named it.
    """

    def __init__(self, client: "Client", address: str) -> None:
        self.client = client
        self.address = address

    def threads(self) -> int:
        """Number of blocks that its workers run at once."""
        with suppress(Exception):
            return sum(self.client.nthreads().values())
        return 0


@contextmanager
def connected(address: str | None) -> Iterator[Cluster | None]:
    """Connect to a cluster, and let go of it.

    Parameters
    ----------
    address
        Of its scheduler, as in ``tcp://node7:8786``; None yields None, and does not ask for Dask.

    Raises
    ------
    SimError
        Dask is not installed here, nobody answers, there is no worker, or a worker would not give the same bytes.
    """
    if address is None:
        yield None
        return
    try:
        import distributed
    except ImportError as error:
        raise SimError("a cluster needs Dask: pip install distributed (or sim[dask])") from error
    with _quiet():
        client = distributed.Client.__new__(distributed.Client)
        try:
            client.__init__(address, timeout=ANSWER_S, set_as_default=False)  # type: ignore[misc]
        except Exception as error:
            client.status = "closed"  # in our hands, or it would wait for an answer again when it is thrown away
            raise SimError(
                f"dask {address}: no Dask scheduler answers there ({_first_line(error)}); "
                "expected its address, as in tcp://node7:8786"
            ) from error
        try:
            cluster = Cluster(client, address)
            _alike(cluster)
            yield cluster
        finally:
            with suppress(Exception):
                client.close(timeout=ANSWER_S)


def _alike(cluster: Cluster) -> None:
    """Refuse a cluster without workers, or with some that would not give the same bytes."""
    with suppress(Exception):
        cluster.client.wait_for_workers(1, timeout=ANSWER_S)
    told = cluster.client.run(differences, build(), on_error="return")
    if not told:
        wanted = f"expected at least one, begun with: dask worker {cluster.address}"
        raise SimError(f"dask {cluster.address}: the cluster has no workers; {wanted}")
    apart: Counter[str] = Counter()
    for found in told.values():
        if isinstance(found, BaseException):
            apart[f"cannot load sim: {_first_line(found)}"] += 1
        elif found:
            apart["; ".join(found)] += 1
    if apart:
        lines = [f"  {many} of {len(told)} workers: {what}" for what, many in apart.items()]
        wanted = f"dask {cluster.address}: expected the software of this machine on every worker"
        raise SimError("\n".join([wanted, *lines]))


def _first_line(error: BaseException) -> str:
    lines = str(error).splitlines()
    return lines[0] if lines else type(error).__name__


class Crew:
    """The workers of a cluster, once they have their work.

    Parameters
    ----------
    work
        Sent to every worker that is there; others fetch it from them.
    cluster
        Connected.
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
        """Hand a block to the cluster."""
        self._submitted += 1
        key = f"sim-block-{self._run}-{self._submitted}"  # two runs of one task are two tasks, whatever Dask thinks
        client = self._cluster.client
        try:
            if self._sent is None or self._sent.status != "finished":  # it went with the last worker that had it
                self._scattered += 1
                named = {f"sim-work-{self._parcel.digest}-{self._run}-{self._scattered}": self._parcel}
                (self._sent,) = client.scatter(named, broadcast=True, timeout=RETURN_S).values()
            future: Any = client.submit(run_scattered, self._sent, self._run, task, key=key, pure=False)
        except Exception as error:
            raise WorkerError(f"the cluster at {self._cluster.address} is gone: {_first_line(error)}") from error
        handed: Future[Any] = future
        return handed

    def result(self, task: Task, future: "Future[Any]") -> Made | None:
        """Return what came of a block; None where it was lost with its worker and is to be tried again."""
        from distributed import KilledWorker

        try:
            block: Made = future.result()
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
        """Name what was lost and never came back: blocks go down with a worker, one of them killed it."""
        first, last = min(task.first for task in self._tries), max(task.last for task in self._tries)
        return f"workers that ran some of replications {first} to {last - 1}"

    def stop(self, under_way: "list[Future[Any]]") -> None:
        """Tell workers to come back after the replication at hand; what has not begun comes back empty."""
        self._stopped = True
        told: Any = None
        with suppress(Exception):
            told = self._cluster.client.run(halt, self._run, on_error="ignore")
        if not told:  # there is nobody to come back
            for future in under_way:
                with suppress(Exception):
                    future.cancel()

    def close(self) -> None:
        """Let the workers forget the work."""
        self._sent = None


_halted: deque[str] = deque(maxlen=1000)
"""Runs that were stopped last, in this worker: a cluster may live for months, and nobody asks about older ones."""


def halt(run: str) -> bool:
    """Stop a run in this worker."""
    _halted.append(run)
    return True


def run_scattered(parcel: Parcel, run: str, task: Task) -> Made:
    """Run a block in a worker of the cluster."""
    return opened(parcel).run(task, lambda: run in _halted)


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep what Dask logs off the terminal for a while."""
    loggers = [logging.getLogger(name) for name in QUIET]
    before = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for logger, level in zip(loggers, before, strict=True):
            logger.setLevel(level)
