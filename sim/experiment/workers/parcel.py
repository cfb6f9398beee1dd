"""Work on its way to other workers: it is sent to a process once, tasks after that name it by its digest."""

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
"""Works that a process keeps: several studies may share its workers."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """Work as bytes, and what the results are to be made with.

    Attributes
    ----------
    digest
        Of the work.
    work
        Pickled.
    build
        Of the process that sends it.
    """

    digest: str
    work: bytes
    build: Build


def packed(work: Work, build: Build) -> Parcel:
    """Pack some work."""
    return Parcel(work.digest, pickle.dumps(work), build)


_turns = Lock()
_works: OrderedDict[str, Work] = OrderedDict()


def keep(work: Work) -> None:
    """Keep some work in this process, for tasks that name it."""
    with _turns:
        _keep(work.digest, work)


def known(digest: str) -> Work | None:
    """Return work that this process has."""
    with _turns:
        if digest in _works:
            _works.move_to_end(digest)
        return _works.get(digest)


def opened(parcel: Parcel) -> Work:
    """Return the work of a parcel, unpacked once per process whatever the number of its threads.

    Raises
    ------
    WorkerError
        This process would not give the same bytes.
    """
    with _turns:
        if parcel.digest not in _works:
            apart = differences(parcel.build)
            if apart:
                raise WorkerError(f"a worker has other software: {'; '.join(apart)}")
            _keep(parcel.digest, pickle.loads(parcel.work))
        _works.move_to_end(parcel.digest)
        return _works[parcel.digest]


def _keep(digest: str, work: Work) -> None:
    _works[digest] = work
    _works.move_to_end(digest)
    while len(_works) > KEPT:
        _works.popitem(last=False)
