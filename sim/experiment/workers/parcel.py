"""Pack work to be sent to another process: it is sent once, and later tasks name it by its digest."""

import pickle
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from typing import Final

from sim.experiment.workers.build import Build, differences
from sim.experiment.workers.contract import WorkerError
from sim.experiment.workers.work import Work

__all__ = ["Parcel", "keep", "known", "opened", "packed"]

KEPT: Final = 4
"""Number of works that a process keeps, since several studies may share its workers."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """Work as bytes, and the software that its results require.

    Attributes
    ----------
    digest
        Digest of the work.
    work
        The pickled work.
    build
        Versions of the software in the process that sends the work.
    """

    digest: str
    work: bytes
    build: Build


def packed(work: Work, build: Build) -> Parcel:
    """Return the parcel of some work."""
    return Parcel(work.digest, pickle.dumps(work), build)


_turns = Lock()  # held by the thread that uses the works below
_works: OrderedDict[str, Work] = OrderedDict()  # the works that this process has, by digest


def keep(work: Work) -> None:
    """Store some work in this process, for tasks that name it."""
    with _turns:
        _keep(work.digest, work)


def known(digest: str) -> Work | None:
    """Return the work of a digest; None if this process does not have it."""
    with _turns:
        if digest in _works:
            _works.move_to_end(digest)
        return _works.get(digest)


def opened(parcel: Parcel) -> Work:
    """Return the work of a parcel, which is unpacked once per process for all its threads.

    Raises
    ------
    WorkerError
        This process has other software than the sender, so that its results might differ.
    """
    with _turns:
        if parcel.digest not in _works:
            differing = differences(parcel.build)
            if differing:
                raise WorkerError(f"a worker has different software: {'; '.join(differing)}")
            _keep(parcel.digest, pickle.loads(parcel.work))
        _works.move_to_end(parcel.digest)
        return _works[parcel.digest]


def _keep(digest: str, work: Work) -> None:
    _works[digest] = work
    _works.move_to_end(digest)
    while len(_works) > KEPT:
        _works.popitem(last=False)
