"""Pack work to be sent to another process, and keep the work that this process has received, by digest."""

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
"""Number of `Work` objects that a process keeps; there may be several, since studies can share workers."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """Work as bytes, and the versions of the software with which it must be run.

    Attributes
    ----------
    digest
        Digest of the work.
    work
        The pickled work.
    build
        The versions, which are those in the process that sends the work.
    """

    digest: str
    work: bytes
    build: Build


def packed(work: Work, build: Build) -> Parcel:
    """Return the parcel of some work; `build` has the versions in this process."""
    return Parcel(work.digest, pickle.dumps(work), build)


_turns = Lock()  # a thread holds it while it uses the table below
_works: OrderedDict[str, Work] = OrderedDict()  # the work that this process keeps, by digest


def keep(work: Work) -> None:
    """Keep some work in this process, for `known`."""
    with _turns:
        _keep(work.digest, work)


def known(digest: str) -> Work | None:
    """Return the work with a digest; None if this process does not have it."""
    with _turns:
        if digest in _works:
            _works.move_to_end(digest)
        return _works.get(digest)


def opened(parcel: Parcel) -> Work:
    """Return the work of a parcel, and keep it; it is unpickled only if this process does not have it.

    Raises
    ------
    WorkerError
        This process has other versions of the software than the sender.
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
