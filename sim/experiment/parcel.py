"""A plan on its way to somebody's workers: it is sent to a process once, tasks after that name it by its digest."""

import pickle
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from typing import Final

from sim.experiment.build import Build, differences
from sim.experiment.workers import WorkerError
from sim.model.plan import Plan

__all__ = ["Parcel", "keep", "known", "opened", "packed"]

KEPT: Final = 4
"""Plans that a process keeps: several studies may share its workers."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """A plan as bytes, and what the results are to be made with.

    Attributes
    ----------
    digest
        Of the plan, see `plan_digest`.
    plan
        Pickled.
    build
        Of the process that sends it.
    """

    digest: str
    plan: bytes
    build: Build


def packed(digest: str, plan: Plan, build: Build) -> Parcel:
    """Pack a plan."""
    return Parcel(digest, pickle.dumps(plan), build)


_turns = Lock()
_plans: OrderedDict[str, Plan] = OrderedDict()


def keep(digest: str, plan: Plan) -> None:
    """Keep a plan in this process, for tasks that name it."""
    with _turns:
        _keep(digest, plan)


def known(digest: str) -> Plan | None:
    """Return a plan that this process has."""
    with _turns:
        if digest in _plans:
            _plans.move_to_end(digest)
        return _plans.get(digest)


def opened(parcel: Parcel) -> Plan:
    """Return the plan of a parcel, unpacked once per process whatever the number of its threads.

    Raises
    ------
    WorkerError
        This process would not give the same bytes.
    """
    with _turns:
        if parcel.digest not in _plans:
            apart = differences(parcel.build)
            if apart:
                raise WorkerError(f"a worker has other software: {'; '.join(apart)}")
            _keep(parcel.digest, pickle.loads(parcel.plan))
        _plans.move_to_end(parcel.digest)
        return _plans[parcel.digest]


def _keep(digest: str, plan: Plan) -> None:
    _plans[digest] = plan
    _plans.move_to_end(digest)
    while len(_plans) > KEPT:
        _plans.popitem(last=False)
