"""People and equipment at each place at some instants, wherever they began."""

from typing import Any, Final

import numpy as np
import numpy.typing as npt

from sim.analysis.sums.milestones import disposed_at
from sim.analysis.sums.places import base_of, places, road
from sim.analysis.sums.select import before
from sim.analysis.sums.tables import LotFacts
from sim.compiler.kernel import entry, kernel
from sim.model.calendars import NEVER as _NEVER
from sim.model.plan import Plan
from sim.model.schema.history import Mover, Stay
from sim.model.schema.row import Rows, Table
from sim.model.terms import Fate
from sim.model.trajectory import Trajectory

__all__ = ["standing"]

NEVER: Final = _NEVER
RETAINED: Final = int(Fate.RETAINED)


def standing(plan: Plan, trajectory: Trajectory, lots: Table, instants: npt.NDArray[np.int64]) -> Any:
    """Count people and equipment at each place, and gone from it, at some ascending instants [s].

    Parameters
    ----------
    lots
        The facts used of each group or lot (`LotFacts`).

    Returns
    -------
    ndarray
        Shape (n_instants, n_places, 4): places as in `sums.places`, the last axis as in `daily.MEASURES`. Arrivals and
        departures at an instant itself are included.
    """
    some = len(places(plan))
    found = np.zeros((len(instants) + 1, some + 1, 4), np.int64)
    where = np.append(base_of(plan), some)
    where[where == road(plan)] = some  # a site outside
    count_standing(trajectory.mover, trajectory.stay, lots, where, road(plan), some - 1, instants, found)
    return np.cumsum(found[:-1, :-1], axis=0)


@entry
def count_standing(
    movers: Rows[Mover],
    stays: Rows[Stay],
    lots: Rows[LotFacts],
    place_of: Any,
    road_: int,
    whole: int,
    instants: Any,
    found: Any,
) -> None:
    """Record between which of some instants each mover came to a place, and left it.

    Parameters
    ----------
    movers, stays, lots
        The tables; stays by mover, in their order.
    place_of
        Place of each site; one past the last for a site outside.
    road_, whole
        Places of the road and of the whole country.
    instants
        Ascending [s].
    found
        Output, all zero beforehand, shape (n_instants + 1, n_places + 1, 4): the change between an instant and the one
        before.
    """
    at = 0
    for row in range(len(movers)):
        mover = movers[row]
        lot = lots[mover.lot]
        weight = 1 if lot.person else mover.kg
        side = 0 if lot.person else 1
        disposed = disposed_at(mover)
        off = disposed if mover.fate == RETAINED else NEVER  # retained: it leaves its place then
        _note(found, instants, mover.arrived, whole, side, weight)
        _note(found, instants, min(mover.up, disposed), whole, side, -weight)
        _note(found, instants, mover.up, whole, side + 2, weight)
        if at == len(stays) or stays[at].mover != row:
            here = place_of[lot.site]
            _note(found, instants, mover.arrived, here, side, weight)
            _note(found, instants, min(mover.up, disposed), here, side, -weight)
            _note(found, instants, min(mover.up, off), here, side + 2, weight)
            continue
        while at < len(stays) and stays[at].mover == row:
            stay = stays[at]
            at += 1
            here = place_of[stay.site]
            _note(found, instants, stay.arrived, here, side, weight)
            if stay.up == NEVER:
                _note(found, instants, disposed, here, side, -weight)
                _note(found, instants, off, here, side + 2, weight)
                continue
            _note(found, instants, stay.up, here, side, -weight)
            _note(found, instants, stay.up, here, side + 2, weight)
            there = mover.up
            if at < len(stays) and stays[at].mover == row:
                there = min(there, stays[at].arrived)
                if stays[at].site == stay.site:  # it had to turn back
                    _note(found, instants, stays[at].arrived, here, side + 2, -weight)
            if there > stay.up:
                _note(found, instants, stay.up, road_, side, weight)
                _note(found, instants, there, road_, side, -weight)


@kernel
def _note(found: Any, instants: Any, t: int, place: int, side: int, weight: int) -> None:
    found[before(instants, t), place, side] += weight
